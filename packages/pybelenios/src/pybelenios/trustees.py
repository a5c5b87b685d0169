"""Those who together can open the ballot box: their keys, and the election key made of them (section 4.7).

A `Single` trustee is needed for every result; a group with a Pedersen threshold needs that many of its members
(`pedersen.py`). Owners are numbered from 1 over the flattened list.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from pybelenios.errors import Malformed, Refused
from pybelenios.group import (
    NEUTRAL,
    Draw,
    Point,
    draw_scalar,
    power_g,
    product,
    read_scalar,
    scalar_text,
)
from pybelenios.jsontext import compact, is_canonical, read_json
from pybelenios.pedersen import Pedersen, check_pedersen, pedersen_key, read_pedersen
from pybelenios.proofs import prove_knowledge
from pybelenios.trusteekey import TrusteeKey, key_proof_tag, read_trustee_key, require_key_proof

Trustees = tuple[TrusteeKey | Pedersen, ...]


@dataclass(frozen=True, slots=True)
class TrusteePair:
    """A trustee's private key with the public one, as `make_trustee_key` gives them."""

    private: int = field(repr=False)  # x
    public: TrusteeKey

    def private_file(self) -> str:
        """Return the text of the private key file, as belenios-tool writes it."""
        return write_private_key(self.private)


def make_trustee_key(draw: Draw = draw_scalar) -> TrusteePair:
    """Return a fresh trustee key with its proof of possession. Draws the private key, then the proof's nonce."""
    private = draw()
    public = power_g(private)
    return TrusteePair(private, TrusteeKey(public, prove_knowledge(private, key_proof_tag(public), draw)))


def write_private_key(private: int) -> str:
    """Return the private key file of a trustee: the scalar as a JSON string, and a newline."""
    return json.dumps(scalar_text(private)) + "\n"


def read_private_key(raw: bytes) -> int:
    """Return the private key in a trustee's file, 1..q-1; raise Malformed when it is not one."""
    private = read_scalar(read_json(raw.strip()))
    if private == 0:
        raise Malformed("scalar out of range")
    return private


def read_public_key(raw: bytes) -> TrusteeKey:
    """Return the public key that a trustee sent in, its proof checked.

    Raises Malformed for another shape, Refused ("proof of knowledge") for a key whose sender does not have the secret.
    """
    key = read_trustee_key(read_json(raw.strip()), signed=False)
    require_key_proof(key)
    return key


def write_trustees(trustees: Sequence[TrusteeKey | Pedersen]) -> bytes:
    """Return the trustees record: single trustees are mandatory, of a threshold group some members are enough."""
    return compact([["Pedersen" if isinstance(item, Pedersen) else "Single", item.to_json()] for item in trustees])


def read_trustees(raw: bytes) -> Trustees:
    """Return the trustees of a record, unchecked; raise Malformed for another shape or another spelling."""
    record = read_json(raw)
    if not isinstance(record, list) or not record or not is_canonical(raw, record):
        raise Malformed("trustees record")
    return tuple(_read_trustee(item) for item in record)


def check_trustees(trustees: Trustees) -> None:
    """Raise Refused unless every key is proved, no key stands twice and every threshold group is well made.

    Two trustees whose keys undo each other would make an election key that hides nothing: refused as well.
    """
    keys = owner_keys(trustees)
    if len(set(keys)) != len(keys):
        raise Refused("duplicate trustee key", "Two trustees have the same key, so they are one.")
    if NEUTRAL in keys:
        raise Refused("neutral trustee key", "A trustee's key is the neutral element, which hides nothing.")
    for item in trustees:
        if isinstance(item, Pedersen):
            check_pedersen(item)
        else:
            require_key_proof(item)
    if election_key(trustees) == NEUTRAL:
        raise Refused("neutral election key", "The trustees' keys undo each other: votes would be hidden from nobody.")


def owner_keys(trustees: Trustees) -> tuple[Point, ...]:
    """Return the key under which each owner decrypts; owner n is at index n - 1."""
    return tuple(key.public_key for item in trustees for key in keys_of(item))


def keys_of(item: TrusteeKey | Pedersen) -> tuple[TrusteeKey, ...]:
    """Return the key of a single trustee, or those of the members of a group."""
    return item.keys if isinstance(item, Pedersen) else (item,)


def election_key(trustees: Sequence[TrusteeKey | Pedersen]) -> Point:
    """Return y, under which votes are encrypted: the product of what every trustee or group contributes."""
    parts = [pedersen_key(item) if isinstance(item, Pedersen) else item.public_key for item in trustees]
    return reduce(product, parts, NEUTRAL)


def _read_trustee(item: object) -> TrusteeKey | Pedersen:
    match item:
        case ["Single", value]:
            return read_trustee_key(value, signed=False)
        case ["Pedersen", value]:
            return read_pedersen(value)
    raise Malformed("trustees record")
