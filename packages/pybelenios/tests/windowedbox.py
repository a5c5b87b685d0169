"""A ballot box whose record says what can happen to its hours, and in which it happens."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from packages.pybelenios.tests.ballotbox import BallotBox
from pybelenios.archive import chain
from pybelenios.jsontext import compact
from pybelenios.receipts.receipt import receipt_key
from pybelenios.tally import TallyAccumulator, write_tally
from pybelenios.window import (
    CLOCK,
    ChainPlace,
    EventKind,
    ExtensionRule,
    WindowEvent,
    WindowRule,
    closing_hour,
    encode_rule_v1,
    sign_event,
)

SEED = bytes(range(32))
OPENS, CLOSES, LATEST = "2026-06-16T08:00:00Z", "2026-06-16T16:00:00Z", "2026-06-17T16:00:00Z"
RULE = WindowRule(
    OPENS,
    CLOSES,
    ExtensionRule(by=("secretary",), grounds=("outage", "letters"), until_at_most=LATEST),
    early_closing=("secretary",),
)


class WindowedBox(BallotBox):
    """A ballot box with three voters, open from eight to four; time may be given until the next day at four."""

    def __init__(self, rule: WindowRule = RULE) -> None:
        self.rule = rule
        self.window: list[WindowEvent] = []
        super().__init__(assembly={"receipt_key": receipt_key(SEED), "window": encode_rule_v1(rule)})

    def note(self, kind: EventKind, at: str, seed: bytes = SEED, **changes: Any) -> WindowEvent:
        """Add a window event as it would be honestly, but for `changes`, and sign it."""
        honest = WindowEvent(
            uuid=self.uuid,
            number=len(self.window) + 1,
            kind=kind,
            at=at,
            by="secretary",
            ground="outage" if kind is EventKind.EXTENSION else "",
            reason="The site was away from two to three.",
            closes_at=closing_hour(self.rule, self.window),
            after=ChainPlace(self.head.event, self.head.height),
            previous=self.window[-1].digest if self.window else None,
        )
        event = sign_event(replace(honest, **changes), seed)
        self.window.append(event)
        return event

    def extend(self, until: str = "2026-06-16T18:00:00Z", at: str = "2026-06-16T15:00:00Z", **changes: Any) -> None:
        """Give more time."""
        self.note(EventKind.EXTENSION, at, closes_at=until, **changes)

    def close_by_clock(self) -> "WindowedBox":
        """Close at the hour that counts, and count."""
        hour = closing_hour(self.rule, self.window)
        self.note(EventKind.CLOSING, hour, by=CLOCK, reason="")
        return self.count()

    def close_early(self, at: str = "2026-06-16T12:00:00Z", **changes: Any) -> "WindowedBox":
        """Close before the hour, and count."""
        self.note(EventKind.CLOSING, at, **changes)
        return self.count()

    def count(self) -> "WindowedBox":
        """Go from the closing to the result."""
        self.close()
        return self

    def add_up(self) -> None:
        """Add the tally, with what was done with the hours."""
        accumulator = TallyAccumulator(self.election)
        for credential, ballot in self.counted.items():
            accumulator.add(ballot.answers, self.weights[credential])
        self.encrypted = accumulator.tally()
        raw, count, weight = write_tally(self.encrypted), accumulator.ballots, accumulator.weight
        self.steps.append(chain.append_tally(self.head, raw, ballots=count, weight=weight, window=self.window))


def altered_record(rule: WindowRule, change: Callable[[dict[str, Any]], object]) -> object:
    """Return the member `window` after `change` has altered it in place."""
    record = json.loads(compact(encode_rule_v1(rule)))
    change(record)
    return record
