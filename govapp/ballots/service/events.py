"""Putting events on the chain of a paper: the one place that writes to it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, update

from govapp.ballots.models import ArchiveRecord, Paper, PaperEvent, table
from govapp.db.uow import Work
from pybelenios.archive.chain import Appended, EventType, Head


@dataclass(frozen=True)
class Chain:
    """Where the chain of one paper stands; `head` is None before Setup. The caller holds the paper's row."""

    paper_id: int
    head: Head | None

    @property
    def last(self) -> Head:
        """The last event; the paper is sealed, so there is one."""
        if self.head is None:
            raise AssertionError("a paper that is not sealed has no chain")
        return self.head


def append(work: Work, chain: Chain, kind: EventType, added: Appended, **changes: Any) -> Chain:  # noqa: ANN401
    """Write one event with its records, and move the paper on to it together with `changes` of its columns.

    A ballot is its own record and stands in its own table.
    """
    *data, _event = added.records
    connection = work.session.connection()
    if kind is not EventType.BALLOT and data:
        rows = [
            {"paper_id": chain.paper_id, "height": added.head.height, "position": position, "body": record.body}
            for position, record in enumerate(data)
        ]
        connection.execute(insert(table(ArchiveRecord)), rows)
    connection.execute(
        insert(table(PaperEvent)).values(
            paper_id=chain.paper_id,
            height=added.head.height,
            type=kind.value,
            hash=added.head.event,
            parent=chain.head.event if chain.head else None,
            payload=data[-1].digest if data else None,
        ),
    )
    paper = table(Paper)
    connection.execute(
        update(paper)
        .where(paper.c.id == chain.paper_id)
        .values(head=added.head.event, height=added.head.height, **changes),
    )
    return Chain(chain.paper_id, added.head)
