"""The hours of a vote: what may happen to them is sealed, and everything that does happen has a reason in public."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from govapp.ballots.rules.refusals import (
    AlreadyClosed,
    EarlyClosingNotAllowed,
    ExtensionNotAllowed,
    ExtensionReasonNeeded,
    ExtensionTooLong,
    ExtensionTooShort,
    NotOpenYet,
)
from govapp.ballots.rules.states import PaperState, is_past
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.errors import N_
from govapp.kernel.texts import Texts, Words, list_texts
from pybelenios.window import CLOCK, MAX_REASON_CHARACTERS, ExtensionRule, WindowEvent, WindowRule

MAX_EXTENSION_DAYS: Final = 14
BY: Final = (Role.SECRETARY.value,)
"""Who may change the hours of a vote that runs: the secretariat, on behalf of the chair."""


class ExtensionGround(StrEnum):
    """Why more time may be given; few votes are no ground, nor is their direction, which nobody knows."""

    OUTAGE = "outage"
    LETTERS = "letters"


GROUND_NAMES: Final = {
    ExtensionGround.OUTAGE: N_("The vote could not be reached for some time"),
    ExtensionGround.LETTERS: N_("Invitations left late or did not arrive"),
}


def utc_text(moment: datetime) -> str:
    """Return a moment in UTC as files hold it, in whole seconds: `2026-06-16T16:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_of(text: str) -> datetime:
    """Return the moment that `utc_text` wrote."""
    return datetime.fromisoformat(text)


def reason_of(event: WindowEvent) -> Words:
    """Return the reason that a window event gives: by language, or as events of version 1 have it."""
    return Texts.from_dict(dict(event.reasons)) if event.reasons else event.reason


def window_rule(opens_at: datetime, closes_at: datetime, extension_days: int) -> WindowRule:
    """Return what a new ballot paper lets happen to its hours: more time for `extension_days` at most, 0 for none."""
    extension = None
    if extension_days:
        latest = utc_text(closes_at + timedelta(days=extension_days))
        extension = ExtensionRule(BY, tuple(ground.value for ground in ExtensionGround), latest)
    return WindowRule(utc_text(opens_at), utc_text(closes_at), extension, early_closing=BY)


def extension_days_of(rule: WindowRule | None, closes_at: datetime) -> int:
    """Return for how many days after `closes_at` a paper with `rule` may be kept open at most; 0 for not at all."""
    if rule is None or rule.extension is None:
        return 0
    return (moment_of(rule.extension.until_at_most) - closes_at).days


def require_extension(
    rule: WindowRule | None, state: PaperState, closes_at: datetime, until: datetime, reason: Words, now: datetime
) -> ExtensionRule:
    """Return the rule under which a vote that closes at `closes_at` may be extended to `until`.

    Raises NotOpenYet, AlreadyClosed, ExtensionNotAllowed, ExtensionTooLong, ExtensionTooShort, ExtensionReasonNeeded.
    """
    if is_past(state, PaperState.OPEN) or (state is PaperState.OPEN and now >= closes_at):
        raise AlreadyClosed  # also in the seconds in which the worker has not closed it yet: people saw the hour pass
    if state is not PaperState.OPEN or rule is None or now < moment_of(rule.not_before):
        raise ExtensionNotAllowed if rule is None else NotOpenYet
    if rule.extension is None:
        raise ExtensionNotAllowed
    latest = moment_of(rule.extension.until_at_most)
    if until > latest:
        raise ExtensionTooLong(latest=latest)
    if until <= closes_at:
        raise ExtensionTooShort(closes_at=closes_at)
    texts = list_texts(reason)
    if not texts or any(len(each) > MAX_REASON_CHARACTERS for each in texts):
        raise ExtensionReasonNeeded(maximum=MAX_REASON_CHARACTERS)
    return rule.extension


def role_that_extends(actor: Actor, extension: ExtensionRule) -> str:
    """Return the role in which an officer gives more time; raises ExtensionNotAllowed."""
    return _role(actor, extension.by) or _refuse(ExtensionNotAllowed())


def role_that_closes(actor: Actor) -> str:
    """Return in which role a ballot box is closed whose hour has come: `clock` when nobody needs one."""
    return _role(actor, BY) or CLOCK


def role_that_closes_early(actor: Actor, rule: WindowRule | None, closes_at: datetime) -> str:
    """Return the role of the sealed rule in which an officer asks to close early; raises EarlyClosingNotAllowed.

    Papers of the first stage have no rule: there it is the secretariat.
    """
    allowed = BY if rule is None else rule.early_closing
    return _role(actor, allowed) or _refuse(EarlyClosingNotAllowed(closes_at=closes_at))


def _role(actor: Actor, allowed: Iterable[str]) -> str | None:
    roles = {role.value for role in actor.roles} if actor.kind is ActorKind.OFFICER else set()
    return next((name for name in allowed if name in roles), None)


def _refuse(refusal: Exception) -> str:
    raise refusal
