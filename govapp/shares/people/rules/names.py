"""Names as people search for them: without accents, case or signs inside words."""

import unicodedata

from govapp.shares.people.rules.kinds import PartyKind

# Letters that Unicode does not take apart into a base letter and a mark.
_WHOLE_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\N{LATIN SMALL LETTER DOTLESS I}": "i"},
)
_ASCII_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}
# The middle dot of candidat·es joins; other signs separate words.
_JOINING = {"\N{MIDDLE DOT}", "\N{HYPHENATION POINT}", "\N{BULLET}"}


def fold(text: str) -> str:
    """Return `text` for comparing: lower case, no accents, middle dots gone, other signs as single spaces."""
    if text.isascii():
        # Most names are, and have nothing to take apart.
        return " ".join(text.lower().translate(_ASCII_SIGNS).split())
    # Twice, since taking a sign apart can bring a capital to light, and lowering that can bring a mark (Unicode 3.13).
    letters = text
    for _ in range(2):
        letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letters).casefold())
    letters = unicodedata.normalize("NFKD", letters.translate(_WHOLE_LETTERS))
    kept = (
        letter if letter.isalnum() else " "
        for letter in letters
        if letter not in _JOINING and not unicodedata.combining(letter)
    )
    return " ".join("".join(kept).split())


def tidy(text: str) -> str:
    """Return a text as one line without needless spaces: files and forms bring tabs, line ends and no-break spaces."""
    return " ".join(text.split())


def fold_email(address: str) -> str:
    """Return an e-mail address for comparing: trimmed and in lower case."""
    return address.strip().casefold()


def full_name(name: str, given_name: str) -> str:
    """Return a name as it is spoken: given name first; a single name or an organisation alone."""
    return f"{given_name} {name}".strip()


def sorted_name(name: str, given_name: str) -> str:
    """Return a name as a list shows it: family name, comma, given name."""
    return f"{name}, {given_name}" if given_name else name


def search_name(name: str, given_name: str) -> str:
    """Return the folded form by which lists are searched and sorted."""
    return fold(f"{name} {given_name}")


def describes(kind: PartyKind, name: str, given_name: str) -> bool:
    """Tell whether a name is complete for its kind: organisations have no given name, everybody has a name."""
    return bool(name.strip()) and (kind is PartyKind.NATURAL or not given_name.strip())
