"""Telling those who may confirm an early closing that one waits for them."""

from govapp.accounts.queries import OfficerRow, list_officers
from govapp.accounts.service.second_person import Waiting, WaitingKind, ask_second_person
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.paths import closing_path
from govapp.ballots.queries import get_paper, list_key_holder_ids
from govapp.ballots.rules.early_closing import EarlyClosing, may_confirm
from govapp.db.uow import Work
from govapp.kernel.actors import Actor, ActorKind


def ask_to_confirm_closing(work: Work, vote: VoteRow, asked: EarlyClosing) -> int:
    """Write to the key holders of a vote, or to every officer where the server holds the key; return to how many."""
    uuid = vote.prepared_paper_uuid
    holders = list_key_holder_ids(work.session, get_paper(work.session, uuid).id)
    readers = [each for each in list_officers(work.session, work.now) if may_confirm(asked, _actor(each), holders)]
    return ask_second_person(work, Waiting(WaitingKind.EARLY_CLOSING, asked.reason, closing_path(uuid)), readers)


def _actor(officer: OfficerRow) -> Actor:
    return Actor(ActorKind.OFFICER, officer.id, officer.name, officer.roles)
