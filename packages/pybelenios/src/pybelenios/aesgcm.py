"""AES-256-GCM (NIST SP 800-38D): the one thing here that neither the standard library nor PyNaCl does everywhere.

`cryptography` does it (`pip install pybelenios[member]`), and is imported by whoever calls: checking an archive, and
keeping a key that needs no ceremony, must work without it.
"""

from pybelenios.errors import Refused


class Unauthentic(Exception):  # noqa: N818 - an answer about a text, not a fault of the program
    """The text was sealed under another key, or changed since."""


def encrypt(key: bytes, vector: bytes, text: bytes, bound: bytes | None = None) -> bytes:
    """Return `text` sealed under `key` (32 bytes) with its tag of 16 bytes behind it, `bound` authenticated beside it.

    Raises Refused ("no cryptography") where that library is not installed.
    """
    _require_cryptography()
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(vector, text, bound)


def decrypt(key: bytes, vector: bytes, sealed: bytes, bound: bytes | None = None) -> bytes:
    """Return the text that `encrypt` sealed.

    Raises Unauthentic, ValueError for an initial vector of an impossible length, Refused ("no cryptography").
    """
    _require_cryptography()
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(vector, sealed, bound)
    except InvalidTag:
        raise Unauthentic from None


def _require_cryptography() -> None:
    try:
        import cryptography  # noqa: F401 - whether it is there is the question
    except ImportError:
        sentence = "A key of several holders needs one library more: pip install 'pybelenios[member]'."
        raise Refused("no cryptography", sentence) from None
