"""The ledger as the anchor sees it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.audit.chains import AnchoredChain, ChainStanding
from govapp.audit.rules.anchor import ChainHead
from govapp.kernel.errors import N_
from govapp.shares.ledger.models import LedgerTransaction
from govapp.shares.ledger.queries.entries import get_ledger_head


def _heads(session: Session, at: datetime | None) -> Sequence[ChainHead]:
    head = get_ledger_head(session, at)
    return (ChainHead("ledger", "entries", head.sequence, head.hash),)


def _find_digest(session: Session, _name: str, entries: int) -> str | None:
    return session.scalar(select(LedgerTransaction.hash).where(LedgerTransaction.sequence == entries))


LEDGER: Final = AnchoredChain(
    name="ledger",
    list_heads=_heads,
    get_length=lambda session, _name: get_ledger_head(session).sequence,
    find_digest=_find_digest,
    sentences={
        ChainStanding.HOLDS: N_(
            "The register still holds everything up to entry %(known)s, as it was known on %(at)s."
        ),
        ChainStanding.CUT: N_(
            "The register was cut at its end: on %(at)s it was known up to entry %(known)s, now it ends at entry "
            "%(now)s.",
        ),
        ChainStanding.CHANGED: N_(
            "The register was rewritten: entry %(known)s is no longer the one that was known on %(at)s.",
        ),
    },
)
