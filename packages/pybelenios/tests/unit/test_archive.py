"""The archive: byte-exact writing, strict reading, and a place for every fault."""

from collections.abc import Callable

import pytest

from packages.pybelenios.tests.alterations import vector_archive
from packages.pybelenios.tests.ballotbox import TIMESTAMP, BallotBox, lay_out, rebuild, steps_of
from pybelenios.archive import chain
from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import read_archive
from pybelenios.archive.tar import ArchiveRefused, ArchiveUnreadable, data_record, event_record, write_archive

FOR = [1, 0, 0]


def refusal_of(raw: bytes) -> ArchiveRefused:
    with pytest.raises(ArchiveRefused) as caught:
        read_archive(raw)
    return caught.value


@pytest.mark.parametrize("folder", ["single", "pedersen", "single-nh"])
@pytest.mark.parametrize("name", ["open.bel.snapshot", "closed.bel"])
def test_the_tools_archives_are_written_again_byte_for_byte(folder: str, name: str) -> None:
    raw = vector_archive(folder, name)
    archive = read_archive(raw)
    assert b"".join(write_archive(archive.timestamp, rebuild(steps_of(archive)))) == raw


def test_an_archive_grows_by_appending_only() -> None:
    box = BallotBox()
    earlier = [box.archive()]
    box.cast(0, FOR)
    earlier.append(box.archive())
    box.close()
    for raw in earlier:
        assert box.archive().startswith(raw)
        assert read_archive(raw)


def test_the_head_is_what_the_chain_says() -> None:
    box = BallotBox()
    box.cast(0, FOR)
    archive = read_archive(box.archive())
    assert archive.head == box.head
    assert archive.head.height == 1
    assert archive.election == box.election.raw
    assert archive.credentials == box.credentials
    assert archive.tally is None
    assert archive.last(EventType.RESULT) is None


def test_a_closed_archive_tells_who_decrypted_and_how_many_ballots_count() -> None:
    box = BallotBox(trustees=2)
    box.cast(0, FOR)
    archive = read_archive(memoryview(box.close().archive()))
    assert archive.tally is not None
    assert (archive.tally.ballots, archive.tally.weight) == (1, 1)
    assert [item.owner for item in archive.owned(EventType.PARTIAL_DECRYPTION)] == [1, 2]


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04" + bytes(600), b"BELENIOS" + bytes(504), b"x" * 1024])
def test_a_file_that_is_no_archive_is_unreadable(raw: bytes) -> None:
    with pytest.raises(ArchiveUnreadable):
        read_archive(raw)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b'"version":1,"timestamp"', b'"version":2,"timestamp"', 1),
        lambda raw: raw.replace(b'"timestamp":"1', b'"timestamp":"x', 1),
        lambda raw: raw.replace(b'{"version":1,"timestamp"', b'["version",1,"timestamp"', 1),
    ],
)
def test_an_archive_of_another_version_is_unreadable(change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ArchiveUnreadable):
        read_archive(change(BallotBox().archive()))


def test_each_byte_of_a_header_and_of_the_padding_is_looked_at() -> None:
    box = BallotBox()
    before = len(box.archive())
    box.cast(0, FOR)
    raw = box.archive()
    for offset in (0, 80, 99, 100, 107, 108, 124, 136, 148, 154, 156, 157, 257, 300, 511):
        place = before + offset
        altered = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        assert refusal_of(altered).reason == "tar record is not canonical"
        assert refusal_of(altered).event == 1
    assert refusal_of(raw[:-1] + b"x").reason == "tar record is not canonical"


def test_a_first_entry_that_differs_in_a_byte_is_refused() -> None:
    raw = BallotBox().archive()
    assert refusal_of(raw[:1023] + b"x" + raw[1024:]).reason == "tar record is not canonical"


def test_an_archive_cut_inside_a_record_is_refused() -> None:
    assert refusal_of(BallotBox().archive()[:-300]).reason == "tar record is not canonical"


def test_an_end_of_archive_mark_is_refused() -> None:
    assert refusal_of(BallotBox().archive() + bytes(1024)).reason == "tar record is not canonical"


def test_an_archive_without_events_is_refused() -> None:
    assert refusal_of(lay_out([])).reason == "event sequence"


def test_a_chain_that_skips_an_event_is_refused_at_the_gap() -> None:
    box = BallotBox()
    for voter in range(3):
        box.cast(voter, FOR)
    records = box.records()
    refusal = refusal_of(lay_out([*records[:5], *records[7:]]))
    assert (refusal.reason, refusal.event) == ("event chain", 1)


def test_an_archive_that_begins_in_the_middle_is_refused() -> None:
    box = BallotBox()
    box.cast(0, FOR)
    assert refusal_of(lay_out(box.records()[5:])).reason == "event sequence"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"height":1,"type":"Party"}',
        b'{"height":1, "type":"EndBallots"}',
        b'{"parent":5,"height":1,"type":"EndBallots"}',
        b'{"height":1,"type":"EndBallots","note":"x"}',
    ],
)
def test_an_event_in_another_spelling_is_refused(body: bytes) -> None:
    refusal = refusal_of(lay_out([*BallotBox().records(), event_record(body)]))
    assert (refusal.reason, refusal.event) == ("event 1", 1)


def test_an_event_that_should_bring_no_data_brings_none() -> None:
    box = BallotBox()
    ending = chain.end_ballots(box.head)
    refusal = refusal_of(lay_out([*box.records(), data_record(b"{}"), *ending.records]))
    assert (refusal.reason, refusal.event) == ("event 1", 1)


def test_records_in_another_order_are_refused() -> None:
    first, second, *others = BallotBox().records()
    refusal = refusal_of(lay_out([second, first, *others]))
    assert (refusal.reason, refusal.event) == ("event 0", 0)


def test_a_tally_summary_that_is_no_number_is_refused() -> None:
    box = BallotBox()
    box.end()
    tally = data_record(b"[]")
    for summary in (b'{"num_tallied":"1"}', b'{"num_tallied":1,"total_weight":"1","encrypted_tally":"x"}', b"[]"):
        payload = data_record(summary)
        body = chain.event_body(box.head.event, 2, EventType.ENCRYPTED_TALLY, payload.digest)
        refusal = refusal_of(lay_out([*box.records(), tally, payload, event_record(body)]))
        assert (refusal.reason, refusal.event) == ("event 2", 2)


def test_the_time_of_every_record_is_that_of_the_first() -> None:
    raw = BallotBox().archive()
    assert read_archive(raw).timestamp == TIMESTAMP
    assert raw.count(b"%011o" % TIMESTAMP) == 6
