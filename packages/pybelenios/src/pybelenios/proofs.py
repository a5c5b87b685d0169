"""Proofs that reveal nothing but the truth of a statement (specification, sections 4.5, 4.12, 4.13, 4.16 and 4.20).

All are of one form: commitments are hashed with a tag that names the context, the hash is the challenge, and the proof
keeps (challenge, response) only. Whoever checks recomputes the commitments, so each must come out exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pybelenios.elgamal import Ciphertext
from pybelenios.errors import Malformed
from pybelenios.group import (
    ORDER,
    Draw,
    Point,
    hash_to_scalar,
    power,
    power_g,
    product,
    quotient,
    read_scalar,
    scalar_text,
)


@dataclass(frozen=True, slots=True)
class Proof:
    """One challenge and its response."""

    challenge: int  # c
    response: int  # r

    def to_json(self) -> dict[str, str]:
        """Return the record's form of this proof."""
        return {"challenge": scalar_text(self.challenge), "response": scalar_text(self.response)}


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the statements of a disjunction: `ciphertext` hides `value`."""

    ciphertext: Ciphertext
    value: int  # M_j


@dataclass(frozen=True, slots=True)
class KnownBranch:
    """A branch as the prover knows it: what the ciphertext really hides, and with which randomness."""

    value: int  # M_j
    hidden: int = field(repr=False)  # m_j
    randomness: int = field(repr=False)  # rho_j


def read_proof(value: object, reason: str) -> Proof:
    """Return the proof that `value` spells; raise Malformed(`reason`) for another shape, or about its scalars."""
    if not isinstance(value, dict) or list(value) != ["challenge", "response"]:
        raise Malformed(reason)
    return Proof(read_scalar(value["challenge"]), read_scalar(value["response"]))


def prove_knowledge(secret: int, tag: str, draw: Draw) -> Proof:
    """Prove knowledge of the logarithm of g^`secret`. Draws one scalar."""
    nonce = draw()  # w
    challenge = hash_to_scalar(tag, power_g(nonce))
    return Proof(challenge, (nonce - secret * challenge) % ORDER)


def knowledge_holds(proof: Proof, public: Point, tag: str) -> bool:
    """Tell whether `proof` shows that its maker knows the logarithm of `public`."""
    commitment = product(power_g(proof.response), power(public, proof.challenge))
    return hash_to_scalar(tag, commitment) == proof.challenge


def prove_same_exponent(secret: int, base: Point, tag: str, draw: Draw) -> Proof:
    """Prove that g^`secret` and `base`^`secret` have one exponent. Draws one scalar."""
    nonce = draw()  # w
    challenge = hash_to_scalar(tag, power_g(nonce), power(base, nonce))
    return Proof(challenge, (nonce - secret * challenge) % ORDER)


def same_exponent_holds(proof: Proof, base: Point, public: Point, raised: Point, tag: str) -> bool:
    """Tell whether `raised` is `base` to the logarithm of `public`."""
    first = product(power_g(proof.response), power(public, proof.challenge))
    second = product(power(base, proof.response), power(raised, proof.challenge))
    return hash_to_scalar(tag, first, second) == proof.challenge


def prove_one_of(branches: Sequence[KnownBranch], true: int, key: Point, tag: str, draw: Draw) -> tuple[Proof, ...]:
    """Prove that one of `branches` holds, without saying that it is number `true`.

    Draws, in this order: challenge and response of each false branch from first to last, then the nonce of the true
    one. The prover knows all randomness, so the commitments of false branches need powers of g and y only.
    """
    simulated = {j: Proof(draw(), draw()) for j in range(len(branches)) if j != true}
    nonce = draw()  # w
    commitments: list[Point] = []
    for j, branch in enumerate(branches):
        commitments += (
            _false_commitments(branch, simulated[j], key) if j != true else (power_g(nonce), power(key, nonce))
        )
    others = sum(proof.challenge for proof in simulated.values())
    challenge = (hash_to_scalar(tag, *commitments) - others) % ORDER
    simulated[true] = Proof(challenge, (nonce - branches[true].randomness * challenge) % ORDER)
    return tuple(simulated[j] for j in range(len(branches)))


def one_of_holds(proofs: Sequence[Proof], branches: Sequence[Branch], key: Point, tag: str) -> bool:
    """Tell whether `proofs` show that one of `branches` holds: as many as there are branches, and the sum fits.

    Raises Malformed when a ciphertext is not in the group.
    """
    if len(proofs) != len(branches):
        return False
    commitments: list[Point] = []
    for proof, branch in zip(proofs, branches, strict=True):
        commitments += _commitments(proof, branch, key)
    return hash_to_scalar(tag, *commitments) == sum(proof.challenge for proof in proofs) % ORDER


def _commitments(proof: Proof, branch: Branch, key: Point) -> tuple[Point, Point]:
    """A_j = g^r alpha^c and B_j = y^r (beta / g^M)^c."""
    alpha, beta = branch.ciphertext.alpha, branch.ciphertext.beta
    lifted = quotient(beta, _small_power_g(branch.value)) if branch.value else beta
    first = product(power_g(proof.response), power(alpha, proof.challenge))
    second = product(power(key, proof.response), power(lifted, proof.challenge))
    return first, second


def _false_commitments(branch: KnownBranch, proof: Proof, key: Point) -> tuple[Point, Point]:
    """Return the same two points, from exponents: A_j = g^e, B_j = y^e g^((m - M) c), e = r + rho c."""
    exponent = proof.response + branch.randomness * proof.challenge
    error = power_g((branch.hidden - branch.value) * proof.challenge)
    return power_g(exponent), product(power(key, exponent), error)


@lru_cache(maxsize=1024)
def _small_power_g(value: int) -> Point:
    return power_g(value)
