"""The booth's vectors: what the JavaScript must make byte for byte is what this program makes and accepts."""

import json

from packages.pybelenios.tests import boothvectors
from pybelenios.ballot import check_ballot
from pybelenios.election import read_election


def test_the_file_of_vectors_is_what_the_program_makes_today() -> None:
    assert boothvectors.FILE.read_text(encoding="utf-8") == boothvectors.text()


def test_every_ballot_of_the_file_is_valid() -> None:
    for case in json.loads(boothvectors.FILE.read_text(encoding="utf-8"))["ballots"]:
        checked = check_ballot(read_election(case["election"].encode()), case["ballot"].encode())
        assert (checked.tracker, checked.credential) == (case["tracker"], case["credential"])
