"""What somebody at a desk typed or scanned: a personal link, the code of a letter, a number, or a part of a name."""

import re
from dataclasses import dataclass
from typing import Final

from govapp.accounts.codes import read_code
from govapp.kernel.errors import Invalid

MIN_NAME_CHARACTERS: Final = 2
MAX_SOUGHT_CHARACTERS: Final = 1_000
MAX_NUMBER_DIGITS: Final = 12
_GROUPS: Final = re.compile(r"\w{4}-\w{4}-\w{4}", re.ASCII)
_LINK: Final = re.compile(r"/in/(?P<token>[A-Za-z0-9._~-]+)/?(?:[?#].*)?$")


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom somebody looks for; exactly one is there, or none when nothing can be meant.

    Only beside a `code` may be a `name`: twelve letters are one or the other.
    """

    token: str = ""
    code: str = ""
    number: int | None = None
    name: str = ""

    @property
    def is_nothing(self) -> bool:
        """Tell whether too little was typed."""
        return not self.token and not self.code and self.number is None and not self.name


def read_sought(text: str) -> Sought:
    """Return what `text` means; a personal link is the address that the square of a letter or a mail holds."""
    typed = text.strip()[:MAX_SOUGHT_CHARACTERS]
    found = _LINK.search(typed)
    if found:
        return Sought(token=found["token"])
    digits = typed.lstrip("#").replace(" ", "")
    if digits.isascii() and digits.isdecimal():
        return Sought(number=int(digits)) if len(digits) <= MAX_NUMBER_DIGITS else Sought()
    code = _code_in(typed)
    if code:
        is_surely_code = _GROUPS.fullmatch(typed) and any(sign.isdecimal() for sign in typed)
        return Sought(code=code, name="" if is_surely_code else typed)
    return Sought(name=typed) if len(typed) >= MIN_NAME_CHARACTERS else Sought()


def _code_in(typed: str) -> str:
    try:
        return read_code(typed)
    except Invalid:
        return ""
