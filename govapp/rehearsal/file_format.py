"""What may stand in a scenario file (docs/scenarios.md): its members, and the shape of each."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

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
        raise PydanticCustomError("no_day", "not an ISO date") from None


class FilePart(BaseModel):
    """An object of the file; members that nobody reads are allowed, and remarked upon."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow")


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
            raise PydanticCustomError("no_text", "no text in any language")
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
