"""Signed messages of the members of a threshold group, and sealed ones from one member to another (section 4.6.1).

A sealed message is signed by its sender, names its recipient, and is encrypted with AES-256-GCM under a key that only
the recipient can compute. **Draw order** of `seal`: the nonce of the signature, the exponent of the key, the
randomness.
"""

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pybelenios.elgamal import Ciphertext, read_ciphertext
from pybelenios.errors import Malformed
from pybelenios.group import Draw, Point, point_text, power, power_g, product, quotient, require_member
from pybelenios.jsontext import compact, is_canonical, read_json
from pybelenios.proofs import Proof, knowledge_holds, prove_knowledge, read_proof

_ALGORITHM = "AES-GCM"


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


def seal(message: str, signing: int, recipient: Point, draw: Draw) -> str:
    """Return `message` for the owner of the encryption key `recipient`, signed with `signing`, as the text to send."""
    signed = sign_message(compact({"recipient": point_text(recipient), "message": message}).decode(), signing, draw)
    key = power_g(draw())
    randomness = draw()
    wrapped = Ciphertext(power_g(randomness), product(power(recipient, randomness), key))
    data = _cipher(key).encrypt(_initial_vector(wrapped), compact(signed.to_json()), None)
    return compact({"algorithm": _ALGORITHM, **wrapped.to_json(), "data": data.hex()}).decode()


def unseal(text: str, decryption: int, sender: Point) -> str:
    """Return the message in `text`, sent by the owner of the verification key `sender` to the owner of `decryption`.

    Raises Malformed ("sealed message") for whatever was not sealed by this sender for this recipient.
    """
    wrapped, data = _read_sealed(text)
    key = quotient(wrapped.beta, power(wrapped.alpha, decryption))
    try:
        opened = _cipher(key).decrypt(_initial_vector(wrapped), data, None)
    except InvalidTag:
        raise Malformed("sealed message") from None
    signed = read_signed_message(read_json(opened), "sealed message")
    match read_json(signed.message.encode()):
        case {"recipient": recipient, "message": str(message)}:
            if recipient == point_text(power_g(decryption)) and signed.holds(sender):
                return message
    raise Malformed("sealed message")


def _read_sealed(text: str) -> tuple[Ciphertext, bytes]:
    record = read_json(text.encode())
    if not isinstance(record, dict) or list(record) != ["algorithm", "alpha", "beta", "data"]:
        raise Malformed("sealed message")
    if record["algorithm"] != _ALGORITHM or not is_canonical(text.encode(), record):
        raise Malformed("sealed message")
    wrapped = read_ciphertext({"alpha": record["alpha"], "beta": record["beta"]}, "sealed message")
    require_member(wrapped.alpha)
    require_member(wrapped.beta)
    try:
        return wrapped, bytes.fromhex(record["data"])
    except (TypeError, ValueError):
        raise Malformed("sealed message") from None


def _cipher(key: Point) -> AESGCM:
    return AESGCM(hashlib.sha256(f"key|{point_text(key)}".encode()).digest())


def _initial_vector(wrapped: Ciphertext) -> bytes:
    return hashlib.sha256(f"iv|{point_text(wrapped.alpha)}".encode()).digest()


def _tag(message: str) -> str:
    return f"sigmsg|{message}|"
