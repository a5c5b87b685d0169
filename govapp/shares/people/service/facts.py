"""Writing facts about people: rows and the links of their chain, in one transaction under the lock of the register."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from govapp.audit.rules.entry import FactValue
from govapp.db.base import Base
from govapp.db.bulk import insert_all, reserve_ids
from govapp.db.uow import Work
from govapp.shares.people.models import FactLinkRecord
from govapp.shares.people.queries.chain import FACT_TABLES, FactHead, get_fact_head
from govapp.shares.people.rules.chain import FACT_LINK, Fact, FactLink, FactType, fact_line, link_hash

_SALT_BYTES = 16
# So many people at a time; each has some six rows.
_GROUPS = 500


def write_facts(work: Work, groups: Iterable[Sequence[Fact]], at: datetime) -> None:
    """Write what is recorded together about each person, and a link of the chain for each of these groups.

    `at` is the moment of recording (UTC). The caller holds the lock of the register, under which all facts are written;
    rows of a type have all their numbers, or all get the next ones.
    """
    head = get_fact_head(work.session)
    waiting = iter(groups)
    while chunk := list(islice(waiting, _GROUPS)):
        rows = _rows_by_type(chunk)
        for fact_type, model in FACT_TABLES.items():
            _number(work, model, rows[fact_type])
            insert_all(work, model, rows[fact_type])
        links = list(_link_rows(chunk, at, head))
        insert_all(work, FactLinkRecord, links)
        head = FactHead(links[-1]["sequence"], links[-1]["hash"])


def _rows_by_type(groups: Iterable[Sequence[Fact]]) -> dict[FactType, list[dict[str, Any]]]:
    rows: dict[FactType, list[dict[str, Any]]] = {fact_type: [] for fact_type in FACT_TABLES}
    for group in groups:
        for fact in group:
            rows[fact.type].append(fact.row)
    return rows


def _number(work: Work, model: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows and "id" not in rows[0]:
        for free, row in zip(reserve_ids(work, model, len(rows)), rows, strict=True):
            row["id"] = free


def _link_rows(groups: Iterable[Sequence[Fact]], at: datetime, head: FactHead) -> Iterator[dict[str, Any]]:
    version, previous = FACT_LINK.newest, head.hash
    for sequence, group in enumerate(groups, start=head.sequence + 1):
        lines, salt, person_id = tuple(map(fact_line, group)), secrets.token_hex(_SALT_BYTES), group[0].person_id
        link = link_hash(FactLink(version, sequence, person_id, at, salt, lines, previous))
        yield {
            "sequence": sequence,
            "version": version,
            "party_id": person_id,
            "recorded_at": at,
            "salt": salt,
            "facts": "\n".join(lines),
            "previous_hash": previous,
            "hash": link,
        }
        previous = link


def claim_since(work: Work, before: FactHead) -> dict[str, FactValue]:
    """Return what the journal says of the chain of facts: how many links were written since `before`, and its head.

    Nothing where no fact was written.
    """
    head = get_fact_head(work.session)
    links = head.sequence - before.sequence
    return {"fact_links": links, "fact_head": head.hash} if links else {}
