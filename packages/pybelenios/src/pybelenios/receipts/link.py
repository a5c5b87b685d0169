"""A signed receipt on one line, short enough for an address and its QR code: whoever opens it checks with one tap.

`VERSION.HEIGHT.RECEIVED.TRACKER.EVENT.SIGNATURE`: numbers in decimal; the hour of receipt as in the receipt; the
tracker, the hash of the event and the signature in base64 for addresses (RFC 4648, section 5) without the final `=`.
The uuid of the ballot paper stands in the address before it. A hundred and ninety-odd characters.
"""

import base64
import binascii
import re
from typing import Final

from pybelenios.errors import Malformed
from pybelenios.receipts.receipt import ENCODERS, Receipt, SignedReceipt, read_receipt
from pybelenios.receipts.tracker import is_tracker, tracker_from_path, tracker_to_path

_PARTS: Final = 6
_ADDRESS: Final = re.compile(rb"https?://[^\s?]+/board/([1-9A-HJ-NP-Za-km-z]{14,22})\?receipt=([A-Za-z0-9._:-]+)")


def write_receipt_line(signed: SignedReceipt) -> str:
    """Return a signed receipt on one line."""
    receipt = signed.receipt
    event = base64.b64encode(bytes.fromhex(receipt.event)).decode("ascii")
    parts = (receipt.tracker, event, signed.signature)
    said = ".".join(tracker_to_path(part).rstrip("=") for part in parts)
    return f"{receipt.v}.{receipt.height}.{receipt.received_at}.{said}"


def read_receipt_line(uuid: str, line: str) -> SignedReceipt:
    """Return the receipt that `line` says of the ballot paper `uuid`, its signature unchecked.

    Raises Malformed unless the line is exactly what `write_receipt_line` makes of it.
    """
    parts = line.split(".")
    if len(parts) != _PARTS or not is_tracker(tracker_from_path(parts[3])):
        raise Malformed("receipt")
    version, height, received_at, tracker, event, signature = parts
    try:
        receipt = Receipt(uuid, tracker_from_path(tracker), _bytes(event).hex(), int(height), received_at, int(version))
        signed = SignedReceipt(receipt, base64.b64encode(_bytes(signature)).decode("ascii"))
    except ValueError:  # of int() and of base64
        raise Malformed("receipt") from None
    if receipt.v not in ENCODERS or write_receipt_line(signed) != line:
        raise Malformed("receipt")
    return signed


def read_any_receipt(raw: bytes) -> SignedReceipt:
    """Return the receipt in a file: the signed JSON, or the address of its QR code or mail as somebody kept it.

    Raises Malformed, or Refused as `read_receipt` does.
    """
    address = _ADDRESS.fullmatch(raw.strip())
    if address is None:
        return read_receipt(raw)
    return read_receipt_line(address[1].decode("ascii"), address[2].decode("ascii"))


def _bytes(text: str) -> bytes:
    padded = tracker_from_path(text) + "=" * (-len(text) % 4)
    try:
        return base64.b64decode(padded, validate=True)
    except binascii.Error:
        raise Malformed("receipt") from None
