"""Messages sealed by one member of a threshold group for another (specification, section 4.6.1).

A sealed message is signed by its sender, names its recipient, and is encrypted with AES-256-GCM under a key that only
the recipient can compute. **Draw order** of `seal`: the nonce of the signature, the exponent of the key, the
randomness.
"""

import hashlib

from pybelenios.aesgcm import Unauthentic, decrypt, encrypt
from pybelenios.elgamal import Ciphertext, read_ciphertext
from pybelenios.errors import Malformed
from pybelenios.group import Draw, Point, point_text, power, power_g, product, quotient, require_member
from pybelenios.jsontext import compact, is_canonical, read_json
from pybelenios.messages import read_signed_message, sign_message

_ALGORITHM = "AES-GCM"


def seal(message: str, signing: int, recipient: Point, draw: Draw) -> str:
    """Return `message` for the owner of the encryption key `recipient`, signed with `signing`, as the text to send."""
    signed = sign_message(compact({"recipient": point_text(recipient), "message": message}).decode(), signing, draw)
    return wrap(compact(signed.to_json()), recipient, draw)


def wrap(content: bytes, recipient: Point, draw: Draw) -> str:
    """Return `content` encrypted for the owner of the encryption key `recipient`."""
    key = power_g(draw())
    randomness = draw()
    wrapped = Ciphertext(power_g(randomness), product(power(recipient, randomness), key))
    data = encrypt(_key_of(key), _initial_vector(wrapped), content)
    return compact({"algorithm": _ALGORITHM, **wrapped.to_json(), "data": data.hex()}).decode()


def unseal(text: str, decryption: int, sender: Point) -> str:
    """Return the message in `text`, sent by the owner of the verification key `sender` to the owner of `decryption`.

    Raises Malformed ("sealed message") for whatever was not sealed by this sender for this recipient.
    """
    wrapped, data = _read_sealed(text)
    key = quotient(wrapped.beta, power(wrapped.alpha, decryption))
    try:
        opened = decrypt(_key_of(key), _initial_vector(wrapped), data)
    except Unauthentic:
        raise Malformed("sealed message") from None
    signed, own = read_signed_message(read_json(opened), "sealed message"), point_text(power_g(decryption))
    match read_json(signed.message.encode()):
        case {"recipient": recipient, "message": str(message)} if recipient == own and signed.holds(sender):
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


def _key_of(key: Point) -> bytes:
    return hashlib.sha256(f"key|{point_text(key)}".encode()).digest()


def _initial_vector(wrapped: Ciphertext) -> bytes:
    return hashlib.sha256(f"iv|{point_text(wrapped.alpha)}".encode()).digest()
