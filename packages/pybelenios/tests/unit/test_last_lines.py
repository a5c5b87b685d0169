"""What stands behind all other checks: each still refuses on its own, when what is before it has passed."""

from dataclasses import replace

import pytest

from packages.pybelenios.tests.ballotbox import BallotBox, lay_out
from packages.pybelenios.tests.windowedbox import SEED, WindowedBox
from pybelenios.archive.chain import EventType, event_body
from pybelenios.archive.reader import read_archive
from pybelenios.archive.tar import ArchiveRefused, data_record, event_record
from pybelenios.counting.result import write_result
from pybelenios.decryption import check_partial_decryption, combine
from pybelenios.errors import Malformed, Refused
from pybelenios.jsontext import compact
from pybelenios.receipts.receipt import receipt_key
from pybelenios.verifier import ballots
from pybelenios.verifier.binding import require_result
from pybelenios.verifier.checks import verify
from pybelenios.verifier.evidence import PriorEvidence
from pybelenios.window import EventKind, encode_rule_v1, event_holds, read_rule


def tallied() -> BallotBox:
    box = BallotBox()
    box.cast(0, [1, 0, 0])
    box.cast(1, [1, 0, 0])
    box.end()
    box.add_up()
    return box


def test_a_decryption_that_names_no_trustee_is_nobodys() -> None:
    box = tallied()
    body = box.decryption(1)
    owned = data_record(compact({"payload": "0" * 64}))
    event = event_record(event_body(box.head.event, box.head.height + 1, EventType.PARTIAL_DECRYPTION, owned.digest))
    with pytest.raises(ArchiveRefused) as refused:
        read_archive(lay_out([*box.records(), data_record(body), owned, event]))
    assert refused.value.reason == f"event {box.head.height + 1}"


def test_another_outcome_than_the_tally_hides_is_refused_though_its_votes_add_up() -> None:
    box = tallied()
    factors = {
        owner: check_partial_decryption(box.election, box.encrypted, key.public_key, box.decryption(owner))
        for owner, key in enumerate(box.trustees, start=1)
    }
    opened = combine(box.trustees, factors)
    true, false = write_result(box.election, ((2, 0, 0),)), write_result(box.election, ((1, 1, 0),))
    assert require_result(box.election, box.encrypted, opened, 2, true) == ((2, 0, 0),)
    for weight, raw in ((2, false), (1, true)):
        with pytest.raises(Refused) as refused:
            require_result(box.election, box.encrypted, opened, weight, raw)
        assert refused.value.reason == "result", "other votes than the tally hides, or more than there are"


def test_a_process_that_helps_to_verify_finds_what_the_main_one_would() -> None:
    box = BallotBox()
    good = box.cast(0, [1, 0, 0])
    ballots._prepare(box.election.raw, box.weights)
    outcome = ballots._check([ballots.BoxedBallot(1, good, counted=True), ballots.BoxedBallot(2, b"{}", counted=False)])
    assert [fault.event for fault in outcome.faults] == [2]
    assert outcome.sum.ballots == 1


def test_a_record_about_the_hours_of_a_vote_without_a_rule_is_no_evidence() -> None:
    windowed = WindowedBox()
    windowed.extend()
    report = verify(tallied().archive(), evidence=PriorEvidence(window=tuple(windowed.window)))
    assert report.faults[0].reason == "window of no rule"


def test_nothing_is_done_with_the_hours_after_the_closing() -> None:
    box = WindowedBox()
    box.note(EventKind.CLOSING, "2026-06-16T12:00:00Z")
    box.extend(at="2026-06-16T13:00:00Z")
    report = verify(box.count().archive())
    assert report.faults[0].reason == "window order"


@pytest.mark.parametrize("signature", ["no base64", "é", "AAA"])
def test_a_signature_that_is_no_base64_holds_for_nobody(signature: str) -> None:
    event = WindowedBox().note(EventKind.CLOSING, "2026-06-16T12:00:00Z")
    assert event_holds(event, receipt_key(SEED))
    assert not event_holds(replace(event, signature=signature), receipt_key(SEED))


def test_a_rule_of_extension_that_lacks_its_limit_is_not_read() -> None:
    record = encode_rule_v1(WindowedBox().rule)
    with pytest.raises(Malformed):
        read_rule({**record, "extension": {"by": ["secretary"], "grounds": ["outage"]}})
