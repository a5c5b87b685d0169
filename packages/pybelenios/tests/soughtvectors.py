"""Vectors for finding a ballot by what somebody typed: words, a tracker, the beginning of one.

`python -m packages.pybelenios.tests.soughtvectors` writes sought.json anew; a test compares the file with what the
program makes today.
"""

import base64
import hashlib
import json
from pathlib import Path

from pybelenios.receipts.tracker import syllables, tracker_to_path
from pybelenios.receipts.tracker_words import LANGUAGES, plain_letters, read_sought, tracker_words

FILE = Path(__file__).parents[1] / "vectors" / "sought.json"
TRACKERS = [base64.b64encode(hashlib.sha256(bytes([n])).digest())[:-1].decode() for n in range(20)]
NOTHING = ("", " ", "abcde", "12", "?", "a" * 44, "één twee drie", "\x00" * 50, "١٢ appel")


def vectors() -> dict[str, object]:
    """Return everything that sought.json holds; `places` are those of the trackers that are meant, from 0."""
    return {
        "trackers": TRACKERS,
        "typed": [{"text": text, "places": places_of(text)} for text in _typed()],
        "nothing": list(NOTHING),
    }


def places_of(text: str) -> list[int]:
    """Return the places of the trackers that the library finds for what was typed."""
    sought = read_sought(text)
    return [place for place, tracker in enumerate(TRACKERS) if any(each.matches(tracker) for each in sought)]


def _typed() -> list[str]:
    tracker = TRACKERS[7]
    texts = [tracker, tracker[:6], f" {tracker[:4]} {tracker[4:12]}\n", tracker_to_path(TRACKERS[0]), "A" * 43]
    for language in LANGUAGES:
        words = " ".join(tracker_words(tracker, language))
        texts += [words, f"#8: {plain_letters(words).upper()}", " ".join(each[:4] for each in words.split())]
    texts += [" ".join(syllables(tracker)), ", ".join(syllables(tracker)).title(), f"#8 {tracker[:6]}", f"8, {tracker}"]
    return [
        *texts,
        " ".join((*tracker_words(tracker, "nl")[:3], tracker_words(tracker, "fr")[3])),
        "huis tuin kat boom",
    ]


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
