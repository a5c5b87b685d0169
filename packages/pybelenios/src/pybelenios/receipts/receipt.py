"""A receipt: the server's signature under "this ballot is in the box, at this place of the chain".

It proves inclusion and never content. The key that signs is published in the election record (`receipt_key`), so a
voter whose ballot is missing can show the receipt to anybody. Signatures are Ed25519 (RFC 8032).
"""

import base64
import json
from dataclasses import asdict, dataclass, fields
from typing import Final

from pybelenios.errors import Malformed
from pybelenios.group import sign, signature_holds, signature_key
from pybelenios.jsontext import natural, read_json

_CONTEXT: Final = b"GovApp receipt 1\n"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is confirmed to a voter."""

    uuid: str  # of the ballot paper
    tracker: str
    event: str  # hash of the Ballot event, 64 hexadecimal digits
    height: int  # its number in the chain
    received_at: str  # UTC, ISO 8601 with seconds and Z


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt with the server's signature, base64."""

    receipt: Receipt
    signature: str

    def to_json(self) -> dict[str, object]:
        """Return the receipt as a flat JSON object."""
        return {**asdict(self.receipt), "signature": self.signature}


def receipt_key(seed: bytes) -> str:
    """Return the public key, base64, that belongs to the 32 secret bytes `seed`."""
    return base64.b64encode(signature_key(seed)).decode("ascii")


def sign_receipt(receipt: Receipt, seed: bytes) -> SignedReceipt:
    """Return `receipt` signed with the 32 secret bytes `seed`; the same receipt always gets the same signature."""
    return SignedReceipt(receipt, base64.b64encode(sign(_signed_text(receipt), seed)).decode("ascii"))


def receipt_holds(signed: SignedReceipt, key: str) -> bool:
    """Tell whether the owner of the public `key` (base64) signed this receipt."""
    try:
        signature, public = (base64.b64decode(text, validate=True) for text in (signed.signature, key))
    except ValueError:  # binascii.Error, or a letter outside ASCII
        return False
    return signature_holds(_signed_text(signed.receipt), signature, public)


def read_receipt(raw: bytes) -> SignedReceipt:
    """Return the receipt in a file, its signature unchecked; raise Malformed unless it has exactly its members.

    White space and the order of members are free: what is signed is written again from the values.
    """
    record = read_json(raw)
    names = [each.name for each in fields(Receipt)]
    if not isinstance(record, dict) or sorted(record) != sorted([*names, "signature"]):
        raise Malformed("receipt")
    natural(record["height"], "receipt")
    if not all(isinstance(value, str) for name, value in record.items() if name != "height"):
        raise Malformed("receipt")
    return SignedReceipt(Receipt(**{name: record[name] for name in names}), record["signature"])


def _signed_text(receipt: Receipt) -> bytes:
    return _CONTEXT + json.dumps(asdict(receipt), sort_keys=True, separators=(",", ":")).encode()
