"""Records that are digested keep the form in which they were digested, version by version."""

import hashlib
import json
from typing import Any

import pytest
import rfc8785

from govapp.kernel.records import RecordType, UnknownRecordVersion
from tests.golden import FOLDER, path_of, record_types, versions
from tests.golden.samples import SAMPLES

NOTE: RecordType[str] = RecordType("note", {0: lambda text: {"text": text}, 1: lambda text: {"v": 1, "text": text}})


@pytest.mark.parametrize(("name", "version"), list(versions()))
def test_each_version_is_written_as_its_golden_file_says(name: str, version: int) -> None:
    golden = json.loads(path_of(name, version).read_text(encoding="utf-8"))
    kind, sample = record_types()[name], SAMPLES[name]
    assert kind.encode(sample, version) == golden["value"]
    assert kind.canonical(sample, version).decode() == golden["canonical"]
    assert kind.digest(sample, version) == golden["digest"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_whoever_has_a_golden_file_can_recompute_its_digest_without_us(path: Any) -> None:
    golden = json.loads(path.read_text(encoding="utf-8"))
    assert rfc8785.dumps(golden["value"]).decode() == golden["canonical"]
    assert hashlib.sha256(golden["canonical"].encode()).hexdigest() == golden["digest"]


def test_every_golden_file_belongs_to_a_version_that_is_still_read() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == {path_of(*each).name for each in versions()}


@pytest.mark.parametrize(("name", "version"), list(versions()))
def test_a_record_says_its_version_and_one_of_the_first_stage_says_none(name: str, version: int) -> None:
    kind = record_types()[name]
    written = kind.encode(SAMPLES[name], version)
    assert written.get("v", 0) == version
    assert kind.version_of(written) == version


@pytest.mark.parametrize("version", [2, 0, -1, "1", True, 1.0, None])
def test_a_version_that_is_not_known_is_refused_with_a_sentence(version: object) -> None:
    with pytest.raises(UnknownRecordVersion) as refused:
        NOTE.version_of({"v": version, "text": "x"})
    assert str(refused.value) == f"This record is of version {version}, which this program does not know."


def test_nothing_is_written_in_an_unknown_version() -> None:
    with pytest.raises(UnknownRecordVersion):
        NOTE.digest("x", 2)


def test_new_records_are_written_in_the_newest_version() -> None:
    assert NOTE.newest == 1
