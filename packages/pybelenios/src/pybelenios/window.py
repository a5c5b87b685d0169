"""The voting window: what the sealed record lets happen to the hours of a vote, and the signed records of what did.

The election record says from when and until when ballots are accepted, who may give more time, on which grounds and
until when at most, and who may close early. Whatever then happens to the hours is a *window event*: it names the head
of the chain at that moment and the window event before it, and the key that signs receipts signs it. The tally record,
which the chain covers before anybody decrypts, holds all of them. Belenios has no such record: belenios-tool ignores
members that it does not know in the election record and in the summary of the tally, and nowhere else (tried with
3.3.0: an event with another member, another type or a payload too many is refused).

Moments are texts in UTC and whole seconds, `2026-06-16T16:00:00Z`: all of one length, so they compare as texts do.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from pybelenios.errors import Malformed
from pybelenios.group import sign, signature_holds
from pybelenios.jsontext import compact, natural, read_json, sha256_hex

VERSION: Final = 1
BY_LANGUAGE: Final = 2
"""The version of a window event whose reason is written by language."""
LANGUAGES: Final = ("nl", "fr", "en", "de")
CLOCK: Final = "clock"
"""Who closes a vote when its hour has come."""

MAX_REASON_CHARACTERS: Final = 500
_CONTEXT: Final = "GovApp voting window {}\n"
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class EventKind(StrEnum):
    """What can happen to the hours of a vote."""

    EXTENSION = "Extension"
    CLOSING = "Closing"


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """Who may give more time, on which grounds, and until when at most."""

    by: tuple[str, ...]
    grounds: tuple[str, ...]
    until_at_most: str


@dataclass(frozen=True, slots=True)
class WindowRule:
    """What the sealed record lets happen to the hours.

    Ballots are accepted from `not_before` on, up to and not at `not_after`. Without an `extension` nobody can give more
    time; `early_closing` names who may close before the hour.
    """

    not_before: str
    not_after: str
    extension: ExtensionRule | None = None
    early_closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainPlace:
    """The head of the chain at some moment."""

    event: str  # 64 hexadecimal digits
    height: int


@dataclass(frozen=True, slots=True)
class WindowEvent:
    """One thing that was done with the hours of the vote `uuid`, signed.

    `number` counts from 1, `previous` is the digest of the event before it, `after` the head of the chain when it was
    made. `closes_at` is the new hour of an extension, and for a closing the hour that it came before, at or after.
    The reason is public, in the words of whoever did it: in `reasons` a text for each language in which it was written,
    or in `reason`, as events of version 1 have it, in a language that nobody named. Both are empty when the clock did.
    """

    uuid: str
    number: int
    kind: EventKind
    at: str
    by: str
    ground: str
    reason: str
    closes_at: str
    after: ChainPlace
    previous: str | None
    signature: str = field(default="", repr=False)
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 of the event with its signature, 64 hexadecimal digits."""
        return sha256_hex(compact(encode_event(self)))

    @property
    def version(self) -> int:
        """In which version of its form the event is written: 2 with a reason by language, 1 without."""
        return BY_LANGUAGE if self.reasons else VERSION

    @property
    def has_reason(self) -> bool:
        """Tell whether somebody said why."""
        return bool(self.reason.strip()) or any(text.strip() for _, text in self.reasons)

    @property
    def said(self) -> str:
        """The reason on one line, with the language before each text of version 2."""
        return self.reason or "; ".join(f"{language}: {text}" for language, text in self.reasons)

    @property
    def is_early(self) -> bool:
        """Tell whether this is a closing before the hour."""
        return self.kind is EventKind.CLOSING and self.at < self.closes_at


def encode_rule_v1(rule: WindowRule) -> dict[str, object]:
    """Return the member `window` of the sealed record, version 1."""
    extension = rule.extension and {
        "by": list(rule.extension.by),
        "grounds": list(rule.extension.grounds),
        "until_at_most": rule.extension.until_at_most,
    }
    return {
        "v": 1,
        "not_before": rule.not_before,
        "not_after": rule.not_after,
        "extension": extension,
        "early_closing": {"by": list(rule.early_closing)},
    }


def encode_event_v1(event: WindowEvent) -> dict[str, object]:
    """Return what is signed of a window event, version 1: every member but the signature."""
    return _members(event, 1, {"reason": event.reason})


def encode_event_v2(event: WindowEvent) -> dict[str, object]:
    """Return what is signed of a window event, version 2: its reason by language, in the place of the one text."""
    return _members(event, 2, {"reasons": dict(event.reasons)})


def encode_event(event: WindowEvent) -> dict[str, object]:
    """Return a window event with its signature, as the board and the archive have it."""
    return {**_signed_members(event), "signature": event.signature}


def sign_event(event: WindowEvent, seed: bytes) -> WindowEvent:
    """Return `event` signed with the 32 secret bytes `seed` of the key that signs receipts."""
    return replace(event, signature=base64.b64encode(sign(_signed_text(event), seed)).decode("ascii"))


def event_holds(event: WindowEvent, key: str) -> bool:
    """Tell whether the owner of the public `key` (base64) signed this event."""
    try:
        signature, public = (base64.b64decode(text, validate=True) for text in (event.signature, key))
    except ValueError:  # binascii.Error, or a letter outside ASCII
        return False
    return signature_holds(_signed_text(event), signature, public)


def read_rule(value: object) -> WindowRule:
    """Return the rule in a member `window`; raise Malformed("window rule") for another version or form."""
    record = _versioned(value, "window rule")
    early, extension = record.get("early_closing"), record.get("extension")
    if not isinstance(early, dict):
        raise Malformed("window rule")
    rule = WindowRule(
        not_before=_moment(record.get("not_before"), "window rule"),
        not_after=_moment(record.get("not_after"), "window rule"),
        extension=None if extension is None else _extension(extension),
        early_closing=_names(early.get("by"), "window rule"),
    )
    latest = rule.extension.until_at_most if rule.extension else rule.not_after
    if encode_rule_v1(rule) != value or not rule.not_before < rule.not_after <= latest:
        raise Malformed("window rule")
    return rule


def read_event(value: object) -> WindowEvent:
    """Return a window event with its signature unchecked; raise Malformed("window event") for another form."""
    record = _versioned(value, "window event", (VERSION, BY_LANGUAGE))
    match record:
        case {"after": {"event": str(head), "height": height}, "previous": None | str() as previous}:
            pass
        case _:
            raise Malformed("window event")
    event = WindowEvent(
        uuid=_text(record.get("uuid")),
        number=natural(record.get("number"), "window event"),
        kind=_kind(record.get("type")),
        at=_moment(record.get("at"), "window event"),
        by=_text(record.get("by")),
        ground=_text(record.get("ground")),
        reason=_text(record.get("reason", "" if record["v"] == BY_LANGUAGE else None)),
        closes_at=_moment(record.get("closes_at"), "window event"),
        after=ChainPlace(head, natural(height, "window event")),
        previous=previous,
        signature=_text(record.get("signature")),
        reasons=_reasons(record.get("reasons")) if record["v"] == BY_LANGUAGE else (),
    )
    if compact(encode_event(event)) != compact(value) or len(event.reason) > MAX_REASON_CHARACTERS:
        raise Malformed("window event")
    return event


def read_events(raw: bytes) -> tuple[WindowEvent, ...]:
    """Return the window events of a file, as the board gives them: a JSON list; raise Malformed for anything else."""
    return events_of(read_json(raw))


def events_of(value: object) -> tuple[WindowEvent, ...]:
    """Return the window events of a JSON list; raise Malformed for anything else."""
    if not isinstance(value, list):
        raise Malformed("window events")
    return tuple(read_event(each) for each in value)


def closing_hour(rule: WindowRule, events: Sequence[WindowEvent]) -> str:
    """Return the hour from which no ballot is accepted: the sealed one, or the one of the last extension."""
    extended = [event.closes_at for event in events if event.kind is EventKind.EXTENSION]
    return extended[-1] if extended else rule.not_after


def _members(event: WindowEvent, version: int, reason: Mapping[str, object]) -> dict[str, object]:
    return {
        "v": version,
        "uuid": event.uuid,
        "number": event.number,
        "type": event.kind.value,
        "at": event.at,
        "by": event.by,
        "ground": event.ground,
        **reason,
        "closes_at": event.closes_at,
        "after": {"event": event.after.event, "height": event.after.height},
        "previous": event.previous,
    }


def _signed_members(event: WindowEvent) -> dict[str, object]:
    return encode_event_v2(event) if event.reasons else encode_event_v1(event)


def _signed_text(event: WindowEvent) -> bytes:
    return _CONTEXT.format(event.version).encode("ascii") + compact(_signed_members(event))


def _versioned(value: object, reason: str, known: Sequence[int] = (VERSION,)) -> Mapping[str, object]:
    if not isinstance(value, dict) or type(value.get("v")) is not int or value["v"] not in known:
        raise Malformed(reason)
    return value


def _reasons(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not value:
        raise Malformed("window event")
    for language, text in value.items():
        if language not in LANGUAGES or not 0 < len(_text(text).strip()) <= len(text) <= MAX_REASON_CHARACTERS:
            raise Malformed("window event")
    return tuple(value.items())


def _extension(value: object) -> ExtensionRule:
    match value:
        case {"by": by, "grounds": grounds, "until_at_most": until}:
            reason = "window rule"
            return ExtensionRule(_names(by, reason), _names(grounds, reason), _moment(until, reason))
    raise Malformed("window rule")


def _kind(value: object) -> EventKind:
    try:
        return EventKind(str(value))
    except ValueError:
        raise Malformed("window event") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Malformed("window event")
    return value


def _moment(value: object, reason: str) -> str:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise Malformed(reason)
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise Malformed(reason) from None
    return value


def _names(value: object, reason: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise Malformed(reason)
    return tuple(value)
