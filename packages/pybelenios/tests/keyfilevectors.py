"""Vectors for key files: labels, seed and passphrase in, exact bytes out.

`python -m packages.pybelenios.tests.keyfilevectors` writes keyfile.json anew; a test compares the file with what the
program makes today.
"""

import json
from datetime import date
from pathlib import Path

from packages.pybelenios.tests.ceremonyvectors import SEEDS
from pybelenios.keyfile import KeyFile, write_key_file
from pybelenios.pedersen import GroupSize

FILE = Path(__file__).parents[1] / "vectors" / "keyfile.json"
SALT_AND_VECTOR = (bytes(range(16)), bytes(range(100, 112)))
PASSPHRASES = ("", "gans 7 \u00e9toile", "gans 7 e\u0301toile")
"""None, and one that is spelled in two ways that are the same letters."""


def vectors() -> list[dict[str, object]]:
    """Return everything that keyfile.json holds."""
    return [_written(passphrase) for passphrase in PASSPHRASES]


def _written(passphrase: str) -> dict[str, object]:
    file = KeyFile(
        cooperative='De "Sluis" cv',
        assembly="Assembl\u00e9e g\u00e9n\u00e9rale",
        holder="An\\na \u2028 Peeters",
        group="2NEpo7TZRRrLZS",
        member=2,
        size=GroupSize(2, 3),
        made_on=date(2027, 3, 1),
        seed=SEEDS[0],
    )
    drawn = list(SALT_AND_VECTOR)
    text = write_key_file(file, passphrase, draw_bytes=lambda _length: drawn.pop(0))
    labels = {name: value for name, value in file.labels.items() if name != "govapp_key"}
    return {
        "labels": labels,
        "seed": file.seed,
        "passphrase": passphrase,
        "drawn": [each.hex() for each in SALT_AND_VECTOR],
        "text": text,
    }


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
