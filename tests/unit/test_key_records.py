"""What the journal tells of a key group, against what is kept: also lines of before, which tell less."""

from datetime import UTC, datetime, timedelta
from typing import Any

from govapp.ballots.rules.key_groups import KeyStep
from govapp.ballots.rules.key_records import (
    GROUP,
    KeyLine,
    Record,
    Telling,
    answer_label,
    drill_digest,
    drill_label,
    group_digest,
    holder_text,
    holders_text,
    list_key_differences,
    message_label,
    seat_label,
    told_of_keys,
    waiver_label,
)
from govapp.kernel.texts import Texts

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
MADE: dict[str, Any] = {"for": "assembly:1", "key_holders": 2, "needed": 2}


def line(tells: Telling | KeyStep, at: datetime = NOW, reason: str = "", **facts: str | int | None) -> KeyLine:
    return KeyLine(tells, at, "officer:1", reason, facts)


def test_each_line_tells_of_a_row() -> None:
    told = told_of_keys(
        [
            line(
                Telling.NAMED,
                **MADE,
                holders=holders_text([(1, "An"), (2, "Bo")]),
                record=group_digest(Texts.same("A")),
            ),
            line(KeyStep.CERTIFICATE, position=1, record="c1"),
            line(KeyStep.CONTRIBUTION, position=1, record="k1"),
            line(KeyStep.SHARE, LATER, position=1, record="s1", public_key="X1"),
            line(Telling.FORMED, LATER, record="r"),
            line(Telling.TEST_ASKED, round=1, record="t1"),
            line(Telling.TEST_PASSED, round=1, position=2, record="a1"),
            line(Telling.TEST_WAIVED, reason="At sea.", round=1),
        ]
    )
    assert told[GROUP] == {
        "assembly": "assembly:1",
        "number of key holders": 2,
        "number that is needed": 2,
        "moment": NOW,
        "times begun anew": 0,
        "moment of the key": LATER,
        "key": "r",
        "title": group_digest(Texts.same("A")),
    }
    with_key = {"moment of leaving": None, "public key": "X1", "moment of the key": LATER}
    assert told[seat_label(1, 0)] == {"holder": "An (officer:1)", **with_key}
    assert told[seat_label(2, 0)]["holder"] == holder_text(2, "Bo")
    for step, content, at in ((KeyStep.CERTIFICATE, "c1", NOW), (KeyStep.SHARE, "s1", LATER)):
        assert told[message_label(step, 1, 0)] == {"content": content, "moment": at}
    assert told[drill_label(1)] == {"content": "t1", "moment": NOW}
    assert told[answer_label(1, 2)] == {"content": "a1", "moment": NOW}
    assert told[waiver_label(1)] == {"moment": NOW, "person": "officer:1", "reason": "At sea."}
    assert list(list_key_differences(told, told)) == []


def test_whoever_begins_anew_or_is_replaced_leaves_everybody_without_a_key() -> None:
    told = told_of_keys(
        [
            line(Telling.NAMED, **MADE, holders="An\nBo"),
            line(KeyStep.SHARE, position=1, public_key="X1"),
            line(Telling.FORMED),
            line(Telling.SEATED_ANEW, LATER, position=2, attempt=1, holders="Cy"),
            line(KeyStep.CERTIFICATE, LATER, position=2, record="c"),
        ]
    )
    assert told[seat_label(2, 0)] == {
        "holder": "Bo",
        "moment of leaving": LATER,
        "public key": None,
        "moment of the key": None,
    }
    assert told[seat_label(1, 0)]["public key"] is None
    assert told[seat_label(2, 1)]["holder"] == "Cy"
    assert (told[GROUP]["times begun anew"], told[GROUP]["moment of the key"]) == (1, None)
    assert message_label(KeyStep.CERTIFICATE, 2, 1) in told


def test_lines_of_before_tell_that_something_was_said_and_not_what() -> None:
    told = told_of_keys(
        [
            line(Telling.NAMED, **MADE),
            line(KeyStep.CERTIFICATE, position=1),
            line(Telling.FORMED),
            line(Telling.SEATED_ANEW, position=1, attempt=1),
        ]
    )
    assert "holder" not in told[seat_label(1, 1)]
    assert told[message_label(KeyStep.CERTIFICATE, 1, 0)] == {"moment": NOW}
    assert "key" not in told[GROUP]


def test_keys_that_were_under_way_in_the_upgrade_began_anew_without_a_line() -> None:
    told = told_of_keys(
        [
            line(Telling.NAMED, **MADE),
            line(KeyStep.CERTIFICATE, position=1),
            line(KeyStep.CONTRIBUTION, position=1),
            line(KeyStep.PROMISE, position=2, record="p2"),
            line(KeyStep.PROMISE, position=1, record="p1"),
        ]
    )
    assert message_label(KeyStep.CONTRIBUTION, 1, 0) in told
    assert {message_label(KeyStep.PROMISE, 1, 1), message_label(KeyStep.PROMISE, 2, 1)} <= told.keys()
    assert told[GROUP] == {
        "assembly": "assembly:1",
        "number of key holders": 2,
        "number that is needed": 2,
        "moment": NOW,
    }
    assert told[seat_label(1, 0)] == {"moment of leaving": None}


def test_what_is_missing_unknown_or_different_is_named() -> None:
    told: dict[str, Record] = {"a": {"holder": "An"}, "b": {"moment": NOW}, "gone": {}}
    kept: dict[str, Record] = {"a": {"holder": "Eve"}, "b": {"moment": None}, "new": {}}
    assert list(list_key_differences(told, kept)) == [
        "the journal tells of gone, which is missing",
        "the journal does not tell of new",
        "a: the holder is Eve, the journal tells An",
        f"b: the moment is nothing, the journal tells {NOW}",
    ]


def test_the_server_is_no_officer_and_tests_differ_by_what_they_ask() -> None:
    assert holders_text([(None, "server"), (3, "An")]) == "server\nAn (officer:3)"
    assert len({drill_digest("a", "opening", 0), drill_digest("b", "opening", 0), drill_digest("a", "opening", 1)}) == 3
