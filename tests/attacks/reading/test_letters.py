"""Files in another encoding than UTF-8: shown in each that fits, chosen by a person, and nothing stored unseen."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.shares.importing.reader.letters import MAX_LINES_NAMED, decodings
from govapp.shares.importing.rules.refusals import EncodingNotChosen, FileEncoding, FilePartlyUtf8
from govapp.shares.importing.service import (
    Checked,
    ConfirmImport,
    StageImport,
    check_file,
    check_import,
    check_staged_file,
    confirm_import,
    get_staged_file,
    keep_report,
    stage_import,
)
from govapp.shares.ledger.models import Holding
from govapp.shares.register.cli import shares
from tests.factories.accounts import officer_browser
from tests.factories.ballots import KEY
from tests.factories.shares import NO_ROOMS, REGISTRAR
from tests.web.page import Page, PageClient

FILES = Path(__file__).with_name("files")
HEAD = "number;kind;name;given_name;language;category;shares;effective_date"
CZECH = (FILES / "e11-cp1250.csv").read_bytes()


def checked(content: bytes, encoding: str = "") -> Checked:
    return check_file(content, {}, date(2026, 6, 1), lambda _day: 3000, encoding)


def csv_file(*names: str) -> str:
    rows = (f"{number};natural;{name};An;nl;A;1;2022-03-03" for number, name in enumerate(names, start=1))
    return "\r\n".join([HEAD, *rows, ""])


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("e02-macroman-cr.csv", "mac_roman"), ("e03-macroman-lf.csv", "mac_roman"), ("e05-cp850-dos.csv", "cp850")],
)
def test_the_likeliest_encoding_is_taken_and_said_and_counts_as_a_guess(name: str, encoding: str) -> None:
    found = checked((FILES / name).read_bytes())
    people = [(person.name, person.given_name) for person in found.people.values()]
    assert people == [("Déprez", "Zoë"), ("Van Çauwelaert", "Rüdiger")]
    assert (found.encoding, found.is_encoding_chosen, found.problems) == (encoding, False, [])
    assert any("encoding" in note.facts for note in found.notes)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
def test_names_of_our_languages_are_guessed_right(encoding: str) -> None:
    names = ("Müller", "Peeters-Gérôme", "Benoît", "Façon", "Große", "Zoë", "Éloïse", "Çelik", "ÉLODIE")
    found = checked(csv_file(*names).encode(encoding))
    assert tuple(person.name for person in found.people.values()) == names


def test_each_encoding_that_fits_is_shown_with_words_of_the_file() -> None:
    found = {one.encoding: one.words for one in decodings(CZECH)}
    assert found["cp1252"] == ("Dvoøák", "Jiøí")
    assert found["cp1250"] == ("Dvořák", "Jiří")
    # ISO 8859-2 has the same letters here, and Windows-1254 those of Windows-1252.
    assert not {"iso8859_2", "cp1254"} & set(found)


def test_an_encoding_with_signs_that_are_no_letters_does_not_fit() -> None:
    assert "cp1252" not in {one.encoding for one in decodings((FILES / "e05-cp850-dos.csv").read_bytes())}
    with pytest.raises(FileEncoding):
        checked((FILES / "e05-cp850-dos.csv").read_bytes(), "cp1252")


def test_a_choice_says_nothing_about_a_file_in_utf_8() -> None:
    found = checked(csv_file("Zoë").encode(), "mac_roman")
    assert (found.encoding, found.is_encoding_chosen, found.people[1].name) == ("", False, "Zoë")


def test_a_file_that_is_partly_in_utf_8_is_refused_with_the_lines_that_are_not() -> None:
    good, bad = csv_file("Zoë").encode(), "2;natural;René;An;nl;A;1;2022-03-03\r\n".encode("cp1252")
    with pytest.raises(FilePartlyUtf8) as refused:
        checked(good + bad)
    assert refused.value.params == {"lines": "3"}
    with pytest.raises(FilePartlyUtf8) as refused:
        checked(good + bad * 50)
    assert str(refused.value.params["lines"]).count(",") == MAX_LINES_NAMED


def test_nothing_is_imported_before_somebody_has_chosen(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        digest = stage_import(work, StageImport("leden.csv", CZECH, check_import(work, CZECH)))
    with database.unit_of_work(REGISTRAR, clock.now()) as work, pytest.raises(EncodingNotChosen):
        confirm_import(work, ConfirmImport(digest, check_staged_file(work, digest), "cp1252"), NO_ROOMS)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        keep_report(work, check_staged_file(work, digest, "cp1250"))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        staged = get_staged_file(work, digest)
        assert (staged.encoding, staged.is_encoding_chosen) == ("cp1250", True)
        # Without what was read a moment ago, it is read again in the same encoding.
        confirm_import(work, ConfirmImport(digest, None, "cp1250"), NO_ROOMS)
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert list(work.session.scalars(select(Holding.name))) == ["Dvořák"]
        lines = work.session.scalars(select(JournalEntryRecord).order_by(JournalEntryRecord.sequence)).all()
    assert [line.facts["encoding"] for line in lines] == ["Windows-1252", "Windows-1250", "Windows-1250"]


def test_who_has_seen_the_file_in_another_encoding_confirms_nothing(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        digest = stage_import(work, StageImport("leden.csv", CZECH, check_import(work, CZECH, "cp1252")))
        seen = check_staged_file(work, digest)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        keep_report(work, check_staged_file(work, digest, "cp1250"))
    for command in (ConfirmImport(digest, seen, "cp1250"), ConfirmImport(digest, None, "cp1252")):
        with database.unit_of_work(REGISTRAR, clock.now()) as work, pytest.raises(EncodingNotChosen):
            confirm_import(work, command, NO_ROOMS)


@pytest.fixture
def registrar(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.REGISTRAR)


def send(client: PageClient, content: bytes) -> Page:
    file = (io.BytesIO(content), "leden.csv")
    return client.post("/office/register/import", {"file": file}, content_type="multipart/form-data")


def action_of(page: Page, end: str) -> str:
    return next(action for form in page.all("form") if (action := form.get("action") or "").endswith(end))


def test_a_registrar_compares_the_words_chooses_and_only_then_imports(registrar: PageClient) -> None:
    page = send(registrar, CZECH)
    assert "It was read as Windows-1252: check names with accents." in page.text
    assert "Dvoøák, Jiøí (Windows-1252)" in page.text
    assert "Dvořák, Jiří (Windows-1250)" in page.text
    assert "Import all of it" not in page.text
    choose = action_of(page, "/encoding")
    confirm = choose.removesuffix("/encoding")
    assert "Choose a line." in registrar.post(choose, status=422).text
    registrar.post(choose, {"encoding": "rot13"}, status=422)
    assert "nobody has chosen yet" in registrar.post(confirm, {"seen": "y", "encoding": "cp1252"}, status=409).text
    page = registrar.post(choose, {"encoding": "cp1250"})
    assert "It was read as Windows-1250" in page.text
    assert "Import all of it" in page.text
    page = registrar.post(confirm, {"seen": "y", "encoding": "cp1250"})
    assert "1 shareholder was imported." in page.text
    assert "Dvořák" in page.text


def test_the_command_shows_the_words_and_imports_with_a_choice_only(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY.decode())
    runner, file = CliRunner(), tmp_path / "leden.csv"
    file.write_bytes(CZECH)
    refused = runner.invoke(shares, ["import", "--yes", str(file)])
    assert refused.exit_code == 1
    assert "--encoding cp1250     Dvořák, Jiří" in refused.output
    assert runner.invoke(shares, ["import", "--dry-run", str(file)]).exit_code == 0
    assert runner.invoke(shares, ["import", "--encoding", "rot13", str(file)]).exit_code == 2
    done = runner.invoke(shares, ["import", "--yes", "--encoding", "cp1250", str(file)])
    assert done.exit_code == 0, done.output
    with database.read_only(REGISTRAR, datetime.now(UTC)) as work:
        assert list(work.session.scalars(select(Holding.name))) == ["Dvořák"]
