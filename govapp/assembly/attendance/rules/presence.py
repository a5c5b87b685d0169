"""Who counts as taking part, by heads, shares and categories at once, each right once; and the quorum of an item.

Those present, represented, remote and those who voted beforehand are taken together for the quorum (L12, L13).
Shares are those of the record date, and their whole is all issued shares, also of those who may not vote (6:85).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from govapp.assembly.attendance.rules.moves import Attending
from govapp.statutes.rules.deciding import Figures, QuorumTest, Voice, Voices, quorum_tests
from govapp.statutes.rules.majorities import VoteRule

VERSION: Final = 1


class PresenceColumn(StrEnum):
    """The columns of the attendance list: each right stands in one of them at most."""

    IN_PERSON = "in_person"
    REPRESENTED = "represented"
    REMOTE = "remote"
    BEFOREHAND = "beforehand"


COLUMN_OF: Final[Mapping[Attending, PresenceColumn]] = {
    Attending.IN_PERSON: PresenceColumn.IN_PERSON,
    Attending.REPRESENTATIVE: PresenceColumn.REPRESENTED,
    Attending.REMOTE: PresenceColumn.REMOTE,
}


@dataclass(frozen=True, slots=True)
class CountedRight:
    """A right to vote as it is counted: its holder, the code of the category, the shares on the record date."""

    party_id: int
    category: str
    shares: int


@dataclass(frozen=True, slots=True)
class HeadsAndShares:
    """A number of shareholders, and the shares they hold together."""

    heads: int = 0
    shares: int = 0

    def plus(self, shares: int) -> "HeadsAndShares":
        """Return the same with one more shareholder who holds so many shares."""
        return HeadsAndShares(self.heads + 1, self.shares + shares)


@dataclass(frozen=True, slots=True)
class RollTotals:
    """What the parts are parts of: all rights on the voting list, all issued shares, the list by category code."""

    heads: int
    issued_shares: int
    categories: Mapping[str, HeadsAndShares]


@dataclass(frozen=True, slots=True)
class Presence:
    """How many take part: by column, by category, and in all; `off_list` are people there without a right."""

    columns: Mapping[PresenceColumn, HeadsAndShares]
    categories: Mapping[str, HeadsAndShares]
    whole: HeadsAndShares
    off_list: int = 0


@dataclass(frozen=True, slots=True)
class TakingPart:
    """The figures of a moment that are handed in: who is there and how, who is represented, who voted beforehand.

    `represented` are the holders for whom somebody with a proxy is there; a proxy counts while its holder is there, so
    whoever hands it in leaves out the others.
    """

    present: Mapping[int, Attending] = field(default_factory=dict)
    represented: Collection[int] = ()
    beforehand: Collection[int] = ()

    def column_of(self, party_id: int) -> PresenceColumn | None:
        """Return the one column in which somebody stands: being there goes before a proxy, both before a vote."""
        if party_id in self.present:
            return COLUMN_OF[self.present[party_id]]
        if party_id in self.represented:
            return PresenceColumn.REPRESENTED
        return PresenceColumn.BEFOREHAND if party_id in self.beforehand else None


def count_presence(rights: Iterable[CountedRight], taking_part: TakingPart) -> Presence:
    """Return how many of the rights on the voting list take part, each counted once at most."""
    columns = {column: HeadsAndShares() for column in PresenceColumn}
    categories: dict[str, HeadsAndShares] = {}
    whole, counted = HeadsAndShares(), set()
    for right in rights:
        column = taking_part.column_of(right.party_id)
        if column is None or right.party_id in counted:
            continue
        counted.add(right.party_id)
        columns[column] = columns[column].plus(right.shares)
        categories[right.category] = categories.get(right.category, HeadsAndShares()).plus(right.shares)
        whole = whole.plus(right.shares)
    off_list = len(taking_part.present.keys() - counted)
    return Presence(columns, categories, whole, off_list)


def to_figures(presence: Presence, totals: RollTotals, *, is_second_meeting: bool) -> Figures:
    """Return the presence as the rules of the statutes read it."""
    nobody = HeadsAndShares()
    return Figures(
        whole=Voices(Voice(totals.heads, presence.whole.heads), Voice(totals.issued_shares, presence.whole.shares)),
        categories=tuple(
            (
                code,
                Voices(
                    Voice(total.heads, presence.categories.get(code, nobody).heads),
                    Voice(total.shares, presence.categories.get(code, nobody).shares),
                ),
            )
            for code, total in sorted(totals.categories.items())
        ),
        is_second_meeting=is_second_meeting,
    )


def check_quorum(rule: VoteRule | None, figures: Figures) -> tuple[QuorumTest, ...]:
    """Return the tests of the quorum of an item: one, one per category, or none where no quorum is asked."""
    return () if rule is None else tuple(quorum_tests(rule, figures))


def is_quorum_met(tests: Iterable[QuorumTest]) -> bool:
    """Tell whether the meeting can decide; also where no quorum is asked."""
    return all(test.is_met for test in tests)


def encode_v1(presence: Presence, totals: RollTotals, tests: Iterable[QuorumTest]) -> dict[str, Any]:
    """Return the figures of a moment as they are kept with an item that was opened or closed."""
    return {
        "v": VERSION,
        "columns": {column.value: _pair(each) for column, each in presence.columns.items()},
        "categories": {code: _pair(each) for code, each in sorted(presence.categories.items())},
        "present": _pair(presence.whole),
        "of": {"heads": totals.heads, "shares": totals.issued_shares},
        "off_list": presence.off_list,
        "quorum": [
            {
                "base": test.quorum.base.value,
                "category": test.category,
                "fraction": f"{test.quorum.fraction.numerator}/{test.quorum.fraction.denominator}",
                "present": test.present,
                "entitled": test.entitled,
                "fewest": test.fewest,
                "is_met": test.is_met,
            }
            for test in tests
        ],
    }


def _pair(each: HeadsAndShares) -> dict[str, int]:
    return {"heads": each.heads, "shares": each.shares}
