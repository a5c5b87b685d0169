"""The codes of letters: twelve signs that a person types, made from the link they open and the secret key.

Like the token of a link a code stands for all that the link opens, is made again when the letter is printed, and is
never stored. Only whoever has the secret key can make or try codes: the database keeps a keyed digest.
"""

import hmac
from typing import Final

from govapp.accounts.refusals import CodeHasSign, CodeIncomplete
from govapp.accounts.tokens import PERSONAL_LINK, SignedLink
from govapp.kernel.keys import KeyRing

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those of Crockford's base 32: none is taken for another, and no I, L, O or U."""
CODE_CHARACTERS: Final = 12
"""Sixty bits of HMAC-SHA256."""
GROUP: Final = 4
MAX_TYPED_CHARACTERS: Final = 60
CODE_PATH: Final = "/code"
"""Where people type the code of a letter."""

_BITS: Final = 5
_BETWEEN: Final = "-._\N{EN DASH}\N{EM DASH}"
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_of(keys: KeyRing, link: SignedLink) -> str:
    """Return the code that opens a link, without spaces."""
    signed = hmac.digest(keys.derived_key("codes"), b"govapp.code\n" + PERSONAL_LINK.canonical(link, 1), "sha256")
    number = int.from_bytes(signed, "big")
    return "".join(SIGNS[number >> _BITS * place & 31] for place in range(CODE_CHARACTERS))


def digest_of_code(keys: KeyRing, code: str) -> str:
    """Return the digest of a code that the database keeps, 64 hex digits: without the secret key nobody tries codes."""
    return keys.keyed_digest("code digests", code)


def in_groups(code: str) -> str:
    """Return a code as a letter shows it: `7K3M-Q2PX-9TRD`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """Return the code that somebody typed, whatever case and whatever stands between its groups.

    O is read as zero, I and L as one. Raises CodeHasSign, CodeIncomplete.
    """
    plain = "".join(sign for sign in typed.upper() if not sign.isspace() and sign not in _BETWEEN).translate(_MEANT)
    for sign in plain:
        if sign not in SIGNS:
            raise CodeHasSign(sign=sign)
    if len(plain) != CODE_CHARACTERS:
        raise CodeIncomplete(wanted=CODE_CHARACTERS, count=len(plain))
    return plain
