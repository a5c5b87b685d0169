"""The booth over HTTP: its page, the code, the slot of the box, receipts; and every kind of bad luck."""

import gzip
import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from govapp.accounts.rules import masked_email
from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from pybelenios.receipts.link import write_receipt_line
from pybelenios.receipts.receipt import Receipt, SignedReceipt, read_receipt, receipt_holds
from pybelenios.receipts.tracker import tracker_to_path
from pybelenios.receipts.tracker_words import tracker_words
from tests.factories.accounts import a_browser, a_link
from tests.factories.ballots import AGAINST, FOR, SECRETARY, Hall, decision, opened, prepared, ready
from tests.factories.shares import person, registered
from tests.web.page import PageClient

A = (0, 1, 0, 0)


@pytest.fixture
def hall(app: Flask, database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock)


def voter(app: Flask, hall: Hall, number: int = 0) -> PageClient:
    """Return the browser of a voter who came in with the link of the invitation."""
    client = a_browser(app)
    client.post(
        a_link(
            hall.database,
            hall.clock.now(),
            subject_ref=f"holder:{hall.voters[number]}",
            next_path=f"/vote/{hall.uuid}",
            lifetime=timedelta(days=30),
        )
    )
    return client


def cast(client: PageClient, hall: Hall, body: bytes | str) -> TestResponse:
    return client.post_json(f"/vote/{hall.uuid}/cast", body)


def problem(response: TestResponse, status: int) -> dict[str, str]:
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.content_type == "application/problem+json"
    found: dict[str, str] = response.get_json()
    assert found["title"] and found["detail"]
    return found


def receipt_page(hall: Hall, tracker: str) -> str:
    return f"/vote/{hall.uuid}/receipt/{tracker_to_path(tracker)}"


def test_the_link_of_the_invitation_leads_into_the_booth(app: Flask, hall: Hall) -> None:
    page = voter(app, hall).get(f"/vote/{hall.uuid}")
    assert page.heading == "Your ballot paper"
    form = page.one("form", id="ballot")
    assert form.get("data-fingerprint") == hall.paper().fingerprint
    assert "Annual accounts (en)" in page.text
    assert "Candidate C" in page.text


def test_the_booth_is_shut_to_visitors(app: Flask, hall: Hall) -> None:
    client = a_browser(app)
    assert client.raw.get(f"/vote/{hall.uuid}").status_code == 303
    assert client.raw.get(f"/vote/{hall.uuid}/credential", headers={"Accept": "application/json"}).status_code == 403


def test_the_voter_gets_the_code_and_nobody_keeps_it(app: Flask, hall: Hall) -> None:
    answer = voter(app, hall).download(f"/vote/{hall.uuid}/credential")
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(answer.get_json()) == {"code", "public_key", "has_voted"}
    assert len(answer.get_json()["code"]) == 25


def test_a_ballot_is_cast_and_its_receipt_shown(app: Flask, hall: Hall) -> None:
    client = voter(app, hall)
    answer = cast(client, hall, hall.ballot(0, FOR, A))
    assert answer.status_code == 201
    sent = answer.get_json()
    assert sent["words"] == list(tracker_words(sent["tracker"], "en"))
    page = client.get(sent["receipt"])
    assert page.heading == "You have voted"
    for word in sent["words"]:
        assert word in page.text
    assert sent["tracker"] in "".join(page.text.split())
    assert "as number 1" in page.text
    assert "For" not in page.text.split("Your receipt")[1].split("What you can check")[0]


def test_the_answer_of_the_box_carries_the_receipt_signed_as_the_sealed_record_says(app: Flask, hall: Hall) -> None:
    client, body = voter(app, hall), hall.ballot(0, FOR, A)
    sent = cast(client, hall, body).get_json()
    key = json.loads(client.download(f"/board/{hall.uuid}/record.json").data)["assembly"]["receipt_key"]
    signed = read_receipt(json.dumps(sent["signed"]).encode())
    assert receipt_holds(signed, key)
    assert (signed.receipt.uuid, signed.receipt.tracker) == (hall.uuid, sent["tracker"])
    assert signed.receipt.received_at == sent["received_at"]
    hall.clock.advance(timedelta(minutes=3))
    assert cast(client, hall, body).get_json()["signed"] == sent["signed"], "the same ballot, the same receipt"
    assert client.download(sent["receipt"] + "/file").get_json() == sent["signed"]


def test_a_refused_ballot_gets_no_signature(app: Flask, hall: Hall) -> None:
    assert "signed" not in problem(cast(voter(app, hall, 1), hall, hall.ballot(0, FOR, A)), 403)


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_the_booth_signs_out_and_says_that_choices_go(app: Flask, hall: Hall, language: str) -> None:
    client = voter(app, hall)
    client.post("/language", {"language": language, "next": f"/vote/{hall.uuid}"})
    words = {
        "nl": "Afmelden en mijn keuzes wissen",
        "fr": "Me déconnecter et effacer mes choix",
        "en": "Sign out and clear my choices",
        "de": "Abmelden und meine Auswahl löschen",
    }
    page = client.get(f"/vote/{hall.uuid}")
    assert words[language] in page.text
    client.post(page.one("form", id="sign-out").get("action") or "")
    assert client.raw.get(f"/vote/{hall.uuid}").status_code == 303


def test_every_way_out_of_a_shareholder_is_marked_for_the_script_that_clears_choices(app: Flask, hall: Hall) -> None:
    page = voter(app, hall).get("/my/devices")
    forms = [form for form in page.all("form") if any("data-forgets" in each.attrib for each in form.iter())]
    assert [form.get("action") for form in forms] == ["/sign-out", "/my/devices/end-all"]


def test_a_double_tap_gives_one_ballot_and_the_same_receipt(app: Flask, hall: Hall) -> None:
    client, body = voter(app, hall), hall.ballot(0, FOR, A)
    first, again = cast(client, hall, body), cast(client, hall, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    assert hall.paper().ballots == 1


def test_two_devices_may_both_vote_and_the_last_counts(app: Flask, hall: Hall) -> None:
    phone, laptop = voter(app, hall), voter(app, hall)
    first = cast(phone, hall, hall.ballot(0, FOR, A)).get_json()
    hall.clock.advance(timedelta(minutes=3))
    second = cast(laptop, hall, hall.ballot(0, AGAINST, A)).get_json()
    old = phone.get(first["receipt"])
    assert old.heading == "This vote was replaced by a later one"
    assert old.links()["Go to the receipt of your last vote"] == second["receipt"]
    assert "Your new vote replaces the one of" in laptop.get(second["receipt"]).text


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_the_receipt_reads_well_in_every_language(app: Flask, hall: Hall, language: str) -> None:
    client = voter(app, hall)
    sent = cast(client, hall, hall.ballot(0, FOR, A)).get_json()
    client.post("/language", {"language": language, "next": sent["receipt"]})
    page = client.get(sent["receipt"])
    assert page.tree.get("lang") == language
    for path in (f"/vote/{hall.uuid}", f"/vote/{hall.uuid}/used", "/vote", f"/board/{hall.uuid}"):
        client.get(path)


def test_a_receipt_can_be_mailed_printed_and_kept_as_a_signed_file(app: Flask, hall: Hall) -> None:
    client = voter(app, hall)
    sent = cast(client, hall, hall.ballot(0, FOR, A)).get_json()
    page = client.post(sent["receipt"] + "/mail")
    assert f"Your receipt is on its way to {masked_email('an.1@mail.example')}." in page.text
    with hall.act(SECRETARY) as work:
        mails = work.session.scalars(select(OutboxMessage).where(OutboxMessage.template == "receipt")).all()
    assert len(mails) == 2
    kept = client.download(sent["receipt"] + "/file").get_json()
    signature = kept.pop("signature")
    key = json.loads(client.download(f"/board/{hall.uuid}/record.json").data)["assembly"]["receipt_key"]
    assert receipt_holds(SignedReceipt(Receipt(**kept), signature), key)
    (image,) = (
        each.get("src") or "" for each in client.get(sent["receipt"]).all("img") if "qr" in (each.get("src") or "")
    )
    drawing = client.download(image)
    assert drawing.data.startswith(b"<svg") and b"style=" not in drawing.data


def test_a_receipt_says_the_vote_the_cooperative_and_the_address_that_checks_it_on_paper_too(
    app: Flask, hall: Hall
) -> None:
    client = voter(app, hall)
    sent = cast(client, hall, hall.ballot(0, FOR, A)).get_json()
    page = client.get(sent["receipt"])
    facts = " ".join("".join(page.one("dl", class_="facts").itertext()).split())
    assert "General assembly (en)" in facts and "Ambora" in facts
    line = write_receipt_line(read_receipt(json.dumps(sent["signed"]).encode()))
    assert f"/board/{hall.uuid}?receipt={line}" in page.text
    assert [each.get("value") for each in page.all("input", name="receipt")] == [line]
    filled = [each for each in page.all("a", role="button") if "secondary" not in (each.get("class") or "")]
    assert [each.get("href") for each in filled] == [sent["receipt"] + "/file"], "one filled button: keep my proof"
    again = page.links()["Vote again"]
    assert again.startswith(f"/vote/{hall.uuid}") and "nobody knows what you chose" in page.text


def test_a_receipt_shows_to_nobody_else(app: Flask, hall: Hall) -> None:
    sent = cast(voter(app, hall), hall, hall.ballot(0, FOR, A)).get_json()
    page = voter(app, hall, 1).get(sent["receipt"], status=404)
    assert page.heading == "We have no receipt of yours with this tracking number."
    voter(app, hall).get(receipt_page(hall, "A" * 43), status=404)
    voter(app, hall).get(f"/vote/{hall.uuid}/receipt/short", status=404)


def test_the_voter_sees_whether_the_code_was_used_and_every_time(app: Flask, hall: Hall) -> None:
    client = voter(app, hall)
    assert "No vote was cast in your name." in client.get(f"/vote/{hall.uuid}/used").text
    cast(client, hall, hall.ballot(0, FOR, A))
    hall.clock.advance(timedelta(hours=2))
    cast(client, hall, hall.ballot(0, AGAINST, A))
    page = client.get(f"/vote/{hall.uuid}/used")
    assert "A vote was cast in your name on Monday 1 June 2026 at 17:00." in page.text
    assert len(page.all("time")) == 2
    assert "Before that, once more" in client.get("/vote").text


def test_after_closing_the_booth_says_that_the_last_vote_counts(app: Flask, hall: Hall) -> None:
    client = voter(app, hall)
    sent = cast(client, hall, hall.ballot(0, FOR, A)).get_json()
    hall.close("Everybody has voted.")
    assert "your last vote counts." in client.get(f"/vote/{hall.uuid}").text
    assert "It was counted." in client.get(sent["receipt"]).text


def test_before_the_hour_the_booth_says_when(app: Flask, database: Database, clock: FixedClock) -> None:
    hall = ready(database, clock)
    client = voter(app, hall)
    assert "You can vote from Monday 1 June 2026 at 15:00 until" in client.get(f"/vote/{hall.uuid}").text
    assert problem(cast(client, hall, hall.ballot(0, FOR, A)), 409)["code"] == "voting_not_open"


def test_before_the_paper_is_fixed_there_is_no_code(app: Flask, database: Database, clock: FixedClock) -> None:
    hall = prepared(database, clock)
    client = voter(app, hall)
    client.get(f"/vote/{hall.uuid}")
    answer = client.raw.get(f"/vote/{hall.uuid}/credential", headers={"Accept": "application/json"})
    assert problem(answer, 409)["code"] == "voting_not_open"
    assert problem(cast(client, hall, "{}"), 409)["code"] == "voting_not_open"


def test_a_late_ballot_is_told_so_in_words_and_noted(app: Flask, hall: Hall) -> None:
    hall.clock.set(hall.paper().closes_at - timedelta(minutes=1))
    client, body = voter(app, hall), hall.ballot(0, FOR, A)
    hall.clock.set(hall.paper().closes_at)
    found = problem(cast(client, hall, body), 409)
    assert found["code"] == "voting_closed"
    assert "It is not counted." in found["title"]
    assert noted(hall) == ["voting_closed"]


def noted(hall: Hall) -> list[str]:
    with hall.act(SECRETARY) as work:
        return list(
            work.session.scalars(select(JournalEntryRecord.result).where(JournalEntryRecord.tag == "ballot:refused"))
        )


def test_a_ballot_of_another_voter_is_refused_and_noted(app: Flask, hall: Hall) -> None:
    found = problem(cast(voter(app, hall, 1), hall, hall.ballot(0, FOR, A)), 403)
    assert found["code"] == "credential_mismatch"
    assert noted(hall) == ["credential_mismatch"]
    assert hall.paper().ballots == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "ballot_refused"),
        (b"\xff\xfe", "ballot_refused"),
        (b"[]", "ballot_refused"),
        (b"{}", "ballot_refused"),
        (b'{"election_uuid":1}', "ballot_refused"),
        (b"[" * 100_000, "ballot_refused"),
        (b"x" * (1 << 20), "ballot_refused"),
        (b"x" * ((1 << 20) + 1), "ballot_refused"),
    ],
)
def test_what_is_not_a_ballot_is_refused_with_a_sentence(app: Flask, hall: Hall, body: bytes, code: str) -> None:
    found = problem(cast(voter(app, hall), hall, body), 422)
    assert found["code"] == code
    assert "Nothing was counted." in found["detail"]


def test_a_ballot_with_one_digit_changed_is_refused_by_name(app: Flask, hall: Hall) -> None:
    body = hall.ballot(0, FOR, A)
    place = body.index(b'"challenge":"') + len(b'"challenge":"')
    changed = body[:place] + (b"1" if body[place : place + 1] != b"1" else b"2") + body[place + 1 :]
    found = problem(cast(voter(app, hall), hall, changed), 422)
    assert found["code"] in {"ballot_signature", "ballot_refused"}
    assert noted(hall) == [found["code"]]


def test_without_the_token_of_the_page_nothing_is_cast(app: Flask, hall: Hall) -> None:
    client = voter(app, hall)
    answer = client.raw.post(
        f"/vote/{hall.uuid}/cast",
        data=hall.ballot(0, FOR, A),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert problem(answer, 400)["code"] == "page_expired"
    assert hall.paper().ballots == 0


def test_a_session_that_ended_is_told_to_open_the_link_again(app: Flask, hall: Hall) -> None:
    client, body = voter(app, hall), hall.ballot(0, FOR, A)
    hall.clock.advance(timedelta(days=10))
    assert problem(cast(client, hall, body), 403)["code"] == "signed_out"


def test_who_is_not_on_the_roll_is_told_so_kindly(app: Flask, hall: Hall) -> None:
    with hall.act(SECRETARY) as work:
        late = registered(work, person("Latecomer"))
    client = a_browser(app)
    client.post(a_link(hall.database, hall.clock.now(), subject_ref=f"holder:{late}"))
    page = client.get(f"/vote/{hall.uuid}", status=403)
    assert "your name is not on the voting list of 15 May 2026" in page.text
    assert client.get("/vote").heading == "My votes and receipts"


def test_an_unknown_vote_is_not_found(app: Flask, hall: Hall) -> None:
    client = voter(app, hall)
    for path in ("/vote/unknown", "/vote/unknown/used", "/board/unknown"):
        assert client.get(path, status=404).heading == "We do not know this ballot paper."


def test_one_question_is_enough(app: Flask, database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, questions=(decision(),))
    assert cast(voter(app, hall), hall, hall.ballot(0, FOR)).status_code == 201


def test_the_booth_travels_packed_only_where_its_address_adds_nothing_to_the_page(app: Flask, hall: Hall) -> None:
    client, can = voter(app, hall).raw, {"Accept-Encoding": "gzip"}
    booth = f"/vote/{hall.uuid}"
    packed = client.get(booth, headers=can)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "data-fingerprint" in gzip.decompress(packed.data).decode()
    assert "Content-Encoding" not in client.get(f"{booth}?right=1&csrf_token=guess", headers=can).headers
    assert "Content-Encoding" not in client.get(booth).headers
    assert "Content-Encoding" not in client.get(f"{booth}/hours", headers=can).headers
    record = client.get(f"/board/{hall.uuid}/record.json", headers=can)
    assert gzip.decompress(record.data) == client.get(f"/board/{hall.uuid}/record.json").data


def test_the_link_fetches_the_script_of_the_booth_before_it_goes_there(app: Flask, hall: Hall) -> None:
    link = a_link(hall.database, hall.clock.now(), subject_ref="holder:1", next_path=f"/vote/{hall.uuid}")
    page = a_browser(app).get(link)
    (ahead,) = [each for each in page.all("link") if each.get("rel") == "modulepreload"]
    (script,) = [each for each in voter(app, hall).get(f"/vote/{hall.uuid}").all("script") if each.get("src")]
    assert (ahead.get("href"), ahead.get("integrity")) == (script.get("src"), script.get("integrity"))
    assert page.one("body").get("class") == "passing"
