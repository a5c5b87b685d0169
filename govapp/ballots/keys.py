"""What is derived from the secret key of the installation and therefore stored nowhere.

* The private voting code of each roll entry, in open mode: the server can make it again whenever the voter signs in,
  and could vote for people who do not. It says so on screen.
* The key with which receipts are signed (Ed25519); its public part stands in every election record.
* The private key of the server's own trustee seat, where a paper has one. Whoever has the secret key can then open
  ballots: only for a demonstration, and said on every page that speaks of keys.

Losing the secret key loses all three. None of them is ever written to the database, a log or a backup.
"""

import base64
import hmac

from nacl.signing import SigningKey

from govapp.accounts.keys import derived_key
from govapp.ballots.crypto.credentials import CODE_LENGTH, write_code
from govapp.ballots.crypto.group import ORDER

CODES = 58**CODE_LENGTH


def private_code(uuid: str, roll_entry_id: int) -> str:
    """Return the private voting code of a roll entry on the paper `uuid`, as 5-6-5-6 characters.

    512 bits of HMAC-SHA512 are read as one number modulo 58^22: the bias is below 2^-380, so nothing is rejected.
    """
    digest = hmac.digest(derived_key("credential"), f"{uuid}|{roll_entry_id}".encode(), "sha512")
    return write_code(int.from_bytes(digest, "big") % CODES)


def server_trustee_private(uuid: str) -> int:
    """Return the private key of the server's trustee seat on the paper `uuid`, uniform in 1..q-1."""
    digest = hmac.digest(derived_key("trustee"), uuid.encode(), "sha512")
    return 1 + int.from_bytes(digest, "big") % (ORDER - 1)


def receipt_public_key() -> str:
    """Return the public key of receipts, 64 hex digits of its RFC 8032 bytes."""
    return bytes(_receipt_key().verify_key).hex()


def sign_receipt(text: bytes) -> str:
    """Return the signature (Ed25519, RFC 8032) under the text of a receipt, in standard base64."""
    return base64.b64encode(_receipt_key().sign(text).signature).decode("ascii")


def _receipt_key() -> SigningKey:
    return SigningKey(derived_key("receipt"))
