"""What is derived from the secret key of the installation and therefore stored nowhere.

* The private voting code of each roll entry, in open mode: the server can make it again whenever the voter signs in,
  and could vote for people who do not. It says so on screen.
* The key with which receipts are signed (Ed25519); its public part stands in every election record.
* The private key of the server as a trustee, where it is one. Whoever has the secret key can then open
  ballots: only for a demonstration, and said on every page that speaks of keys.

Losing the secret key loses all three. None of them is ever written to the database, a log or a backup.
"""

import hmac

from govapp.kernel.keys import KeyRing
from pybelenios.credentials import CODE_LENGTH, write_code
from pybelenios.group import ORDER
from pybelenios.receipts.receipt import Receipt, SignedReceipt, receipt_key, sign_receipt
from pybelenios.window import WindowEvent, sign_event

CODES = 58**CODE_LENGTH


def private_code(keys: KeyRing, uuid: str, roll_entry_id: int) -> str:
    """Return the private voting code of a roll entry on the paper `uuid`, as 5-6-5-6 characters.

    512 bits of HMAC-SHA512 are read as one number modulo 58^22: the bias is below 2^-380, so nothing is rejected.
    """
    digest = hmac.digest(keys.derived_key("credential"), f"{uuid}|{roll_entry_id}".encode(), "sha512")
    return write_code(int.from_bytes(digest, "big") % CODES)


def server_trustee_private(keys: KeyRing, uuid: str) -> int:
    """Return the private key of the server as a trustee of the paper `uuid`, uniform in 1..q-1."""
    digest = hmac.digest(keys.derived_key("trustee"), uuid.encode(), "sha512")
    return 1 + int.from_bytes(digest, "big") % (ORDER - 1)


def receipt_public_key(keys: KeyRing) -> str:
    """Return the public key of receipts in base64, as the election record names it."""
    return receipt_key(keys.derived_key("receipt"))


def signed_receipt(keys: KeyRing, receipt: Receipt) -> SignedReceipt:
    """Return a receipt with its signature; the same receipt always gets the same one."""
    return sign_receipt(receipt, keys.derived_key("receipt"))


def signed_window_event(keys: KeyRing, event: WindowEvent) -> WindowEvent:
    """Return a record about the hours of a vote, signed with the key of receipts."""
    return sign_event(event, keys.derived_key("receipt"))
