"""The key ceremony: n members make one election key, which any t of them can use (specification, section 4.6).

Each member speaks four times. First the *certificate*: the keys with which the member signs and receives. When all
certificates are there, the *promise*: a digest that binds the member to its contribution. When all promises are there,
the *contribution*: a secret polynomial, of which each member gets one value, sealed, and everybody the commitments.
When all contributions are there, the *public key* of the member's share, with the share sealed for the member alone.

Without promises, whoever speaks last could choose a polynomial after seeing the others'. They come after the
certificates because a polynomial follows from these: asked again for other members, a member gives values of another
polynomial. Belenios 3.3 has no such step; the records that remain are the same. Its member promises the digest of the
whole contribution, which is made early and kept back, where ours promises that of its commitments.

Here is what everybody can check of these messages; `member` makes them.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from pybelenios.errors import Malformed, Refused
from pybelenios.group import Point
from pybelenios.jsontext import compact, is_canonical, read_json, sha256_hex
from pybelenios.messages import SignedMessage, read_signed_message
from pybelenios.pedersen import (
    GroupSize,
    Pedersen,
    check_pedersen,
    joint_message,
    read_certificate,
    read_coefexps,
    require_share_key,
)
from pybelenios.proofs import Proof, read_proof
from pybelenios.trusteekey import TrusteeKey, read_trustee_key

_DIGEST: Final = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one member says in the third step; `secrets` are sealed, one for each member in their order."""

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
    """What one member says in the last step."""

    private_key: str  # the decryption key x_j, sealed for the member itself
    public_key: TrusteeKey  # K_j

    def to_json(self) -> dict[str, object]:
        """Return the message's form of this key."""
        return {"private_key": self.private_key, "public_key": self.public_key.to_json()}


def read_certificate_message(raw: bytes) -> SignedMessage:
    """Return the certificate in `raw`, its content unchecked; raise Malformed for another shape."""
    return read_signed_message(_read_canonical(raw, "certificate"), "certificate")


def check_certificate(certificate: SignedMessage, group: GroupSize, index: int) -> None:
    """Raise Refused, naming the member, unless `certificate` was made by its owner for place `index` of `group`."""
    with _blaming(index):
        read_certificate(certificate, group, index)


def check_certificates(certificates: Sequence[SignedMessage], group: GroupSize) -> None:
    """Raise Refused, naming the member, unless each certificate is good and no two members have one key."""
    if len(certificates) != group.size:
        raise Refused("threshold group", f"{group.size} certificates are needed, not {len(certificates)}.")
    seen: dict[Point, int] = {}
    for index, certificate in enumerate(certificates, start=1):
        check_certificate(certificate, group, index)
        for key in read_certificate(certificate, group, index):
            if seen.setdefault(key, index) != index:
                raise Refused("copied key", f"Member {index} sent the key of member {seen[key]}.")


def certificates_digest(certificates: Sequence[SignedMessage]) -> str:
    """Return the digest (64 hexadecimal digits) of the certificates of all members in their order, as signed."""
    return sha256_hex(compact([certificate.to_json() for certificate in certificates]))


def write_promise(digest: str) -> bytes:
    """Return the text of a promise, the second message of a member."""
    return compact({"promise": digest})


def read_promise(raw: bytes) -> str:
    """Return the digest in the text of a promise; raise Malformed for another shape."""
    match _read_canonical(raw, "promise"):
        case {"promise": str(digest), **others} if not others and _DIGEST.fullmatch(digest):
            return digest
    raise Malformed("promise")


def write_contribution(contribution: Contribution) -> bytes:
    """Return the text of a contribution."""
    return compact(contribution.to_json())


def keeps_promise(contribution: Contribution, digest: str) -> bool:
    """Tell whether the member was bound to this contribution by `digest`: of its commitments, or of the whole text."""
    return digest in (sha256_hex(contribution.coefexps.message.encode()), sha256_hex(write_contribution(contribution)))


def require_kept(contribution: Contribution, digest: str, index: int) -> None:
    """Raise Refused ("promise"), naming the member, unless `digest` bound it to this contribution."""
    if not keeps_promise(contribution, digest):
        raise Refused("promise", f"Member {index} contributed something else than it had promised.")


def read_contribution(raw: bytes) -> Contribution:
    """Return the contribution in `raw`, unchecked; raise Malformed for another shape."""
    match _read_canonical(raw, "contribution"):
        case {"polynomial": str(polynomial), "secrets": [*secrets], "coefexps": coefexps, "signature": signature}:
            if not all(isinstance(secret, str) for secret in secrets):
                raise Malformed("contribution")
            return Contribution(
                polynomial,
                tuple(map(str, secrets)),
                read_signed_message(coefexps, "contribution"),
                read_proof(signature, "contribution"),
            )
    raise Malformed("contribution")


def check_contribution(
    contribution: Contribution, certificates: Sequence[SignedMessage], group: GroupSize, index: int
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
    group: GroupSize,
    index: int,
) -> None:
    """Raise Refused, naming the member, unless `key` is what the contributions give member `index`, signed by it."""
    with _blaming(index):
        verification, _ = read_certificate(certificates[index - 1], group, index)
        points = [read_coefexps(contribution.coefexps) for contribution in contributions]
        require_share_key(key.public_key, index, points, verification)


def form_group(
    certificates: Sequence[SignedMessage],
    contributions: Sequence[Contribution],
    keys: Sequence[TrusteeKey],
    group: GroupSize,
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


def _read_canonical(raw: bytes, reason: str) -> object:
    record = read_json(raw.strip())
    if not is_canonical(raw.strip(), record):
        raise Malformed(reason)
    return record
