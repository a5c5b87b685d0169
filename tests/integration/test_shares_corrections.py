"""A name, address or language is corrected, and everything that was said before can be said again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from govapp.audit.queries import Filter
from govapp.audit.queries import list_entries as journal
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.shares.exporting.queries import ExtractRow, list_extract_rows
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.service import ExportRegister, make_export
from govapp.shares.ledger.queries import HolderFilter
from govapp.shares.ledger.service import (
    CorrectAddress,
    CorrectLanguage,
    CorrectName,
    correct_address,
    correct_language,
    correct_name,
)
from govapp.shares.people.rules.dated import Address, PersonName
from govapp.shares.people.rules.days import AsOf
from govapp.shares.people.rules.kinds import Category
from govapp.shares.people.rules.refusals import (
    CountryWrong,
    EffectiveDateInFuture,
    FactKnownAlready,
    HolderNotFound,
    PersonNameMissing,
    ReasonMissing,
)
from govapp.shares.register.queries import HolderPage, get_holder_detail, get_holder_page, list_holders_with_email
from govapp.shares.rolls.queries import list_roll_candidates
from govapp.shares.rolls.rules.roll import RollCandidate
from tests.factories.shares import LIEVE, REGISTRAR, SINCE, ZONEN, registered

DAY = date(2026, 5, 2)
LIVED = Address("Josaphatstraat 112", "1030", "Schaarbeek")
LILLE = Address("Rue Haute 1", "59000", "Lille", "FR")


@pytest.fixture
def lieve(database: Database, clock: FixedClock) -> int:
    """Return Lieve, who votes for an organisation too."""
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        holder_id = registered(work, LIEVE, email="lieve@mail.example")
        registered(work, ZONEN, category=Category.PARTNER, representative=holder_id)
    return holder_id


def correct_everything(work: Work, holder_id: int, day: date | None) -> None:
    correct_name(work, CorrectName(holder_id, PersonName("Claes", " Lieve  Anna"), day, "Married"))
    correct_address(work, CorrectAddress(holder_id, replace(LILLE, country="fr"), day, "Moved"))
    correct_language(work, CorrectLanguage(holder_id, Language.FR, day, "Asked"))


Said = tuple[HolderPage, list[ExtractRow], list[RollCandidate], bytes]


def said(database: Database, clock: FixedClock, question: AsOf) -> Said:
    """Return the list, the extract, the people of the voting list and an export as they answer a question."""
    with database.read_only(REGISTRAR, clock.now()) as work:
        exported = make_export(
            work, ExportRegister(FileFormat.CSV, "Inspection", question.effective, question.recorded_until.date())
        )
        return (
            get_holder_page(work.session, HolderFilter(), as_of=question),
            list(list_extract_rows(work.session, HolderFilter(), question)),
            list(list_roll_candidates(work.session, question)),
            exported.content,
        )


@pytest.mark.parametrize("day", [DAY, None])
def test_what_was_said_before_a_correction_is_said_again_after_it(
    database: Database, clock: FixedClock, lieve: int, day: date | None
) -> None:
    question = AsOf(DAY, clock.now())
    clock.advance(timedelta(days=1))
    before = said(database, clock, question)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        correct_everything(work, lieve, day)
    assert said(database, clock, question) == before
    now = said(database, clock, AsOf(DAY, clock.now()))
    assert [row.name for row in now[0].rows] == ["Claes, Lieve Anna", "Peeters & Zonen bv"]
    assert now[0].rows[0].town == "Lille"
    assert next((row.name, row.town, row.country, row.language) for row in now[1]) == ("Claes", "Lille", "FR", "fr")
    assert (now[1][1].representative_name, now[1][1].representative_given_name) == ("Claes", "Lieve Anna")
    assert [(one.name, one.language, one.representative) for one in now[2]] == [
        ("Lieve Anna Claes", "fr", ""),
        ("Peeters & Zonen bv", "nl", "Lieve Anna Claes"),
    ]


def test_before_its_day_another_name_does_not_count(database: Database, clock: FixedClock, lieve: int) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        correct_everything(work, lieve, DAY)
        the_day_before = AsOf(DAY - timedelta(days=1), clock.now())
        detail = get_holder_detail(work.session, lieve, the_day_before)
        assert (detail.name, detail.address, detail.language) == ("Lieve Peeters", LIVED, "nl")
        # A letter goes to where somebody can be reached now, in the language that is read now.
        [first, second] = list_roll_candidates(work.session, the_day_before)
        assert (first.name, first.language, second.representative) == ("Lieve Peeters", "fr", "Lieve Peeters")
        detail = get_holder_detail(work.session, lieve, AsOf(DAY, clock.now()))
        assert (detail.name, detail.address, detail.language) == ("Lieve Anna Claes", LILLE, "fr")


def test_an_error_was_never_so_on_any_day(database: Database, clock: FixedClock, lieve: int) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        correct_name(work, CorrectName(lieve, PersonName("Peters", "Lieve"), None, "Typing error"))
        assert get_holder_detail(work.session, lieve, AsOf(SINCE, clock.now())).name == "Lieve Peters"


def test_an_error_in_a_later_name_leaves_the_earlier_one(database: Database, clock: FixedClock, lieve: int) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        correct_name(work, CorrectName(lieve, PersonName("Claas", "Lieve"), DAY, "Married"))
        correct_name(work, CorrectName(lieve, PersonName("Claes", "Lieve"), None, "Typing error"))
        assert get_holder_detail(work.session, lieve, AsOf(DAY, clock.now())).name == "Lieve Claes"
        assert get_holder_detail(work.session, lieve, AsOf(SINCE, clock.now())).name == "Lieve Peeters"


def test_letters_go_out_under_the_new_name(database: Database, clock: FixedClock, lieve: int) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        correct_everything(work, lieve, DAY)
        [reached] = list_holders_with_email(work.session, "lieve@mail.example")
    assert (reached.name, reached.language) == ("Lieve Anna Claes", Language.FR)


def test_the_history_says_who_recorded_what_and_why(database: Database, clock: FixedClock, lieve: int) -> None:
    clock.advance(timedelta(hours=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        assert get_holder_detail(work.session, lieve, AsOf(DAY, clock.now())).history == ()
        correct_name(work, CorrectName(lieve, PersonName("Claes", "Lieve"), DAY, " Married "))
        history = get_holder_detail(work.session, lieve, AsOf(DAY, clock.now())).history
    assert [(fact.value, fact.effective_date, fact.actor_name, fact.reason) for fact in history] == [
        ("Lieve Claes", DAY, "Sofie Claes", "Married"),
        ("Lieve Peeters", None, "Sofie Claes", ""),
    ]


def test_the_journal_says_that_a_name_changed_and_not_what_it_is(
    database: Database, clock: FixedClock, lieve: int
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        correct_everything(work, lieve, None)
    with database.read_only(REGISTRAR, clock.now()) as work:
        lines = [line for line in journal(work.session, Filter(), limit=10) if line.tag.endswith("_corrected")]
    assert {line.tag for line in lines} == {
        "holder:name_corrected",
        "holder:address_corrected",
        "holder:language_corrected",
    }
    assert "Claes" not in "".join(str(line.facts) for line in lines)


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (CorrectName(1, PersonName("", "Lieve"), None, "x"), PersonNameMissing),
        (CorrectName(1, PersonName("Peeters", "Lieve"), None, "x"), FactKnownAlready),
        (CorrectName(1, PersonName("Peeters", "Lieve"), DAY, "x"), FactKnownAlready),
        (CorrectName(1, PersonName("Claes", "Lieve"), None, " "), ReasonMissing),
        (CorrectName(1, PersonName("Claes", "Lieve"), date(2026, 6, 2), "x"), EffectiveDateInFuture),
        (CorrectName(2, PersonName("Zonen bv", "Jan"), None, "x"), PersonNameMissing),
        (CorrectName(99, PersonName("Claes", "Lieve"), None, "x"), HolderNotFound),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    database: Database, clock: FixedClock, lieve: int, command: CorrectName, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal), database.unit_of_work(REGISTRAR, clock.now()) as work:
        correct_name(work, command)
    assert lieve


def test_an_address_that_cannot_be_is_refused(database: Database, clock: FixedClock, lieve: int) -> None:
    for address, refusal in ((replace(LILLE, country="FRA"), CountryWrong), (LIVED, FactKnownAlready)):
        with pytest.raises(refusal), database.unit_of_work(REGISTRAR, clock.now()) as work:
            correct_address(work, CorrectAddress(lieve, address, None, "Moved"))
