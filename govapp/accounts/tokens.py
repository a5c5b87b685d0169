"""The tokens of personal links: a signature over a reference, for one purpose; made again when needed, never stored."""

import hashlib
import secrets

from itsdangerous import BadSignature, Signer

from govapp.accounts.rules import LinkPurpose
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.keys import KeyRing

# 22 characters for the reference, a dot, 43 for the signature (HMAC-SHA256), both in URL-safe base 64.
MAX_TOKEN_CHARACTERS = 100


def new_reference() -> str:
    """Return a fresh reference of 128 random bits, 22 URL-safe characters."""
    return secrets.token_urlsafe(16)


def token_of(keys: KeyRing, reference: str, purpose: LinkPurpose) -> str:
    """Return the token that opens the link `reference` for `purpose`."""
    return _signer(keys, purpose).sign(reference).decode("ascii")


def reference_of(keys: KeyRing, token: str) -> tuple[str, LinkPurpose] | None:
    """Return what a token names if we signed it, else None."""
    if len(token) > MAX_TOKEN_CHARACTERS or not token.isascii():
        return None
    for purpose in LinkPurpose:
        try:
            reference = _signer(keys, purpose).unsign(token).decode("ascii")
        except BadSignature:
            continue
        return (reference, purpose) if token == token_of(keys, reference, purpose) else None
    return None


def digest_of(token: str) -> str:
    """Return the digest of a token that the database keeps, 64 hex digits."""
    return sha256_hex(token.encode("ascii"))


def _signer(keys: KeyRing, purpose: LinkPurpose) -> Signer:
    return Signer(
        keys.derived_key("links"),
        salt=f"govapp.link.{purpose}",
        key_derivation="hmac",
        digest_method=hashlib.sha256,
    )
