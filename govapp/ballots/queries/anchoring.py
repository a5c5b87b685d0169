"""The archives of votes as the anchor sees them: each vote has a chain of events of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from govapp.audit.chains import JOURNAL, AnchoredChain, ChainStanding
from govapp.audit.rules.anchor import ChainHead
from govapp.ballots.models import Paper, PaperEvent
from govapp.kernel.errors import N_
from govapp.shares.ledger.queries.anchoring import LEDGER
from govapp.shares.people.queries.anchoring import PEOPLE
from pybelenios.archive.chain import EventType

# The events that come after the encrypted total are the result, in parts and whole.
_OF_THE_RESULT: Final = (EventType.PARTIAL_DECRYPTION.value, EventType.RESULT.value)


def _heads(session: Session, at: datetime | None) -> Sequence[ChainHead]:
    """Return where the archives end as everybody may know them.

    Whoever has the digest of a result that nobody announced yet could try all results until one fits: until then the
    chain ends where the public board lets it end. Times of ballots are kept apart, so an earlier moment is refused.
    """
    if at is not None:
        raise ValueError("the events of an archive have no moments")
    is_public = or_(Paper.published_at.is_not(None), Paper.closed_at.is_(None), PaperEvent.type.not_in(_OF_THE_RESULT))
    last = (
        select(PaperEvent.paper_id, func.max(PaperEvent.height).label("height"))
        .join(Paper, Paper.id == PaperEvent.paper_id)
        .where(is_public)
        .group_by(PaperEvent.paper_id)
        .subquery()
    )
    statement = (
        select(Paper.uuid, PaperEvent.height, PaperEvent.hash)
        .join(last, last.c.paper_id == Paper.id)
        .join(PaperEvent, and_(PaperEvent.paper_id == Paper.id, PaperEvent.height == last.c.height))
        .order_by(Paper.id)
    )
    # Heights count from 0.
    rows = session.execute(statement)
    return tuple(ChainHead(f"vote {row.uuid}", "events", row.height + 1, row.hash) for row in rows)


def _length(session: Session, name: str) -> int:
    statement = select(func.max(PaperEvent.height)).join(Paper).where(Paper.uuid == _uuid(name))
    height = session.scalar(statement)
    return 0 if height is None else height + 1


def _find_digest(session: Session, name: str, events: int) -> str | None:
    statement = select(PaperEvent.hash).join(Paper).where(Paper.uuid == _uuid(name), PaperEvent.height == events - 1)
    return session.scalar(statement)


def _uuid(name: str) -> str:
    return name.removeprefix("vote ")


ARCHIVES: Final = AnchoredChain(
    name="vote",
    list_heads=_heads,
    get_length=_length,
    find_digest=_find_digest,
    sentences={
        ChainStanding.HOLDS: N_(
            "The archive of the vote %(one)s still holds everything up to link %(known)s, as it was known on %(at)s.",
        ),
        ChainStanding.CUT: N_(
            "The archive of the vote %(one)s was cut at its end: on %(at)s it was known up to link %(known)s, now it "
            "ends at link %(now)s.",
        ),
        ChainStanding.CHANGED: N_(
            "The archive of the vote %(one)s was rewritten: link %(known)s is no longer the one that was known on "
            "%(at)s.",
        ),
    },
)

ALL_CHAINS: Final = (JOURNAL, LEDGER, PEOPLE, ARCHIVES)
