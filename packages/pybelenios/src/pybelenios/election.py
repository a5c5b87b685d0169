"""The election record: what is asked, under which key. Its exact bytes are hashed into every ballot (section 4.10).

Members that we do not know are tolerated at every level and covered by the fingerprint, as in belenios-tool. One of
them is ours: `assembly`, which binds the roll, the credentials and the rules of the assembly to the election.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pybelenios.credentials import is_uuid
from pybelenios.errors import Malformed
from pybelenios.group import Point, point_text, read_point, require_member
from pybelenios.jsontext import compact, natural, read_json, sha256_b64

MAX_RANKED: Final = 30
"""Answers of a ranking that fit into one point."""


@dataclass(frozen=True, slots=True)
class Question:
    """A homomorphic question: between `minimum` and `maximum` of the answers are ticked, or the vote is blank."""

    title: str
    answers: tuple[str, ...]
    minimum: int  # k1
    maximum: int  # k2
    blank: bool = False

    @property
    def size(self) -> int:
        """How many ciphertexts an answer has: one per answer, and one more, first, when blank is offered."""
        return len(self.answers) + self.blank

    def to_json(self) -> dict[str, object]:
        """Return the record's form of this question."""
        blank = {"blank": True} if self.blank else {}
        bounds = {"min": self.minimum, "max": self.maximum}
        return {"answers": list(self.answers), **blank, **bounds, "question": self.title}


@dataclass(frozen=True, slots=True)
class Ranking:
    """A non-homomorphic question: each answer gets a small number, and ballots are shuffled before decryption."""

    title: str
    answers: tuple[str, ...]
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many numbers a plaintext has."""
        return len(self.answers)

    def to_json(self) -> dict[str, object]:
        """Return the record's form of this question."""
        value = {"answers": list(self.answers), "question": self.title}
        return {"type": "NonHomomorphic", "value": value, "extra": dict(self.extra)}


AnyQuestion = Question | Ranking


@dataclass(frozen=True, slots=True)
class Election:
    """An election as its record states it, with the record's own bytes."""

    raw: bytes = field(repr=False)
    uuid: str
    fingerprint: str  # phi
    public_key: Point  # y
    name: str
    description: str
    questions: tuple[AnyQuestion, ...]
    assembly: Mapping[str, object] | None = field(default=None, repr=False)

    @property
    def has_ranking(self) -> bool:
        """Tell whether ballots must be shuffled before they are decrypted."""
        return any(isinstance(question, Ranking) for question in self.questions)


def write_election(
    *,
    uuid: str,
    name: str,
    public_key: Point,
    questions: Sequence[AnyQuestion],
    description: str = "",
    administrator: str | None = None,
    credential_authority: str | None = None,
    assembly: Mapping[str, object] | None = None,
) -> bytes:
    """Return the election record, ready to be stored and hashed. Read it back with `read_election`."""
    record: dict[str, object] = {
        "version": 1,
        "description": description,
        "name": name,
        "group": "Ed25519",
        "public_key": point_text(public_key),
        "questions": [question.to_json() for question in questions],
        "uuid": uuid,
    }
    members = {"administrator": administrator, "credential_authority": credential_authority, "assembly": assembly}
    return compact(record | {key: value for key, value in members.items() if value is not None})


def read_election(raw: bytes) -> Election:
    """Return the election of a record; raise Malformed when a member we need is missing or out of bounds."""
    record = _mapping(read_json(raw), "election")
    if natural(record.get("version"), "election: version") != 1 or record.get("group") != "Ed25519":
        raise Malformed("election: only version 1 over the group Ed25519 is read")
    if not is_uuid(record.get("uuid")):
        raise Malformed("election: uuid")
    key = require_member(read_point(record.get("public_key")))
    assembly = record.get("assembly")
    return Election(
        raw=raw,
        uuid=_text(record.get("uuid"), "uuid"),
        fingerprint=sha256_b64(raw),
        public_key=key,
        name=_text(record.get("name"), "name"),
        description=_text(record.get("description"), "description"),
        questions=tuple(_read_question(value) for value in _list(record.get("questions"), "questions")),
        assembly=None if assembly is None else _mapping(assembly, "assembly"),
    )


def _read_question(value: object) -> AnyQuestion:
    record = _mapping(value, "question")
    match record.get("type"):
        case None:
            return _read_homomorphic(record)
        case "Homomorphic":
            return _read_homomorphic(_mapping(record.get("value"), "question"))
        case "NonHomomorphic":
            return _read_ranking(record)
    raise Malformed("election: a type of question that we do not offer")


def _read_homomorphic(record: Mapping[str, object]) -> Question:
    answers = _answers(record)
    minimum, maximum = natural(record.get("min"), "election: min"), natural(record.get("max"), "election: max")
    blank = record.get("blank", False)
    if not isinstance(blank, bool):
        raise Malformed("election: blank")
    if minimum > maximum or maximum > len(answers):
        raise Malformed("election: bounds of a question")
    return Question(_text(record.get("question"), "question"), answers, minimum, maximum, blank)


def _read_ranking(record: Mapping[str, object]) -> Ranking:
    value = _mapping(record.get("value"), "question")
    answers = _answers(value)
    if len(answers) > MAX_RANKED:
        raise Malformed("election: too many answers to rank")
    return Ranking(_text(value.get("question"), "question"), answers, _mapping(record.get("extra", {}), "extra"))


def _answers(record: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(_text(answer, "answers") for answer in _list(record.get("answers"), "answers"))


def _mapping(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Malformed(f"election: {name}")
    return value


def _list(value: object, name: str) -> list[object]:
    if not isinstance(value, list) or not value:
        raise Malformed(f"election: {name}")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise Malformed(f"election: {name}")
    return value
