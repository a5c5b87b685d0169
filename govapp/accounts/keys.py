"""Keys derived from the secret key of the installation: one for each use, so that none can serve for another."""

import hashlib
import hmac

_secret: dict[str, bytes] = {}


def use_secret(secret: bytes) -> None:
    """Set the secret key from which all others are derived; called once by the application, a command or a test."""
    _secret["key"] = secret


def derived_key(use: str) -> bytes:
    """Return the 32-byte key for `use` (HMAC-SHA256 under the secret key, as in the expand step of RFC 5869)."""
    if "key" not in _secret:
        raise RuntimeError("the secret key was not set: call govapp.accounts.keys.use_secret first")
    return hmac.digest(_secret["key"], b"govapp/accounts/" + use.encode() + b"\x01", "sha256")


def keyed_digest(use: str, value: str) -> str:
    """Return a digest of `value`, 64 hex digits, that nobody can find by trying values without the key."""
    return hmac.digest(derived_key(use), value.encode(), hashlib.sha256).hex()
