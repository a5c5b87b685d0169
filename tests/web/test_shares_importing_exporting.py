"""Import and export in the browser."""

import io
import json
from datetime import timedelta

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.shares.ledger.service import SetEmail, set_email
from tests.factories.accounts import officer_browser
from tests.factories.shares import REGISTRAR, person, registered
from tests.web.page import Page, PageClient, kept_as

HEADER = "number;kind;name;given_name;language;category;email;shares;effective_date\r\n"
GOOD = (
    HEADER + "1;natural;Peeters;Lieve;nl;A;lieve@mail.example;2;2022-03-03\r\n2;natural;Vos;Jan;fr;B;;1;04/02/2019\r\n"
)
BAD = HEADER + "1;natural;Peeters;Lieve;nl;Z;lieve;-2;2022-13-03\r\n"


@pytest.fixture
def registrar(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.REGISTRAR)


def send(client: PageClient, content: bytes, *, status: int = 200) -> Page:
    file = (io.BytesIO(content), "register.csv")
    return client.post("/office/register/import", {"file": file}, status=status, content_type="multipart/form-data")


def test_a_file_is_checked_shown_and_then_imported(registrar: PageClient) -> None:
    assert "number" in registrar.get("/office/register/import").text
    page = send(registrar, GOOD.encode())
    assert "Every row can be read. Nothing is written yet." in page.text
    assert "Together 2 3" in page.text
    assert "0 shareholders" in registrar.get("/office/holders").text
    action = next(form.get("action") for form in page.all("form") if "/import/" in (form.get("action") or ""))
    assert action is not None
    assert "Compare the totals first." in registrar.post(action, status=422).text
    page = registrar.post(action, {"seen": "y"})
    assert "2 shareholders were imported." in page.text
    assert "2 shareholders , 3 shares , €90.00" in page.text
    assert "not waiting to be imported" in registrar.post(action, {"seen": "y"}, status=404).text


def test_every_wrong_row_is_listed_and_nothing_can_be_confirmed(registrar: PageClient) -> None:
    page = send(registrar, BAD.encode())
    assert "Nothing was imported: 1 row has an error." in page.text
    assert 'Unknown category "Z". Use one of: member (A), staff (B), partner (C).' in page.text
    assert '"-2" is not a number of shares.' in page.text
    assert 'We cannot read "2022-13-03" as a date.' in page.text
    assert '"lieve" is not a complete e-mail address.' in page.text
    assert "Import all of it" not in page.text


def test_a_file_in_windows_letters_is_read_and_said(registrar: PageClient) -> None:
    page = send(registrar, GOOD.replace("Vos", "Müller").encode("cp1252"))
    assert "Windows-1252" in page.text


def test_a_file_that_is_no_table_is_refused(registrar: PageClient) -> None:
    assert "We cannot read this file as a table." in send(registrar, b"", status=422).text
    assert "byte that is no letter in any encoding" in send(registrar, b"number;\x81\x8d\x00\xff", status=422).text


def test_a_checked_file_can_be_put_aside(registrar: PageClient) -> None:
    page = send(registrar, GOOD.encode())
    action = next(form.get("action") for form in page.all("form") if "/discard" in (form.get("action") or ""))
    assert action is not None
    assert "Nothing was imported." in registrar.post(action).text


def test_the_list_is_exported_and_the_export_logged(
    registrar: PageClient, database: Database, clock: FixedClock
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work)
        registered(work, person("=1+1"))
    fields = {"csrf_token": registrar.token(), "format": "json", "purpose": "Request of shareholder 1", "q": "peeters"}
    answer = registrar.raw.post("/office/register/export", data=fields)
    assert answer.status_code == 200
    assert kept_as(answer) == "ambora-shareholder-list-2026-06-01-20260601T120030Z.json"
    assert [one["name"] for one in json.loads(answer.data)["holders"]] == ["Peeters"]
    answer = registrar.raw.post("/office/register/export", data={**fields, "format": "csv", "q": ""})
    assert b"'=1+1" in answer.data
    registrar.post("/office/register/export", {"format": "csv"}, status=422)


@pytest.mark.parametrize(
    ("chosen", "name", "heading"),
    [
        ({}, "ambora-lijst-van-vennoten", "Nummer;Naam"),
        ({"file_language": "fr"}, "ambora-liste-des-societaires", "Numéro;Nom"),
    ],
)
def test_a_list_is_in_the_language_of_the_reader_or_in_the_one_chosen(
    registrar: PageClient, chosen: dict[str, str], name: str, heading: str
) -> None:
    registrar.post("/language", {"language": "nl", "next": "/office/register/export"})
    fields = {"csrf_token": registrar.token(), "format": "csv", "purpose": "Letter to all", **chosen}
    answer = registrar.raw.post("/office/register/export", data=fields)
    assert kept_as(answer).startswith(name)
    assert heading in answer.data.decode("utf-8-sig")


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "2026-13-01"},
        {"recorded": "yesterday"},
        {"category": "x"},
        {"state": "x"},
        {"format": "pdf"},
        {"file_language": "xx"},
    ],
)
def test_an_export_that_nobody_can_read_is_not_the_list_of_today(registrar: PageClient, wrong: dict[str, str]) -> None:
    page = registrar.post("/office/register/export", {"format": "csv", "purpose": "Audit", **wrong}, status=422)
    assert page.one("input", id="purpose").get("value") == "Audit"


@pytest.mark.parametrize(
    ("wrong", "marked"),
    [
        ({"on": "2026-06-02"}, "on"),
        ({"recorded": "2026-06-02"}, "recorded"),
        ({"recorded": "2026-06-01", "recorded_time": "23:59:59"}, "recorded_time"),
        ({"recorded_time": "12:00"}, "recorded_time"),
        ({"purpose": " "}, "purpose"),
    ],
)
def test_an_export_that_is_refused_comes_back_as_it_was_typed(
    registrar: PageClient, wrong: dict[str, str], marked: str
) -> None:
    typed = {"format": "csv", "purpose": "Audit", "q": "peeters", "on": "2026-05-01", **wrong}
    page = registrar.post("/office/register/export", typed, status=422)
    [field] = page.all("input", **{"aria-invalid": "true"})
    assert field.get("id") == marked
    assert page.one("input", id="q").get("value") == "peeters"
    assert page.one("input", id=marked).get("value") == typed[marked]


def test_what_was_exported_is_listed_and_asked_for_again_with_a_link(
    registrar: PageClient, database: Database, clock: FixedClock
) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work)
    clock.advance(timedelta(seconds=1, microseconds=250_000))
    fields = {"csrf_token": registrar.token(), "format": "csv", "purpose": "Audit", "q": "peeters", "state": "all"}
    fields["file_language"] = "de"
    first = registrar.raw.post("/office/register/export", data=fields)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        set_email(work, SetEmail(lieve, "lieve@mail.example"))
    clock.advance(timedelta(minutes=10))
    [link] = [href for href in registrar.get("/office/register/export").links().values() if "recorded_time=" in href]
    page = registrar.get(link)
    asked = {name: page.one("input", id=name).get("value") or "" for name in ("q", "on", "recorded", "recorded_time")}
    [chosen] = [each for each in page.all("option") if each.get("selected") is not None and each.get("value") == "de"]
    assert chosen is not None
    fields |= asked
    again = registrar.raw.post("/office/register/export", data=fields)
    assert (again.status_code, again.data) == (200, first.data)
