"""The minutes as a record that is digested: sections of lines that the program wrote, each with a note by hand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from govapp.kernel.records import RecordType
from govapp.kernel.texts import LANGUAGES, Language, Texts

DRAFTING: Final = 2
"""Which sentences the program knows how to write: it grows by one whenever minutes learn to say more."""

NEWER_LINES: Final[Mapping[str, int]] = {
    "notice_mails": 2,
    "notice_letters": 2,
    "notice_replaced": 2,
    "notice_returned": 2,
    "notice_unreached": 2,
    "proxies": 2,
    "proxies_ended": 2,
    "proxies_refused": 2,
    "let_in": 2,
    "key_of_server": 2,
    "keys": 2,
    "key_lost": 2,
}
"""Since which drafting a line is written: minutes that were fixed before lack it, and are no less true."""

Figure = int | str
"""A figure or a word that a line rests on: a number of people, a moment in UTC, the code of an outcome."""


class ProofKind(StrEnum):
    """What shows that a line is true."""

    ASSEMBLY = "assembly"
    ROLL = "roll"
    PAPER = "paper"
    ARCHIVE = "archive"
    RESULT = "result"
    INCIDENT = "incident"
    ATTENDANCE = "attendance"
    ANNEX = "annex"
    NOTICE = "notice"
    PROXIES = "proxies"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """One line that the program wrote, in four languages, and the figures in it.

    `vote` is the ordinal of the vote that it speaks of, 0 for the assembly as a whole; `digest` is that of its proof,
    64 hexadecimal digits, empty where the proof is no sealed record.
    """

    code: str
    text: Texts
    figures: Mapping[str, Figure] = field(default_factory=dict)
    proof: ProofKind | None = None
    vote: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the minutes: what the program wrote, and under it what the secretary adds."""

    key: str
    title: Texts
    lines: tuple[MinutesLine, ...] = ()
    note: Texts = field(default_factory=Texts)


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one assembly. `language` is the authentic one, that of the seat; the others are a courtesy.

    `drafting` says which sentences the program knew when it wrote them.
    """

    assembly_id: int
    title: Texts
    held_on: date
    language: Language
    sections: tuple[Section, ...]
    drafting: int = DRAFTING


def encode_v1(minutes: Minutes) -> dict[str, Any]:
    """Return the record of minutes, with every text in the languages in which it was written."""
    return {
        "v": 1,
        "assembly": minutes.assembly_id,
        "title": minutes.title.as_dict(),
        "held_on": minutes.held_on.isoformat(),
        "language": minutes.language.value,
        "sections": [
            {
                "key": section.key,
                "title": section.title.as_dict(),
                "lines": [_line_v1(line) for line in section.lines],
                "note": section.note.as_dict(),
            }
            for section in minutes.sections
        ],
    }


def encode_v2(minutes: Minutes) -> dict[str, Any]:
    """Return the record of minutes; since version 2 it says which sentences the program knew."""
    return encode_v1(minutes) | {"v": 2, "drafting": minutes.drafting}


# Its digest stands on each page of the exported minutes.
MINUTES: Final = RecordType[Minutes]("minutes", {1: encode_v1, 2: encode_v2})


def reading_digest(minutes: Minutes) -> str:
    """Return the digest of what somebody reads in a draft, whichever language will be the authentic one."""
    return MINUTES.digest(replace(minutes, language=LANGUAGES[0]), MINUTES.newest)


def read_minutes(record: Mapping[str, Any]) -> Minutes:
    """Return the minutes that a record holds; raises UnknownRecordVersion."""
    MINUTES.version_of(record)
    return Minutes(
        assembly_id=record["assembly"],
        title=Texts.from_dict(record["title"]),
        held_on=date.fromisoformat(record["held_on"]),
        language=Language(record["language"]),
        sections=tuple(
            Section(
                key=each["key"],
                title=Texts.from_dict(each["title"]),
                lines=tuple(_read_line(line) for line in each["lines"]),
                note=Texts.from_dict(each["note"]),
            )
            for each in record["sections"]
        ),
        drafting=record.get("drafting", 1),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A line whose figures are not those that the evidence gives now; one of the two is None where it is missing."""

    section: str
    code: str
    written: Mapping[str, Figure] | None
    found: Mapping[str, Figure] | None


def differences(written: Minutes, found: Minutes) -> tuple[Difference, ...]:
    """Return every line of `written` whose figures or proof the evidence does not give, and every line that it lacks.

    Only figures are compared: what is said around them may be worded better by a later version of the program.
    """
    then = dict(_lines(written.sections))
    now = {
        key: line
        for key, line in _lines(found.sections)
        if key in then or NEWER_LINES.get(line.code, 1) <= written.drafting
    }
    return tuple(
        Difference(section, code, _figures(then.get(key)), _figures(now.get(key)))
        for key in [*then, *(key for key in now if key not in then)]
        for section, code, _place in [key]
        if not _same(then.get(key), now.get(key))
    )


def _lines(sections: Sequence[Section]) -> Iterator[tuple[tuple[str, str, int], MinutesLine]]:
    for section in sections:
        places: dict[str, int] = {}
        for line in section.lines:
            places[line.code] = places.get(line.code, 0) + 1
            yield (section.key, line.code, places[line.code]), line


def _same(then: MinutesLine | None, now: MinutesLine | None) -> bool:
    if then is None or now is None:
        return False
    return (dict(then.figures), then.proof, then.digest) == (dict(now.figures), now.proof, now.digest)


def _figures(line: MinutesLine | None) -> Mapping[str, Figure] | None:
    return None if line is None else {**line.figures, **({"digest": line.digest} if line.digest else {})}


def _line_v1(line: MinutesLine) -> dict[str, Any]:
    return {
        "code": line.code,
        "text": line.text.as_dict(),
        "figures": dict(line.figures),
        "proof": "" if line.proof is None else line.proof.value,
        "vote": line.vote,
        "digest": line.digest,
    }


def _read_line(record: Mapping[str, Any]) -> MinutesLine:
    return MinutesLine(
        code=record["code"],
        text=Texts.from_dict(record["text"]),
        figures=record["figures"],
        proof=ProofKind(record["proof"]) if record["proof"] else None,
        vote=record["vote"],
        digest=record["digest"],
    )
