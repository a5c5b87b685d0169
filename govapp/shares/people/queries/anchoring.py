"""The chain of facts about people as the anchor sees it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.audit.chains import AnchoredChain, ChainStanding
from govapp.audit.rules.anchor import ChainHead
from govapp.kernel.errors import N_
from govapp.shares.people.models import FactLinkRecord
from govapp.shares.people.queries.chain import get_fact_head


def _heads(session: Session, at: datetime | None) -> Sequence[ChainHead]:
    head = get_fact_head(session, at)
    return (ChainHead("people", "links", head.sequence, head.hash),)


def _find_digest(session: Session, _name: str, links: int) -> str | None:
    return session.scalar(select(FactLinkRecord.hash).where(FactLinkRecord.sequence == links))


PEOPLE: Final = AnchoredChain(
    name="people",
    list_heads=_heads,
    get_length=lambda session, _name: get_fact_head(session).sequence,
    find_digest=_find_digest,
    sentences={
        ChainStanding.HOLDS: N_(
            "The facts about people still hold everything up to link %(known)s, as it was known on %(at)s.",
        ),
        ChainStanding.CUT: N_(
            "The facts about people were cut at their end: on %(at)s they were known up to link %(known)s, now they "
            "end at link %(now)s.",
        ),
        ChainStanding.CHANGED: N_(
            "The facts about people were rewritten: link %(known)s is no longer the one that was known on %(at)s.",
        ),
    },
)
