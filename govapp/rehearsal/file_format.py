"""What may stand in a scenario file (docs/scenarios.md): its members, the shape of each, and where a fault is."""

from datetime import date
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from govapp.kernel.texts import LANGUAGES, Texts
from govapp.rehearsal.percentages import Split

MAX_VOTERS: Final = 100_000
MAX_SEATS: Final = 30
LANGUAGE_MEMBERS: Final = tuple(language.value for language in LANGUAGES)

Count = Annotated[int, Field(ge=0)]
Percentage = Annotated[int, Field(ge=0, le=100)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _iso_day(value: object) -> object:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("no_day", "not an ISO date such as 2026-06-16") from None


class FilePart(BaseModel):
    """An object of the file; members that nobody reads are allowed, and remarked upon."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow")


Part = TypeVar("Part", bound=FilePart)


class Answers(FilePart):
    """How many were for, against and abstained."""

    in_favour: Count = Field(alias="for")
    against: Count
    abstain: Count

    @property
    def split(self) -> Split:
        """Return the three figures in the order of the answers."""
        return self.in_favour, self.against, self.abstain


class Percentages(Answers):
    """The same in whole per cent of the ballots, as they were published."""

    in_favour: Percentage = Field(alias="for")
    against: Percentage
    abstain: Percentage


class QuestionOutcome(FilePart):
    """What was answered to one question, in ballots or in per cent."""

    counts: Answers | None = None
    percent: Percentages | None = None


class Worded(FilePart):
    """What has a text in at least one language."""

    nl: str | None = None
    fr: str | None = None
    en: str | None = None
    de: str | None = None

    @model_validator(mode="after")
    def _some_text(self) -> "Worded":
        if not self.texts:
            raise PydanticCustomError("no_text", "no text in any of the languages nl, fr, en, de")
        return self

    @property
    def texts(self) -> Texts:
        """Return the texts that were written."""
        return Texts.from_dict({name: text for name in LANGUAGE_MEMBERS if (text := getattr(self, name)) is not None})


class FileItem(Worded):
    """What every item of the agenda has."""

    kind: str
    method: str | None = None
    verdict: Literal["adopted", "rejected", "elected", "not_elected", "tied", "ranked"] | None = None


class DecisionItem(FileItem, QuestionOutcome):
    """A question with the answers for, against and abstain."""


class MotionCandidate(QuestionOutcome):
    """A candidate who is voted for, against or abstained on."""

    name: Name


class MotionsItem(DecisionItem):
    """An election in which each candidate is a question; one alone may have the outcome on the item itself."""

    seats: int = Field(ge=1, le=MAX_SEATS)
    candidates: list[MotionCandidate] | None = Field(default=None, min_length=1)


class Votes(FilePart):
    """How many ballots ticked a name."""

    votes: Count


class Candidate(Votes):
    """A candidate among whom a ballot ticks some."""

    name: Name

    @property
    def texts(self) -> Texts:
        """Return the name, which is the same in every language."""
        return Texts.same(self.name)


class Option(Worded, Votes):
    """An option among which a ballot ticks some."""


class CandidatesItem(FileItem):
    """An election in which a ballot ticks candidates, or is blank."""

    seats: int = Field(ge=1, le=MAX_SEATS)
    candidates: list[Candidate] = Field(min_length=1)
    blank: Count = 0


class OptionsItem(FileItem):
    """A choice among options of which a ballot ticks at most `max`, or is blank."""

    options: list[Option] = Field(min_length=1)
    max: int | None = Field(default=None, ge=1)
    blank: Count = 0
    threshold: Literal["1/2", "2/3", "3/4", "4/5"] | None = None


class FileHead(FilePart):
    """The file without its items, which are read one by one."""

    what: str = ""
    held_on: Annotated[date, BeforeValidator(_iso_day)]
    voters: int = Field(ge=1, le=MAX_VOTERS)
    eligible: Count | None = None
    revotes: Count | None = None
    one_integer_solution: object = None

    @field_validator("what", mode="before")
    @classmethod
    def _any_remark(cls, value: object) -> object:
        return value if isinstance(value, str) else ""


class FileNotes:
    """What a reader has to say about a file: faults, and remarks, each with its place like `items[2].percent`."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.remarks: list[str] = []

    def fault(self, place: str, sentence: str) -> None:
        """Note a fault."""
        self.faults.append(f"{place}: {sentence}" if place else sentence)

    def read(self, shape: type[Part], record: object, place: str = "") -> Part | None:
        """Return a record in its shape, or None after noting every fault; members nobody reads are remarked upon."""
        try:
            found = shape.model_validate(record)
        except ValidationError as error:
            for each in error.errors(include_url=False):
                self.fault(_place(place, each["loc"]), _sentence(each))
            return None
        self.remarks += [f"{where}: not a member of the format; not used" for where in _unread(found, place)]
        return found


def _place(start: str, steps: tuple[int | str, ...]) -> str:
    place = start
    for step in steps:
        place += f"[{step}]" if isinstance(step, int) else f".{step}"
    return place.removeprefix(".")


def _sentence(error: ErrorDetails) -> str:
    if error["type"] == "missing":
        return "missing"
    if error["type"] in {"model_type", "no_text"}:
        return "a JSON object stands here" if error["type"] == "model_type" else error["msg"]
    return f"{error['input']!r}: {error['msg'][0].lower()}{error['msg'][1:]}"


def _unread(part: FilePart, place: str) -> list[str]:
    found = [_place(place, (name,)) for name in part.model_extra or ()]
    for name, field in type(part).model_fields.items():
        found += _unread_in(getattr(part, name), _place(place, (field.alias or name,)))
    return found


def _unread_in(value: Any, place: str) -> list[str]:  # noqa: ANN401 - a member of any shape
    if isinstance(value, FilePart):
        return _unread(value, place)
    if isinstance(value, list):
        return [each for index, part in enumerate(value) for each in _unread_in(part, _place(place, (index,)))]
    return []
