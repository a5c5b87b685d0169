"""Vectors for the test of the keys: fixed shares, rounds and scalars in, exact bytes out.

`python -m packages.pybelenios.tests.drillvectors` writes drill.json anew; a test compares the file with what the
program makes today.
"""

import hashlib
import json
from pathlib import Path

from packages.pybelenios.tests.boothvectors import Sequenced
from pybelenios.drill import drill_ballot, make_drill_answer
from pybelenios.group import ORDER, point_text, power_g
from pybelenios.proofs import Proof, read_proof

FILE = Path(__file__).parents[1] / "vectors" / "drill.json"
ROUNDS = (("2W9fDGXgmdHMnR", "7c0a31f45e9b6d28"), ("2W9fDGXgmdHMnR", "second-round_2"), ("x", "y" * 64))


def vectors() -> list[dict[str, object]]:
    """Return everything that drill.json holds."""
    return [_round(group, nonce) for group, nonce in ROUNDS]


def _round(group: str, nonce: str) -> dict[str, object]:
    draw = Sequenced(f"drill {group} {nonce}")
    share, key = draw(), power_g(draw())
    return {
        "group": group,
        "nonce": nonce,
        "election_key": point_text(key),
        "ballot": drill_ballot(group, nonce, key).to_json(),
        "share": str(share),
        "public_key": point_text(power_g(share)),
        "answer": make_drill_answer(share, group, nonce, draw).decode(),
        "scalars": draw.given[2:],
    }


def randomness(group: str, nonce: str) -> int:
    """Return the exponent of the test ballot as the documentation says it."""
    return int(hashlib.sha256(f"drill|{group}|{nonce}|r".encode()).hexdigest(), 16) % ORDER


def proof_of(answer: dict[str, object]) -> Proof:
    """Return the proof in an answer."""
    return read_proof(answer["proof"], "answer")


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
