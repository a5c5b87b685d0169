"""More time and an early closing, within the sealed rule; and every way around it, seen by name."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from packages.pybelenios.tests.ballotbox import BallotBox
from packages.pybelenios.tests.windowedbox import CLOSES, LATEST, OPENS, RULE, SEED, WindowedBox, altered_record
from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import read_archive
from pybelenios.archive.tar import ArchiveRefused
from pybelenios.cli.verify import main
from pybelenios.errors import Malformed, Refused
from pybelenios.jsontext import compact, sha256_b64
from pybelenios.receipts.receipt import Receipt, SignedReceipt, sign_receipt
from pybelenios.verifier.checks import verify
from pybelenios.verifier.evidence import PriorEvidence
from pybelenios.verifier.hours import check_events
from pybelenios.window import (
    ChainPlace,
    EventKind,
    WindowEvent,
    closing_hour,
    encode_event,
    encode_rule_v1,
    events_of,
    read_event,
    read_events,
    read_rule,
)

REASONS = (("nl", "De site lag stil."), ("fr", "Le site était inaccessible."))
VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "window" / "events.json").read_text(encoding="utf-8"))
FOR, AGAINST = [1, 0, 0], [0, 1, 0]


def reason_of(raw: bytes, evidence: PriorEvidence | None = None) -> str:
    report = verify(raw, evidence=evidence)
    return report.faults[0].reason if report.faults else "valid"


def sentence_of(raw: bytes) -> str:
    report = verify(raw)
    assert report.valid, report.faults
    return next(check.sentence for check in report.checks if check.name == "voting window")


def voted() -> WindowedBox:
    box = WindowedBox()
    box.cast(0, FOR)
    box.cast(1, AGAINST)
    return box


def receipt_at(box: WindowedBox, moment: str) -> SignedReceipt:
    ballot = box.steps[-1].records[0].body
    return sign_receipt(Receipt(box.uuid, sha256_b64(ballot), box.head.event, box.head.height, moment), SEED)


# -- what the rule allows ----------------------------------------------------------------------------------------------


def test_a_vote_that_closes_at_its_hour_says_so() -> None:
    said = sentence_of(voted().close_by_clock().archive())
    assert said == f"Ballots were accepted from {OPENS} and announced until {CLOSES}."


def test_more_time_is_told_with_who_gave_it_and_why() -> None:
    box = voted()
    box.extend()
    box.cast(2, FOR)
    said = sentence_of(box.close_by_clock().archive())
    assert "extended at 2026-06-16T15:00:00Z by secretary until 2026-06-16T18:00:00Z (The site was away" in said


def test_time_can_be_given_twice_up_to_the_latest_hour() -> None:
    box = voted()
    box.extend()
    box.extend(until=LATEST, at="2026-06-16T17:59:59Z")
    assert closing_hour(RULE, box.window) == LATEST
    assert reason_of(box.close_by_clock().archive()) == "valid"


def test_an_early_closing_is_told_with_its_reason() -> None:
    said = sentence_of(voted().close_early().archive())
    assert "closed early at 2026-06-16T12:00:00Z by secretary (The site was away" in said


def test_a_vote_that_was_extended_can_be_closed_before_the_new_hour() -> None:
    box = voted()
    box.extend()
    assert reason_of(box.close_early(at="2026-06-16T17:00:00Z").archive()) == "valid"


def test_an_open_box_waits_for_its_records_about_the_hours() -> None:
    report = verify(voted().archive())
    assert report.valid
    assert [check.state.value for check in report.checks if check.name == "voting window"] == ["not yet"]


def test_an_archive_of_version_0_has_no_rule_and_stays_valid() -> None:
    box = BallotBox(assembly={"opens_at": OPENS, "closes_at": CLOSES})
    box.cast(0, FOR)
    assert "version 0" in sentence_of(box.close().archive())


# -- what it does not --------------------------------------------------------------------------------------------------

LATER = "2026-06-16T18:00:00Z"
UNLAWFUL: dict[str, tuple[dict[str, Any], str]] = {
    "beyond the latest hour": ({"closes_at": "2026-06-17T16:00:01Z"}, "window maximum"),
    "by another role": ({"closes_at": LATER, "by": "registrar"}, "window role"),
    "on another ground": ({"closes_at": LATER, "ground": "few votes"}, "window ground"),
    "without a reason": ({"closes_at": LATER, "reason": " "}, "window ground"),
    "after the hour": ({"closes_at": LATER, "at": CLOSES}, "window extension"),
    "before voting opened": ({"closes_at": LATER, "at": "2026-06-16T07:59:59Z"}, "window extension"),
    "to an hour that is no later": ({"closes_at": CLOSES}, "window extension"),
    "with a signature of somebody else": ({"closes_at": LATER, "seed": bytes(32)}, "window signature"),
    "of another vote": ({"closes_at": LATER, "uuid": "another"}, "window signature"),
    "with another number": ({"closes_at": LATER, "number": 2}, "window order"),
    "after an event that it does not follow": ({"closes_at": LATER, "previous": "00" * 32}, "window order"),
    "moved to another link": ({"closes_at": LATER, "after": ChainPlace("00" * 32, 1)}, "window place"),
}


@pytest.mark.parametrize("name", UNLAWFUL)
def test_an_extension_that_the_sealed_rule_does_not_allow_is_refused_by_name(name: str) -> None:
    changes, reason = UNLAWFUL[name]
    box = voted()
    box.note(EventKind.EXTENSION, **({"at": "2026-06-16T15:00:00Z"} | changes))
    assert reason_of(box.close_by_clock().archive()) == reason
    fault = verify(box.archive()).faults[0]
    assert fault.event == read_archive(box.archive()).tally.event  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"by": "registrar"}, "window role"),
        ({"reason": ""}, "window ground"),
        ({"by": "clock"}, "window closing"),
        ({"closes_at": LATER}, "window closing"),
    ],
)
def test_an_early_closing_that_is_not_allowed_is_refused_by_name(changes: dict[str, Any], reason: str) -> None:
    assert reason_of(voted().close_early(**changes).archive()) == reason


def _drop_the_extension(window: list[WindowEvent]) -> None:
    del window[0]


def _drop_the_closing(window: list[WindowEvent]) -> None:
    del window[-1]


def _drop_all(window: list[WindowEvent]) -> None:
    window.clear()


def _change_the_reason(window: list[WindowEvent]) -> None:
    window[0] = replace(window[0], reason="Another reason.")


def _change_places(window: list[WindowEvent]) -> None:
    window.reverse()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_drop_the_extension, "window order"),
        (_drop_the_closing, "window closing"),
        (_drop_all, "window closing"),
        (_change_the_reason, "window signature"),
        (_change_places, "window order"),
    ],
)
def test_records_about_the_hours_cannot_be_dropped_changed_or_moved(
    change: Callable[[list[WindowEvent]], None], reason: str
) -> None:
    """Whoever has the database, without the key that signs, makes the chain again behind the change."""
    box = voted()
    box.extend()
    until = len(box.steps)
    box.close_by_clock()
    change(box.window)
    del box.steps[until:]
    assert reason_of(box.count().archive()) == reason


def test_a_box_closed_behind_another_ballot_than_its_record_says_is_refused() -> None:
    box = voted()
    box.note(EventKind.CLOSING, CLOSES, by="clock", reason="")
    box.cast(2, FOR)
    assert reason_of(box.count().archive()) == "window closing"


def test_records_about_the_hours_where_the_sealed_record_has_no_rule_are_refused() -> None:
    box = voted()
    plain = BallotBox(uuid=box.uuid)
    plain.cast(0, FOR)
    plain.end()
    box.note(EventKind.CLOSING, CLOSES, by="clock", reason="")
    box.election, box.steps, box.counted, box.weights = plain.election, plain.steps, plain.counted, plain.weights
    box.add_up()
    assert reason_of(box.archive()) == "window of no rule"


# -- what somebody kept ------------------------------------------------------------------------------------------------


def test_whoever_kept_the_record_of_an_extension_shows_that_it_was_taken_out_by_the_owner_of_the_key() -> None:
    box = voted()
    box.extend()
    kept = tuple(box.window)
    box.window.clear()
    raw = box.close_by_clock().archive()
    assert reason_of(raw) == "valid"
    assert reason_of(raw, PriorEvidence(window=kept)) == "earlier window"


def test_a_record_that_was_kept_is_looked_at_while_the_box_is_open() -> None:
    box = voted()
    box.extend()
    assert reason_of(box.archive(), PriorEvidence(window=tuple(box.window))) == "valid"
    box.extend(until="2026-06-18T16:00:00Z")
    assert reason_of(box.archive(), PriorEvidence(window=tuple(box.window))) == "window maximum"


def test_a_ballot_after_the_sealed_hour_counts_under_an_extension_made_before_it() -> None:
    box = voted()
    box.extend()
    box.cast(2, FOR)
    receipt = receipt_at(box, "2026-06-16T17:30:00Z")
    assert reason_of(box.close_by_clock().archive(), PriorEvidence(receipts=(receipt,))) == "valid"


@pytest.mark.parametrize("moment", ["2026-06-16T16:00:00Z", "2026-06-16T07:59:59Z"])
def test_a_ballot_out_of_hours_is_named(moment: str) -> None:
    box = voted()
    receipt = receipt_at(box, moment)
    assert reason_of(box.close_by_clock().archive(), PriorEvidence(receipts=(receipt,))) == "ballot out of hours"


def test_an_extension_covers_no_ballot_that_came_before_it() -> None:
    box = voted()
    late = receipt_at(box, "2026-06-16T16:30:00Z")
    box.extend()
    assert reason_of(box.close_by_clock().archive(), PriorEvidence(receipts=(late,))) == "ballot out of hours"


def test_a_ballot_after_an_early_closing_is_named() -> None:
    box = voted()
    receipt = receipt_at(box, "2026-06-16T12:00:01Z")
    assert reason_of(box.close_early().archive(), PriorEvidence(receipts=(receipt,))) == "ballot out of hours"


def test_the_verifiers_command_takes_the_file_of_the_board(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    box = voted()
    box.extend()
    kept = tmp_path / "window.json"
    kept.write_bytes(compact([encode_event(event) for event in box.window]))
    archive = tmp_path / "box.bel"
    archive.write_bytes(box.close_by_clock().archive())
    assert main([str(archive), "--jobs", "1", "--window", str(kept)]) == 0
    assert "1 earlier records about the hours are as they were" in capsys.readouterr().out


# -- how it is written -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.update(v=2),
        lambda record: record.update(v=True),
        lambda record: record.pop("v"),
        lambda record: record.update(more=1),
        lambda record: record.update(not_after="2026-06-16T16:00:00+00:00"),
        lambda record: record.update(not_after="2026-06-31T16:00:00Z"),
        lambda record: record.update(not_before="2026-06-16T16:00:00Z"),
        lambda record: record["extension"].update(until_at_most="2026-06-16T15:00:00Z"),
        lambda record: record["extension"].update(by="secretary"),
        lambda record: record.update(early_closing=[]),
    ],
)
def test_a_rule_of_another_version_or_form_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    record = altered_record(RULE, change)
    with pytest.raises(Malformed, match="window rule"):
        read_rule(record)
    box = BallotBox(assembly={"window": record})
    assert reason_of(box.close().archive()) == "window rule"


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.update(v=2),
        lambda record: record.update(more=1),
        lambda record: record.update(type="Reopening"),
        lambda record: record.update(number=1.0),
        lambda record: record.update(reason="x" * 501),
        lambda record: record.update(reason=None),
        lambda record: record["after"].update(height=-1),
        lambda record: record.pop("previous"),
    ],
)
def test_an_event_of_another_version_or_form_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    box = voted()
    box.extend()
    record = json.loads(compact(encode_event(box.window[0])))
    assert read_event(record) == box.window[0]
    change(record)
    with pytest.raises(Malformed, match="window event"):
        read_event(record)
    with pytest.raises(Malformed):
        read_events(compact(record))


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.update(v=3),
        lambda record: record.update(reasons={}),
        lambda record: record.update(reasons="a text"),
        lambda record: record.update(reasons={"it": "Il sito era fermo."}),
        lambda record: record.update(reasons={"nl": " "}),
        lambda record: record.update(reasons={"nl": 1}),
        lambda record: record.update(reasons={"nl": "x" * 501}),
        lambda record: record.update(reason="Both forms at once."),
        lambda record: record.pop("reasons"),
    ],
)
def test_an_event_with_reasons_by_language_has_one_form_only(change: Callable[[dict[str, Any]], object]) -> None:
    box = voted()
    box.extend(reason="", reasons=REASONS)
    record = json.loads(compact(encode_event(box.window[0])))
    assert record["v"] == 2 and "reason" not in record
    assert read_event(record) == box.window[0]
    change(record)
    with pytest.raises(Malformed, match="window event"):
        read_event(record)


def test_a_reason_in_several_languages_is_signed_and_told_in_each() -> None:
    box = voted()
    box.extend(reason="", reasons=REASONS)
    assert "nl: De site lag stil.; fr: Le site était inaccessible." in sentence_of(box.close_by_clock().archive())
    early = voted().close_early(reason="", reasons=REASONS)
    assert reason_of(early.archive()) == "valid"


def test_an_archive_with_an_event_of_an_unknown_version_is_refused() -> None:
    box = voted()
    box.extend()
    raw = box.close_by_clock().archive()
    with pytest.raises(ArchiveRefused):
        read_archive(raw.replace(b'{"v":1,"uuid"', b'{"v":9,"uuid"'))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["case"])
def test_what_the_booth_says_of_the_hours_is_said_here_too(case: dict[str, Any]) -> None:
    """The same file is read by the tests of the booth; it also keeps the exact form in which the records are signed."""
    events = events_of(case["events"])
    assert [compact(encode_event(event)) for event in events] == [compact(each) for each in case["events"]]
    rule = read_rule(VECTORS["assembly"]["window"])
    assert encode_rule_v1(rule) == VECTORS["assembly"]["window"]
    assert closing_hour(rule, events) == case["closes_at"]
    # A box in which every link is the one that the records name: where they stand is not in question here.
    link = SimpleNamespace(hash="c2" * 32, type=EventType.BALLOT)
    box: Any = SimpleNamespace(events=[link] * 9)
    election: Any = SimpleNamespace(uuid=VECTORS["uuid"], assembly=VECTORS["assembly"])
    if case["refused"]:
        with pytest.raises(Refused) as refused:
            check_events(election, box, rule, events)
        assert refused.value.reason == case["refused"]
    else:
        check_events(election, box, rule, events)
