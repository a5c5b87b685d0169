"""Whether the facts about some people are those that were recorded: asked at each vote, so for them alone.

`govapp shares check` compares all of them with the whole chain. Here only the links about these people are read, each
with the link after it, and the lines of the journal that speak of them.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, inspect, select
from sqlalchemy.orm import Session

from govapp.audit.models import JournalEntryRecord
from govapp.kernel.subjects import SubjectRef
from govapp.shares.people.models import FactLinkRecord, Representation
from govapp.shares.people.queries.chain import FACT_TABLES, to_fact_link
from govapp.shares.people.rules.chain import (
    DECIDING,
    MEMBERS_V1,
    Fact,
    FactFault,
    FactLink,
    FactType,
    faults_of_people,
)
from govapp.shares.tags import SharesTag

# The lines of the journal that say of facts how many links were written, and which was the last.
CLAIM_TAGS: Final = (
    SharesTag.HOLDER_REGISTERED,
    SharesTag.HOLDER_NAME_CORRECTED,
    SharesTag.HOLDER_ADDRESS_CORRECTED,
    SharesTag.HOLDER_LANGUAGE_CORRECTED,
    SharesTag.HOLDER_CATEGORY_CHANGED,
    SharesTag.HOLDER_EMAIL_CHANGED,
    SharesTag.HOLDER_REPRESENTATIVE_SET,
    SharesTag.CHANGE_CONFIRMED,
    SharesTag.SHARES_ISSUED,
    SharesTag.REGISTER_IMPORTED,
    SharesTag.FACTS_CHAINED,
)
_OF_MANY: Final = (SharesTag.REGISTER_IMPORTED.value, SharesTag.FACTS_CHAINED.value)
_ONE_PERSON: Final = [tag.value for tag in CLAIM_TAGS if tag.value not in _OF_MANY]

_LINK, _LINE, _MANDATE = FactLinkRecord.__table__, JournalEntryRecord.__table__, Representation.__table__
_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_KEYS: Final[BindParameter[Any]] = bindparam("keys", expanding=True)
_LINKS = select(_LINK).where(_LINK.c.party_id.in_(_IDS)).order_by(_LINK.c.sequence)
_FOLLOWING = select(_LINK.c.sequence, _LINK.c.previous_hash).where(_LINK.c.sequence.in_(_KEYS))
_REACHED = select(_LINK.c.hash, _LINK.c.sequence).where(_LINK.c.hash.in_(_KEYS))
_REPRESENTED = select(_MANDATE.c.party_id).where(_MANDATE.c.representative_id.in_(_IDS))
_CLAIMS = select(_LINE.c.sequence, _LINE.c.tag, _LINE.c.facts).where(_LINE.c.result == "done")
_OF_PEOPLE = _CLAIMS.where(_LINE.c.subject.in_(_KEYS), _LINE.c.tag.in_(_ONE_PERSON))
_OF_ALL = _CLAIMS.where(_LINE.c.tag.in_(_OF_MANY))


def _statement_of(fact_type: FactType) -> Any:  # noqa: ANN401 - a statement over the columns of a type
    columns, names = inspect(FACT_TABLES[fact_type]).columns, MEMBERS_V1[fact_type]
    return select(*(columns[name] for name in names)).where(columns["party_id"].in_(_IDS)).order_by(columns["id"])


_ROWS: Final = {fact_type: _statement_of(fact_type) for fact_type in FACT_TABLES if fact_type in DECIDING}


def list_faults_of_people(session: Session, people: Collection[int]) -> tuple[FactFault, ...]:
    """Return what is not as it was recorded in what decides of these people (ids) who votes and where a link goes."""
    connection, ids = session.connection(), sorted(people)
    links = [to_fact_link(row) for row in connection.execute(_LINKS, {"ids": ids})]
    return tuple(
        faults_of_people(
            links, _facts(connection, ids), _following(connection, links), _claimed(connection, ids, links)
        )
    )


def _facts(connection: Connection, ids: list[int]) -> Iterator[Fact]:
    for fact_type, statement in _ROWS.items():
        for row in connection.execute(statement, {"ids": ids}):
            yield Fact(fact_type, dict(zip(MEMBERS_V1[fact_type], row, strict=True)))


def _following(connection: Connection, links: Collection[FactLink]) -> Mapping[int, str]:
    keys = [link.sequence + 1 for link in links]
    return {row.sequence - 1: row.previous_hash for row in connection.execute(_FOLLOWING, {"keys": keys})}


def _claimed(connection: Connection, ids: list[int], links: Collection[FactLink]) -> list[range]:
    """Return which sequences the lines of the journal about these people, and about many at once, speak of.

    A representative without shares came with a line about whom he or she represents.
    """
    represented = connection.execute(_REPRESENTED, {"ids": ids}).scalars()
    subjects = [SubjectRef.to("holder", person) for person in {*ids, *represented}]
    lines = [*connection.execute(_OF_ALL), *connection.execute(_OF_PEOPLE, {"keys": subjects})]
    # An upgrade chained what was there: what lines before it say is of a chain before this one.
    start = max((line.sequence for line in lines if line.tag == SharesTag.FACTS_CHAINED.value), default=0)
    claims = [line.facts for line in lines if line.sequence >= start and "fact_head" in line.facts]
    known = {link.hash: link.sequence for link in links}
    unknown = {claim["fact_head"] for claim in claims} - known.keys()
    if unknown:
        known |= {row.hash: row.sequence for row in connection.execute(_REACHED, {"keys": sorted(unknown)})}
    reached = ((known.get(claim["fact_head"]), claim["fact_links"]) for claim in claims)
    return [range(last - count + 1, last + 1) for last, count in reached if last is not None]
