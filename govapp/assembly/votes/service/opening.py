"""Opening a vote by the clock: at its hour, when everything is there; otherwise the secretariat is told what is not."""

from collections.abc import Iterator

from sqlalchemy import select

from govapp.accounts.queries import OfficerRow, list_officers
from govapp.assembly.letters import AssemblyLetter
from govapp.assembly.votes.models import Vote
from govapp.assembly.votes.queries.results import list_seal_faults
from govapp.assembly.votes.queries.standing import find_standing, to_readiness
from govapp.assembly.votes.queries.votes import VoteRow, get_items, get_vote, to_row, vote_reference
from govapp.assembly.votes.rules.preflight import checks_before_opening
from govapp.assembly.votes.rules.states import NotYetPossible, VoteState
from govapp.assembly.votes.service.rows import locked_vote
from govapp.assembly.votes.service.voting import OpenVoting, open_voting
from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Language, Texts
from govapp.language.translator import Translator, translator_for
from govapp.outbox.facts import FactValue
from govapp.outbox.service import Message, enqueue_many


def list_votes_to_open(work: Work) -> tuple[tuple[int, int], ...]:
    """Return the votes that are to open by themselves and whose hour has come, as assembly and ordinal."""
    waiting = select(Vote.assembly_id, Vote.ordinal).where(
        Vote.opens_itself, Vote.locked_at.is_not(None), Vote.cancelled_at.is_(None)
    )
    found = (get_vote(work.session, row.assembly_id, row.ordinal) for row in work.session.execute(waiting).all())
    return tuple((each.assembly_id, each.ordinal) for each in found if _is_due(work, each))


def open_by_clock(work: Work, assembly_id: int, ordinal: int) -> bool:
    """Open a vote whose hour has come, and tell whether that was done; False when something is missing.

    Two workers open once. Raises what `open_voting` raises.
    """
    _assembly, vote = locked_vote(work, assembly_id, ordinal)
    row = to_row(work.session, vote)
    if not _is_due(work, row) or list(_missing(work, row, translator_for(Language.EN))):
        return False
    open_voting(work, OpenVoting(assembly_id, ordinal))
    return True


def tell_not_opened(work: Work, assembly_id: int, ordinal: int, refusal: Refusal | None = None) -> int:
    """Tell the secretariat once what kept a vote from opening, and return how many mails that are.

    `refusal` is what opening it raised, if it was tried.
    """
    assembly, vote = locked_vote(work, assembly_id, ordinal)
    row = to_row(work.session, vote)
    if vote.opening_told_at is not None or not _is_due(work, row):
        return 0
    vote.opening_told_at = work.now
    messages = []
    for reader in _secretaries(work):
        said = translator_for(reader.language, work.zone.key)
        refused = () if refusal is None else (" ".join(said.describe_refusal(refusal)),)
        facts: dict[str, FactValue] = {
            "title": str(Texts.from_dict(assembly.title).in_language(reader.language)),
            "opens_at": row.opens_at,
            "missing": (*_missing(work, row, said), *refused),
        }
        kind, subject = AssemblyLetter.NOT_OPENED, vote_reference(vote)
        messages.append(Message(kind, reader.email, reader.name, reader.language, subject, facts))
    enqueue_many(work, messages)
    return len(messages)


def _is_due(work: Work, row: VoteRow) -> bool:
    return row.state is VoteState.LOCKED and row.opens_at <= work.now < row.closes_at


def _missing(work: Work, row: VoteRow, said: Translator) -> Iterator[str]:
    """Yield what stands in the way, in the language of `said`."""
    standing = find_standing(work.session, row, work.now)
    if standing is None:
        yield said.say(NotYetPossible.message)
        return
    for check in checks_before_opening(get_items(work.session, row), to_readiness(standing), work.now):
        if check.blocks:
            yield f"{said.say(check.message, **check.params)} {said.say(check.fix) if check.fix else ''}".strip()
    for fault in list_seal_faults(work.session, row):
        yield " ".join(said.describe_refusal(fault))


def _secretaries(work: Work) -> tuple[OfficerRow, ...]:
    everybody = list_officers(work.session, work.now)
    return tuple(
        each for each in everybody if each.is_enrolled and not each.suspended_at and Role.SECRETARY in each.roles
    )
