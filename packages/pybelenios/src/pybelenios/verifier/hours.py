"""What was done with the hours of a vote, against what its sealed record allows.

An archive keeps no times of arrival, on purpose: that a ballot came in time shows in its receipt alone.
"""

from collections.abc import Sequence
from typing import Final

from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import Archive
from pybelenios.archive.tar import ArchiveRefused
from pybelenios.election import Election
from pybelenios.errors import Malformed, Refused
from pybelenios.receipts.receipt import Receipt
from pybelenios.window import CLOCK, EventKind, WindowEvent, WindowRule, closing_hour, event_holds, read_rule

SENTENCES: Final = {
    "window rule": "The record says what can happen to the hours in a version or a form that is not known here.",
    "window signature": "A record about the hours is of another vote, or was not signed by the server of this one.",
    "window order": "The records about the hours do not follow each other: one was taken out, added or moved.",
    "window place": "A record about the hours names a link that the chain does not have at that place.",
    "window role": "The hours were changed by somebody whom the sealed record does not let do so.",
    "window ground": "The hours were changed on a ground that the sealed record does not name, or without a reason.",
    "window maximum": "Voting was extended beyond the latest hour that the sealed record allows.",
    "window extension": "Voting was extended when it was not open, or to an hour that is no later.",
    "window closing": "The ballot box was closed at another moment or hour than its records say, or no record says so.",
    "window of no rule": "There are records about the hours, and the sealed record has no rule for them.",
}


def rule_of(election: Election) -> WindowRule | None:
    """Return the sealed rule about the hours; None for a record of version 0, which has none. Raises Refused."""
    value = (election.assembly or {}).get("window")
    if value is None:
        return None
    try:
        return read_rule(value)
    except Malformed:
        raise _refused("window rule") from None


def check_events(election: Election, archive: Archive, rule: WindowRule, events: Sequence[WindowEvent]) -> None:
    """Refuse window events that are not signed, not in order, not where they say in the chain, or not allowed.

    Raises Refused, of a reason of `SENTENCES`.
    """
    key = (election.assembly or {}).get("receipt_key")
    if not all(each.uuid == election.uuid and isinstance(key, str) and event_holds(each, key) for each in events):
        raise _refused("window signature")
    _require_order(events)
    for place, event in enumerate(events):
        _require_place(archive, event)
        hour = closing_hour(rule, events[:place])
        if event.kind is EventKind.EXTENSION:
            _require_extension(rule, event, hour)
        else:
            _require_closing(rule, event, hour)


def require_closed(archive: Archive, events: Sequence[WindowEvent]) -> WindowEvent:
    """Return the closing, which must be the last window event and stand where the box was closed."""
    ended = archive.last(EventType.END_BALLOTS)
    if not events or events[-1].kind is not EventKind.CLOSING:
        raise _refused("window closing")
    if ended is None or ended.parent != events[-1].after.event:
        raise _refused("window closing")
    return events[-1]


def is_in_time(receipt: Receipt, rule: WindowRule, events: Sequence[WindowEvent]) -> bool:
    """Tell whether a receipt is of a ballot that came while the box was open.

    After the sealed hour that takes an extension which was made before this ballot, by its place in the chain.
    """
    made = [each for each in events if each.kind is EventKind.EXTENSION and each.after.height < receipt.height]
    ended = [each.at for each in events if each.kind is EventKind.CLOSING]
    return rule.not_before <= receipt.received_at < closing_hour(rule, made) and all(
        receipt.received_at <= moment for moment in ended
    )


def said_of(rule: WindowRule, events: Sequence[WindowEvent]) -> str:
    """Return what was done with the hours, in one sentence."""
    extensions = [each for each in events if each.kind is EventKind.EXTENSION]
    parts = [f"Ballots were accepted from {rule.not_before} and announced until {rule.not_after}"]
    parts += [f"extended at {each.at} by {each.by} until {each.closes_at} ({each.said})" for each in extensions]
    parts += [f"closed early at {each.at} by {each.by} ({each.said})" for each in events if each.is_early]
    return "; ".join(parts) + "."


def _require_order(events: Sequence[WindowEvent]) -> None:
    previous, height, moment = None, 0, ""
    for number, event in enumerate(events, start=1):
        if event.number != number or event.previous != previous or event.after.height < height or event.at < moment:
            raise _refused("window order")
        if event.kind is EventKind.CLOSING and number != len(events):
            raise _refused("window order")
        previous, height, moment = event.digest, event.after.height, event.at


def _require_place(archive: Archive, event: WindowEvent) -> None:
    found = archive.events[event.after.height : event.after.height + 1]
    if not found or found[0].hash != event.after.event or found[0].type not in {EventType.SETUP, EventType.BALLOT}:
        raise _refused("window place")


def _require_extension(rule: WindowRule, event: WindowEvent, hour: str) -> None:
    allowed = rule.extension
    if allowed is None or event.by not in allowed.by:
        raise _refused("window role")
    if event.ground not in allowed.grounds or not event.has_reason:
        raise _refused("window ground")
    if event.closes_at > allowed.until_at_most:
        raise _refused("window maximum")
    # An extension after the hour would open a box again whose closing people have seen.
    if not rule.not_before <= event.at < hour < event.closes_at:
        raise _refused("window extension")


def _require_closing(rule: WindowRule, event: WindowEvent, hour: str) -> None:
    if event.closes_at != hour or (event.by == CLOCK and event.is_early):
        raise _refused("window closing")
    if event.is_early and event.by not in rule.early_closing:
        raise _refused("window role")
    if event.is_early and not event.has_reason:
        raise _refused("window ground")


def _refused(reason: str) -> Refused:
    return Refused(reason, SENTENCES[reason])


def located_at_tally(archive: Archive, refusal: Refused) -> ArchiveRefused:
    """Return the refusal as one about the event of the tally, whose record holds the window events."""
    tally = archive.tally
    return ArchiveRefused(refusal.reason, refusal.sentence, tally.event if tally else None)
