"""The public board and the key holders' room over HTTP."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote, unquote

import pytest
from flask import Flask, url_for

from govapp.audit.rules.anchor import read_anchor
from govapp.ballots import service
from govapp.ballots.rules.papers import receipt_check_path
from govapp.ballots.views.board import PER_PAGE
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from pybelenios.jsontext import compact, in_groups, sha256_b64, sha256_hex
from pybelenios.receipts.link import write_receipt_line
from pybelenios.receipts.receipt import SignedReceipt, sign_receipt
from pybelenios.receipts.tracker import syllables, tracker_to_path
from pybelenios.receipts.tracker_words import LANGUAGES, plain_letters, tracker_words
from pybelenios.trustees import make_trustee_key
from pybelenios.verifier.checks import verify
from tests.factories.accounts import OfficerHandle, a_browser, an_officer, let_in, officer_browser
from tests.factories.ballots import AGAINST, FOR, SECRETARY, Hall, decision, opened, prepared
from tests.factories.tampering import tamper
from tests.web.page import Page, PageClient, kept_as

QUESTION = (decision(),)


@pytest.fixture
def hall(app: Flask, database: Database, clock: FixedClock) -> Hall:
    return opened(database, clock, questions=QUESTION)


def test_anybody_can_read_the_board_and_fetch_what_is_needed_to_check(app: Flask, hall: Hall) -> None:
    hall.vote(0, FOR)
    hall.vote(0, AGAINST)
    client = a_browser(app)
    page = client.get(f"/board/{hall.uuid}")
    found = hall.paper()
    digests = in_groups(found.fingerprint), in_groups(found.head)
    for words in (*digests, "Annual accounts (en)", "The server of this site", "replaced"):
        assert words in page.text, words
    record = client.download(f"/board/{hall.uuid}/record.json")
    assert sha256_b64(record.data) == found.fingerprint
    listed = client.download(f"/board/{hall.uuid}/credentials.json")
    assert record.get_json()["assembly"]["credentials"] == sha256_hex(listed.data)
    archive = client.download(f"/board/{hall.uuid}/archive")
    assert kept_as(archive) == f"{hall.uuid}.bel"
    assert archive.data == hall.archive()
    assert verify(archive.data).valid


def test_the_board_shows_what_was_signed_when_voting_opened_and_closed(app: Flask, hall: Hall) -> None:
    hall.vote(0, FOR)
    hall.close()
    client = a_browser(app)
    page = client.get(f"/board/{hall.uuid}")
    assert "When voting opened" in page.text and "When voting closed" in page.text
    for number, occasion in ((1, "opened"), (2, "closed")):
        file = client.download(f"/board/{hall.uuid}/signed-state/{number}.json")
        assert kept_as(file) == f"{hall.uuid}-{occasion}.json"
        assert (
            read_anchor(file.text).key
            == client.download(f"/board/{hall.uuid}/record.json").get_json()["assembly"]["receipt_key"]
        )
    assert client.get(f"/board/{hall.uuid}/signed-state/3.json", status=404)


def test_a_signed_state_that_was_changed_in_the_database_is_said_to_be_changed(
    app: Flask, database: Database, hall: Hall
) -> None:
    tamper(database, "anchor", "UPDATE anchor SET record = replace(record, 'entries', 'writings')")
    assert "This was changed after it was signed." in a_browser(app).get(f"/board/{hall.uuid}").text


def test_the_board_names_nobody(app: Flask, hall: Hall) -> None:
    hall.vote(0, FOR)
    page = a_browser(app).get(f"/board/{hall.uuid}")
    assert "Peeters" not in page.html
    assert "mail.example" not in page.html


def answer_of(page: Page) -> str:
    """Return the words of the one answer, which stands before the form and all else."""
    (answer,) = (each for each in page.tree.iter() if each.get("role") == "status")
    assert page.html.index('role="status"') < page.html.index('<form class="stack tight"')
    return " ".join("".join(answer.itertext()).split())


def look(app: Flask, hall: Hall, typed: str, name: str = "tracker") -> str:
    return answer_of(a_browser(app).get(f"/board/{hall.uuid}?{name}={quote(typed)}"))


def test_a_ballot_is_looked_up_by_its_number_its_beginning_or_its_words_in_any_language(app: Flask, hall: Hall) -> None:
    tracker = hall.vote(0, FOR).tracker
    typed = [tracker, f" {tracker[:11]} {tracker[11:]} ", tracker[:6], tracker[:6].lower(), tracker[:20].upper()]
    for language in LANGUAGES:
        words = " ".join(tracker_words(tracker, language))
        typed += [words, words.upper(), plain_letters(words), f"1 {words}", f"{words}, 1", words.replace(" ", ", ")]
    for each in typed:
        assert look(app, hall, each).startswith("Yes. This ballot is in the ballot box, as number 1."), each
    hall.vote(0, AGAINST)
    assert "It does not count: a later vote with the same voting code replaced it." in look(app, hall, tracker[:6])


def test_what_is_not_in_the_box_and_what_is_no_number_are_told_apart(app: Flask, hall: Hall) -> None:
    hall.vote(0, FOR)
    for typed in ("A" * 43, "AAAAAA", " ".join(tracker_words("A" * 43, "nl")), " ".join(syllables("A" * 43))):
        assert look(app, hall, typed).startswith("No. No ballot in this ballot box"), typed
    for typed in ("abc", "appel", "é" * 100, "?"):
        assert look(app, hall, typed).startswith("Type all four words"), typed


def test_several_ballots_that_fit_are_listed_and_a_typed_number_decides(
    app: Flask, hall: Hall, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two ballots whose numbers begin alike take longer to make than a test may last: one is written down as such.
    monkeypatch.setattr("govapp.ballots.queries.box._with_own_number", lambda _session, _paper_id, row: row)
    first, second = (hall.vote(voter, FOR).tracker for voter in (0, 1))
    alike = first[:6] + second[6:]
    tamper(database, "ballot", f"UPDATE ballot SET tracker = '{alike}' WHERE tracker = '{second}'")
    page = a_browser(app).get(f"/board/{hall.uuid}?tracker={quote(first[:6])}")
    assert answer_of(page).startswith("Several ballots fit.")
    links = [each.get("href") for each in page.all("a") if "?tracker=" in (each.get("href") or "")]
    assert links == [f"/board/{hall.uuid}?tracker={tracker_to_path(each)}" for each in (first, alike)]
    assert look(app, hall, f"2 {first[:6]}").startswith("Yes. This ballot is in the ballot box, as number 2.")
    assert look(app, hall, f"7 {first[:6]}").startswith("Several ballots fit.")


def signed(hall: Hall, voter: int) -> SignedReceipt:
    receipt = hall.vote(voter, FOR)
    with hall.act(hall.actor(voter)) as work:
        return service.sign_cast_receipt(work.keys, receipt)


def test_the_link_of_a_receipt_checks_it_with_one_tap(app: Flask, hall: Hall) -> None:
    receipt = signed(hall, 0)
    page = a_browser(app).get(receipt_check_path(receipt))
    assert answer_of(page).startswith("Yes. This ballot is in the ballot box, as number 1.")
    assert "The receipt is signed by this ballot box" in answer_of(page)
    with app.test_request_context():
        address = url_for("ballots.board", uuid=hall.uuid, receipt=write_receipt_line(receipt))
    assert unquote(address) == receipt_check_path(receipt)
    hall.clock.advance(timedelta(minutes=1))
    hall.vote(0, AGAINST)
    assert "It does not count" in answer_of(a_browser(app).get(receipt_check_path(receipt)))


def test_a_receipt_that_was_changed_or_that_another_key_signed_is_refused(app: Flask, hall: Hall) -> None:
    receipt = signed(hall, 0)
    other = sign_receipt(receipt.receipt, bytes(32))
    later = replace(receipt, receipt=replace(receipt.receipt, height=2))
    for each in (other, later):
        assert look(app, hall, write_receipt_line(each), "receipt").startswith("No. This receipt is not signed")
    for line in (write_receipt_line(receipt)[:-1], "1.2.3", "x" * 3000):
        assert look(app, hall, line, "receipt").startswith("This link holds no whole receipt.")
        assert a_browser(app).raw.get(f"/board/{hall.uuid}/qr.svg?receipt={line}").status_code == 404


def test_a_true_receipt_whose_ballot_is_gone_raises_the_alarm(app: Flask, hall: Hall, database: Database) -> None:
    first, second = signed(hall, 0), signed(hall, 1)
    tamper(database, "ballot", f"UPDATE ballot SET tracker = '{'A' * 43}' WHERE height = 1")
    assert look(app, hall, write_receipt_line(first), "receipt").startswith(
        "The signature of this receipt is right, but"
    )
    assert look(app, hall, write_receipt_line(second), "receipt").startswith("Yes.")


def test_all_but_answer_search_and_figures_is_folded(app: Flask, hall: Hall) -> None:
    page = a_browser(app).get(f"/board/{hall.uuid}")
    folded = {id(each) for fold in page.all("details") for each in fold.iter()}
    assert all(id(each) in folded for tag in ("code", "table", "pre", "h2") for each in page.all(tag))
    assert not any("open" in each.attrib for each in page.all("details"))


def test_long_boards_are_read_in_pages(app: Flask, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govapp.ballots.views.board.PER_PAGE", 2)
    assert PER_PAGE > 2
    trackers = [hall.vote(voter, FOR).tracker for voter in range(3)]
    client = a_browser(app)
    first, second = (client.get(f"/board/{hall.uuid}?page={number}").text for number in (1, 2))
    assert trackers[2] in first and trackers[0] not in first
    assert trackers[0] in second
    assert client.get(f"/board/{hall.uuid}?page=99").text == second


def test_a_paper_that_is_not_fixed_has_a_board_and_no_files(app: Flask, database: Database, clock: FixedClock) -> None:
    hall = prepared(database, clock)
    client = a_browser(app)
    assert "keys are being made" in client.get(f"/board/{hall.uuid}").text
    for name in ("record.json", "credentials.json", "archive"):
        client.download(f"/board/{hall.uuid}/{name}", status=404)


def test_after_the_announcement_the_board_leads_to_the_result(app: Flask, hall: Hall) -> None:
    hall.vote(0, FOR)
    hall.close()
    assert "See the result" not in a_browser(app).get(f"/board/{hall.uuid}").links()
    with hall.act(SECRETARY) as work:
        service.publish_result(work, hall.uuid)
    page = a_browser(app).get(f"/board/{hall.uuid}")
    assert page.links()["See the result"] == "/assemblies/1/result"


def signed_in(app: Flask, database: Database, clock: FixedClock, officer: OfficerHandle) -> PageClient:
    client = a_browser(app)
    let_in(client, officer, clock)
    return client


def test_a_key_holder_makes_a_key_and_decrypts_a_share(app: Flask, database: Database, clock: FixedClock) -> None:
    officer = an_officer(database, clock.now(), Role.SCRUTINEER)
    hall = prepared(database, clock, questions=QUESTION, key_holders=(officer.id,))
    client = signed_in(app, database, clock, officer)
    assert "Waits for you" in client.get("/office/papers").text
    assert client.get(f"/office/papers/{hall.uuid}/key").heading == "Make your key"
    pair = make_trustee_key()
    hall.keys.append(pair)
    text = compact(pair.public.to_json()).decode()
    page = client.post(f"/office/papers/{hall.uuid}/key", {"public_part": text})
    assert "Your key is there." in page.text
    assert client.get(f"/office/papers/{hall.uuid}/key").heading == "General assembly (en)"
    client.post(f"/office/papers/{hall.uuid}/key", {"public_part": text}, status=409)
    hall.seal()
    hall.open()
    clock.set(hall.paper().opens_at)
    hall.vote(0, FOR)
    client = signed_in(app, database, clock, officer)
    assert client.get(f"/office/papers/{hall.uuid}/decrypt").heading == "General assembly (en)"
    hall.close("Everybody has voted.")
    assert "Decrypt my share" in client.get("/office/papers").text
    assert client.get(f"/office/papers/{hall.uuid}/decrypt").heading == "Decrypt your share of the count"
    wrong = client.post(f"/office/papers/{hall.uuid}/decrypt", {"partial_decryption": "{}"}, status=422)
    assert "was not made with your key" in wrong.text
    page = client.post(f"/office/papers/{hall.uuid}/decrypt", {"partial_decryption": hall.partial_decryption(0)})
    assert "Your share of the count is there." in page.text
    assert "the ballots are counted" in page.text
    assert "There is nothing more for you to do." in client.get("/office/papers").text


def test_a_scrutineer_without_a_seat_sees_the_paper_and_makes_no_key(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    hall = prepared(database, clock, questions=QUESTION, trustees=1)
    client = officer_browser(app, database, clock, Role.SCRUTINEER)
    page = client.get("/office/papers")
    assert "You hold no key" in page.text
    assert "Scrutineer 101" in client.get(f"/office/papers/{hall.uuid}").text
    page = client.get(f"/office/papers/{hall.uuid}/key", status=403)
    assert page.heading == "You do not hold a key of this vote."


def test_the_secretary_follows_the_course_but_has_no_key_page(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    hall = prepared(database, clock, questions=QUESTION, trustees=2, minimum_ballots=5)
    secretary = an_officer(database, clock.now(), Role.SECRETARY)
    client = signed_in(app, database, clock, secretary)
    assert "2 keys are still missing." in client.get(f"/office/papers/{hall.uuid}").text
    client.get(f"/office/papers/{hall.uuid}/key", status=403)
    hall.make_keys()
    assert "All keys are there." in client.get(f"/office/papers/{hall.uuid}").text
    hall.seal()
    hall.open()
    clock.set(hall.paper().opens_at)
    hall.vote(0, FOR)
    hall.close("Everybody has voted.")
    client = signed_in(app, database, clock, secretary)
    assert "Fewer than 5 people voted" in client.get(f"/office/papers/{hall.uuid}").text
