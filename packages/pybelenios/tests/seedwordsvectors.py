"""Vectors for seeds on paper: seeds and their words, and what is typed wrongly with what is said of it.

`python -m packages.pybelenios.tests.seedwordsvectors` writes seedwords.json anew; a test compares the file with what
the program makes today.
"""

import json
from pathlib import Path

from packages.pybelenios.tests.ceremonyvectors import SEEDS
from pybelenios.errors import Malformed, Refused
from pybelenios.receipts.tracker_words import LANGUAGES, word_list
from pybelenios.seedwords import UnknownWord, read_backup, seed_words

FILE = Path(__file__).parents[1] / "vectors" / "seedwords.json"
LAST = "z" * 22
CODES = {"number of words": "words_count", "unknown word": "word_unknown", "sum of words": "words_sum"}


def vectors() -> dict[str, object]:
    """Return everything that seedwords.json holds."""
    seeds = (*SEEDS, "1" * 22, LAST)
    return {
        "seeds": [
            {"seed": seed, "words": {language: list(seed_words(seed, language)) for language in LANGUAGES}}
            for seed in seeds
        ],
        "typed": [{"text": text} | said(text) for text in _typed()],
    }


def said(text: str) -> dict[str, object]:
    """Return what the library says of what was typed, by the names that JavaScript uses."""
    try:
        return {"seed": read_backup(text)}
    except UnknownWord as unknown:
        facts = {"place": unknown.place, "word": unknown.word, "near": unknown.near}
        return {"code": "word_unknown", "facts": facts}
    except Refused as refusal:
        return {"code": CODES[refusal.reason]}
    except Malformed:
        return {"code": "seed"}


def _typed() -> list[str]:
    seed = SEEDS[0]
    texts = [seed, f"{seed[:5]}-{seed[5:11]} {seed[11:]}", f"https://x.example/office/keys/g#key={seed}\n"]
    texts += [seed[1:], f"0{seed[1:]}", f"https://x.example/#key={seed}1", "", "zzz"]
    for language in LANGUAGES:
        words = list(seed_words(seed, language))
        texts += [
            " ".join(words),
            "\n".join(f"{place}. {word.upper()}" for place, word in enumerate(words, start=1)),
            ", ".join(word[:4] for word in words),
            " ".join(words[:13]),
            " ".join([*words, words[0]]),
            " ".join([words[1], words[0], *words[2:]]),
            " ".join([*words[:4], words[4][:4] + "qq", *words[5:]]),
            " ".join([*words[:5], words[5][1] + words[5][0] + words[5][2:], *words[6:]]),
            " ".join([*words[:6], words[6][0] + words[6][2:], *words[7:]]),
            " ".join([*words[:7], "qqqqqq", *words[8:13], "x"]),
            " ".join([*words[:8], words[8][:3], *words[9:]]),
        ]
    nl, fr = seed_words(seed, "nl"), seed_words(seed, "fr")
    return [*texts, " ".join([*nl[:9], *fr[9:]]), *_no_number()]


def _no_number() -> list[str]:
    """Return words that stand for a number that no 22 characters have: all bits ones."""
    return [" ".join([word_list(language)[-1]] * 14) for language in LANGUAGES]


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
