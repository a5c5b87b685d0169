"""A group of trustees of whom a threshold is enough: checking what they made (specification, section 4.6).

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
from pybelenios.proofs import Proof, knowledge_holds, read_proof
from pybelenios.trusteekey import TrusteeKey, read_trustee_key, require_key_proof

_MEMBERS = ["threshold", "certs", "coefexps", "signatures", "verification_keys"]


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A text with the signature of a member of the group."""

    message: str  # M
    signature: Proof

    def to_json(self) -> dict[str, object]:
        """Return the record's form of this message."""
        return {"message": self.message, "signature": self.signature.to_json()}

    def holds(self, verification: Point) -> bool:
        """Tell whether the owner of the key `verification` signed this."""
        return knowledge_holds(self.signature, verification, f"sigmsg|{self.message}|")


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


def read_pedersen(value: object) -> Pedersen:
    """Return the group that `value` spells, nothing checked; raise Malformed for another shape."""
    if not isinstance(value, dict) or list(value) != _MEMBERS:
        raise Malformed("threshold group")
    return Pedersen(
        threshold=natural(value["threshold"], "threshold group"),
        certificates=tuple(_read_signed(item) for item in _list(value["certs"])),
        coefexps=tuple(_read_signed(item) for item in _list(value["coefexps"])),
        signatures=tuple(read_proof(item, "threshold group") for item in _list(value["signatures"])),
        keys=tuple(read_trustee_key(item, signed=True) for item in _list(value["verification_keys"])),
    )


def pedersen_key(group: Pedersen) -> Point:
    """Return what the group contributes to the election key: the product of the first commitments."""
    return reduce(product, [points[0] for points in _commitments(group)], NEUTRAL)


def check_pedersen(group: Pedersen) -> None:
    """Raise Refused, naming what is wrong, unless the group followed the protocol."""
    commitments = _commitments(group)
    _require_sizes(group, commitments)
    verification = [_verification_key(group, index) for index in range(group.size)]
    for index, key in enumerate(verification):
        _require_signatures(group, index, key, commitments[index])
    for index, member in enumerate(group.keys):
        _require_member_key(member, index + 1, commitments, verification[index])


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


def _verification_key(group: Pedersen, index: int) -> Point:
    """Return the key with which a member signs, from a certificate that stands in its own place."""
    certificate = read_json(group.certificates[index].message.encode())
    context = {"group": "Ed25519", "size": group.size, "threshold": group.threshold, "index": index + 1}
    members = ["context", "verification", "encryption"]
    if not isinstance(certificate, dict) or list(certificate) != members or certificate["context"] != context:
        raise Refused("certificate context", "A member's certificate was made for another group or another place.")
    require_member(read_point(certificate["encryption"]))
    return require_member(read_point(certificate["verification"]))


def _require_signatures(group: Pedersen, index: int, key: Point, commitments: Sequence[Point]) -> None:
    together = {
        "certs": [certificate.to_json() for certificate in group.certificates],
        "coefexps": [point_text(point) for point in commitments],
    }
    joint = SignedMessage("certs_sig|" + compact(together).decode(), group.signatures[index])
    if not all(message.holds(key) for message in (group.certificates[index], group.coefexps[index], joint)):
        raise Refused("message signature", "A message of the key generation is not signed by its sender.")


def _require_member_key(
    member: TrusteeKey, index: int, commitments: Sequence[Sequence[Point]], verification: Point
) -> None:
    require_key_proof(member)
    expected = NEUTRAL
    for points in commitments:
        for degree, point in enumerate(points):
            expected = product(expected, power(point, index**degree))
    if member.public_key != expected:
        raise Refused("verification key", "A member's key is not the one that the group's polynomials give it.")
    if member.signature is None or not SignedMessage(point_text(expected), member.signature).holds(verification):
        raise Refused("message signature", "A member's key is not signed by that member.")


def _commitments(group: Pedersen) -> list[list[Point]]:
    return [_read_coefexps(message) for message in group.coefexps]


def _read_coefexps(signed: SignedMessage) -> list[Point]:
    record = read_json(signed.message.encode())
    if not isinstance(record, dict) or list(record) != ["coefexps"]:
        raise Malformed("threshold group")
    points = [require_member(read_point(text)) for text in _list(record["coefexps"])]
    if not points:
        raise Malformed("threshold group")
    return points


def _read_signed(value: object) -> SignedMessage:
    if not isinstance(value, dict) or list(value) != ["message", "signature"] or not isinstance(value["message"], str):
        raise Malformed("threshold group")
    return SignedMessage(value["message"], read_proof(value["signature"], "threshold group"))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Malformed("threshold group")
    return value
