"""A group of trustees of whom a threshold is enough: its public records and their checks (specification, section 4.6).

How the members make these records together is in `ceremony`.

`threshold` is the number of members needed; the secret polynomials have that many coefficients.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from pybelenios.errors import Malformed, Refused
from pybelenios.group import (
    NEUTRAL,
    ORDER,
    Point,
    point_text,
    power,
    product,
    read_point,
    require_member,
)
from pybelenios.jsontext import compact, natural, read_json
from pybelenios.messages import SignedMessage, read_signed_message
from pybelenios.proofs import Proof, read_proof
from pybelenios.trusteekey import TrusteeKey, read_trustee_key, require_key_proof

_MEMBERS = ["threshold", "certs", "coefexps", "signatures", "verification_keys"]


@dataclass(frozen=True, slots=True)
class GroupSize:
    """How many members a group has (n), and how many of them are enough (t)."""

    threshold: int
    size: int

    def __post_init__(self) -> None:
        if not 1 <= self.threshold <= self.size:
            raise Refused("threshold", "A group needs at least one key, and has no fewer members than keys needed.")

    def context(self, index: int) -> dict[str, object]:
        """Return what the certificate of member `index` (from 1) says about the group."""
        return {"group": "Ed25519", "size": self.size, "threshold": self.threshold, "index": index}


@dataclass(frozen=True, slots=True)
class Pedersen:
    """The public outcome of a threshold key generation."""

    threshold: int  # t
    certificates: tuple[SignedMessage, ...]
    coefexps: tuple[SignedMessage, ...]  # g^{a_k}, the commitment to each member's polynomial
    signatures: tuple[Proof, ...]  # of all certificates together with the signer's own coefexps
    keys: tuple[TrusteeKey, ...]  # K_j

    @property
    def size(self) -> int:
        """How many members the group has."""
        return len(self.keys)

    def to_json(self) -> dict[str, object]:
        """Return the record's form of this group."""
        return {
            "threshold": self.threshold,
            "certs": [certificate.to_json() for certificate in self.certificates],
            "coefexps": [message.to_json() for message in self.coefexps],
            "signatures": [signature.to_json() for signature in self.signatures],
            "verification_keys": [key.to_json() for key in self.keys],
        }


def read_pedersen(value: object) -> Pedersen:
    """Return the group that `value` spells, nothing checked; raise Malformed for another shape."""
    if not isinstance(value, dict) or list(value) != _MEMBERS:
        raise Malformed("threshold group")
    return Pedersen(
        threshold=natural(value["threshold"], "threshold group"),
        certificates=tuple(read_signed_message(item, "threshold group") for item in _list(value["certs"])),
        coefexps=tuple(read_signed_message(item, "threshold group") for item in _list(value["coefexps"])),
        signatures=tuple(read_proof(item, "threshold group") for item in _list(value["signatures"])),
        keys=tuple(read_trustee_key(item, signed=True) for item in _list(value["verification_keys"])),
    )


def pedersen_key(group: Pedersen) -> Point:
    """Return what the group contributes to the election key: the product of the first commitments."""
    return reduce(product, [points[0] for points in _commitments(group)], NEUTRAL)


def check_pedersen(pedersen: Pedersen) -> None:
    """Raise Refused, naming what is wrong, unless the group followed the protocol."""
    commitments = _commitments(pedersen)
    _require_sizes(pedersen, commitments)
    group = GroupSize(pedersen.threshold, pedersen.size)
    for index in range(1, group.size + 1):
        verification, _ = read_certificate(pedersen.certificates[index - 1], group, index)
        _require_signatures(pedersen, index, verification, commitments[index - 1])
        require_share_key(pedersen.keys[index - 1], index, commitments, verification)


def read_certificate(certificate: SignedMessage, group: GroupSize, index: int) -> tuple[Point, Point]:
    """Return the keys with which member `index` (from 1) signs and receives, from its certificate.

    Raises Refused ("certificate context") for one made for another group or another place, ("message signature") for
    one that its owner did not sign.
    """
    record = read_json(certificate.message.encode())
    members = ["context", "verification", "encryption"]
    if not isinstance(record, dict) or list(record) != members or record["context"] != group.context(index):
        raise Refused("certificate context", "A member's certificate was made for another group or another place.")
    encryption = require_member(read_point(record["encryption"]))
    verification = require_member(read_point(record["verification"]))
    if not certificate.holds(verification):
        raise Refused("message signature", "A message of the key generation is not signed by its sender.")
    return verification, encryption


def read_coefexps(signed: SignedMessage) -> list[Point]:
    """Return the commitments to the coefficients of one member's polynomial, the signature unchecked."""
    record = read_json(signed.message.encode())
    if not isinstance(record, dict) or list(record) != ["coefexps"]:
        raise Malformed("threshold group")
    points = [require_member(read_point(text)) for text in _list(record["coefexps"])]
    if not points:
        raise Malformed("threshold group")
    return points


def joint_message(certificates: Sequence[SignedMessage], commitments: Sequence[Point]) -> str:
    """Return the text by whose signature a member binds its commitments to the certificates of all."""
    together = {
        "certs": [certificate.to_json() for certificate in certificates],
        "coefexps": [point_text(point) for point in commitments],
    }
    return f"certs_sig|{compact(together).decode()}"


def require_share_key(key: TrusteeKey, index: int, commitments: Sequence[Sequence[Point]], verification: Point) -> None:
    """Raise Refused unless `key` is what all polynomials give member `index`, and this member has and signed it."""
    require_key_proof(key)
    expected = NEUTRAL
    for points in commitments:
        expected = product(expected, committed_value(points, index))
    if key.public_key != expected:
        raise Refused("verification key", "A member's key is not the one that the group's polynomials give it.")
    if key.signature is None or not SignedMessage(point_text(expected), key.signature).holds(verification):
        raise Refused("message signature", "A member's key is not signed by that member.")


def committed_value(commitments: Sequence[Point], index: int) -> Point:
    """Return g to the power of a polynomial's value at `index`, from the commitments to its coefficients."""
    return reduce(product, [power(point, index**degree) for degree, point in enumerate(commitments)], NEUTRAL)


def lagrange(index: int, indexes: Sequence[int]) -> int:
    """Return the exponent with which member `index` counts when `indexes` decrypt together (lambda_j)."""
    numerator = denominator = 1
    for other in indexes:
        if other != index:
            numerator = numerator * other % ORDER
            denominator = denominator * (other - index) % ORDER
    return numerator * pow(denominator, -1, ORDER) % ORDER


def _require_sizes(group: Pedersen, commitments: Sequence[Sequence[Point]]) -> None:
    lists: tuple[Sequence[object], ...] = (group.certificates, group.coefexps, group.signatures)
    if not group.keys or any(len(items) != group.size for items in lists):
        raise Refused("threshold group", "A threshold group does not have one of each record per member.")
    fits = all(len(points) == group.threshold for points in commitments)
    if not 1 <= group.threshold <= group.size or not fits:
        raise Refused("threshold", "The threshold is not the one that the members built their keys for.")


def _require_signatures(pedersen: Pedersen, index: int, verification: Point, commitments: Sequence[Point]) -> None:
    joint = SignedMessage(joint_message(pedersen.certificates, commitments), pedersen.signatures[index - 1])
    if not all(message.holds(verification) for message in (pedersen.coefexps[index - 1], joint)):
        raise Refused("message signature", "A message of the key generation is not signed by its sender.")


def _commitments(group: Pedersen) -> list[list[Point]]:
    return [read_coefexps(message) for message in group.coefexps]


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Malformed("threshold group")
    return value
