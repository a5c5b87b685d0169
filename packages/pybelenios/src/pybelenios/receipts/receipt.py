"""A receipt: the server's signature under "this ballot is in the box, at this place of the chain".

It proves inclusion and never content. The key that signs is published in the election record (`receipt_key`), so a
voter whose ballot is missing can show the receipt to anybody. Signatures are Ed25519 (RFC 8032).
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pybelenios.errors import Malformed, Refused
from pybelenios.group import sign, signature_holds, signature_key
from pybelenios.jsontext import natural, read_json

_CONTEXT: Final = b"GovApp receipt 1\n"
_TEXTS: Final = ("uuid", "tracker", "event", "received_at")
_MEMBERS: Final = ("uuid", "tracker", "event", "height", "received_at")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is confirmed to a voter."""

    uuid: str  # of the ballot paper
    tracker: str
    event: str  # hash of the Ballot event, 64 hexadecimal digits
    height: int  # its number in the chain
    received_at: str  # UTC, ISO 8601 with seconds and Z
    v: int = 1  # the version of the form in which it is signed


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt with the server's signature, base64."""

    receipt: Receipt
    signature: str

    def to_json(self) -> dict[str, object]:
        """Return the receipt as a flat JSON object."""
        return {**ENCODERS[self.receipt.v](self.receipt), "signature": self.signature}


def encode_v0(receipt: Receipt) -> dict[str, object]:
    """Return a receipt of the first stage, which did not say its version."""
    return {
        "uuid": receipt.uuid,
        "tracker": receipt.tracker,
        "event": receipt.event,
        "height": receipt.height,
        "received_at": receipt.received_at,
    }


def encode_v1(receipt: Receipt) -> dict[str, object]:
    """Return a receipt as it is signed now."""
    return {"v": 1, **encode_v0(receipt)}


# A form that was ever signed never changes: whoever adds a member writes the next encoder.
ENCODERS: Final[Mapping[int, Callable[[Receipt], dict[str, object]]]] = {0: encode_v0, 1: encode_v1}


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

    White space and the order of members are free: what is signed is written again from the values. Raises Refused
    ("receipt version") for a form that this program does not know.
    """
    record = read_json(raw)
    if not isinstance(record, dict):
        raise Malformed("receipt")
    version = _version(record)
    try:
        receipt = Receipt(**{name: record[name] for name in _MEMBERS}, v=version)
        signed = SignedReceipt(receipt, record["signature"])
    except KeyError:
        raise Malformed("receipt") from None
    natural(record["height"], "receipt")
    if signed.to_json() != record or not all(isinstance(record[name], str) for name in (*_TEXTS, "signature")):
        raise Malformed("receipt")
    return signed


def _version(record: Mapping[str, object]) -> int:
    if "v" not in record:
        return 0
    version = record["v"]
    # In Python True == 1; a receipt of version 0 never says so.
    if type(version) is not int or version < 1 or version not in ENCODERS:
        raise Refused("receipt version", f"The receipt is of version {version}, which this program does not know.")
    return version


def _signed_text(receipt: Receipt) -> bytes:
    return _CONTEXT + json.dumps(ENCODERS[receipt.v](receipt), sort_keys=True, separators=(",", ":")).encode()
