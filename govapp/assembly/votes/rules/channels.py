"""What each channel gave: ballots on line, papers and hands in the room; apart, and together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from govapp.kernel.errors import N_

REMOTE: Final = "remote"
CHANNEL_NAMES: Final = {REMOTE: N_("on line"), "paper": N_("on paper"), "hands": N_("by a show of hands")}


@dataclass(frozen=True, slots=True)
class ChannelResult:
    """The figures of one channel, per question as the ballot paper has them (blanks first where they are offered).

    `rights` were used there, of which `late` are of shareholders who are not on the voting list. `invalid` papers are
    in no figure. `counted_by` are the two scrutineers; nobody for ballots on line, which have proofs instead.
    """

    channel: str
    rights: int
    counts: tuple[tuple[int, ...], ...]
    late: int = 0
    invalid: tuple[int, ...] = ()
    counted_by: tuple[str, ...] = ()

    @property
    def on_list(self) -> int:
        """Return how many rights of the voting list were used here: they count for the quorum."""
        return self.rights - self.late

    @property
    def valid(self) -> tuple[int, ...]:
        """Return how many ballots count, for each question."""
        if not self.invalid:
            return (self.rights,) * len(self.counts)
        return tuple(self.rights - each for each in self.invalid)

    def as_dict(self) -> dict[str, Any]:
        """Return it as integers and words, for the announced record."""
        record: dict[str, Any] = {"rights": self.rights, "counts": [list(each) for each in self.counts]}
        if self.channel == REMOTE:
            return record
        return record | {"late": self.late, "invalid": list(self.invalid), "counted_by": list(self.counted_by)}


def together(channels: Sequence[ChannelResult]) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """Return the figures of all channels, per question, and how many ballots count for each."""
    counts = tuple(
        tuple(sum(column) for column in zip(*of_question, strict=True))
        for of_question in zip(*(each.counts for each in channels), strict=True)
    )
    valid = tuple(sum(column) for column in zip(*(each.valid for each in channels), strict=True))
    return counts, valid


def used_on_list(channels: Sequence[ChannelResult]) -> int:
    """Return how many rights of the voting list were used, in all channels: marks = ballots + papers + hands."""
    return sum(each.on_list for each in channels)


def used_late(channels: Sequence[ChannelResult]) -> int:
    """Return how many voted who joined after the voting list was frozen."""
    return sum(each.late for each in channels)
