"""Lists of any day, as known at any moment: the database and the pure rules agree, on both databases."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Language
from govapp.shares.exporting.queries import list_extract_rows
from govapp.shares.ledger.models import LedgerTransaction
from govapp.shares.ledger.queries import HolderFilter
from govapp.shares.ledger.queries.entries import list_entries
from govapp.shares.ledger.rules.kinds import HolderSort, HolderState
from govapp.shares.ledger.rules.movements import Position, counted, position
from govapp.shares.ledger.service import (
    ChangeCategory,
    CorrectAddress,
    CorrectLanguage,
    CorrectName,
    IssueShares,
    ReverseEntry,
    SetEmail,
    change_category,
    correct_address,
    correct_language,
    correct_name,
    issue_shares,
    reverse_entry,
    set_email,
)
from govapp.shares.people.models import Party, PartyCategory, PartyEmail, PartyLanguage
from govapp.shares.people.queries.dated import list_dated_addresses, list_dated_facts, list_dated_names
from govapp.shares.people.rules.dated import Address, Dated, PersonName, fact_at, fact_or_first
from govapp.shares.people.rules.days import AsOf, day_of
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.names import fold, fold_email, full_name, search_name, sorted_name
from govapp.shares.people.service import Person
from govapp.shares.register.queries import get_holder_page, get_register_totals, holders
from govapp.shares.rolls.queries import list_roll_candidates
from tests.conftest import NOON
from tests.factories.accounts import ZONE
from tests.factories.shares import REGISTRAR, registered, shares

BEGIN = NOON - timedelta(days=40)
PEOPLE = (
    Person(PartyKind.NATURAL, "Peeters", "Lieve", "nl"),
    Person(PartyKind.NATURAL, "D'Hooghe", "Zoë", "fr"),
    Person(PartyKind.NATURAL, "Peeters", "An", "fr"),
    Person(PartyKind.LEGAL, "Peeters & Zonen bv", language="nl"),
)
CORRECTIONS = ("name", "home", "language")
TOWNS = ("Schaarbeek", "Gent", "Namur")
ADDRESSES = ("", "Ann@mail.example", "lieve@mail.example", "peeters@post.example")


@dataclass(frozen=True)
class Step:
    """Something a registrar does `hours` after the step before, with a legal day some days back."""

    act: str
    whom: int
    quantity: int
    paid_in_cents: int
    days_back: int
    hours: int
    category: Category
    address: str


steps = st.builds(
    Step,
    act=st.sampled_from(
        [
            "register",
            "issue",
            "issue",
            "reverse",
            "reverse",
            "category",
            "category",
            "email",
            *CORRECTIONS,
            *CORRECTIONS,
        ]
    ),
    whom=st.integers(0, 3),
    quantity=st.integers(1, 3),
    paid_in_cents=st.sampled_from([0, 2999, 3000, 4500, 9000]),
    days_back=st.integers(0, 6),
    hours=st.sampled_from([0, 1, 30]),
    category=st.sampled_from(Category),
    address=st.sampled_from(ADDRESSES),
)
scripts = st.lists(steps, min_size=4, max_size=16)
# How many days after the first one, and after which step.
questions = st.lists(st.tuples(st.integers(-6, 12), st.integers(0, 15)), min_size=2, max_size=4)
# Most often nothing is filtered: a list of two people shows little.
filters = st.builds(
    HolderFilter,
    text=st.sampled_from(
        [
            *([""] * 7),
            *("pee", "zoe d", "PEETERS lieve", "dhooghe", "gent", "peeters namur", "an 9000"),
            *("2", "1030", "lieve@", "ann@mail.example", "·"),
        ]
    ),
    category=st.sampled_from([None, None, None, *Category]),
    kind=st.sampled_from([None, None, *PartyKind]),
    language=st.sampled_from(["", "", "", "nl"]),
    state=st.sampled_from([*HolderState, HolderState.ALL]),
)


class Undone(Exception):  # noqa: N818 - it is no error
    """Thrown at the end of an example, so that nothing stays."""


def replay(work: Work, script: list[Step]) -> list[datetime]:
    """Do all that the script says and return the moments at which it was done."""
    ids: list[int] = []
    moments = [BEGIN]
    for step in script:
        moments.append(moments[-1] + timedelta(hours=step.hours))
        try:
            do(replace(work, now=moments[-1]), step, ids)
        except Refusal as refusal:
            event(refusal.code)
    return moments


def do(work: Work, step: Step, ids: list[int]) -> None:
    day = day_of(work.now, ZONE) - timedelta(days=step.days_back)
    paid = min(step.paid_in_cents, step.quantity * 3000)
    if step.act == "register" or not ids:
        first = shares(step.quantity, day, paid)
        who = PEOPLE[step.whom % len(PEOPLE)]
        ids.append(registered(work, who, category=step.category, first=first, email=step.address))
        return
    holder_id = ids[step.whom % len(ids)]
    if step.act == "issue":
        issue_shares(work, IssueShares(holder_id, step.quantity, 3000, paid, day))
    elif step.act == "reverse":
        own = list_entries(work.session, [holder_id])
        reverse_entry(work, ReverseEntry(holder_id, own[step.quantity % len(own)].sequence, "Typing error"))
    elif step.act == "category":
        change_category(work, ChangeCategory(holder_id, step.category, day, "Moved"))
    elif step.act == "email":
        set_email(work, SetEmail(holder_id, step.address))
    else:
        correct(work, step, holder_id, day if step.hours else None)


def correct(work: Work, step: Step, holder_id: int, day: date | None) -> None:
    """Record another name, address or language from a day on, or without a day instead of a wrong one."""
    if step.act == "name":
        other = PEOPLE[step.quantity]
        correct_name(work, CorrectName(holder_id, PersonName(other.name, other.given_name), day, "Married"))
    elif step.act == "home":
        address = Address("Dorp 1", "9000", TOWNS[step.quantity - 1])
        correct_address(work, CorrectAddress(holder_id, address, day, "Moved"))
    else:
        correct_language(work, CorrectLanguage(holder_id, [*Language][step.quantity], day, "Asked"))


@dataclass(frozen=True)
class Known:
    """What the rules say of one shareholder at a moment; nothing but the person when there was no entry by then."""

    party: Party
    name: PersonName
    address: Address
    language: str
    has_entries: bool
    position: Position
    category: str
    email: str


def known_people(session: Session, question: AsOf) -> list[Known]:
    """Return everybody with a number, by number, recomputed by the pure rules from the rows as they are."""
    found = []
    people = session.scalars(select(Party).where(Party.number.is_not(None)).order_by(Party.number)).all()
    for party in people:
        if party.recorded_at > question.recorded_until:
            continue
        entries = list_entries(session, [party.id])
        has_entries = bool(counted(entries, question))
        categories = session.scalars(select(PartyCategory).where(PartyCategory.party_id == party.id)).all()
        emails = session.scalars(select(PartyEmail).where(PartyEmail.party_id == party.id)).all()
        category = fact_at([Dated(x.category, x.effective_date, x.recorded_at, x.id) for x in categories], question)
        email = fact_at([Dated(x.address, x.effective_date, x.recorded_at, x.id) for x in emails], question)
        found.append(
            Known(
                party,
                fact_or_first(list_dated_names(session, party.id), question).value,
                fact_or_first(list_dated_addresses(session, party.id), question).value,
                fact_or_first(list_dated_facts(session, PartyLanguage.language, party.id), question).value,
                has_entries,
                position(entries, question),
                category.value if category and has_entries else "",
                email.value if email and has_entries else "",
            ),
        )
    return found


def fits(one: Known, wanted: HolderFilter) -> bool:
    """Tell whether the filter means somebody, in plain Python."""
    state = {
        HolderState.HOLDING: one.position.shares > 0,
        HolderState.FORMER: one.position.shares == 0,
        HolderState.ALL: True,
    }[wanted.state]
    return (
        state
        and wanted.category in {None, one.category}
        and wanted.kind in {None, one.party.kind}
        and wanted.language in {"", one.language}
        and (not wanted.text or said(one, wanted.text))
    )


def said(one: Known, text: str) -> bool:
    if text.isdigit():
        return one.party.number == int(text) or one.address.postcode == text
    has_address = " " not in text and one.email.lower().startswith(fold_email(text)) and bool(one.email)
    words, own = fold(text).split(), search_name(one.name.name, one.name.given_name).split()
    own_words, town = [own, fold(one.address.town).split()], one.address.postcode
    has_words = all(word == town or any(begins(word, there) for there in own_words) for word in words)
    return has_address or ("@" not in text and bool(words) and has_words)


def begins(word: str, words: list[str]) -> bool:
    """Tell whether a word begins at one of these, its letters running on into the next one."""
    return any("".join(words[place:]).startswith(word) for place in range(len(words)))


def in_order(people: Iterable[Known], sort: HolderSort, *, descending: bool) -> list[int]:
    def key(one: Known) -> tuple[bool, object]:
        value: str | int | date | None = {
            HolderSort.NAME: search_name(one.name.name, one.name.given_name),
            HolderSort.NUMBER: one.party.number,
            HolderSort.CATEGORY: one.category or None,
            HolderSort.SHARES: one.position.shares if one.has_entries else None,
            HolderSort.SINCE: one.position.since,
        }[sort]
        return (value is not None, value if value is not None else 0)

    return [one.party.id for one in sorted(people, key=key, reverse=descending)]


# One database for all examples of a test: each example is rolled back.
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=scripts, asked=questions, wanted=filters, sort=st.sampled_from(HolderSort), descending=st.booleans())
def test_a_list_of_any_day_says_what_the_rules_say(
    database: Database,
    script: list[Step],
    asked: list[tuple[int, int]],
    wanted: HolderFilter,
    sort: HolderSort,
    *,
    descending: bool,
) -> None:
    with pytest.raises(Undone), database.unit_of_work(REGISTRAR, NOON) as work:
        moments = replay(work, script)
        for days, step in asked:
            question = AsOf(day_of(BEGIN, ZONE) + timedelta(days=days), moments[min(step, len(moments) - 1)])
            everybody = known_people(work.session, question)
            expected = [one for one in everybody if fits(one, wanted)]
            lists_agree(work.session, wanted, question, sort, expected, descending=descending)
            totals_agree(work.session, question, [one.position for one in everybody])
            extracts_agree(work.session, wanted, question, expected)
            candidates = {
                one.holder_id: (one.name, one.position) for one in list_roll_candidates(work.session, question)
            }
            assert candidates == {one.party.id: (spoken(one.name), one.position) for one in everybody}
        raise Undone


def spoken(name: PersonName) -> str:
    return full_name(name.name, name.given_name)


def totals_agree(session: Session, question: AsOf, positions: list[Position]) -> None:
    holding = [held for held in positions if held.shares > 0]
    totals = get_register_totals(session, question)
    assert (totals.holders, totals.shares) == (len(holding), sum(held.shares for held in holding))
    assert totals.paid_in_cents == sum(held.paid_in_cents for held in holding)


def extracts_agree(session: Session, wanted: HolderFilter, question: AsOf, expected: list[Known]) -> None:
    rows = list_extract_rows(session, wanted, question)
    said = [
        (
            *(row.number, row.shares, row.paid_in_cents, row.since, row.category, row.email),
            *(row.name, row.given_name, row.street, row.postcode, row.town, row.country, row.language),
        )
        for row in rows
    ]
    assert said == [
        (
            *(one.party.number, one.position.shares, one.position.paid_in_cents, one.position.since, *facts(one)),
            *(*astuple(one.name), *astuple(one.address), one.language),
        )
        for one in expected
    ]


def facts(one: Known) -> tuple[str, str]:
    return one.category, one.email


def personal(one: Known) -> tuple[str, str, str]:
    return sorted_name(one.name.name, one.name.given_name), one.address.town, one.language


def lists_agree(
    session: Session,
    wanted: HolderFilter,
    question: AsOf,
    sort: HolderSort,
    expected: list[Known],
    *,
    descending: bool,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holders, "PAGE_SIZE", 3)
        pages = max(1, -(-len(expected) // 3))
        found = [
            get_holder_page(session, wanted, as_of=question, sort=sort, descending=descending, page=page)
            for page in range(1, pages + 2)
        ]
    assert found[-1] == found[-2]
    assert {page.total for page in found} == {len(expected)}
    rows = [row for page in found[:-1] for row in page.rows]
    assert [row.holder_id for row in rows] == in_order(expected, sort, descending=descending)
    shown = {
        row.holder_id: (
            *(row.shares, row.paid_in_cents, row.since, row.category or "", row.email),
            *(row.name, row.town, row.language),
        )
        for row in rows
    }
    assert shown == {
        one.party.id: (one.position.shares, one.position.paid_in_cents, one.position.since, *facts(one), *personal(one))
        for one in expected
    }


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=scripts, wanted=filters, sort=st.sampled_from(HolderSort))
def test_the_kept_figures_of_today_are_those_that_the_ledger_gives(
    database: Database, script: list[Step], wanted: HolderFilter, sort: HolderSort
) -> None:
    with pytest.raises(Undone), database.unit_of_work(REGISTRAR, NOON) as work:
        replay(work, script)
        now = AsOf(day_of(NOON, ZONE), NOON)
        for descending in (False, True):
            kept = get_holder_page(work.session, wanted, sort=sort, descending=descending)
            assert kept == get_holder_page(work.session, wanted, as_of=now, sort=sort, descending=descending)
        assert get_register_totals(work.session) == get_register_totals(work.session, now)
        raise Undone


def test_whoever_was_not_known_yet_is_on_no_list_of_that_moment(database: Database) -> None:
    later: datetime = NOON + timedelta(days=1)
    with database.unit_of_work(REGISTRAR, NOON) as work:
        registered(work)
    with database.unit_of_work(REGISTRAR, later) as work:
        registered(work, PEOPLE[1], first=shares(1, day_of(NOON, ZONE)))
        everybody = HolderFilter(state=HolderState.ALL)
        then, now = AsOf(day_of(NOON, ZONE), NOON), AsOf(day_of(NOON, ZONE), later)
        assert [row.number for row in get_holder_page(work.session, everybody, as_of=then).rows] == [1]
        assert get_holder_page(work.session, everybody, as_of=now).total == 2
        assert work.session.scalars(select(LedgerTransaction.sequence)).all() == [1, 2]
