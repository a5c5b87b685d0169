"""Closing before the announced hour: the secretariat asks, with a public reason, and a second person confirms."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from govapp.ballots.rules.hours import role_that_closes_early
from govapp.ballots.rules.refusals import ReasonNeeded
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.errors import N_, Conflict, Forbidden
from govapp.kernel.texts import Words, each_of, kept_lines, list_texts
from pybelenios.window import MAX_REASON_CHARACTERS, WindowRule

MIN_REASON_CHARACTERS: Final = 15
MIN_REASON_WORDS: Final = 3
"""What is shorter is a mark and no sentence: everybody who could still have voted reads the reason."""


class EarlyClosingUnconfirmed(Conflict):
    """The announced hour has not come, and nobody confirmed that voting closes before it."""

    code = "early_closing_unconfirmed"
    message = N_("Voting was announced until %(closes_at)s. It closes earlier only when a second person confirms it.")
    help = N_("The secretariat asks for it with a reason on the page of the assembly; a key holder confirms.")


class EarlyClosingWaits(Conflict):
    """Somebody asked already to close early."""

    code = "early_closing_waits"
    message = N_("Closing early was asked for already, and waits for a second person.")
    help = N_("Withdraw what waits before you ask again.")


class NoEarlyClosingWaits(Conflict):
    """Nobody asks to close this vote early, or not any more."""

    code = "no_early_closing_waits"
    message = N_("There is no early closing to confirm: it was withdrawn, or voting is not open.")
    help = N_("Nothing was changed. Look at the present state of the vote.")


class ClosingNeedsAnother(Forbidden):
    """Whoever asked to close early cannot confirm it, nor can somebody without a key."""

    code = "early_closing_second_person"
    message = N_("You cannot confirm this early closing.")
    help = N_(
        "Another person than the one who asked confirms it: a key holder of this vote, or any other officer where the "
        "server holds the only key."
    )


@dataclass(frozen=True, slots=True)
class EarlyClosing:
    """What was asked: why, in which role (as the sealed paper names it), by whom (`officer:3`), and when (UTC)."""

    reason: Words
    role: str
    asked_by: str
    asked_by_name: str
    asked_at: datetime


def require_early_closing(
    actor: Actor, rule: WindowRule | None, closes_at: datetime, reason: Words, now: datetime
) -> EarlyClosing:
    """Return what somebody asks who wants to close a vote before `closes_at`.

    Raises ReasonNeeded when the reason is no sentence or longer than the archive takes, EarlyClosingNotAllowed.
    """
    said = each_of(reason, kept_lines)
    texts = list_texts(said)
    if not texts or not all(map(_is_sentence, texts)):
        raise ReasonNeeded(closes_at=closes_at)
    return EarlyClosing(said, role_that_closes_early(actor, rule, closes_at), actor.reference, actor.name, now)


def _is_sentence(text: str) -> bool:
    is_long_enough = len(text) >= MIN_REASON_CHARACTERS and len(text.split()) >= MIN_REASON_WORDS
    return is_long_enough and len(text) <= MAX_REASON_CHARACTERS


def may_confirm(asked: EarlyClosing, actor: Actor, key_holders: Collection[int]) -> bool:
    """Tell whether `actor` may confirm: a key holder (`key_holders` are numbers of officers), never whoever asked.

    Where no officer holds a key, because the server does, any other officer with a role may.
    """
    if actor.kind is not ActorKind.OFFICER or actor.reference == asked.asked_by:
        return False
    return actor.id in key_holders if key_holders else bool(actor.roles)


def may_withdraw(asked: EarlyClosing, actor: Actor, key_holders: Collection[int]) -> bool:
    """Tell whether `actor` may take back what was asked, or refuse it: the secretariat, and whoever may confirm."""
    is_secretary = actor.kind is ActorKind.OFFICER and Role.SECRETARY in actor.roles
    return is_secretary or may_confirm(asked, actor, key_holders)
