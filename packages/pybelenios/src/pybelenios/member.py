"""What a member of a threshold group does in the key ceremony, and with its share (specification, section 4.6).

A seed of 22 characters is all that a member keeps: it stands for the keys of its messages, as in Belenios, and for its
polynomials.

**Draw order**: `make_certificate` one scalar; `make_promise` none; `make_contribution` what each sealed message and
signature draws in the order of the record; `make_key` the proof of possession, the signature, the sealed share.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pybelenios.ceremony import (
    Contribution,
    MemberKey,
    certificates_digest,
    check_certificates,
    check_contribution,
    require_kept,
)
from pybelenios.credentials import ALPHABET, CODE_LENGTH, base58
from pybelenios.errors import Malformed, Refused
from pybelenios.group import ORDER, Draw, Point, draw_scalar, point_text, power_g, read_scalar, scalar_text
from pybelenios.jsontext import compact, read_json, sha256_hex
from pybelenios.messages import SignedMessage, sign_message
from pybelenios.pedersen import (
    GroupSize,
    committed_value,
    joint_message,
    read_certificate,
    read_coefexps,
)
from pybelenios.proofs import prove_knowledge
from pybelenios.sealedmessages import seal, unseal
from pybelenios.trusteekey import TrusteeKey, key_proof_tag


@dataclass(frozen=True, slots=True)
class MemberSecrets:
    """What a member's seed stands for."""

    seed: str = field(repr=False)
    signing: int = field(repr=False)  # sk
    decryption: int = field(repr=False)  # dk

    def polynomial(self, certificates: Sequence[SignedMessage], threshold: int, attempt: int) -> list[int]:
        """Return the secret coefficients a_0 .. a_{t-1}; each list of members, and each attempt, has its own.

        Were they the same for two lists, values shown to the one and to the other would give away the secret.
        """
        place = f"polynomial|{self.seed}|{attempt}|{certificates_digest(certificates)}|{threshold}"
        return [_hash(f"{place}|{degree}") for degree in range(threshold)]


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


def make_certificate(secrets: MemberSecrets, group: GroupSize, index: int, draw: Draw = draw_scalar) -> SignedMessage:
    """Return the first message of member `index` (from 1) of `group`."""
    record = {
        "context": group.context(index),
        "verification": point_text(power_g(secrets.signing)),
        "encryption": point_text(power_g(secrets.decryption)),
    }
    return sign_message(compact(record).decode(), secrets.signing, draw)


def make_promise(
    secrets: MemberSecrets, certificates: Sequence[SignedMessage], group: GroupSize, index: int, attempt: int = 0
) -> str:
    """Return the second message of member `index`: the digest (64 hexadecimal digits) of the commitments it will show.

    `attempt` counts from 0 how often the members began anew. Raises Refused when a certificate is not good, or not its
    own.
    """
    _members(secrets, certificates, group, index)
    return sha256_hex(_coefexps(secrets.polynomial(certificates, group.threshold, attempt)).encode())


def make_contribution(
    secrets: MemberSecrets,
    certificates: Sequence[SignedMessage],
    promises: Sequence[str],
    group: GroupSize,
    index: int,
    attempt: int = 0,
    *,
    draw: Draw = draw_scalar,
) -> Contribution:
    """Return the third message of member `index`, once the promises of all are there.

    Raises Refused as `make_promise`, ("promises") when some are missing, and ("promise") when its own is not the one
    that it made for these certificates: somebody showed it others then.
    """
    members = _members(secrets, certificates, group, index)
    own = members[index - 1]
    polynomial = secrets.polynomial(certificates, group.threshold, attempt)
    _require_promises(promises, group)
    if promises[index - 1] != sha256_hex(_coefexps(polynomial).encode()):
        raise Refused("promise", f"Member {index} promised something else, or for other certificates than these.")
    kept = _scalars("polynomial", polynomial)
    sealed = seal(kept, secrets.signing, own[1], draw)
    values = tuple(
        seal(_scalar("secret", _value(polynomial, place)), secrets.signing, encryption, draw)
        for place, (_, encryption) in enumerate(members, start=1)
    )
    signed = sign_message(_coefexps(polynomial), secrets.signing, draw)
    joint = sign_message(joint_message(certificates, read_coefexps(signed)), secrets.signing, draw)
    return Contribution(sealed, values, signed, joint.signature)


def make_key(
    secrets: MemberSecrets,
    certificates: Sequence[SignedMessage],
    promises: Sequence[str],
    contributions: Sequence[Contribution],
    group: GroupSize,
    index: int,
    draw: Draw = draw_scalar,
) -> MemberKey:
    """Return the last message of member `index`: its key, with the share sealed for itself.

    Raises Refused, naming the member who is at fault: ("another seed") for secrets that are not those with which member
    `index` began, for a contribution that `check_contribution` refuses, ("promise") for one that was not promised, and
    ("secret") for one whose sealed value cannot be opened or does not fit its commitments.
    """
    _members(secrets, certificates, group, index)
    _require_promises(promises, group)
    share = 0
    for place, contribution in enumerate(contributions, start=1):
        check_contribution(contribution, certificates, group, place)
        require_kept(contribution, promises[place - 1], place)
        share += _open_value(secrets, certificates[place - 1], contribution, group, (place, index))
    share %= ORDER
    public = power_g(share)
    proof = prove_knowledge(share, key_proof_tag(public), draw)
    signature = sign_message(point_text(public), secrets.signing, draw).signature
    sealed = seal(_scalar("decryption_key", share), secrets.signing, power_g(secrets.decryption), draw)
    return MemberKey(sealed, TrusteeKey(public, proof, signature))


def open_share(secrets: MemberSecrets, private_key: str) -> int:
    """Return the decryption key x_j in what `make_key` sealed; raise Malformed when it is not of these secrets."""
    return _read_scalar("decryption_key", unseal(private_key, secrets.decryption, power_g(secrets.signing)))


def _members(
    secrets: MemberSecrets, certificates: Sequence[SignedMessage], group: GroupSize, index: int
) -> list[tuple[Point, Point]]:
    """Return the keys of all members, checked; raise Refused unless those of member `index` are of `secrets`."""
    check_certificates(certificates, group)
    members = [read_certificate(certificate, group, place) for place, certificate in enumerate(certificates, start=1)]
    if members[index - 1] != (power_g(secrets.signing), power_g(secrets.decryption)):
        raise Refused("another seed", f"This seed is not the one with which member {index} began.")
    return members


def _require_promises(promises: Sequence[str], group: GroupSize) -> None:
    if len(promises) != group.size:
        raise Refused("promises", f"{group.size} promises are needed, not {len(promises)}.")


def _open_value(
    secrets: MemberSecrets,
    certificate: SignedMessage,
    contribution: Contribution,
    group: GroupSize,
    way: tuple[int, int],
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
