"""The chain of facts about people: what was recorded about a person is digested, and each link covers the one before.

Facts decide who votes and where letters go. Whoever owns the database can change a row behind the back of its triggers;
then the row is no longer the one whose digest stands in the chain. The chain itself holds digests only.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any, Final

from govapp.kernel.canonical import sha256_hex
from govapp.kernel.records import RecordType

# What the first link names as the hash of the one before it.
FIRST_LINK: Final = "0" * 64


class FactType(StrEnum):
    """What is recorded about a person. A value that was ever digested keeps its meaning for ever."""

    PERSON = "person"
    NAME = "name"
    ADDRESS = "address"
    LANGUAGE = "language"
    CATEGORY = "category"
    EMAIL = "email"
    REPRESENTATIVE = "representative"
    CONFIRMATION = "confirmation"

    # That of the text: an enumeration computes its own in Python, and an import asks a million times.
    __hash__ = str.__hash__


_TYPES: Final = frozenset(FactType)
_BESIDE = ("effective_date", "recorded_at", "actor")
# Which members of a row the digest of version 1 covers, in this order; the folded name follows from the name.
MEMBERS_V1: Final[Mapping[FactType, tuple[str, ...]]] = {
    FactType.PERSON: ("id", "number", "kind", "birth_date", "gender", "company_number", "recorded_at"),
    FactType.NAME: ("id", "party_id", "name", "given_name", *_BESIDE, "actor_name", "reason"),
    FactType.ADDRESS: (
        "id",
        "party_id",
        "street",
        "postcode",
        "town",
        "country",
        *_BESIDE,
        "actor_name",
        "reason",
    ),
    FactType.LANGUAGE: ("id", "party_id", "language", *_BESIDE, "actor_name", "reason"),
    FactType.CATEGORY: ("id", "party_id", "category", *_BESIDE, "reason"),
    FactType.EMAIL: ("id", "party_id", "address", *_BESIDE),
    FactType.REPRESENTATIVE: ("id", "party_id", "representative_id", *_BESIDE),
    FactType.CONFIRMATION: (
        "id",
        "party_id",
        "fact",
        "fact_id",
        "confirmed_at",
        "confirmed_by",
        "confirmed_by_name",
    ),
}
_TIMES: Final = frozenset({date, datetime})
_VALUES_V1: Final = {kind: itemgetter(*names) for kind, names in MEMBERS_V1.items()}


@dataclass(frozen=True, slots=True)
class Fact:
    """One row about a person, by the names of its columns; days are dates and moments are in UTC.

    A row that is still to be written has no `id` until it is given its number.
    """

    type: FactType
    row: dict[str, Any]

    @property
    def id(self) -> int:
        """Return the number of the row in its table."""
        return int(self.row["id"])

    @property
    def person_id(self) -> int:
        """Return whom it is about."""
        return int(self.row["id"] if self.type is FactType.PERSON else self.row["party_id"])


@dataclass(frozen=True, slots=True)
class FactLink:
    """What was recorded together about one person: a line for each fact, `type id digest`.

    `salt` is chance (32 hex digits): from heads that are published nobody can find out an address by trying. `hash` is
    empty until it is computed.
    """

    version: int
    sequence: int
    person_id: int
    recorded_at: datetime
    salt: str
    facts: tuple[str, ...]
    previous_hash: str
    hash: str = ""


def encode_fact_v1(fact: Fact) -> dict[str, Any]:
    """Return what the digest of a fact covers: its type, and its values as texts in the order of `MEMBERS_V1`.

    A value that is not there is an empty text: a column of texts has none of these.
    """
    return {"v": 1, "fact": fact.type.value, "values": _texts_v1(fact)}


def _texts_v1(fact: Fact) -> list[str]:
    return [value if type(value) is str else _written(value) for value in _VALUES_V1[fact.type](fact.row)]


# The rows of an import were all recorded at one moment, and many of them hold from the same day.
@lru_cache(maxsize=1024)
def _written(value: date | datetime | int | None) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def encode_link_v1(link: FactLink) -> dict[str, Any]:
    """Return what the hash of a link covers: whom it is about, its facts by their digests, and the link before."""
    return {
        "v": 1,
        "sequence": link.sequence,
        "person": link.person_id,
        "recorded_at": _written(link.recorded_at),
        "salt": link.salt,
        "facts": list(link.facts),
        "previous_hash": link.previous_hash,
    }


PERSON_FACT: Final = RecordType("person fact", {1: encode_fact_v1})
FACT_LINK: Final = RecordType("fact link", {1: encode_link_v1})


# An import digests 200,000 facts. Both records of version 1 hold little but texts, so that their canonical bytes can be
# put together without the general writer, six times as fast; a property test compares them with those of RecordType.
def fact_bytes_v1(fact: Fact) -> bytes:
    """Return the canonical bytes of a fact in version 1."""
    return f'{{"fact":"{fact.type}","v":1,"values":[{",".join(map(encode_basestring, _texts_v1(fact)))}]}}'.encode()


def link_bytes_v1(link: FactLink) -> bytes:
    """Return the canonical bytes of a link in version 1; its hashes and its salt are hex digits."""
    return (
        f'{{"facts":[{",".join(map(encode_basestring, link.facts))}],"person":{link.person_id},'
        f'"previous_hash":{encode_basestring(link.previous_hash)},"recorded_at":"{_written(link.recorded_at)}",'
        f'"salt":{encode_basestring(link.salt)},"sequence":{link.sequence},"v":1}}'
    ).encode()


def fact_line(fact: Fact) -> str:
    """Return how a link names a fact: its type, the number of its row, the SHA-256 of its canonical bytes."""
    return f"{fact.type} {fact.row['id']} {sha256_hex(fact_bytes_v1(fact))}"


def link_hash(link: FactLink) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical JSON (RFC 8785) of a link, whose version is known."""
    return sha256_hex(link_bytes_v1(link))


class FactFlaw(StrEnum):
    """How a fact or a link differs from what was written, as codes of the check."""

    CHANGED = "fact_changed"
    MISSING = "fact_missing"
    UNKNOWN = "fact_unknown"
    GAP = "link_gap"
    BROKEN = "link"
    CONTENT = "link_content"
    VERSION = "link_version"
    HEAD = "fact_head"
    NOT_IN_JOURNAL = "link_no_journal_line"
    ROLL = "roll_fact_head"


@dataclass(frozen=True, slots=True)
class FactFault:
    """What is not as it was written: a fact of a person, or a link of the chain; `id` is the row or the sequence."""

    flaw: FactFlaw
    id: int
    type: FactType | None = None
    person_id: int | None = None


def faults_in_links(links: Iterable[FactLink]) -> Iterator[FactFault]:
    """Yield every fault of a chain that is read in order: gaps, broken links, unknown versions, changed content."""
    previous, expected = FIRST_LINK, 1
    for link in links:
        if link.sequence != expected:
            yield FactFault(FactFlaw.GAP, expected)
        elif link.previous_hash != previous:
            yield FactFault(FactFlaw.BROKEN, link.sequence)
        if link.version not in FACT_LINK.encoders:
            yield FactFault(FactFlaw.VERSION, link.sequence)
        elif link.hash != link_hash(link):
            yield FactFault(FactFlaw.CONTENT, link.sequence)
        previous, expected = link.hash, link.sequence + 1


def faults_of_facts(links: Iterable[FactLink], rows: Iterable[Fact]) -> Iterator[FactFault]:
    """Yield each fact that is not, or is no longer, the one that a link speaks of, and each that no link speaks of.

    They come in the order of the chain, so the first is the one that was recorded first.
    """
    found: dict[str, tuple[str, int]] = {}
    for fact in rows:
        line = fact_line(fact)
        found[_name_in(line)] = (line, fact.person_id)
    for link in links:
        for line in link.facts:
            now = found.pop(_name_in(line), None)
            if now is None:
                yield from _fault(FactFlaw.MISSING, line, link.person_id)
            elif now[0] != line:
                yield from _fault(FactFlaw.CHANGED, line, link.person_id)
    for line, person_id in found.values():
        yield from _fault(FactFlaw.UNKNOWN, line, person_id)


def _name_in(line: str) -> str:
    # Its digest has 64 hex digits.
    return line[:-65]


def _fault(flaw: FactFlaw, line: str, person_id: int) -> Iterator[FactFault]:
    # What is no line of this program stands in a link whose hash does not hold, and the link is named.
    kind, _, number = _name_in(line).partition(" ")
    if kind in _TYPES and number.isdecimal():
        yield FactFault(flaw, int(number), FactType(kind), person_id)


# What decides who votes, and where a link goes.
DECIDING: Final = frozenset({FactType.CATEGORY, FactType.EMAIL, FactType.REPRESENTATIVE, FactType.CONFIRMATION})


def faults_of_people(
    links: Iterable[FactLink], rows: Iterable[Fact], following: Mapping[int, str], claimed: Iterable[range]
) -> Iterator[FactFault]:
    """Yield what is not as it was recorded in the deciding facts of some people, without reading the whole chain.

    `links` are all links about them in order, `rows` all their facts of the types in `DECIDING`; `following` has, by
    the sequence of each link, the hash that the next link names as the one before it, and nothing for the last link;
    `claimed` are the sequences of which lines of the journal speak. Whoever puts a fact in must also chain it, and give
    it a line in the journal.
    """
    known, told = list(links), list(claimed)
    for link in known:
        if link.version not in FACT_LINK.encoders:
            yield FactFault(FactFlaw.VERSION, link.sequence)
        elif link.hash != link_hash(link):
            yield FactFault(FactFlaw.CONTENT, link.sequence)
        elif following.get(link.sequence, link.hash) != link.hash:
            yield FactFault(FactFlaw.BROKEN, link.sequence + 1)
        elif not any(link.sequence in each for each in told):
            yield FactFault(FactFlaw.NOT_IN_JOURNAL, link.sequence)
    deciding = (replace(link, facts=tuple(filter(_is_deciding, link.facts))) for link in known)
    yield from faults_of_facts(deciding, rows)


def _is_deciding(line: str) -> bool:
    return line.partition(" ")[0] in DECIDING


@dataclass(frozen=True, slots=True)
class FactClaim:
    """What the line `line` of the journal says of the chain: it then had `links` more, and ended at the hash `head`.

    `starts` is true where an upgrade chained what was there: what lines before it say is of a chain before this one.
    """

    line: int
    links: int
    head: str
    starts: bool = False


def faults_of_claims(last: int, by_hash: Mapping[str, int], claims: Iterable[FactClaim]) -> Iterator[FactFault]:
    """Yield each link that no line of the journal speaks of, and each line whose link is not there.

    `last` is the sequence of the last link, `by_hash` has the sequence of each; `claims` are in the order of the
    journal. The fault of a line has its number, and no person.
    """
    known = list(claims)
    begin = max((place for place, claim in enumerate(known) if claim.starts), default=0)
    covered = 0
    for claim in known[begin:]:
        reached = by_hash.get(claim.head)
        if reached is None:
            yield FactFault(FactFlaw.HEAD, claim.line)
            continue
        for sequence in range(covered + 1, reached - claim.links + 1):
            yield FactFault(FactFlaw.NOT_IN_JOURNAL, sequence)
        covered = max(covered, reached)
    for sequence in range(covered + 1, last + 1):
        yield FactFault(FactFlaw.NOT_IN_JOURNAL, sequence)
