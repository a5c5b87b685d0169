"""The pages of the minutes: read, completed, fixed, printed and signed by the office."""

import io
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from govapp.assembly.minutes.queries import get_version
from govapp.assembly.minutes.service.checking import check_version
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import LANGUAGES, Language
from tests.factories.accounts import a_browser, an_officer, let_in
from tests.factories.assembly import Meeting, counted
from tests.factories.signed_pdf import signed_pdf
from tests.web.page import Page, PageClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} %(name)s #strong[x] \\ end"
SCAN = b"%PDF-1.7 signed by all"


@dataclass(frozen=True)
class Office:
    """An announced assembly, the browsers of a secretary and an auditor, and the address of its minutes."""

    meeting: Meeting
    secretary: PageClient
    auditor: PageClient
    page: str

    def fix(self, status: int = 200, **changes: str) -> Page:
        """Fix the draft as the page shows it."""
        shown = self.secretary.get(self.page)
        fields = {"digest": shown.one("input", name="digest").get("value") or "", "language": "nl"}
        return self.secretary.post(self.page, fields | changes, status=status)

    def note(self, words: str, section: str = "item-2", version: int = 0, status: int = 200) -> Page:
        """Write a note in Dutch."""
        address = f"{self.page}/notes/{section}"
        return self.secretary.post(address, {"note_nl": words, "version": str(version)}, status=status)

    def sign(self, content: bytes = SCAN, name: str = "signed.pdf", status: int = 200) -> Page:
        """Add a signed copy."""
        fields: dict[str, Any] = {"file": (BytesIO(content), name)}
        return self.secretary.post(f"{self.page}/1/signed", fields, status=status, content_type="multipart/form-data")


@pytest.fixture
def office(app: Flask, database: Database, clock: FixedClock) -> Office:
    meeting = counted(database, clock)
    meeting.announce()
    browsers = []
    for role in (Role.SECRETARY, Role.AUDITOR):
        browsers.append(a_browser(app))
        officer = an_officer(database, clock.now(), role, email=f"{role}@ambora.example", name=f"{role.title()} Person")
        let_in(browsers[-1], officer, clock)
    secretary, auditor = browsers
    return Office(meeting, secretary, auditor, f"/office/assemblies/{meeting.id}/minutes")


def test_the_run_sheet_leads_to_a_draft_whose_lines_lead_to_what_proves_them(office: Office) -> None:
    sheet = office.secretary.get(f"/office/assemblies/{office.meeting.id}")
    assert office.page in sheet.links().values()
    shown = office.secretary.get(office.page)
    assert {"held", "entitled", "turnout", "verdict"} <= {each.get("data-line") for each in shown.all("p")}
    assert f"/office/assemblies/{office.meeting.id}/result" in shown.links().values()


def test_two_steps_lead_from_the_result_to_a_fixed_draft(office: Office) -> None:
    fixed = office.fix()
    assert f"{office.page}/1/minutes.json" in fixed.links().values()
    assert not [each for each in fixed.all("li") if each.get("data-differs")]


def test_a_hostile_note_is_shown_and_printed_as_it_was_typed(office: Office) -> None:
    office.note(HOSTILE)
    shown = office.secretary.get(office.page)
    assert HOSTILE in shown.text
    office.fix()
    for language in LANGUAGES:
        sent = office.secretary.download(f"{office.page}/1/{language}.pdf")
        said = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(sent.data)).pages)
        assert "alert(1)" in said and "#strong[x]" in said
        # Once as the authentic language, once above the note that was not written in the language of the page.
        assert said.count("Nederlands") == (0 if language is Language.NL else 2)


def test_the_printed_minutes_carry_the_digest_of_the_record(office: Office) -> None:
    office.fix()
    record = office.secretary.download(f"{office.page}/1/minutes.json").data
    with office.meeting.at() as work:
        assert get_version(work.session, office.meeting.id, 1).digest == sha256_hex(record)
    sent = office.secretary.download(f"{office.page}/1/fr.pdf").data
    assert sent == office.secretary.download(f"{office.page}/1/fr.pdf").data, "the same bytes each time"
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sent)).pages)
    assert sha256_hex(record) in "".join(said.split())
    office.secretary.get(f"{office.page}/1/xx.pdf", status=404)


def test_a_note_written_twice_at_once_comes_back_as_it_was_typed(office: Office) -> None:
    office.note("Een")
    back = office.note("Twee", status=409)
    assert back.one("textarea", name="note_nl").text == "Twee"
    assert back.one("input", name="version").get("value") == "1"
    office.note("x" * 20_001, version=1, status=422)
    office.secretary.get(f"{office.page}/notes/item-99", status=404)


def test_a_draft_that_changed_since_is_shown_again(office: Office) -> None:
    office.fix(status=409, digest="0" * 64)
    office.fix(status=422, language="xx")
    assert f"{office.page}/1/minutes.json" in office.fix().links().values()


def test_before_the_result_the_page_says_why_nothing_can_be_fixed(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    browser = a_browser(app)
    let_in(browser, an_officer(database, clock.now(), Role.SECRETARY, email="s@ambora.example"), clock)
    page = f"/office/assemblies/{meeting.id}/minutes"
    assert not browser.get(page).all("input", name="digest")
    browser.post(page, {"digest": "0" * 64, "language": "nl"}, status=409)


def test_a_signed_copy_comes_back_byte_for_byte_and_nothing_else_is_taken(office: Office) -> None:
    office.fix()
    office.sign(b"no PDF", "signed.txt", status=422)
    office.sign(b"no PDF", status=422)
    office.secretary.post(f"{office.page}/1/signed", {}, status=422)
    office.sign()
    office.sign(status=409)
    sent = office.auditor.download(f"{office.page}/1/signed/{sha256_hex(SCAN)}")
    assert sent.data == SCAN and sent.headers["Content-Disposition"].startswith("attachment")
    office.auditor.get(f"{office.page}/1/signed/{'0' * 64}", status=404)
    office.auditor.get(f"{office.page}/2", status=404)


def test_a_signed_export_names_its_signer_and_a_scan_is_said_to_be_one(office: Office) -> None:
    office.fix()
    export = office.secretary.download(f"{office.page}/1/nl.pdf").data
    office.sign()
    office.sign(export, "unsigned.pdf")
    office.sign(signed_pdf(b"%PDF-1.7 something else"), "other.pdf")
    office.sign(signed_pdf(export).replace(b"/Type /Sig", b"/Type /SIG"), "changed.pdf")
    shown = office.sign(signed_pdf(export), "eid.pdf")
    found = [each.get("data-signed") for each in shown.all("ul") if each.get("data-signed")]
    assert found == ["scan", "not_signed", "another_file", "does_not_hold", "holds"]
    assert "Nora El Amrani (Signature)" in shown.text and "Citizen CA" in shown.text
    with office.meeting.at() as work:
        faults = list(check_version(work, get_version(work.session, office.meeting.id, 1)))
    assert len(faults) == 1 and "changed.pdf" in faults[0]


def test_everything_comes_as_one_file_with_an_index_and_digests_that_hold(office: Office) -> None:
    office.fix()
    office.sign()
    sent = office.auditor.raw.post(f"{office.page}/1/bundle", data={"csrf_token": office.auditor.token()})
    assert sent.headers["Cache-Control"] == "no-store"
    with ZipFile(BytesIO(sent.data)) as packed:
        names = packed.namelist()
        sums = dict(line.split("  ")[::-1] for line in packed.read("SHA256SUMS").decode().splitlines())
        assert {name: sha256_hex(packed.read(name)) for name in names if name != "SHA256SUMS"} == sums
        index = "".join(page.extract_text() for page in PdfReader(packed.open("00-index.pdf")).pages)
        list_ = "".join(page.extract_text() for page in PdfReader(packed.open("01-attendance-list.pdf")).pages)
        record = packed.read("minutes.json").decode()
        assert packed.read("minutes-nl.pdf") == office.secretary.download(f"{office.page}/1/nl.pdf").data
    assert names[0] == "00-index.pdf" and {"signed/1-signed.pdf", "minutes-fr.pdf", "08-anchor.json"} <= set(names)
    for name in names[1:-1]:
        assert name in index and sums[name] in "".join(index.split())
    assert "Ambora" in list_
    assert all(sums[name] in record for name in names if name[:2].isdigit() and name != "00-index.pdf")
    with office.meeting.at() as work:
        assert "minutes:taken" in work.session.scalars(select(JournalEntryRecord.tag)).all()


def test_an_auditor_reads_and_changes_nothing(office: Office) -> None:
    office.fix()
    for path in (office.page, f"{office.page}/1"):
        office.auditor.get(path)
    office.auditor.get(f"{office.page}/notes/item-2", status=403)
    for path in (office.page, f"{office.page}/notes/item-2", f"{office.page}/1/signed"):
        office.auditor.post(path, {}, status=403)
