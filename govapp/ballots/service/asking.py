"""Mails to the key holders of a paper, at the two moments at which something is asked of them."""

from govapp.accounts.queries import find_officer
from govapp.ballots.letters import BallotsLetter
from govapp.ballots.queries import PaperRow, list_trustees
from govapp.ballots.rules.papers import decrypt_path, key_path
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.outbox.facts import FactValue
from govapp.outbox.service import Message, enqueue_many


def ask_for_keys(work: Work, found: PaperRow) -> int:
    """Ask every key holder to make a key, and return how many are written to; the server's key is there already."""
    return _ask(work, found, BallotsLetter.KEY_WANTED, key_path(found.uuid), {"opens_at": found.opens_at})


def ask_to_count(work: Work, found: PaperRow) -> int:
    """Tell every key holder that voting has closed and the total can be opened; return how many are written to."""
    return _ask(work, found, BallotsLetter.COUNT_WANTED, decrypt_path(found.uuid), {})


def _ask(work: Work, found: PaperRow, letter: BallotsLetter, path: str, facts: dict[str, FactValue]) -> int:
    holders = [
        find_officer(work.session, trustee.officer_id, work.now)
        for trustee in list_trustees(work.session, found.id)
        if trustee.officer_id is not None
    ]
    subject = SubjectRef.to("paper", found.uuid)
    messages = [
        Message(
            letter,
            officer.email,
            officer.name,
            officer.language,
            subject,
            {**facts, "vote": str(found.name.in_language(officer.language)), "path": path},
        )
        for officer in holders
        if officer is not None and officer.suspended_at is None
    ]
    enqueue_many(work, messages)
    return len(messages)
