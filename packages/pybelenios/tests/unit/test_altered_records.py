"""Records that are almost right: each is refused by its reason, and by nothing else."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from packages.pybelenios.tests.alterations import VECTORS, vector_archive
from packages.pybelenios.tests.ballotbox import BallotBox, edited, lay_out, rebuild, resigned, steps_of
from pybelenios.archive import chain
from pybelenios.archive.chain import EventType, event_body
from pybelenios.archive.reader import read_archive
from pybelenios.archive.tar import ArchiveRefused, data_record, event_record
from pybelenios.ballot import InvalidBallot, check_ballot
from pybelenios.decryption import check_partial_decryption
from pybelenios.election import read_election
from pybelenios.errors import Malformed, Refused
from pybelenios.group import power_g
from pybelenios.jsontext import compact, is_canonical, sha256_hex
from pybelenios.mixnet import check_shuffle
from pybelenios.pedersen import Pedersen, check_pedersen, pedersen_key
from pybelenios.tally import read_tally
from pybelenios.trustees import read_trustees
from pybelenios.verifier.binding import located
from pybelenios.verifier.checks import verify

FOR, AGAINST = [1, 0, 0], [0, 1, 0]
OF_ORDER_EIGHT = "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826"


def closed_box() -> BallotBox:
    box = BallotBox(voters=2)
    box.cast(0, FOR)
    box.cast(1, AGAINST)
    box.end()
    box.add_up()
    return box


def test_a_chain_begins_with_number_nought() -> None:
    *data, event = BallotBox().steps[0].records
    later = event_record(event_body(None, 1, EventType.SETUP, data[-1].digest))
    with pytest.raises(ArchiveRefused) as refused:
        read_archive(lay_out([*data, later]))
    assert refused.value.reason == "event chain"
    assert event.name != later.name


def test_a_decryption_by_trustee_nought_is_nobodys() -> None:
    box = closed_box()
    body = box.decryption(1)
    owned = data_record(compact({"owner": 0, "payload": sha256_hex(body)}))
    event = event_record(event_body(box.head.event, 5, EventType.PARTIAL_DECRYPTION, owned.digest))
    with pytest.raises(ArchiveRefused) as refused:
        read_archive(lay_out([*box.records(), data_record(body), owned, event]))
    assert refused.value.reason == "event 5"


def test_a_result_that_gives_the_votes_to_another_answer_is_refused() -> None:
    box = closed_box()
    box.decrypt(1)
    box.steps.append(chain.append_result(box.head, compact({"result": [[1, 0, 1]]})))
    assert verify(box.archive()).faults[0].reason == "result"


def test_a_result_that_tells_another_ranking_is_refused() -> None:
    steps = steps_of(read_archive(vector_archive("single-nh")))
    record = json.loads(steps[-1].bodies[0])
    ranking = next(column for column in record["result"] if isinstance(column[0], list))
    ranking[0] = ranking[0][::-1] if ranking[0] != ranking[0][::-1] else [9] * len(ranking[0])
    altered = type(steps[-1])(EventType.RESULT, (compact(record),))
    assert verify(lay_out(rebuild([*steps[:-1], altered]))).faults[0].reason == "result"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda record: record["decryption_factors"][0].__setitem__(0, OF_ORDER_EIGHT), "decryption proof"),
        (lambda record: record["decryption_factors"].__setitem__(0, 1), "decryption shape"),
        (lambda record: record["decryption_proofs"][0].pop(), "decryption shape"),
    ],
)
def test_a_partial_decryption_has_a_proved_factor_for_each_part(change: Callable[[Any], object], reason: str) -> None:
    box = closed_box()
    raw = edited(box.decryption(1), change)
    with pytest.raises(Refused) as refused:
        check_partial_decryption(box.election, box.encrypted, power_g(box.pairs[0].private), raw)
    assert refused.value.reason == reason


def test_a_ballot_with_half_a_proof_is_refused() -> None:
    box = BallotBox()
    halved = resigned(box, 0, box.ballot(0, [FOR]), lambda record: record["answers"][0]["individual_proofs"][0].pop())
    with pytest.raises(InvalidBallot) as refused:
        check_ballot(box.election, halved)
    assert refused.value.reason == "individual proof"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda record: record["proofs"][0][2].pop(), "shuffle proof"),
        (lambda record: record["ciphertexts"].__setitem__(0, {}), "shuffle shape"),
        (lambda record: record.__setitem__("note", "hello"), "shuffle shape"),
    ],
)
def test_a_shuffle_has_everything_that_its_proof_needs_and_nothing_else(
    change: Callable[[Any], object], reason: str
) -> None:
    archive = read_archive(vector_archive("single-nh"))
    assert archive.tally is not None
    first = archive.owned(EventType.SHUFFLE)[0]
    with pytest.raises(Refused) as refused:
        check_shuffle(read_election(archive.election), read_tally(archive.tally.body), edited(first.body, change))
    assert refused.value.reason == reason


def group_with(change: Callable[[Any], object]) -> Pedersen:
    """Return the threshold group of the vectors, altered."""
    raw = (VECTORS / "pedersen" / "trustees.json").read_bytes().strip()
    (group,) = read_trustees(edited(raw, lambda record: change(record[0][1])))
    assert isinstance(group, Pedersen)
    return group


@pytest.mark.parametrize("message", ["{}", '{"coefexps":[]}', '{"coefexps":1}', "[]"])
def test_a_member_of_a_group_must_commit_to_something(message: str) -> None:
    group = group_with(lambda record: record["coefexps"][0].__setitem__("message", message))
    with pytest.raises(Malformed):
        pedersen_key(group)


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record["certs"].__setitem__(0, "signed by me"),
        lambda record: record["certs"][0].__setitem__("message", 1),
        lambda record: record.__setitem__("signatures", {}),
    ],
)
def test_a_group_that_is_not_written_as_one_is_not_read(change: Callable[[Any], object]) -> None:
    with pytest.raises(Malformed):
        group_with(change)


def test_a_key_of_a_group_is_written_as_it_was_read() -> None:
    raw = (VECTORS / "pedersen" / "trustees.json").read_bytes().strip()
    group = group_with(lambda record: record)
    check_pedersen(group)
    assert [key.to_json() for key in group.keys] == json.loads(raw)[0][1]["verification_keys"]


@pytest.mark.parametrize("raw", [b"{}", b"[1]", b'[[{"alpha":"00"}]]'])
def test_a_total_that_is_none_is_not_read(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read_tally(raw)


def test_half_a_letter_has_no_canonical_text() -> None:
    assert not is_canonical(b'"\\ud800"', "\ud800")


def test_a_fault_of_one_value_is_told_with_its_event() -> None:
    with pytest.raises(ArchiveRefused) as refused, located(3):
        raise Malformed("point syntax")
    assert (refused.value.reason, refused.value.event) == ("point syntax", 3)


def test_more_ballots_than_fit_into_memory_at_once_are_checked_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pybelenios.verifier.ballots.CHUNK", 1)
    box = BallotBox(voters=9)
    for voter in range(9):
        box.cast(voter, FOR)
    report = verify(box.archive(), jobs=2)
    assert report.valid
    assert "9 ballots are valid" in report.checks[9].sentence
