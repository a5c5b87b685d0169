"""Every published vector gets the verdict that its `required` column demands, with the reason named."""

from typing import Any

import pytest

from packages.pybelenios.tests.alterations import (
    BY_BYTES,
    BY_STEPS,
    PROBES,
    VECTORS,
    altered,
    load,
    probe,
    vector_archive,
)
from pybelenios.archive.reader import read_archive
from pybelenios.ballot import InvalidBallot, check_ballot
from pybelenios.credentiallist import read_credentials
from pybelenios.election import read_election
from pybelenios.group import point_text, read_point
from pybelenios.mixnet import independent_generator
from pybelenios.ranking import decode_numbers, encode_numbers
from pybelenios.verifier.checks import verify

MUTATIONS = load("mutations.json")
DERIVED = load("derived.json")
Case = tuple[str, dict[str, str]]


def cases(beginning: str) -> list[Case]:
    """Return folder and entry of every mutation under a heading such as "against single/open.bel.snapshot"."""
    headings = [heading for heading in MUTATIONS if heading.startswith(beginning)]
    return [(heading.split()[-1].partition("/")[0], entry) for heading in headings for entry in MUTATIONS[heading]]


BALLOTS, ARCHIVES = cases("against"), cases("archives")
INVALID = sorted((VECTORS / "invalid-archives").glob("*/*.bel"))


def _named(item: Case) -> str:
    return item[1]["name"].replace(" ", "_")


def verdict_on(raw: bytes) -> str:
    report = verify(raw)
    return "accepted" if report.valid else f"rejected: {report.faults[0].reason}"


@pytest.mark.parametrize("case", BALLOTS, ids=_named)
def test_a_mutated_ballot_gets_the_required_verdict(case: Case) -> None:
    folder, entry = case
    archive = read_archive(vector_archive(folder, "open.bel.snapshot"))
    credentials = {credential.key for credential in read_credentials(archive.credentials)}
    box = {event.data[0].body for event in archive.of_type(archive.events[1].type)}
    raw = entry["ballot"].encode()
    assert _verdict(archive.election, raw, credentials, set() if entry["reason"] is None else box) == entry["required"]


def _verdict(record: bytes, raw: bytes, credentials: set[str], box: set[bytes]) -> str:
    try:
        check_ballot(read_election(record), raw, credentials=credentials)
    except InvalidBallot as refusal:
        return f"rejected: {refusal.reason}"
    return "rejected: duplicate ballot" if raw in box else "accepted"


@pytest.mark.parametrize("case", ARCHIVES, ids=_named)
def test_an_altered_archive_gets_the_required_verdict(case: Case) -> None:
    folder, entry = case
    assert verdict_on(altered(folder, entry["name"])) == entry["required"]


@pytest.mark.parametrize("entry", load("probes.json"), ids=lambda entry: entry["probe"].replace(" ", "_"))
def test_a_probe_gets_the_required_verdict(entry: dict[str, str]) -> None:
    assert verdict_on(probe(entry["probe"])) == entry["required"]


def test_no_alteration_is_left_out_and_none_invented() -> None:
    assert set(BY_BYTES) | set(BY_STEPS) == {entry["name"] for _, entry in ARCHIVES}
    assert set(PROBES) == {entry["probe"] for entry in load("probes.json")}


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.parent.name)
def test_an_archive_with_one_bad_ballot_is_refused_and_the_event_named(path: Any) -> None:
    report = verify(path.read_bytes())
    first = "first" in path.parent.name
    assert [fault.event for fault in report.faults] == [1 if first else 5]
    assert report.faults[0].reason == ("signature" if "signature" in path.parent.name else "individual proof")


def test_all_eight_invalid_archives_are_there() -> None:
    assert len(INVALID) == 8


@pytest.mark.parametrize("folder", ["single", "pedersen", "single-nh"])
@pytest.mark.parametrize("name", ["open.bel.snapshot", "closed.bel"])
def test_the_tools_own_archives_are_valid(folder: str, name: str) -> None:
    report = verify(vector_archive(folder, name))
    assert report.valid
    assert report.remarks == ()
    if name == "closed.bel":
        assert report.result == _as_tuples(load(f"{folder}/result.json")["result"])
        assert report.subject is not None
        assert report.subject.head == DERIVED[folder]["head"]
        assert report.subject.fingerprint == DERIVED[folder]["fingerprint"]


@pytest.mark.parametrize("folder", ["single", "pedersen", "single-nh"])
def test_trackers_and_hashes_are_those_of_the_vectors(folder: str) -> None:
    archive = read_archive(vector_archive(folder))
    election = read_election(archive.election)
    ballots = [check_ballot(election, event.data[0].body) for event in archive.of_type(archive.events[1].type)]
    assert [ballot.tracker for ballot in ballots] == DERIVED[folder]["ballot trackers"]
    assert [ballot.hash for ballot in ballots] == DERIVED[folder]["ballot hashes in the signature"]
    hashes = [(event.height, event.type.value, event.hash) for event in archive.events]
    assert hashes == [(event["height"], event["type"], event["hash"]) for event in DERIVED[folder]["events"]]


def test_rankings_are_packed_as_in_the_vectors() -> None:
    for entry in DERIVED["group"]["of_ints"]:
        assert point_text(encode_numbers(entry["ints"])) == entry["point"]
        assert decode_numbers(read_point(entry["point"]), len(entry["ints"])) == tuple(entry["ints"])


def test_independent_generators_are_those_of_the_vectors() -> None:
    for index, text in DERIVED["group"]["generators"].items():
        assert point_text(independent_generator(int(index))) == text


def _as_tuples(value: Any) -> Any:
    return tuple(_as_tuples(item) for item in value) if isinstance(value, list) else value
