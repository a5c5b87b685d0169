"""Messages signed by a member of a threshold group (specification, section 4.6.1)."""

from dataclasses import dataclass

from pybelenios.errors import Malformed
from pybelenios.group import Draw, Point
from pybelenios.proofs import Proof, knowledge_holds, prove_knowledge, read_proof


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
        return knowledge_holds(self.signature, verification, _tag(self.message))


def sign_message(message: str, signing: int, draw: Draw) -> SignedMessage:
    """Return `message` signed with the private key `signing`. Draws one scalar."""
    return SignedMessage(message, prove_knowledge(signing, _tag(message), draw))


def read_signed_message(value: object, reason: str) -> SignedMessage:
    """Return the message that `value` spells, its signature unchecked; raise Malformed(`reason`) for another shape."""
    if not isinstance(value, dict) or list(value) != ["message", "signature"] or not isinstance(value["message"], str):
        raise Malformed(reason)
    return SignedMessage(value["message"], read_proof(value["signature"], reason))


def _tag(message: str) -> str:
    return f"sigmsg|{message}|"
