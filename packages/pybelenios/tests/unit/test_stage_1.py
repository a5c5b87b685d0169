"""Archives of the program's first stage, whose records carry no version: they verify for ever."""

import json
from pathlib import Path

import pytest

from packages.pybelenios.tests.alterations import VECTORS
from pybelenios.archive.reader import read_archive
from pybelenios.ballot import check_ballot
from pybelenios.cli.verify import verify_file
from pybelenios.credentials import derive_credential
from pybelenios.election import read_election
from pybelenios.group import point_text, power_g
from pybelenios.receipts.receipt import read_receipt
from pybelenios.trustees import owner_keys, read_private_key, read_trustees
from pybelenios.verifier.evidence import PriorEvidence
from pybelenios.verifier.report import CheckState

STAGE_1 = VECTORS.parent / "stage-1"
ARCHIVES = sorted(STAGE_1.glob("*/*.bel"))
FOLDERS = sorted({path.parent for path in ARCHIVES})


def named(path: Path) -> str:
    return str(path.relative_to(STAGE_1))


def test_there_is_an_archive_of_every_state() -> None:
    assert [named(path) for path in ARCHIVES] == [
        "one-key/closed.bel",
        "one-key/counted.bel",
        "one-key/open.bel",
        "three-keys/counted.bel",
    ]


@pytest.mark.parametrize("path", ARCHIVES, ids=named)
def test_an_archive_of_the_first_stage_still_says_what_it_said(path: Path) -> None:
    expected = json.loads(path.with_suffix(".report.json").read_text(encoding="utf-8"))
    report = verify_file(path, roll=path.with_name("roll.json"))
    now = json.loads(json.dumps(report.to_json()))
    assert now["valid"] is True
    assert now["subject"] == expected["subject"]
    assert now["result"] == expected["result"]
    states = {check["name"]: check["state"] for check in now["checks"]}
    assert {check["name"]: states.get(check["name"]) for check in expected["checks"]} == {
        check["name"]: check["state"] for check in expected["checks"]
    }


@pytest.mark.parametrize("path", ARCHIVES, ids=named)
def test_the_receipts_of_the_first_stage_hold_where_their_ballots_were_cast_already(path: Path) -> None:
    receipts = tuple(read_receipt(file.read_bytes()) for file in sorted(path.parent.glob("receipt-*.json")))
    height = read_archive(path.read_bytes()).head.height
    cast = tuple(signed for signed in receipts if signed.receipt.height <= height)
    assert len(cast) >= 2
    report = verify_file(path, evidence=PriorEvidence(receipts=cast))
    assert report.valid
    assert report.checks[-1].state is CheckState.PASSED


def test_the_later_archives_of_one_vote_go_on_from_the_earlier_ones() -> None:
    heads = [read_archive((STAGE_1 / "one-key" / name).read_bytes()).head.event for name in ("open.bel", "closed.bel")]
    assert verify_file(STAGE_1 / "one-key" / "counted.bel", evidence=PriorEvidence(heads=tuple(heads))).valid


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_keys_and_voting_codes_are_those_of_the_archive(folder: Path) -> None:
    archive = read_archive((folder / "counted.bel").read_bytes())
    keys = owner_keys(read_trustees(archive.trustees))
    private = [read_private_key(file.read_bytes()) for file in sorted(folder.glob("trustee-*.private"))]
    assert tuple(map(power_g, private)) == keys
    codes = json.loads((folder / "codes.json").read_text(encoding="utf-8"))
    election = read_election(archive.election)
    publics = {point_text(derive_credential(election.uuid, code).public) for code in codes.values()}
    assert publics == set(json.loads(archive.credentials))
    assert check_ballot(election, archive.events[1].data[0].body).credential in publics
