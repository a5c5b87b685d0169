"""What somebody at a desk typed or scanned: a personal link, the number of a shareholder, or a part of a name."""

import re
from dataclasses import dataclass
from typing import Final

MIN_NAME_CHARACTERS: Final = 2
MAX_SOUGHT_CHARACTERS: Final = 1_000
MAX_NUMBER_DIGITS: Final = 12
_LINK: Final = re.compile(r"/in/(?P<token>[A-Za-z0-9._~-]+)/?(?:[?#].*)?$")


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom somebody looks for; exactly one is there, or none when nothing can be meant."""

    token: str = ""
    number: int | None = None
    name: str = ""

    @property
    def is_nothing(self) -> bool:
        """Tell whether too little was typed."""
        return not self.token and self.number is None and not self.name


def read_sought(text: str) -> Sought:
    """Return what `text` means; a personal link is the address that a code of a letter or a mail holds."""
    typed = text.strip()[:MAX_SOUGHT_CHARACTERS]
    found = _LINK.search(typed)
    if found:
        return Sought(token=found["token"])
    digits = typed.lstrip("#").replace(" ", "")
    if digits.isascii() and digits.isdecimal():
        return Sought(number=int(digits)) if len(digits) <= MAX_NUMBER_DIGITS else Sought()
    return Sought(name=typed) if len(typed) >= MIN_NAME_CHARACTERS else Sought()
