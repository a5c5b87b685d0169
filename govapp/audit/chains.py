"""Chains as the anchor sees them: each room that keeps one says how far it goes and what is said of a cut."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from govapp.audit import journal
from govapp.audit.rules.anchor import Anchor, ChainHead
from govapp.kernel.errors import N_, Param


class ChainStanding(StrEnum):
    """What became of a chain since an anchor was taken."""

    HOLDS = "holds"
    CUT = "cut"
    CHANGED = "changed"


@dataclass(frozen=True)
class AnchoredChain:
    """A chain, or a family of them with a name each (`vote 3fGhu8...` belongs to `vote`), declared by its room.

    `list_heads` says where each ends, as far as everybody may know it; with a moment (UTC), where it ended then, which
    a chain without moments of its own cannot say. For one of them, by its name, `get_length` gives
    the number of its entries (0 when there is no such chain), and `find_digest` the digest of the entry that was the
    last one when there were so many, None when there is none. `sentences` are English message ids for what became of
    it, with `%(at)s`, `%(known)s`, `%(now)s` and, in a family, `%(one)s`.
    """

    name: str
    list_heads: Callable[[Session, datetime | None], Sequence[ChainHead]]
    get_length: Callable[[Session, str], int]
    find_digest: Callable[[Session, str, int], str | None]
    sentences: dict[ChainStanding, str]

    def owns(self, head: ChainHead) -> bool:
        """Tell whether a head in an anchor is of this chain or of one of this family."""
        return head.chain.split(" ")[0] == self.name


@dataclass(frozen=True)
class ChainFinding:
    """What became of one chain since an anchor was taken `at` a moment, when it was `known` to a length."""

    standing: ChainStanding
    sentence: str
    known: ChainHead
    at: datetime
    now: int

    @property
    def params(self) -> dict[str, Param]:
        """The values for the placeholders of `sentence`."""
        one = self.known.chain.partition(" ")[2]
        return {"at": self.at, "known": self.known.length, "now": self.now, "one": one}

    def __str__(self) -> str:
        at = self.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        return self.sentence % {**self.params, "at": at}


def compare_with_anchor(session: Session, anchor: Anchor, chains: Sequence[AnchoredChain]) -> Iterator[ChainFinding]:
    """Yield what became of each of `chains` that the anchor names; others in it are left to whoever knows them."""
    for chain in chains:
        for known in anchor.heads:
            if chain.owns(known):
                yield _compare(session, chain, known, anchor.at)


def _compare(session: Session, chain: AnchoredChain, known: ChainHead, at: datetime) -> ChainFinding:
    now = chain.get_length(session, known.chain)
    if now < known.length:
        standing = ChainStanding.CUT
    elif known.length and chain.find_digest(session, known.chain, known.length) != known.head:
        standing = ChainStanding.CHANGED
    else:
        standing = ChainStanding.HOLDS
    return ChainFinding(standing, chain.sentences[standing], known, at, now)


def _journal_heads(session: Session, at: datetime | None) -> Sequence[ChainHead]:
    lines, head = journal.get_head(session, before=at)
    return (ChainHead("journal", "lines", lines, head),)


JOURNAL: Final = AnchoredChain(
    name="journal",
    list_heads=_journal_heads,
    get_length=lambda session, _name: journal.get_head(session)[0],
    find_digest=lambda session, _name, lines: journal.find_digest(session, lines),
    sentences={
        ChainStanding.HOLDS: N_("The journal still holds everything up to line %(known)s, as it was known on %(at)s."),
        ChainStanding.CUT: N_(
            "The journal was cut at its end: on %(at)s it was known up to line %(known)s, now it ends at line %(now)s.",
        ),
        ChainStanding.CHANGED: N_(
            "The journal was rewritten: line %(known)s is no longer the one that was known on %(at)s.",
        ),
    },
)
