"""The anchor: where every chain stood at a moment, signed, so that whoever keeps it can find a cut later.

A chain that only the database holds can be cut at its end by whoever owns the database: what is left is whole, and
no digest in it is wrong. Only something that was kept elsewhere tells how long it was. That is the anchor.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from govapp.kernel.errors import N_, Invalid
from govapp.kernel.records import RecordType
from pybelenios.group import signature_holds

# What is signed begins with it, so that a signature under an anchor can never serve under a receipt of the same key.
_CONTEXT: Final = b"GovApp anchor 1\n"
_MOMENT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_MEMBERS_OF_ITS_OWN: Final = frozenset({"v", "at", "key", "signature"})
MAX_ANCHOR_CHARACTERS: Final = 1 << 20


class AnchorUnreadable(Invalid):
    """What was given is no anchor, or not written as this program writes one."""

    code = "anchor_unreadable"
    message = N_("This is not a signed state of this program.")
    help = N_("Give the file as you kept it, or the text of the mail from the first brace to the last one.")


class AnchorForged(Invalid):
    """The signature does not belong to what the anchor says."""

    code = "anchor_forged"
    message = N_("The signature under this signed state does not fit: it was changed after it was signed.")
    help = N_("Take a copy that somebody else has kept.")


@dataclass(frozen=True)
class ChainHead:
    """Where a chain ends: its name, how many entries it has (`unit` says what they are), the digest of the last one."""

    chain: str
    unit: str
    length: int
    head: str


@dataclass(frozen=True)
class Anchor:
    """Where every chain stood `at` a moment (UTC); each chain is in it once. `v` says how it is signed."""

    at: datetime
    heads: tuple[ChainHead, ...]
    v: int = 1


@dataclass(frozen=True)
class Signer:
    """Who signs: the Ed25519 public key in base64, and what makes the signature (64 bytes) under a text."""

    key: str
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True)
class SignedAnchor:
    """An anchor with the public key of who signed it and the signature, both in base64."""

    anchor: Anchor
    key: str
    signature: str

    def as_dict(self) -> dict[str, Any]:
        """Return the members as files, records and mails hold them."""
        return {**ANCHOR.encode(self.anchor, self.anchor.v), "key": self.key, "signature": self.signature}

    @property
    def text(self) -> str:
        """The anchor as people keep it: JSON with a line for each thing it says."""
        return json.dumps(self.as_dict(), indent=1, ensure_ascii=False)


def encode_v1(anchor: Anchor) -> dict[str, Any]:
    """Return an anchor as it is signed, with a member for each chain: `"journal": {"lines": 12, "head": "..."}`."""
    chains = {each.chain: {each.unit: each.length, "head": each.head} for each in anchor.heads}
    return {"v": 1, "at": anchor.at.astimezone(UTC).strftime(_MOMENT), **chains}


ANCHOR: Final = RecordType("anchor", {1: encode_v1})


def sign_anchor(anchor: Anchor, signer: Signer) -> SignedAnchor:
    """Return an anchor with its signature (Ed25519, RFC 8032); the same anchor always gets the same one."""
    return SignedAnchor(anchor, signer.key, base64.b64encode(signer.sign(_signed_text(anchor))).decode("ascii"))


def read_anchor(text: str) -> SignedAnchor:
    """Return the anchor in a file or a mail; its signature holds under the key that it names, whosever that is.

    Words around the braces do not matter. Raises AnchorUnreadable, AnchorForged, UnknownRecordVersion.
    """
    record = _object_in(text)
    version = ANCHOR.version_of(record)
    try:
        signed = _from_dict(record, version)
        key, signature = (base64.b64decode(each, validate=True) for each in (signed.key, signed.signature))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AnchorUnreadable from error
    # Whoever reads a published format writes it again and compares: each thing is said in one way only.
    if signed.as_dict() != record:
        raise AnchorUnreadable
    if not signature_holds(_signed_text(signed.anchor), signature, key):
        raise AnchorForged
    return signed


def _object_in(text: str) -> dict[str, Any]:
    start, end = text.find("{"), text.rfind("}")
    if len(text) > MAX_ANCHOR_CHARACTERS or start < 0:
        raise AnchorUnreadable
    try:
        # What begins with a brace is an object or no JSON.
        record: dict[str, Any] = json.loads(text[start : end + 1], object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise AnchorUnreadable from error
    return record


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a member stands there twice")
    return dict(pairs)


def _from_dict(record: Mapping[str, Any], version: int) -> SignedAnchor:
    heads = tuple(_head(name, each) for name, each in record.items() if name not in _MEMBERS_OF_ITS_OWN)
    at = datetime.strptime(record["at"], _MOMENT).replace(tzinfo=UTC)
    return SignedAnchor(Anchor(at, heads, version), record["key"], record["signature"])


def _head(chain: str, record: Mapping[str, Any]) -> ChainHead:
    (unit,) = record.keys() - {"head"}
    length, head = record[unit], record["head"]
    # In Python True is an int, and in JSON it is not.
    if type(length) is not int or length < 0 or not isinstance(head, str):
        raise ValueError(chain)
    return ChainHead(chain, unit, length, head)


def _signed_text(anchor: Anchor) -> bytes:
    return _CONTEXT + ANCHOR.canonical(anchor, anchor.v)
