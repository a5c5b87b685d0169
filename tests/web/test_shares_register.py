"""The registrar's pages: the list, one shareholder, and every change."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from govapp.audit.journal import get_head
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.ledger.queries import get_ledger_head
from govapp.shares.ledger.service import ReverseEntry, SetRepresentative, reverse_entry, set_representative
from govapp.shares.people.rules.kinds import Category
from govapp.shares.people.service import HolderId
from govapp.shares.register.queries import check_register
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from govapp.statutes.rules.profiles import MODEL_STATUTES
from tests.factories.accounts import ZONE, a_browser, an_officer, let_in, officer_browser
from tests.factories.shares import LIEVE, REGISTRAR, ZONEN, person, register_some, registered, shares
from tests.factories.statutes import adopt
from tests.web.page import Page, PageClient


@pytest.fixture
def registrar(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.REGISTRAR)


@pytest.fixture
def lieve(database: Database, clock: FixedClock) -> HolderId:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        return registered(work, LIEVE, first=shares(2), email="lieve@mail.example")


def test_the_list_of_an_empty_register_says_so(registrar: PageClient) -> None:
    page = registrar.get("/office/holders")
    assert "0 shareholders" in page.text
    assert "Nobody found" in page.text


def test_the_list_shows_totals_and_people(registrar: PageClient, lieve: HolderId) -> None:
    page = registrar.get("/office/holders")
    assert "1 shareholder , 2 shares , €60.00" in page.text
    assert page.links()["Peeters, Lieve"] == f"/office/holders/{lieve}"


FOUND = [
    "lieve",
    "PEE lie",
    "1",
    "no. 1",
    "lieve@mail",
    "lieve@mail.example",
    "@mail.example",
    "1030",
    "peeters schaar",
]


@pytest.mark.parametrize("words", [*FOUND, "schaarbeek", "peeters schaar", "lieve 1030"])
def test_a_search_finds_names_numbers_and_addresses(registrar: PageClient, lieve: HolderId, words: str) -> None:
    page = registrar.get("/office/holders", query_string={"q": words})
    assert f"/office/holders/{lieve}" in page.links().values()


def test_a_company_is_found_by_its_number(registrar: PageClient, database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        firm = registered(work, ZONEN)
    for words in ("0403.227.515", "0403 227 515"):
        assert f"/office/holders/{firm}" in registrar.get("/office/holders", query_string={"q": words}).links().values()
    assert "Nobody found" in registrar.get("/office/holders?q=1000000001").text


@pytest.mark.parametrize("day", ["", "2026-05-20"])
@pytest.mark.parametrize("words", ["dhondt", "d'hondt", "D’HONDT", "d hondt marie", "hondt"])
def test_a_name_is_found_with_and_without_its_apostrophe(
    registrar: PageClient, database: Database, clock: FixedClock, lieve: HolderId, words: str, day: str
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        marie = registered(work, person("D'Hondt", "Marie"))
    links = registrar.get("/office/holders", query_string={"q": words, "on": day}).links().values()
    assert f"/office/holders/{marie}" in links
    assert f"/office/holders/{lieve}" not in links


@pytest.mark.parametrize("words", ["lieve", "peeters lieve", "zonen lieve", "alba"])
def test_an_organisation_is_found_by_its_representative_of_the_day(
    registrar: PageClient, database: Database, clock: FixedClock, words: str
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        firm = registered(work, ZONEN, representative=LIEVE)
        registered(work, replace(ZONEN, name="Alba vzw", company_number="0202.239.951"))
    page = registrar.get("/office/holders", query_string={"q": words})
    assert (f"/office/holders/{firm}" in page.links().values()) is (words != "alba")
    assert ("Lieve Peeters" in page.text) is (words != "alba")
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        set_representative(work, SetRepresentative(firm, None, clock.now().date()))
    page = registrar.get("/office/holders", query_string={"q": words})
    assert f"/office/holders/{firm}" not in page.links().values()
    earlier = registrar.get("/office/holders", query_string={"q": words, "on": "2022-03-04"})
    assert (f"/office/holders/{firm}" in earlier.links().values()) is (words != "alba")


def test_whoever_is_called_so_comes_before_whoever_lives_there(
    registrar: PageClient, database: Database, clock: FixedClock
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        there = registered(work, replace(person("Aerts"), town="Hasselt", postcode="2"))
        given = registered(work, person("Claes", "Hasselte"))
        called = registered(work, person("Hasselt", "Zoë"))
    for words, order in (("hasselt", [called, given, there]), ("2", [given, there])):
        page = registrar.get("/office/holders", query_string={"q": words})
        rows = [each.get("href") for each in page.all("a") if (each.get("href") or "").startswith("/office/holders/")]
        assert rows[1:] == [f"/office/holders/{each}" for each in order]


@pytest.mark.parametrize(
    "words", ["eeters", "2", "other@mail.example", "@post.example", "%", "_ieve", "·", "gent", "103"]
)
def test_a_search_finds_nothing_else(registrar: PageClient, lieve: HolderId, words: str) -> None:
    page = registrar.get("/office/holders", query_string={"q": words})
    assert f"/office/holders/{lieve}" not in page.links().values()


def test_the_list_is_filtered_and_sorted(
    registrar: PageClient, database: Database, clock: FixedClock, lieve: HolderId
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        firm = registered(work, ZONEN, category=Category.PARTNER, first=shares(20))
    page = registrar.get("/office/holders?kind=legal&category=partner&language=nl")
    assert f"/office/holders/{firm}" in page.links().values()
    assert f"/office/holders/{lieve}" not in page.links().values()
    page = registrar.get("/office/holders?sort=shares&dir=desc")
    assert [row.get("href") for row in page.all("a") if (row.get("href") or "").startswith("/office/holders/")][1:] == [
        f"/office/holders/{firm}",
        f"/office/holders/{lieve}",
    ]
    assert "Nobody found" in registrar.get("/office/holders?state=former").text


def test_the_list_of_an_earlier_day_shows_who_held_shares_then(registrar: PageClient, lieve: HolderId) -> None:
    assert "1 shareholder , 2 shares" in registrar.get("/office/holders?on=2022-03-03").text
    assert "0 shareholders" in registrar.get("/office/holders?on=2022-03-02").text
    assert "0 shareholders" in registrar.get("/office/holders?recorded=2026-05-31").text
    registrar.get("/office/holders?on=nonsense", status=422)
    assert lieve


def test_the_list_of_tomorrow_is_refused(registrar: PageClient, lieve: HolderId) -> None:
    for address in ("/office/holders", f"/office/holders/{lieve}"):
        for axis in ("on", "recorded"):
            page = registrar.get(f"{address}?{axis}=2026-06-02", status=422)
            assert "2 June 2026 lies in the future." in page.text


def test_the_list_and_a_page_are_asked_for_to_the_second(
    registrar: PageClient, database: Database, clock: FixedClock, lieve: HolderId
) -> None:
    registrar.post(f"/office/holders/{lieve}/shares", {"issue-quantity": "3", "issue-effective_date": "2026-06-01"})
    there = clock.now().astimezone(ZONE)
    clock.advance(timedelta(minutes=5))
    before = (there - timedelta(seconds=1)).strftime("recorded=%Y-%m-%d&recorded_time=%H:%M:%S")
    at = there.strftime("recorded=%Y-%m-%d&recorded_time=%H:%M:%S")
    assert "0 shareholders" in registrar.get(f"/office/holders?{before}").text
    page = registrar.get(f"/office/holders?{at}")
    assert "1 shareholder , 5 shares" in page.text
    assert there.strftime("%d/%m/%Y %H:%M:%S") in page.text
    assert "+3" in registrar.get(f"/office/holders/{lieve}?{at}").text
    page = registrar.get("/office/holders?recorded_time=12:00:00", status=422)
    assert page.one("input", id="recorded_time").get("aria-invalid") == "true"
    page = registrar.get("/office/holders?recorded=2026-06-01&recorded_time=23:59:59", status=422)
    assert page.one("input", id="recorded_time").get("value") == "23:59:59"


def test_long_lists_come_in_pages(registrar: PageClient, database: Database, clock: FixedClock) -> None:
    register_some(database, clock, 51)
    page = registrar.get("/office/holders?language=nl")
    assert "lines 1 to 50" in page.text
    assert page.links()["Next"] == "/office/holders?language=nl&page=2"
    assert "lines 51 to 51" in registrar.get("/office/holders?page=99").text


def test_the_list_says_who_is_on_the_newest_voting_list(
    registrar: PageClient, database: Database, clock: FixedClock, lieve: HolderId
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, ZONEN, category=Category.PARTNER)
        freeze_roll(work, FreezeRoll(date(2026, 5, 15), Texts.same("Assembly")))
        registered(work, person("Nieuw"))
    page = registrar.get("/office/holders")
    assert "On the list" in page.text
    assert "No voting representative" in page.text
    assert "Came later" in page.text
    assert "On the list" in registrar.get(f"/office/holders/{lieve}").text


def test_the_page_of_a_shareholder_shows_position_and_history(registrar: PageClient, lieve: HolderId) -> None:
    page = registrar.get(f"/office/holders/{lieve}")
    assert page.heading == "Lieve Peeters"
    assert "€60.00" in page.text
    assert "lieve@mail.example" in page.text
    before = registrar.get(f"/office/holders/{lieve}?on=2022-03-02")
    assert "No movement on that day" in before.text
    registrar.get("/office/holders/999", status=404)


def test_the_registrar_adds_shares(registrar: PageClient, lieve: HolderId) -> None:
    fields = {"issue-quantity": "3", "issue-paid_in": "45.50", "issue-effective_date": "2026-05-02"}
    page = registrar.post(f"/office/holders/{lieve}/shares", fields)
    assert "The shares are in the register." in page.text
    assert "€105.50" in page.text


def test_a_share_costs_what_the_statutes_of_its_day_say(
    registrar: PageClient, lieve: HolderId, database: Database, clock: FixedClock
) -> None:
    adopt(database, clock, replace(MODEL_STATUTES, share_price_cents=5000), date(2026, 5, 1))
    assert "50 euro a share" in registrar.get(f"/office/holders/{lieve}").text
    before, after = ({"issue-quantity": "1", "issue-effective_date": day} for day in ("2026-04-30", "2026-05-01"))
    assert "€90.00" in registrar.post(f"/office/holders/{lieve}/shares", before).text
    assert "€140.00" in registrar.post(f"/office/holders/{lieve}/shares", after).text


@pytest.mark.parametrize("written", ["45,50", "45.5", " 45,5 "])
def test_an_amount_is_read_with_a_comma_and_with_a_point(registrar: PageClient, lieve: HolderId, written: str) -> None:
    fields = {"issue-quantity": "3", "issue-paid_in": written, "issue-effective_date": "2026-05-02"}
    assert "€105.50" in registrar.post(f"/office/holders/{lieve}/shares", fields).text


@pytest.mark.parametrize("written", ["45,505", "1.000,00", "€ 45", "-1", "x"])
def test_an_amount_that_could_mean_anything_is_shown_again(
    registrar: PageClient, lieve: HolderId, written: str
) -> None:
    fields = {"issue-quantity": "3", "issue-paid_in": written, "issue-effective_date": "2026-05-02"}
    page = registrar.post(f"/office/holders/{lieve}/shares", fields, status=422)
    assert "Write it like 30 or 30.00, without the euro sign." in page.text
    assert written in [field.get("value") for field in page.all("input")]


def test_impossible_shares_are_refused_in_words(registrar: PageClient, lieve: HolderId) -> None:
    fields = {"issue-quantity": "0", "issue-effective_date": "2026-05-02"}
    page = registrar.post(f"/office/holders/{lieve}/shares", fields, status=422)
    assert "Use a whole number of 1 or more." in page.text
    fields = {"issue-quantity": "1", "issue-effective_date": "2026-06-02"}
    page = registrar.post(f"/office/holders/{lieve}/shares", fields, status=422)
    assert "lies in the future" in page.text
    fields = {"issue-quantity": "1", "issue-paid_in": "31", "issue-effective_date": "2026-05-02"}
    page = registrar.post(f"/office/holders/{lieve}/shares", fields, status=422)
    assert "between zero and the price" in page.text


def test_an_entry_is_reversed_once_and_stays_readable(registrar: PageClient, lieve: HolderId) -> None:
    page = registrar.post(f"/office/holders/{lieve}/reversal", {"reverse-entry": "1"}, status=422)
    assert "Fill in this field." in page.text
    fields = {"reverse-entry": "1", "reverse-reason": "Paid by somebody else"}
    page = registrar.post(f"/office/holders/{lieve}/reversal", fields)
    assert "Both stay readable" in page.text
    assert "Paid by somebody else" in page.text
    assert "(reversed by entry 2)" in page.text
    page = registrar.post(f"/office/holders/{lieve}/reversal", fields, status=409)
    assert "Entry 1 was reversed already." in page.text
    registrar.post(f"/office/holders/{lieve}/reversal", {**fields, "reverse-entry": "77"}, status=404)


def test_what_is_recorded_for_a_day_before_a_known_one_says_until_when_it_holds(
    registrar: PageClient, lieve: HolderId
) -> None:
    fields = {"category-category": "staff", "category-effective_date": "2026-02-01", "category-reason": "Hired"}
    assert not registrar.post(f"/office/holders/{lieve}/category", fields).all("div", **{"class": "banner warn"})
    earlier = {**fields, "category-category": "partner", "category-effective_date": "2025-01-01"}
    page = registrar.post(f"/office/holders/{lieve}/category", earlier)
    assert "1 February 2026" in page.text
    assert "permanent team (category B), since 01/02/2026" in page.text


def test_the_category_changes_from_a_day_on(registrar: PageClient, lieve: HolderId) -> None:
    fields = {"category-category": "staff", "category-effective_date": "2026-02-01", "category-reason": "Hired"}
    page = registrar.post(f"/office/holders/{lieve}/category", fields)
    assert "permanent team (category B), since 01/02/2026" in page.text
    before = registrar.get(f"/office/holders/{lieve}?on=2026-01-31")
    assert "member (category A), since 03/03/2022" in before.text
    registrar.post(f"/office/holders/{lieve}/category", {**fields, "category-reason": ""}, status=422)


def test_the_address_changes_or_is_withdrawn(registrar: PageClient, lieve: HolderId) -> None:
    page = registrar.post(f"/office/holders/{lieve}/email", {"email-email": "l.peeters@post.example"})
    assert "l.peeters@post.example" in page.text
    page = registrar.post(f"/office/holders/{lieve}/email", {"email-email": "peeters"}, status=422)
    assert "not a complete e-mail address" in page.text
    registrar.post(f"/office/holders/{lieve}/email", {"email-email": ""}, status=422)
    assert "l.peeters@post.example" in registrar.get(f"/office/holders/{lieve}").text
    page = registrar.post(f"/office/holders/{lieve}/email", {"email-email": "", "email-withdraws": "y"})
    assert "none: write by post" in page.text


def test_a_wrong_name_is_corrected_and_stays_readable(registrar: PageClient, lieve: HolderId) -> None:
    fields = {"name-name": "Peters", "name-given_name": "Lieve", "name-reason": "Typing error"}
    page = registrar.post(f"/office/holders/{lieve}/name", fields)
    assert page.heading == "Lieve Peters"
    assert "The name is changed. What it was stays readable." in page.text
    assert "Name: Lieve Peters , from the start" in page.text
    assert "Name: Lieve Peeters , from the start" in page.text
    assert "Typing error" in page.text
    assert page.heading == registrar.get(f"/office/holders/{lieve}?on=2022-03-02").heading
    assert registrar.get(f"/office/holders/{lieve}?recorded=2026-05-31").heading == "Lieve Peeters"
    page = registrar.post(f"/office/holders/{lieve}/name", fields, status=422)
    assert "This is what the register says already." in page.text
    page = registrar.post(f"/office/holders/{lieve}/name", {**fields, "name-reason": ""}, status=422)
    assert "Fill in this field." in page.text


def test_a_new_name_counts_from_its_day_on(registrar: PageClient, lieve: HolderId) -> None:
    fields = {"name-name": "Claes", "name-given_name": "Lieve", "name-reason": "Married"}
    page = registrar.post(f"/office/holders/{lieve}/name", {**fields, "name-effective_date": "2026-05-02"})
    assert page.heading == "Lieve Claes"
    assert registrar.get(f"/office/holders/{lieve}?on=2026-05-01").heading == "Lieve Peeters"
    assert "Claes, Lieve" in registrar.get("/office/holders?q=claes").links()
    assert "Peeters, Lieve" in registrar.get("/office/holders?q=peeters&on=2026-05-01").links()
    assert "Nobody found" in registrar.get("/office/holders?q=peeters").text
    page = registrar.post(f"/office/holders/{lieve}/name", {**fields, "name-effective_date": "2026-06-02"}, status=422)
    assert "lies in the future" in page.text


def test_an_address_and_a_language_are_corrected(registrar: PageClient, lieve: HolderId) -> None:
    page = registrar.get(f"/office/holders/{lieve}")
    present = {str(field.get("name")): field.get("value") for field in page.all("input")}
    assert (present["address-street"], present["address-country"]) == ("Josaphatstraat 112", "BE")
    assert "Correct the address" not in registrar.get(f"/office/holders/{lieve}?on=2026-05-01").text
    moved = {
        "address-street": "Rue Haute 1",
        "address-postcode": "59000",
        "address-town": "Lille",
        "address-country": "fr",
        "address-effective_date": "2026-05-02",
        "address-reason": "Moved",
    }
    page = registrar.post(f"/office/holders/{lieve}/address", moved)
    assert "Address: Rue Haute 1, 59000 Lille, FR , from 02/05/2026" in page.text
    assert "Schaarbeek" in registrar.get(f"/office/holders/{lieve}?on=2026-05-01").text
    wrong = {**moved, "address-country": "B1", "address-effective_date": ""}
    page = registrar.post(f"/office/holders/{lieve}/address", wrong, status=422)
    assert '"B1" is not a country code.' in page.text
    page = registrar.post(f"/office/holders/{lieve}/language", {"language-language": "fr", "language-reason": "Asked"})
    assert "Language: Français , from the start" in page.text
    page = registrar.get("/office/holders?language=fr")
    assert "Peeters, Lieve" in page.links()


def test_a_legal_person_gets_a_representative(
    registrar: PageClient, database: Database, clock: FixedClock, lieve: HolderId
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        firm = registered(work, ZONEN, category=Category.PARTNER)
    day = {"representative-effective_date": "2026-05-01"}
    page = registrar.post(f"/office/holders/{firm}/representative", {**day, "representative-number": "1"})
    assert "Lieve Peeters" in page.text
    assert "Peeters & Zonen bv" in registrar.get(f"/office/holders/{lieve}").text
    fields = {**day, "representative-given_name": "Jan", "representative-name": "Vos"}
    assert "Jan Vos" in registrar.post(f"/office/holders/{firm}/representative", fields).text
    assert "nobody named" in registrar.post(f"/office/holders/{firm}/representative", day).text
    half = {**day, "representative-given_name": "Jan"}
    page = registrar.post(f"/office/holders/{firm}/representative", half, status=422)
    assert "The name is missing." in page.text
    both = {**fields, "representative-number": "1"}
    page = registrar.post(f"/office/holders/{firm}/representative", both, status=422)
    assert "A number and a name are given for the voting representative." in page.text
    registrar.post(f"/office/holders/{firm}/representative", {**day, "representative-number": "99"}, status=404)
    registrar.post(f"/office/holders/{lieve}/representative", {**day, "representative-number": "1"}, status=422)


def test_somebody_is_registered_under_the_next_number(registrar: PageClient, lieve: HolderId) -> None:
    registrar.get("/office/holders/new")
    fields = {
        "kind": "natural",
        "name": "D'Hooghe",
        "given_name": "Zoë",
        "language": "nl",
        "category": "member",
        "quantity": "1",
        "effective_date": "2026-06-01",
        "gender": "",
        "country": "be",
    }
    page = registrar.post("/office/holders/new", fields)
    assert page.heading == "Zoë D'Hooghe"
    assert "Shareholder no. 2" in page.text
    page = registrar.post("/office/holders/new", {**fields, "name": ""}, status=422)
    assert "Fill in this field." in page.text
    page = registrar.post("/office/holders/new", {**fields, "representative_name": "Vos"}, status=422)
    assert "Only a legal person has a voting representative." in page.text
    page = registrar.post("/office/holders/new", {**fields, "country": "B1"}, status=422)
    assert '"B1" is not a country code.' in page.text
    page = registrar.post("/office/holders/new", {**fields, "birth_date": "2026-06-02"}, status=422)
    assert "The date of birth 2 June 2026 lies in the future." in page.text
    organisation = {**fields, "kind": "legal", "name": "Alba vzw", "given_name": "", "company_number": "0403.227.516"}
    page = registrar.post("/office/holders/new", organisation, status=422)
    assert "its last two digits do not fit" in page.text
    organisation |= {"company_number": "BE 0403.227.515", "representative_name": "Vos"}
    page = registrar.post("/office/holders/new", organisation)
    assert "0403.227.515" in page.text
    assert "Vos" in page.text
    assert lieve


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR])
def test_others_read_and_change_nothing(
    app: Flask, database: Database, clock: FixedClock, lieve: HolderId, role: Role
) -> None:
    reader = officer_browser(app, database, clock, role)
    assert "Register somebody" not in reader.get("/office/holders").text
    page = reader.get(f"/office/holders/{lieve}")
    assert "Add shares" not in page.text and "Correct the name" not in page.text
    reader.post(f"/office/holders/{lieve}/shares", {"issue-quantity": "1"}, status=403)
    for fact in ("name", "address", "language"):
        reader.post(f"/office/holders/{lieve}/{fact}", {f"{fact}-reason": "Curiosity"}, status=403)
    reader.post("/office/register/export", {"purpose": "curiosity"}, status=403)


FUTURE = "2026-06-02"
REFUSED = [
    (
        "shares",
        "issue",
        {"quantity": "2", "effective_date": FUTURE, "reference": "Board of May"},
        "effective_date",
    ),
    ("shares", "issue", {"quantity": "1", "paid_in": "31", "effective_date": "2026-05-02"}, "paid_in"),
    ("shares", "issue", {"quantity": "0", "effective_date": "2026-05-02"}, "quantity"),
    ("reversal", "reverse", {"entry": "77", "reason": "A slip of the pen"}, "entry"),
    (
        "category",
        "category",
        {"category": "staff", "effective_date": "2026-06-02", "reason": "Hired"},
        "effective_date",
    ),
    ("name", "name", {"name": "Peeters", "given_name": "Lieve", "reason": "Typing error"}, "name"),
    ("name", "name", {"name": "Peters", "effective_date": "2026-06-02", "reason": "Typing error"}, "effective_date"),
    ("address", "address", {"street": "Kerkstraat 1", "country": "B1", "reason": "Moved"}, "country"),
    ("address", "address", {"street": "Kerkstraat 1", "country": "BE", "reason": ""}, "reason"),
    ("language", "language", {"language": "nl", "reason": "Asked for it"}, "language"),
    ("email", "email", {"email": "peeters@"}, "email"),
    ("representative", "representative", {"number": "99", "effective_date": "2026-05-01"}, "number"),
    ("representative", "representative", {"given_name": "Jan", "effective_date": "2026-05-01"}, "name"),
]


@pytest.mark.parametrize(("path", "form", "typed", "marked"), REFUSED)
def test_whatever_is_refused_comes_back_as_it_was_typed_with_the_field_marked(
    registrar: PageClient,
    database: Database,
    clock: FixedClock,
    lieve: HolderId,
    path: str,
    form: str,
    typed: dict[str, str],
    marked: str,
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        firm = registered(work, ZONEN, category=Category.PARTNER)
    holder = firm if form == "representative" else lieve
    fields = {f"{form}-{name}": value for name, value in typed.items()}
    status = 404 if typed.keys() & {"entry", "number"} else 422
    page = registrar.post(f"/office/holders/{holder}/{path}", fields, status=status)
    [field] = page.all("input", **{"aria-invalid": "true"}) + page.all("select", **{"aria-invalid": "true"})
    assert field.get("id") == f"{form}-{marked}"
    assert [href for href in page.links().values() if href.startswith("#")][-1] == f"#{form}-{marked}"
    for name, value in typed.items():
        assert shown(page, f"{form}-{name}") == value
    # The list that a refusal speaks of stands on the page.
    assert page.one("h2", id="ledger") is not None


def shown(page: Page, field: str) -> str:
    """Return what stands in a field: of a list of choices, the chosen one."""
    for box in page.all("input", id=field):
        return box.get("value") or ""
    for box in page.all("textarea", id=field):
        return (box.text or "").strip()
    [box] = page.all("select", id=field)
    chosen = [each.get("value") for each in box if each.get("selected") is not None]
    return chosen[0] or "" if chosen else ""


@pytest.mark.parametrize(
    ("wrong", "marked"),
    [
        ({"birth_date": "2026-06-02"}, "birth_date"),
        ({"effective_date": "2026-06-02"}, "effective_date"),
        ({"email": "zoe@"}, "email"),
        ({"country": "B1"}, "country"),
        ({"paid_in": "31"}, "paid_in"),
        ({"kind": "legal", "given_name": "", "company_number": "0403.227.516"}, "company_number"),
        ({"representative_name": "Vos"}, "representative_name"),
        ({"representative_given_name": "Jan"}, "representative_given_name"),
    ],
)
def test_a_new_shareholder_who_is_refused_is_not_typed_again(
    registrar: PageClient, lieve: HolderId, wrong: dict[str, str], marked: str
) -> None:
    typed = {
        "kind": "natural",
        "name": "D'Hooghe",
        "given_name": "Zoë",
        "birth_date": "1980-02-29",
        "language": "fr",
        "category": "partner",
        "quantity": "1",
        "effective_date": "2026-05-30",
        "gender": "f",
        "country": "BE",
        "street": "Kerkstraat 1",
        "reference": "Board of May",
        **wrong,
    }
    page = registrar.post("/office/holders/new", typed, status=422)
    [field] = page.all("input", **{"aria-invalid": "true"})
    assert field.get("id") == marked
    assert {name: shown(page, name) for name in typed if name != "kind"} == {
        name: value for name, value in typed.items() if name != "kind"
    }
    assert page.links()["Lieve Peeters"] == f"/office/holders/{lieve}"


def test_an_entry_that_two_registrars_reverse_shows_the_second_one_the_list(
    registrar: PageClient, database: Database, clock: FixedClock, lieve: HolderId
) -> None:
    registrar.get(f"/office/holders/{lieve}")
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        reverse_entry(work, ReverseEntry(lieve, 1, "Counted twice"))
    typed = {"reverse-entry": "1", "reverse-reason": "She never paid"}
    page = registrar.post(f"/office/holders/{lieve}/reversal", typed, status=409)
    assert shown(page, "reverse-reason") == "She never paid"
    assert shown(page, "reverse-entry") == "1"
    assert "of entry 1: Counted twice" in page.text


def test_an_entry_is_corrected_in_one_form_that_holds_what_is_there(
    registrar: PageClient, database: Database, clock: FixedClock, lieve: HolderId
) -> None:
    address = f"/office/holders/{lieve}/entries/1/correct"
    assert address in registrar.get(f"/office/holders/{lieve}").links().values()
    page = registrar.get(address)
    old = {"quantity": "2", "paid_in": "60.00", "effective_date": "2022-03-03"}
    assert {name: shown(page, name) for name in old} == old
    page = registrar.post(address, {**old, "reason": ""}, status=422)
    assert page.one("input", id="reason").get("aria-invalid") == "true"
    assert registrar.post(address, {**old, "reason": "A slip"}, status=422)
    page = registrar.post(address, {**old, "quantity": "3", "paid_in": "90", "reason": "Three were meant"})
    assert "€90.00" in page.text
    assert "of entry 1: Three were meant" in page.text
    page = registrar.post(address, {**old, "quantity": "4", "paid_in": "120", "reason": "Four"}, status=409)
    assert shown(page, "quantity") == "4"
    registrar.get(f"/office/holders/{lieve}/entries/3/correct")
    page = registrar.post(
        f"/office/holders/{lieve}/entries/3/correct", {**old, "reason": "A reversal stays"}, status=409
    )
    registrar.get(f"/office/holders/{lieve}/entries/77/correct", status=404)
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert check_register(work.session).is_sound


def test_a_number_that_is_corrected_without_its_amount_is_asked_about(registrar: PageClient, lieve: HolderId) -> None:
    address = f"/office/holders/{lieve}/entries/1/correct"
    fields = {"quantity": "3", "paid_in": "60", "effective_date": "2022-03-03", "reason": "Three were meant"}
    registrar.get(address)
    page = registrar.post(address, fields, status=422)
    assert page.one("input", id="paid_in").get("aria-invalid") == "true"
    assert "€90.00" in page.text
    for amount in ("-1", "90.01"):
        page = registrar.post(address, {**fields, "paid_in": amount, "is_partly_paid": "y"}, status=422)
        assert page.one("input", id="paid_in").get("aria-invalid") == "true"
    assert "€60.00" in registrar.post(address, {**fields, "is_partly_paid": "y"}).text


def test_a_corrected_day_takes_the_price_of_that_day_and_another_number_that_of_its_own(
    registrar: PageClient, lieve: HolderId, database: Database, clock: FixedClock
) -> None:
    adopt(database, clock, replace(MODEL_STATUTES, share_price_cents=5000), date(2026, 5, 1))
    address = f"/office/holders/{lieve}/entries/1/correct"
    fields = {"quantity": "1", "paid_in": "", "reason": "One"}
    assert "€30.00" in registrar.post(address, {**fields, "effective_date": "2022-03-03"}).text
    later = {**fields, "effective_date": "2026-05-02"}
    assert "€50.00" in registrar.post(f"/office/holders/{lieve}/entries/2/correct", later).text


def test_whoever_opens_a_page_is_read_about_by_the_auditor_and_by_nobody_else(
    registrar: PageClient, app: Flask, database: Database, clock: FixedClock, lieve: HolderId
) -> None:
    registrar.get(f"/office/holders/{lieve}")
    registrar.get(f"/office/holders/{lieve}?on=2022-03-04")
    registrar.get("/office/register/readings", status=403)
    auditor = a_browser(app)
    let_in(auditor, an_officer(database, clock.now(), Role.AUDITOR, email="nadia@ambora.example"), clock)
    assert "/office/register/readings" in auditor.get("/office/holders").links().values()
    page = auditor.get("/office/register/readings")
    assert page.links()["Lieve Peeters"] == f"/office/register/readings?holder={lieve}"
    assert len(page.all("tr")) == 2
    auditor.get(f"/office/holders/{lieve}")
    assert len(auditor.get(f"/office/register/readings?holder={lieve}").all("tr")) == 3
    auditor.get("/office/register/readings?holder=999", status=404)


def test_a_page_that_comes_back_with_a_form_is_read_as_well(
    registrar: PageClient, app: Flask, database: Database, clock: FixedClock, lieve: HolderId
) -> None:
    registrar.get("/office/holders")
    registrar.post(f"/office/holders/{lieve}/email", {"email-email": "x"}, status=422)
    auditor = a_browser(app)
    let_in(auditor, an_officer(database, clock.now(), Role.AUDITOR, email="nadia@ambora.example"), clock)
    assert len(auditor.get(f"/office/register/readings?holder={lieve}").all("tr")) == 2


def test_reading_a_page_leaves_no_line_in_the_journal_beside_the_ballots(
    registrar: PageClient, database: Database, clock: FixedClock, lieve: HolderId
) -> None:
    with database.read_only(REGISTRAR, clock.now()) as work:
        before = get_head(work.session)
    registrar.get(f"/office/holders/{lieve}")
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert get_head(work.session) == before


def test_an_extract_names_its_source_its_days_and_who_made_it(
    registrar: PageClient, database: Database, clock: FixedClock, lieve: HolderId
) -> None:
    with database.read_only(REGISTRAR, clock.now()) as work:
        head = get_ledger_head(work.session).hash
    clock.advance(timedelta(minutes=10))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, person("Later"))
    clock.advance(timedelta(minutes=1))
    asked = {"on": "2022-03-04", "recorded": "2026-06-01", "recorded_time": "14:05:00"}
    page = registrar.get(f"/office/holders/{lieve}", query_string=asked)
    page = registrar.get(next(href for href in page.links().values() if "/extract?" in href))
    for part in ("4 March 2022", "14:05:00", "Peeters", "€60.00", "Josaphatstraat 112", "no. 1,"):
        assert part in said(page)
    assert head in said(page).replace(" ", "")
    assert "lieve@mail.example" not in page.text
    assert page.one("button", **{"data-print": ""}).text
    early = registrar.get(f"/office/holders/{lieve}/extract?recorded=2026-05-31")
    assert "no. 0," in said(early)
    registrar.get(f"/office/holders/{lieve}/extract?on=2026-06-02", status=422)
    registrar.get(f"/office/holders/{lieve}/extract?on=x", status=422)
    registrar.get("/office/holders/999/extract", status=404)


def said(page: Page) -> str:
    """Return the words of a page without no-break spaces."""
    return page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_amounts_in_a_form_are_written_as_the_reader_writes_them(registrar: PageClient, lieve: HolderId) -> None:
    registrar.post("/language", {"language": "nl", "next": "/office/holders"})
    page = registrar.get(f"/office/holders/{lieve}/entries/1/correct")
    assert page.one("input", id="paid_in").get("value") == "60,00"
    fields = {"quantity": "3", "paid_in": "90,00", "effective_date": "2022-03-03", "reason": "Geteld"}
    assert "90,00" in registrar.post(f"/office/holders/{lieve}/entries/1/correct", fields).text


def test_all_that_is_wrong_with_a_new_shareholder_is_said_at_once(registrar: PageClient) -> None:
    typed = {
        "kind": "natural",
        "name": "De Backer",
        "language": "nl",
        "category": "member",
        "email": "els@",
        "company_number": "0123",
        "birth_date": "2026-06-02",
        "quantity": "0",
        "paid_in": "30 euro",
        "effective_date": "2030-01-01",
    }
    page = registrar.post("/office/holders/new", typed, status=422)
    marked = {field.get("id") for field in page.all("input", **{"aria-invalid": "true"})}
    assert marked == {"email", "company_number", "birth_date", "quantity", "paid_in", "effective_date"}
