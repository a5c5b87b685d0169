"""The public key of one trustee and the proof that he has the private one (specification, section 4.5)."""

from dataclasses import dataclass

from pybelenios.errors import Malformed, Refused
from pybelenios.group import Point, point_text, read_point, require_member
from pybelenios.jsontext import MARK_DIGITS, in_groups
from pybelenios.proofs import Proof, knowledge_holds, read_proof


@dataclass(frozen=True, slots=True)
class TrusteeKey:
    """A public key with its proof of possession; in a threshold group also signed by its owner."""

    public_key: Point  # X
    pok: Proof
    signature: Proof | None = None
    name: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return the record's form of this key."""
        record: dict[str, object] = {"pok": self.pok.to_json(), "public_key": point_text(self.public_key)}
        if self.signature is not None:
            record["signature"] = self.signature.to_json()
        return record if self.name is None else record | {"name": self.name}


def key_mark(public: Point) -> str:
    """Return the end of a public key as people compare it: its last 20 digits, `044c 91ab 55c1 7fa0 e913`.

    Nobody else makes a key that ends like this one (80 bits): a key that was exchanged on the way shows.
    """
    return in_groups(point_text(public)[-MARK_DIGITS:])


def key_proof_tag(public: Point) -> str:
    """Return the tag of the proof of possession of `public`."""
    return f"pok|Ed25519|{point_text(public)}|"


def require_key_proof(key: TrusteeKey) -> None:
    """Raise Refused ("proof of knowledge") unless the maker of `key` has its private part."""
    if not knowledge_holds(key.pok, key.public_key, key_proof_tag(key.public_key)):
        raise Refused("proof of knowledge", "A trustee's key comes without a valid proof that its owner can use it.")


def read_trustee_key(value: object, *, signed: bool) -> TrusteeKey:
    """Return the key that `value` spells, its proofs unchecked; raise Malformed for another shape."""
    if not isinstance(value, dict):
        raise Malformed("trustee key")
    required = ["pok", "public_key", *(["signature"] if signed else [])]
    for member in required:
        if member not in value:
            raise Malformed(f"'{member}'")
    name = value.get("name")
    if list(value) != required + ["name"] * ("name" in value) or not isinstance(name, str | None):
        raise Malformed("trustee key")
    return TrusteeKey(
        public_key=require_member(read_point(value["public_key"])),
        pok=read_proof(value["pok"], "trustee key"),
        signature=read_proof(value["signature"], "trustee key") if signed else None,
        name=name,
    )
