"""The key ceremony: n members make one election key, which any t of them can use (specification, section 4.6).

Each member speaks three times. First the *certificate*: the keys with which the member signs and receives. When all
certificates are there, the *contribution*: a secret polynomial, of which each member gets one value, sealed, and
everybody the commitments. When all contributions are there, the *public key* of the member's share, with the share
sealed for the member alone, so that a seed of 22 characters is all that a member must keep.

Whoever speaks last could choose a polynomial after seeing the others'. Therefore each member gives, before anybody's
contribution is shown, a digest that binds it to its own: ours derives the polynomial from the seed and gives the digest
of its commitments together with the certificate; whoever uses a program that cannot, gives the digest of the whole
contribution. Belenios 3.3 has no such step; the records that remain are the same.

**Draw order**: `make_certificate` one scalar; `make_contribution` what each sealed message and signature draws in the
order of the record; `make_key` the proof of possession, the signature, the sealed share.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from pybelenios.credentials import ALPHABET, CODE_LENGTH, base58
from pybelenios.errors import Malformed, Refused
from pybelenios.group import ORDER, Draw, Point, draw_scalar, point_text, power_g, read_scalar, scalar_text
from pybelenios.jsontext import compact, is_canonical, read_json, sha256_hex
from pybelenios.messages import SignedMessage, read_signed_message, seal, sign_message, unseal
from pybelenios.pedersen import (
    Group,
    Pedersen,
    check_pedersen,
    committed_value,
    joint_message,
    read_certificate,
    read_coefexps,
    require_share_key,
)
from pybelenios.proofs import Proof, prove_knowledge, read_proof
from pybelenios.trusteekey import TrusteeKey, key_proof_tag, read_trustee_key

ATTEMPTS: Final = 8
"""How often the members of a group can begin again with the same seeds, because one of them was replaced."""


@dataclass(frozen=True, slots=True)
class MemberSecrets:
    """What a member's seed stands for."""

    seed: str = field(repr=False)
    signing: int = field(repr=False)  # sk
    decryption: int = field(repr=False)  # dk

    def polynomial(self, threshold: int, attempt: int) -> list[int]:
        """Return the secret coefficients a_0 .. a_{t-1}; each attempt at a key has its own."""
        return [_hash(f"polynomial|{self.seed}|{attempt}|{degree}") for degree in range(threshold)]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one member says in the second step; `secrets` are sealed, one for each member in their order."""

    polynomial: str  # sealed for the member itself
    secrets: tuple[str, ...]
    coefexps: SignedMessage
    signature: Proof  # of all certificates together with the own commitments

    def to_json(self) -> dict[str, object]:
        """Return the message's form of this contribution."""
        return {
            "polynomial": self.polynomial,
            "secrets": list(self.secrets),
            "coefexps": self.coefexps.to_json(),
            "signature": self.signature.to_json(),
        }


@dataclass(frozen=True, slots=True)
class MemberKey:
    """What one member says in the third step."""

    private_key: str  # the decryption key x_j, sealed for the member itself
    public_key: TrusteeKey  # K_j

    def to_json(self) -> dict[str, object]:
        """Return the message's form of this key."""
        return {"private_key": self.private_key, "public_key": self.public_key.to_json()}


def draw_seed(below: Callable[[int], int]) -> str:
    """Return a fresh seed of 22 characters; `below(n)` gives a uniform number under n, as `secrets.randbelow` does."""
    return base58(below(58**CODE_LENGTH), CODE_LENGTH)


def read_seed(text: str) -> str:
    """Return the seed in `text`, spaces and hyphens left out; raise Malformed ("seed") for anything else."""
    seed = "".join(letter for letter in text if not letter.isspace() and letter != "-")
    if len(seed) != CODE_LENGTH or not set(seed) <= set(ALPHABET):
        raise Malformed("seed")
    return seed


def derive_secrets(seed: str) -> MemberSecrets:
    """Return the two private keys that `seed` (22 characters of base58) stands for."""
    signing, decryption = (_hash(f"{purpose}|{seed}") for purpose in ("sk", "dk"))
    return MemberSecrets(seed, signing, decryption)


def make_promises(secrets: MemberSecrets, threshold: int) -> tuple[str, ...]:
    """Return the digests (64 hexadecimal digits) that bind a member to the commitments of its contributions.

    There is one for each of ATTEMPTS: when a member is replaced, the others contribute again, without a new promise.
    """
    return tuple(sha256_hex(_coefexps(secrets.polynomial(threshold, attempt)).encode()) for attempt in range(ATTEMPTS))


def make_certificate(secrets: MemberSecrets, group: Group, index: int, draw: Draw = draw_scalar) -> SignedMessage:
    """Return the first message of member `index` (from 1) of `group`."""
    record = {
        "context": group.context(index),
        "verification": point_text(power_g(secrets.signing)),
        "encryption": point_text(power_g(secrets.decryption)),
    }
    return sign_message(compact(record).decode(), secrets.signing, draw)


def read_certificate_message(raw: bytes) -> SignedMessage:
    """Return the certificate in `raw`, its content unchecked; raise Malformed for another shape."""
    return read_signed_message(_read_canonical(raw, "certificate"), "certificate")


def check_certificate(certificate: SignedMessage, group: Group, index: int) -> None:
    """Raise Refused, naming the member, unless `certificate` was made by its owner for place `index` of `group`."""
    with _blaming(index):
        read_certificate(certificate, group, index)


def check_certificates(certificates: Sequence[SignedMessage], group: Group) -> None:
    """Raise Refused, naming the member, unless each certificate is good and no two members have one key."""
    if len(certificates) != group.size:
        raise Refused("threshold group", f"{group.size} certificates are needed, not {len(certificates)}.")
    seen: dict[Point, int] = {}
    for index, certificate in enumerate(certificates, start=1):
        check_certificate(certificate, group, index)
        for key in read_certificate(certificate, group, index):
            if seen.setdefault(key, index) != index:
                raise Refused("copied key", f"Member {index} sent the key of member {seen[key]}.")


def make_contribution(
    secrets: MemberSecrets,
    certificates: Sequence[SignedMessage],
    group: Group,
    index: int,
    attempt: int = 0,
    *,
    draw: Draw = draw_scalar,
) -> Contribution:
    """Return the second message of member `index`. Raises Refused when a certificate is not good, or not its own.

    `attempt` counts from 0, below ATTEMPTS; a polynomial is used with one list of certificates only.
    """
    check_certificates(certificates, group)
    members = [read_certificate(certificate, group, place) for place, certificate in enumerate(certificates, start=1)]
    own = members[index - 1]
    if own != (power_g(secrets.signing), power_g(secrets.decryption)):
        raise Refused("another seed", f"This seed is not the one with which member {index} began.")
    polynomial = secrets.polynomial(group.threshold, attempt)
    kept = _scalars("polynomial", polynomial)
    sealed = seal(kept, secrets.signing, own[1], draw)
    values = tuple(
        seal(_scalar("secret", _value(polynomial, place)), secrets.signing, encryption, draw)
        for place, (_, encryption) in enumerate(members, start=1)
    )
    signed = sign_message(_coefexps(polynomial), secrets.signing, draw)
    joint = sign_message(joint_message(certificates, read_coefexps(signed)), secrets.signing, draw)
    return Contribution(sealed, values, signed, joint.signature)


def write_contribution(contribution: Contribution) -> bytes:
    """Return the text of a contribution."""
    return compact(contribution.to_json())


def keeps_promise(contribution: Contribution, digest: str) -> bool:
    """Tell whether the member was bound to this contribution by `digest`: of its commitments, or of the whole text."""
    return digest in (sha256_hex(contribution.coefexps.message.encode()), sha256_hex(write_contribution(contribution)))


def read_contribution(raw: bytes) -> Contribution:
    """Return the contribution in `raw`, unchecked; raise Malformed for another shape."""
    match _read_canonical(raw, "contribution"):
        case {"polynomial": str(polynomial), "secrets": [*secrets], "coefexps": coefexps, "signature": signature}:
            if all(isinstance(secret, str) for secret in secrets):
                return Contribution(
                    polynomial,
                    tuple(map(str, secrets)),
                    read_signed_message(coefexps, "contribution"),
                    read_proof(signature, "contribution"),
                )
    raise Malformed("contribution")


def check_contribution(
    contribution: Contribution, certificates: Sequence[SignedMessage], group: Group, index: int
) -> None:
    """Raise Refused, naming the member, unless what everybody can see of its contribution is right.

    Whether a sealed value fits the commitments, only its recipient can see: `make_key` refuses it.
    """
    with _blaming(index):
        verification, _ = read_certificate(certificates[index - 1], group, index)
        points = read_coefexps(contribution.coefexps)
        joint = SignedMessage(joint_message(certificates, points), contribution.signature)
        if len(points) != group.threshold or len(contribution.secrets) != group.size:
            raise Refused("threshold", "The contribution is for another number of keys or of members.")
        if not contribution.coefexps.holds(verification) or not joint.holds(verification):
            raise Refused("message signature", "The contribution is not signed, or is signed for other certificates.")


def make_key(
    secrets: MemberSecrets,
    certificates: Sequence[SignedMessage],
    contributions: Sequence[Contribution],
    group: Group,
    index: int,
    draw: Draw = draw_scalar,
) -> MemberKey:
    """Return the third message of member `index`: its key, with the share sealed for itself.

    Raises Refused, naming the member who is at fault: for a contribution that `check_contribution` refuses, and
    ("secret") for one whose sealed value cannot be opened or does not fit its commitments.
    """
    check_certificates(certificates, group)
    share = 0
    for place, contribution in enumerate(contributions, start=1):
        check_contribution(contribution, certificates, group, place)
        share += _open_value(secrets, certificates[place - 1], contribution, group, (place, index))
    share %= ORDER
    public = power_g(share)
    proof = prove_knowledge(share, key_proof_tag(public), draw)
    signature = sign_message(point_text(public), secrets.signing, draw).signature
    sealed = seal(_scalar("decryption_key", share), secrets.signing, power_g(secrets.decryption), draw)
    return MemberKey(sealed, TrusteeKey(public, proof, signature))


def read_member_key(raw: bytes) -> MemberKey:
    """Return the key in `raw`, unchecked; raise Malformed for another shape."""
    match _read_canonical(raw, "member key"):
        case {"private_key": str(private_key), "public_key": public_key}:
            return MemberKey(private_key, read_trustee_key(public_key, signed=True))
    raise Malformed("member key")


def check_member_key(
    key: MemberKey,
    certificates: Sequence[SignedMessage],
    contributions: Sequence[Contribution],
    group: Group,
    index: int,
) -> None:
    """Raise Refused, naming the member, unless `key` is what the contributions give member `index`, signed by it."""
    with _blaming(index):
        verification, _ = read_certificate(certificates[index - 1], group, index)
        points = [read_coefexps(contribution.coefexps) for contribution in contributions]
        require_share_key(key.public_key, index, points, verification)


def open_share(secrets: MemberSecrets, private_key: str) -> int:
    """Return the decryption key x_j in what `make_key` sealed; raise Malformed when it is not of these secrets."""
    return _read_scalar("decryption_key", unseal(private_key, secrets.decryption, power_g(secrets.signing)))


def form_group(
    certificates: Sequence[SignedMessage],
    contributions: Sequence[Contribution],
    keys: Sequence[TrusteeKey],
    group: Group,
) -> Pedersen:
    """Return the public outcome of the ceremony, checked; raise Refused as `check_pedersen` does."""
    formed = Pedersen(
        threshold=group.threshold,
        certificates=tuple(certificates),
        coefexps=tuple(contribution.coefexps for contribution in contributions),
        signatures=tuple(contribution.signature for contribution in contributions),
        keys=tuple(keys),
    )
    check_pedersen(formed)
    return formed


def _open_value(
    secrets: MemberSecrets, certificate: SignedMessage, contribution: Contribution, group: Group, way: tuple[int, int]
) -> int:
    sender, index = way
    verification, _ = read_certificate(certificate, group, sender)
    try:
        value = _read_scalar("secret", unseal(contribution.secrets[index - 1], secrets.decryption, verification))
    except Malformed:
        raise Refused("secret", f"Member {sender} sent member {index} a value that cannot be opened.") from None
    if power_g(value) != committed_value(read_coefexps(contribution.coefexps), index):
        raise Refused("secret", f"Member {sender} sent member {index} a value that does not fit the commitments.")
    return value


def _value(polynomial: Sequence[int], place: int) -> int:
    total: int = sum(coefficient * place**degree for degree, coefficient in enumerate(polynomial))
    return total % ORDER


@contextmanager
def _blaming(index: int) -> Iterator[None]:
    """Say in a refusal which member is at fault."""
    try:
        yield
    except Malformed as fault:
        sentence = f"Member {index} sent something that cannot be read ({fault.reason})."
        raise Refused("unreadable message", sentence) from None
    except Refused as refusal:
        raise Refused(refusal.reason, f"Member {index}: {refusal.sentence}") from None


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % ORDER


def _coefexps(polynomial: Sequence[int]) -> str:
    return compact({"coefexps": [point_text(power_g(coefficient)) for coefficient in polynomial]}).decode()


def _scalar(name: str, value: int) -> str:
    return compact({name: scalar_text(value)}).decode()


def _scalars(name: str, values: Sequence[int]) -> str:
    return compact({name: [scalar_text(value) for value in values]}).decode()


def _read_scalar(name: str, text: str) -> int:
    record = read_json(text.encode())
    if not isinstance(record, dict) or list(record) != [name]:
        raise Malformed(name)
    return read_scalar(record[name])


def _read_canonical(raw: bytes, reason: str) -> object:
    record = read_json(raw.strip())
    if not is_canonical(raw.strip(), record):
        raise Malformed(reason)
    return record
