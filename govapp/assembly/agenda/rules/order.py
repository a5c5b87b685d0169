r"""The order in which candidates and options stand on the ballot paper, and how anybody draws the same lot again.

A draw by lot follows from a seed that is kept and sealed, and from the names alone, so that it does not depend on the
order in which the names were typed:

1. Take the name of each candidate or option, in the first of NL, FR, EN and DE in which it was written.
2. Normalise it to Unicode NFC, and make every run of spaces one space.
3. Compute SHA-256 of `seed`, a line feed (U+000A) and that name, all in UTF-8.
4. Sort by these digests, the lowest first.

On a command line: `printf '%s\n%s' SEED NAME | sha256sum`.
"""

import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from govapp.kernel.canonical import sha256_hex
from govapp.kernel.texts import Texts


class ChoiceOrder(StrEnum):
    """How the order of candidates or options comes about."""

    ENTERED = "entered"
    ALPHABETICAL = "alphabetical"
    LOT = "lot"


def choice_places(labels: Sequence[Texts], order: ChoiceOrder, seed: str) -> tuple[int, ...]:
    """Return the indices of `labels` in the order in which they stand on the ballot paper.

    Alphabetical is by the name as it is written, without regard to case and accents. `seed` counts for a lot only.
    """
    indices = range(len(labels))
    if order is ChoiceOrder.LOT:
        return tuple(sorted(indices, key=lambda index: lot_digest(seed, drawn_name(labels[index]))))
    if order is ChoiceOrder.ALPHABETICAL:
        return tuple(sorted(indices, key=lambda index: (_letters(drawn_name(labels[index])), index)))
    return tuple(indices)


def lot_digest(seed: str, name: str) -> str:
    """Return by what a name is sorted in a draw by lot: 64 hex digits."""
    return sha256_hex(f"{seed}\n{name}".encode())


def drawn_name(label: Texts) -> str:
    """Return the name under which a candidate or an option takes part in a draw."""
    written = next(iter(label.as_dict().values()), "")
    return " ".join(unicodedata.normalize("NFC", written).split())


def plain_name(name: str) -> str:
    """Return a name without regard to case and to spaces: two names that are equal then look the same to people."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _letters(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
