"""The tokens of personal links: a signature over all that a link opens; made again when needed, never stored.

Whoever has the database and not the secret key can change whom a link lets in, and where its letter goes; then its
token does not fit any more, and the link opens nothing.
"""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Any, Final

from itsdangerous import Signer

from govapp.accounts.rules import LinkPurpose
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.keys import KeyRing
from govapp.kernel.records import RecordType
from govapp.kernel.subjects import SubjectRef

MAX_TOKEN_CHARACTERS: Final = 100
"""24 characters for the reference, a dot, 43 for the signature (HMAC-SHA256), both in URL-safe base 64."""

# References of 0.1 have 22 characters: their tokens sign reference and purpose alone.
_REFERENCE_BYTES = 18
_OLD_REFERENCE_CHARACTERS = 22
_TOKEN = re.compile(r"([A-Za-z0-9_-]{22}|[A-Za-z0-9_-]{24})\.[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class SignedLink:
    """What the token of a link signs: who comes in by it, under which name, where to, and where its letter goes."""

    reference: str
    purpose: LinkPurpose
    subject: SubjectRef
    name: str
    email: str
    next_path: str


def encode_v1(link: SignedLink) -> dict[str, Any]:
    """Return the members that the token of a link signs."""
    return {
        "v": 1,
        "reference": link.reference,
        "purpose": link.purpose.value,
        "subject": link.subject,
        "name": link.name,
        "email": link.email,
        "next": link.next_path,
    }


PERSONAL_LINK: Final = RecordType[SignedLink]("personal link", {1: encode_v1})


def new_reference() -> str:
    """Return a fresh reference of 144 random bits, 24 URL-safe characters."""
    return secrets.token_urlsafe(_REFERENCE_BYTES)


def is_bound(reference: str) -> bool:
    """Return whether the token of a link signs whom it lets in; tokens of 0.1 sign reference and purpose alone."""
    return len(reference) != _OLD_REFERENCE_CHARACTERS


def token_of(keys: KeyRing, link: SignedLink) -> str:
    """Return the token that opens a link."""
    if not is_bound(link.reference):
        return _old_signer(keys, link.purpose).sign(link.reference).decode("ascii")
    signature = hmac.digest(keys.derived_key("links"), b"govapp.link\n" + PERSONAL_LINK.canonical(link, 1), "sha256")
    return f"{link.reference}.{base64.urlsafe_b64encode(signature).decode('ascii').rstrip('=')}"


def reference_of(token: str) -> str | None:
    """Return the reference that a token names, or None where it has not the form of one."""
    found = _TOKEN.fullmatch(token) if len(token) <= MAX_TOKEN_CHARACTERS else None
    return found[1] if found else None


def digest_of(token: str) -> str:
    """Return the digest of a token that the database keeps, 64 hex digits."""
    return sha256_hex(token.encode("ascii"))


def is_token_of(keys: KeyRing, link: SignedLink, token: str) -> bool:
    """Return whether it is the token of that link, in a time that does not tell how much of it fits."""
    return hmac.compare_digest(token_of(keys, link), token)


def _old_signer(keys: KeyRing, purpose: LinkPurpose) -> Signer:
    return Signer(
        keys.derived_key("links"),
        salt=f"govapp.link.{purpose}",
        key_derivation="hmac",
        digest_method=hashlib.sha256,
    )
