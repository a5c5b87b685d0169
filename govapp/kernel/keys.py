"""The key ring of the installation: keys derived from its secret key, one for each use, so that none serves another."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class KeyRing:
    """All keys of an installation; whoever has the `secret`, its secret key, has them all."""

    secret: bytes = field(repr=False)

    def derived_key(self, use: str) -> bytes:
        """Return the 32-byte key for `use` (HMAC-SHA256 under the secret key, as in the expand step of RFC 5869)."""
        return hmac.digest(self.secret, b"govapp/accounts/" + use.encode() + b"\x01", "sha256")

    def keyed_digest(self, use: str, value: str) -> str:
        """Return a digest of `value`, 64 hex digits, that nobody can find by trying values without the key."""
        return hmac.digest(self.derived_key(use), value.encode(), hashlib.sha256).hex()


KeySource = Callable[[], KeyRing]
"""What gives the key ring when it is first needed: most commands need none, and run without a secret key."""
