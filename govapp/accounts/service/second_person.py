"""Telling those who may confirm something that waits for a second person."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from govapp.accounts.letters import AccountsLetter
from govapp.accounts.queries.officers import OfficerRow
from govapp.accounts.rules import officer_ref
from govapp.db.uow import Work
from govapp.kernel.texts import Language, Words
from govapp.language.spoken import reason_facts
from govapp.outbox.service import Message, enqueue_many


class WaitingKind(StrEnum):
    """What waits, as the letter names it."""

    ACCESS = "access"
    ADDITION = "addition"
    EARLY_CLOSING = "early_closing"
    INCIDENT = "incident"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a second person, why, and `path`, the page of the office on which it is confirmed or refused."""

    kind: WaitingKind
    reason: Words
    path: str


def ask_second_person(work: Work, waiting: Waiting, readers: Iterable[OfficerRow]) -> int:
    """Write to those of `readers` who can sign in and did not ask for it themselves; return how many that are.

    The letters leave with the transaction in which it is asked for, and only then.
    """
    facts = {"waiting": waiting.kind.value, "asked_by": work.actor.name, "path": waiting.path}
    told = {each: {**facts, **reason_facts(waiting.reason, each)} for each in Language}
    messages = [
        Message(
            *(AccountsLetter.SECOND_PERSON, each.email, each.name, each.language, officer_ref(each.id)),
            told[Language(each.language)],
        )
        for each in readers
        if each.is_enrolled and each.suspended_at is None and officer_ref(each.id) != work.actor.reference
    ]
    enqueue_many(work, messages)
    return len(messages)
