"""The ledger and the facts about people, on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import Executable, delete, select, text, update
from sqlalchemy.exc import DatabaseError

from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.ledger.models import LedgerLine, LedgerTransaction
from govapp.shares.ledger.queries import HolderFilter
from govapp.shares.ledger.queries.entries import find_transaction, list_entries
from govapp.shares.ledger.rules.kinds import HolderSort, HolderState, MovementType
from govapp.shares.ledger.rules.movements import Movement, Transaction, position
from govapp.shares.ledger.rules.refusals import (
    AlreadyReversed,
    EntryNotCorrectable,
    EntryNotFound,
    QuantityNotPositive,
)
from govapp.shares.ledger.service import (
    ChangeCategory,
    CorrectEntry,
    IssueShares,
    ReverseEntry,
    SetEmail,
    SetRepresentative,
    change_category,
    correct_entry,
    issue_shares,
    reverse_entry,
    set_email,
    set_representative,
)
from govapp.shares.ledger.service.writing import lock_register, post
from govapp.shares.people.models import Party
from govapp.shares.people.rules.days import ALWAYS, as_of
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.refusals import (
    CompanyNumberWrong,
    EffectiveDateInFuture,
    EmailUnreadable,
    FactKnownAlready,
    HolderNotFound,
    NotAnOrganisation,
    PersonNameMissing,
    ReasonMissing,
    RepresentativeNotHuman,
)
from govapp.shares.people.service import Person
from govapp.shares.register import queries
from govapp.shares.register.queries import check_register, get_holder_detail, get_holder_page, get_register_totals
from govapp.shares.rolls.models import Roll, RollEntryRecord
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.factories.accounts import ZONE
from tests.factories.shares import LIEVE, REGISTRAR, ZONEN, person, register_some, registered, shares

DAY = date(2026, 5, 1)


def issue(holder_id: int, quantity: int = 1, day: date = DAY) -> IssueShares:
    return IssueShares(holder_id, quantity, 3000, quantity * 3000, day)


def test_numbers_run_on_and_entries_are_chained(database: Database, clock: FixedClock) -> None:
    register_some(database, clock, 3)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        assert work.session.scalars(select(Party.number).order_by(Party.id)).all() == [1, 2, 3]
        rows = work.session.scalars(select(LedgerTransaction).order_by(LedgerTransaction.sequence)).all()
        assert [row.sequence for row in rows] == [1, 2, 3]
        assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]
        assert {row.actor_name for row in rows} == {"Sofie Claes"}
        assert check_register(work.session).is_sound


def test_a_refused_use_case_leaves_no_trace(database: Database, clock: FixedClock) -> None:
    with pytest.raises(QuantityNotPositive), database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, first=shares(0))
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert work.session.scalars(select(Party.id)).all() == []
        assert work.session.scalars(select(JournalEntryRecord.sequence)).all() == []


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (person(" "), PersonNameMissing),
        (Person(PartyKind.LEGAL, "Alba", "An"), PersonNameMissing),
        (Person(PartyKind.LEGAL, "Alba", company_number="0403.227.516"), CompanyNumberWrong),
    ],
)
def test_people_are_described_completely(
    database: Database, clock: FixedClock, who: Person, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal), database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, who)


def test_both_time_axes_are_answered(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, first=shares(2, date(2022, 3, 3)))
    before = clock.now()
    clock.advance(timedelta(days=2))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        reverse_entry(work, ReverseEntry(lieve, 1, "One was meant"))
        issue_shares(work, issue(lieve, 1, date(2022, 3, 3)))
    with database.read_only(REGISTRAR, clock.now()) as work:
        today = get_holder_detail(work.session, lieve, as_of(clock.now(), ZONE))
        then = get_holder_detail(work.session, lieve, as_of(before, ZONE))
        earlier = get_holder_detail(work.session, lieve, as_of(clock.now(), ZONE, date(2022, 3, 2)))
        assert (today.position.shares, then.position.shares, earlier.position.shares) == (1, 2, 0)
        assert [line.quantity for line in today.lines] == [1, -2, 2]
        assert [line.balance for line in today.lines] == [1, 0, 2]
        assert [line.reversed_by for line in then.lines] == [None]
        totals = [
            get_register_totals(work.session, moment)
            for moment in (None, as_of(clock.now(), ZONE), as_of(before, ZONE))
        ]
        assert [each.shares for each in totals] == [1, 1, 2]


def test_kept_figures_and_recomputed_ones_give_the_same_list(database: Database, clock: FixedClock) -> None:
    ids = register_some(database, clock, 5)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        issue_shares(work, issue(ids[1], 4))
        reverse_entry(work, ReverseEntry(ids[2], 3, "Never paid"))
        change_category(work, ChangeCategory(ids[3], Category.STAFF, DAY, "Hired"))
        set_email(work, SetEmail(ids[4], ""))
    with database.read_only(REGISTRAR, clock.now()) as work:
        for state in HolderState:
            for sort in HolderSort:
                kept = get_holder_page(work.session, HolderFilter(state=state), sort=sort)
                again = get_holder_page(
                    work.session, HolderFilter(state=state), sort=sort, as_of=as_of(clock.now(), ZONE)
                )
                assert kept == again
        assert [row.number for row in get_holder_page(work.session, HolderFilter(state=HolderState.FORMER)).rows] == [3]
        assert get_register_totals(work.session) == get_register_totals(work.session, as_of(clock.now(), ZONE))


def test_a_back_dated_share_has_a_category_too(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, category=Category.STAFF)
        issue_shares(work, issue(lieve, 1, date(2019, 1, 1)))
        early = get_holder_detail(work.session, lieve, as_of(clock.now(), ZONE, date(2019, 6, 1)))
        assert early.category is not None
        assert early.category.value == "staff"
        assert early.position.since == date(2019, 1, 1)


def test_what_cannot_be_is_refused(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve, firm = registered(work), registered(work, ZONEN)
        other = registered(work, Person(PartyKind.LEGAL, "Andere bv"))
    tomorrow = date(2026, 6, 2)
    hired = ChangeCategory(lieve, Category.STAFF, DAY, "Hired")
    refused: list[tuple[type[Exception], object]] = [
        (HolderNotFound, lambda work: issue_shares(work, issue(99))),
        (EffectiveDateInFuture, lambda work: issue_shares(work, issue(lieve, 1, tomorrow))),
        (EntryNotFound, lambda work: reverse_entry(work, ReverseEntry(lieve, 2, "Not hers"))),
        (ReasonMissing, lambda work: change_category(work, replace(hired, reason=" "))),
        (
            EffectiveDateInFuture,
            lambda work: change_category(work, ChangeCategory(lieve, Category.STAFF, tomorrow, "x")),
        ),
        (EmailUnreadable, lambda work: set_email(work, SetEmail(lieve, "lieve@"))),
        (NotAnOrganisation, lambda work: set_representative(work, SetRepresentative(lieve, firm, DAY))),
        (RepresentativeNotHuman, lambda work: set_representative(work, SetRepresentative(firm, other, DAY))),
        (RepresentativeNotHuman, lambda work: set_representative(work, SetRepresentative(firm, ZONEN, DAY))),
        (HolderNotFound, lambda work: set_representative(work, SetRepresentative(firm, 99, DAY))),
        (EffectiveDateInFuture, lambda work: set_representative(work, SetRepresentative(firm, lieve, tomorrow))),
    ]
    for refusal, use_case in refused:
        with pytest.raises(refusal), database.unit_of_work(REGISTRAR, clock.now()) as work:
            use_case(work)  # type: ignore[operator]


def test_every_change_is_in_the_journal_and_no_address_is(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, email="lieve@mail.example")
        firm = registered(work, ZONEN, representative=lieve)
        issue_shares(work, issue(lieve))
        reverse_entry(work, ReverseEntry(lieve, 3, "Typing error"))
        change_category(work, ChangeCategory(lieve, Category.STAFF, DAY, "Hired"))
        set_email(work, SetEmail(lieve, "l.peeters@mail.example"))
        rows = work.session.scalars(select(JournalEntryRecord).order_by(JournalEntryRecord.sequence)).all()
        assert [(row.tag, row.subject, row.reason) for row in rows] == [
            ("holder:registered", f"holder:{lieve}", ""),
            ("holder:registered", f"holder:{firm}", ""),
            ("holder:representative_set", f"holder:{firm}", ""),
            ("shares:issued", f"holder:{lieve}", ""),
            ("shares:reversed", f"holder:{lieve}", "Typing error"),
            ("holder:category_changed", f"holder:{lieve}", "Hired"),
            ("holder:email_changed", f"holder:{lieve}", ""),
        ]
        assert "mail.example" not in str([row.facts for row in rows])


def test_the_database_itself_refuses_to_change_or_delete(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work)
        freeze_roll(work, FreezeRoll(DAY, Texts.same("Assembly")))
    statements: list[Executable] = [
        update(LedgerLine).values(quantity=9),
        delete(LedgerLine),
        update(LedgerTransaction).values(reason="Nothing"),
        delete(LedgerTransaction),
        update(Roll).values(size=9),
        update(RollEntryRecord).values(name="Somebody else"),
        delete(RollEntryRecord),
        text("UPDATE party_category SET category = 'staff'"),
        text("UPDATE party SET birth_date = NULL"),
        text("UPDATE party_name SET name = 'Somebody else'"),
        text("DELETE FROM party_address"),
        text("UPDATE party_language SET language = 'fr'"),
        text("DELETE FROM party"),
        text("UPDATE party_email SET address = 'x@mail.example'"),
        text("DELETE FROM party_email"),
        text("DELETE FROM representation"),
    ]
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, ZONEN, representative=lieve, email="zonen@mail.example")
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            database.unit_of_work(REGISTRAR, clock.now()) as work,
        ):
            work.session.execute(statement)


def test_two_registrars_reverse_the_same_entry_and_one_of_them_is_told(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work)
    wrong = ReverseEntry(lieve, 1, "Typing error")
    outcomes: list[str] = []

    def try_it() -> None:
        try:
            database.transact(REGISTRAR, clock, lambda work: reverse_entry(work, wrong))
            outcomes.append("done")
        except AlreadyReversed:
            outcomes.append("told")

    threads = [Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "told"]


def test_people_registered_at_the_same_time_get_different_numbers(database: Database, clock: FixedClock) -> None:
    threads = [Thread(target=lambda: register_some(database, clock, 5)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert set(work.session.scalars(select(Party.number))) == set(range(1, 21))
        assert check_register(work.session).is_sound


def test_a_household_is_found_by_its_address(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, LIEVE, email="Thuis@mail.example")
        registered(work, person("Peeters", "Noor"), email="thuis@mail.example")
        gone = registered(work, person("Weg"), email="thuis@mail.example")
        reverse_entry(work, ReverseEntry(gone, 3, "Never paid"))
        found = queries.list_holders_with_email(work.session, " thuis@MAIL.example ")
    assert [one.name for one in found] == ["Lieve Peeters", "Noor Peeters"]


def test_a_corrected_entry_is_written_anew_and_reversed_in_one_step(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, first=shares(2))
    command = CorrectEntry(lieve, 1, 3, 3000, 9000, date(2021, 3, 3), "Three were meant, a year before", "Board")
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        assert correct_entry(work, command) == 2
        right, reversal = find_transaction(work.session, 2), find_transaction(work.session, 3)
        assert right is not None
        assert reversal is not None
        assert (right.type, right.effective_date, right.movements[0].quantity) == (
            MovementType.ISSUE,
            date(2021, 3, 3),
            3,
        )
        assert (reversal.reverses, reversal.reason) == (1, "Three were meant, a year before")
        assert check_register(work.session).is_sound
    for sequence, refusal in ((1, AlreadyReversed), (3, EntryNotCorrectable), (77, EntryNotFound)):
        with pytest.raises(refusal), database.unit_of_work(REGISTRAR, clock.now()) as work:
            correct_entry(work, replace(command, sequence=sequence, quantity=4, paid_in_cents=12000))
    with pytest.raises(FactKnownAlready), database.unit_of_work(REGISTRAR, clock.now()) as work:
        correct_entry(work, replace(command, sequence=2))
    with pytest.raises(ReasonMissing), database.unit_of_work(REGISTRAR, clock.now()) as work:
        correct_entry(work, replace(command, sequence=2, quantity=4, reason=" "))
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert check_register(work.session).entries == 3


def test_an_entry_with_later_ones_behind_it_is_corrected_without_a_day_below_zero(
    database: Database, clock: FixedClock
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, first=shares(2))
        leaving = Transaction(
            MovementType.WITHDRAWAL,
            date(2023, 1, 1),
            (Movement(lieve, -1, 3000, -3000, claim_cents=3000),),
            legal_basis="Request of 1 January 2023",
        )
        lock_register(work)
        post(work, leaving)
        # Reversed first, nothing would be there on the day of the withdrawal.
        correct_entry(work, CorrectEntry(lieve, 1, 3, 3000, 9000, date(2022, 3, 3), "Three were meant"))
        assert position(list_entries(work.session, [lieve]), ALWAYS).shares == 2
