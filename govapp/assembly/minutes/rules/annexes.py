"""The annexes of minutes: what is kept with them, in which order, and the lines that name them with their digests."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from govapp.assembly.minutes.rules.record import Figure, Minutes, MinutesLine, ProofKind, Section
from govapp.assembly.minutes.rules.room import Say
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.errors import N_
from govapp.kernel.texts import Texts

ANNEXES: Final = "annexes"
"""The key of the section that names them."""


class AnnexKind(StrEnum):
    """What an annex shows, in the order in which annexes are numbered."""

    ATTENDANCE_LIST = "attendance-list"
    ATTENDANCE = "attendance"
    PROXIES = "proxies"
    NOTICE = "notice"
    RESULT = "result"
    ARCHIVES = "archives"
    INCIDENTS = "incidents"
    ANCHOR = "anchor"


ANNEX_NAMES: Final = {
    AnnexKind.ATTENDANCE_LIST: N_("Attendance list"),
    AnnexKind.ATTENDANCE: N_("Attendance list, as a table"),
    AnnexKind.PROXIES: N_("Proxies"),
    AnnexKind.NOTICE: N_("Evidence of the notice"),
    AnnexKind.RESULT: N_("Announced result"),
    AnnexKind.ARCHIVES: N_("Digests of the ballot boxes"),
    AnnexKind.INCIDENTS: N_("Incidents"),
    AnnexKind.ANCHOR: N_("Signed state of the chains"),
}
_MEDIA: Final = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_ENDINGS: Final = {
    AnnexKind.ATTENDANCE_LIST: "pdf",
    AnnexKind.RESULT: "json",
    AnnexKind.ANCHOR: "json",
}
MADE_ONCE: Final = frozenset({AnnexKind.ATTENDANCE_LIST, AnnexKind.ANCHOR})
"""Annexes that were made at one moment: their bytes are kept, and nothing gives the same bytes again."""


@dataclass(frozen=True, slots=True)
class AnnexContent:
    """What one annex shows, as bytes; `vote` is the ordinal of its vote, 0 for the assembly as a whole."""

    kind: AnnexKind
    content: bytes
    vote: int = 0


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex as the minutes name it: its number from 1, its file, its size in bytes, its SHA-256."""

    number: int
    kind: AnnexKind
    vote: int
    name: str
    size: int
    sha256: str

    @property
    def media_type(self) -> str:
        """Return the media type of the file."""
        return _MEDIA[self.name.rpartition(".")[2]]


def number_annexes(contents: Sequence[AnnexContent]) -> tuple[tuple[Annex, bytes], ...]:
    """Return annexes with their numbers and files, in the order of their kinds, those of one kind by vote."""
    kinds = list(AnnexKind)
    ordered = sorted(contents, key=lambda each: (kinds.index(each.kind), each.vote))
    return tuple(
        (
            Annex(
                number,
                each.kind,
                each.vote,
                _file_name(number, each.kind, each.vote),
                len(each.content),
                sha256_hex(each.content),
            ),
            each.content,
        )
        for number, each in enumerate(ordered, start=1)
    )


def with_annexes(minutes: Minutes, annexes: Sequence[Annex], say: Say) -> Minutes:
    """Return minutes with a section at their end that names the annexes."""
    lines = tuple(annex_line(each, say) for each in annexes)
    section = Section(ANNEXES, say(N_("Annexes")), lines)
    return Minutes(minutes.assembly_id, minutes.title, minutes.held_on, minutes.language, (*minutes.sections, section))


def without_annexes(minutes: Minutes) -> Minutes:
    """Return minutes without the section that names the annexes, as a draft is."""
    sections = tuple(each for each in minutes.sections if each.key != ANNEXES)
    return Minutes(minutes.assembly_id, minutes.title, minutes.held_on, minutes.language, sections)


def annex_line(annex: Annex, say: Say) -> MinutesLine:
    """Return the line that names one annex; its digest is that of the file."""
    words = N_("Annex %(number)s: %(title)s (file %(file)s).")
    if annex.vote:
        words = N_("Annex %(number)s: %(title)s of vote %(vote)s (file %(file)s).")
    title = say(ANNEX_NAMES[annex.kind])
    text: Texts = say(words, number=annex.number, title=title, vote=annex.vote, file=annex.name)
    figures: dict[str, Figure] = {"number": annex.number, "file": annex.name, "bytes": annex.size}
    return MinutesLine("annex", text, figures, ProofKind.ANNEX, 0, annex.sha256)


@dataclass(frozen=True, slots=True)
class RowDifference:
    """The first row in which two tables differ, from 1, and what stands there; one of the two may be missing."""

    row: int
    recorded: str
    found: str


def first_difference(recorded: bytes, found: bytes) -> RowDifference | None:
    """Return the first line in which a text is not the other one, or None where both are the same."""
    then, now = recorded.decode("utf-8", "replace").splitlines(), found.decode("utf-8", "replace").splitlines()
    for place in range(max(len(then), len(now))):
        pair = (then[place] if place < len(then) else "", now[place] if place < len(now) else "")
        if pair[0] != pair[1]:
            return RowDifference(place + 1, *pair)
    return None if recorded == found else RowDifference(len(then), "", "")


def sums_of(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return the digests of files as `sha256sum --check` reads them."""
    return "".join(f"{sha256_hex(content)}  {name}\n" for name, content in files).encode()


def _file_name(number: int, kind: AnnexKind, vote: int) -> str:
    of_vote = f"-vote-{vote}" if vote else ""
    return f"{number:02}-{kind.value}{of_vote}.{_ENDINGS.get(kind, 'csv')}"
