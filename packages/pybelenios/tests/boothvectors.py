"""Vectors for the booth and the trustees' pages: fixed secrets in, exact bytes out.

`python -m packages.pybelenios.tests.boothvectors` writes booth.json anew; a test compares the file with what the
program makes today. The order in which secrets are drawn is documented in pybelenios/ballot.py, trustees.py and
decryption.py.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from packages.pybelenios.tests.ballotbox import tally_of
from pybelenios.ballot import check_ballot, make_ballot
from pybelenios.credentials import derive_credential
from pybelenios.decryption import partial_decryption
from pybelenios.election import AnyQuestion, Election, Question, Ranking, read_election, write_election
from pybelenios.group import ORDER, point_text, scalar_text
from pybelenios.jsontext import compact
from pybelenios.tally import write_tally
from pybelenios.trustees import election_key, make_trustee_key

FILE = Path(__file__).parents[1] / "vectors" / "booth.json"
UUID = "CoopBoothVector"
CODE = "abcde-fghijk-mnopq-rstuvw"

MOTION = Question("Approve the accounts?", ("For", "Against", "Abstain"), 1, 1)
APPROVAL = Question("Members of the board", ("Ana", "Bob", "Cal", "Dan"), 0, 2, blank=True)
RANGE = Question("Priorities: coöperatie, été, Grüße", ("a", "b", "c"), 1, 3)
RANKING = Ranking("Rank the projects", ("X", "Y", "Z"), {"method": "Schulze", "blank": True})

CASES: Sequence[tuple[str, Sequence[AnyQuestion], Sequence[Sequence[int]]]] = (
    ("one motion, the first answer", [MOTION], [[1, 0, 0]]),
    ("one motion, the last answer", [MOTION], [[0, 0, 1]]),
    ("approval, two names", [APPROVAL], [[0, 0, 1, 0, 1]]),
    ("approval, nobody and not blank", [APPROVAL], [[0, 0, 0, 0, 0]]),
    ("approval, blank", [APPROVAL], [[1, 0, 0, 0, 0]]),
    ("a choice of one to three, all of them", [RANGE], [[1, 1, 1]]),
    ("a paper of three questions", [MOTION, APPROVAL, RANGE], [[0, 1, 0], [0, 1, 0, 0, 0], [0, 1, 0]]),
    ("a ranking", [RANKING], [[2, 1, 3]]),
)


class Sequenced:
    """A source of scalars that anybody can repeat, and that remembers what it gave."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.given: list[str] = []

    def __call__(self) -> int:
        digest = hashlib.sha512(f"booth vector|{self.name}|{len(self.given)}".encode()).digest()
        scalar = 1 + int.from_bytes(digest, "big") % (ORDER - 1)
        self.given.append(scalar_text(scalar))
        return scalar


def vectors() -> dict[str, object]:
    """Return everything that booth.json holds."""
    return {
        "about": "Fixed secrets in, exact bytes out; the order of the scalars is that of pybelenios/ballot.py.",
        "ballots": [_ballot(*case) for case in CASES],
        "trustees": [_trustee(name) for name in ("first", "second")],
        "decryptions": [_decryption()],
    }


def text() -> str:
    """Return the file's text."""
    return json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n"


def _election(questions: Sequence[AnyQuestion]) -> Election:
    trustee = make_trustee_key(Sequenced("first"))
    key = election_key([trustee.public])
    return read_election(write_election(uuid=UUID, name="Assemblée générale", public_key=key, questions=questions))


def _ballot(name: str, questions: Sequence[AnyQuestion], choices: Sequence[Sequence[int]]) -> dict[str, object]:
    election, draw = _election(questions), Sequenced(name)
    raw = make_ballot(election, CODE, choices, draw)
    checked = check_ballot(election, raw)
    return {
        "name": name,
        "uuid": UUID,
        "code": CODE,
        "credential": point_text(derive_credential(UUID, CODE).public),
        "election": election.raw.decode(),
        "fingerprint": election.fingerprint,
        "choices": choices,
        "scalars": draw.given,
        "ballot": raw.decode(),
        "hash": checked.hash,
        "tracker": checked.tracker,
    }


def _trustee(name: str) -> dict[str, object]:
    draw = Sequenced(name)
    pair = make_trustee_key(draw)
    return {
        "name": name,
        "scalars": draw.given,
        "private_file": pair.private_file(),
        "public": compact(pair.public.to_json()).decode(),
    }


def _decryption() -> dict[str, object]:
    questions, choices = [MOTION, APPROVAL], [[[1, 0, 0], [0, 1, 1, 0, 0]], [[0, 1, 0], [1, 0, 0, 0, 0]]]
    election = _election(questions)
    ballots = [make_ballot(election, CODE, choice, Sequenced(f"voter {n}")) for n, choice in enumerate(choices)]
    encrypted = tally_of(election, [check_ballot(election, raw) for raw in ballots])
    pair, draw = make_trustee_key(Sequenced("first")), Sequenced("decryption")
    return {
        "election": election.raw.decode(),
        "tally": write_tally(encrypted).decode(),
        "private_file": pair.private_file(),
        "scalars": draw.given,
        "decryption": partial_decryption(election, encrypted, pair.private, draw).decode(),
    }


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
