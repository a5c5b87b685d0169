"""Keys derived from the secret key of the installation: one for each use, so that none can serve for another."""

import hashlib
import hmac

from govapp.settings import Settings

_secret: dict[str, bytes] = {}


def use_secret(secret: bytes) -> None:
    """Set the secret key from which all others are derived; the application does so when it is made."""
    _secret["key"] = secret


def _key() -> bytes:
    # A command of the CLI has no application: it takes the key of the settings the first time it needs one.
    if "key" not in _secret:
        _secret["key"] = Settings().key()
    return _secret["key"]


def derived_key(use: str) -> bytes:
    """Return the 32-byte key for `use` (HMAC-SHA256 under the secret key, as in the expand step of RFC 5869)."""
    return hmac.digest(_key(), b"govapp/accounts/" + use.encode() + b"\x01", "sha256")


def keyed_digest(use: str, value: str) -> str:
    """Return a digest of `value`, 64 hex digits, that nobody can find by trying values without the key."""
    return hmac.digest(derived_key(use), value.encode(), hashlib.sha256).hex()
