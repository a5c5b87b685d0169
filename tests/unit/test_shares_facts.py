"""The chain of facts about people: what a link covers, and how each difference is named."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect

from govapp.shares.people.models import FactLinkRecord
from govapp.shares.people.queries.chain import FACT_TABLES
from govapp.shares.people.rules.chain import (
    FACT_LINK,
    FIRST_LINK,
    MEMBERS_V1,
    PERSON_FACT,
    Fact,
    FactClaim,
    FactFault,
    FactFlaw,
    FactLink,
    FactType,
    encode_fact_v1,
    fact_bytes_v1,
    fact_line,
    faults_in_links,
    faults_of_claims,
    faults_of_facts,
    link_bytes_v1,
    link_hash,
)

SOURCES = Path(__file__).parents[2] / "govapp"
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
# What a row has and no digest covers: it follows from the name, and the check of names finds it.
FOLDED = {"search_name"}


def email(number: int, address: str = "an@mail.example", person_id: int = 1) -> Fact:
    row = {"id": number, "party_id": person_id, "address": address, "effective_date": date(2026, 6, 1)}
    return Fact(FactType.EMAIL, {**row, "recorded_at": AT, "actor": "officer:7"})


def chain(*facts: Fact) -> list[FactLink]:
    links, previous = [], FIRST_LINK
    for sequence, fact in enumerate(facts, start=1):
        link = FactLink(1, sequence, fact.person_id, AT, f"{sequence:032x}", (fact_line(fact),), previous)
        previous = link_hash(link)
        links.append(replace(link, hash=previous))
    return links


@pytest.mark.parametrize("fact_type", FactType)
def test_the_digest_of_a_fact_covers_every_column_of_its_table(fact_type: FactType) -> None:
    columns = {column.key for column in inspect(FACT_TABLES[fact_type]).columns}
    assert columns - FOLDED == set(MEMBERS_V1[fact_type])


def test_a_value_that_is_not_there_is_an_empty_text_and_numbers_are_texts() -> None:
    row = dict.fromkeys(MEMBERS_V1[FactType.REPRESENTATIVE], "x")
    fact = Fact(FactType.REPRESENTATIVE, {**row, "id": 7, "party_id": 3, "representative_id": None})
    assert encode_fact_v1(fact)["values"] == ["7", "3", "", "x", "x", "x"]
    assert (fact.id, fact.person_id) == (7, 3)


def test_a_person_is_about_itself() -> None:
    assert Fact(FactType.PERSON, {"id": 7}).person_id == 7


def test_what_is_put_together_by_hand_is_canonical() -> None:
    fact, (link,) = email(3, 'a"\\\n\u2028é@mail.example'), chain(email(3))
    assert fact_bytes_v1(fact) == PERSON_FACT.canonical(fact, 1)
    assert link_bytes_v1(link) == FACT_LINK.canonical(link, 1)


def test_a_whole_chain_has_no_fault() -> None:
    facts = [email(number) for number in range(1, 4)]
    assert list(faults_in_links(chain(*facts))) == []
    assert list(faults_of_facts(chain(*facts), facts)) == []


def test_each_link_that_is_not_as_it_was_written_is_named() -> None:
    first, second, third = chain(email(1), email(2), email(3))
    assert list(faults_in_links([first, third])) == [FactFault(FactFlaw.GAP, 2)]
    other = replace(second, previous_hash="1" * 64)
    assert next(iter(faults_in_links([first, replace(other, hash=link_hash(other))]))) == FactFault(FactFlaw.BROKEN, 2)
    assert list(faults_in_links([first, replace(second, salt="x"), third])) == [FactFault(FactFlaw.CONTENT, 2)]
    assert list(faults_in_links([first, replace(second, version=2), third])) == [FactFault(FactFlaw.VERSION, 2)]


def test_facts_are_named_in_the_order_of_the_chain_and_unknown_ones_last() -> None:
    links = chain(email(1), email(2), email(3, person_id=9))
    assert list(faults_of_facts(links, [email(8, person_id=5), email(3, "x", 9), email(2)])) == [
        FactFault(FactFlaw.MISSING, 1, FactType.EMAIL, 1),
        FactFault(FactFlaw.CHANGED, 3, FactType.EMAIL, 9),
        FactFault(FactFlaw.UNKNOWN, 8, FactType.EMAIL, 5),
    ]


@pytest.mark.parametrize("line", ["", "email", f"email x {'0' * 64}", f"other 1 {'0' * 64}"])
def test_a_line_that_is_none_of_ours_names_no_fact(line: str) -> None:
    (link,) = chain(email(1))
    assert list(faults_of_facts([replace(link, facts=(line,))], [])) == []


BY_HASH = {"a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        ([FactClaim(5, 2, "b"), FactClaim(6, 1, "c")], []),
        ([FactClaim(5, 1, "b"), FactClaim(6, 1, "c")], [FactFault(FactFlaw.NOT_IN_JOURNAL, 1)]),
        ([FactClaim(5, 2, "b")], [FactFault(FactFlaw.NOT_IN_JOURNAL, 3)]),
        ([FactClaim(5, 3, "c"), FactClaim(6, 1, "z")], [FactFault(FactFlaw.HEAD, 6)]),
        ([FactClaim(4, 9, "y"), FactClaim(5, 3, "c", starts=True)], []),
        ([], [FactFault(FactFlaw.NOT_IN_JOURNAL, number) for number in (1, 2, 3)]),
    ],
)
def test_links_and_journal_account_for_each_other(claims: list[FactClaim], found: list[FactFault]) -> None:
    assert list(faults_of_claims(3, BY_HASH, claims)) == found


def test_facts_are_written_in_one_place_only() -> None:
    models = "|".join(inspect(model).class_.__name__ for model in (*FACT_TABLES.values(), FactLinkRecord))
    verbs = "insert|insert_all|update|delete|add|add_all"
    writing = re.compile(rf"\b(?:{verbs})\((?:work, )?(?:{models})\b|[^\w](?:{models})\(")
    found = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if "migrations" not in path.parts and writing.search(re.sub(r"class \w+\(", "", path.read_text("utf-8")))
    }
    assert found == {"shares/people/service/facts.py"}
