"""The pages of proxies: two officers record one, its holder votes, and the giver ends it; forged forms do nothing."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask

from govapp.assembly.proxies.rules.recording import Instruction
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from tests.factories.accounts import a_browser, a_link, an_officer, let_in
from tests.factories.assembly import Meeting, written
from tests.factories.shareholder_proxies import in_force
from tests.web.page import PageClient

VALUES = {"proxy-giver": "1", "proxy-holder": "2", "proxy-signed_on": "2026-05-20", "proxy-channel": "paper"}


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    found = written(database, clock)
    found.lock()
    clock.advance(timedelta(minutes=1))
    return found


def officer(app: Flask, meeting: Meeting, name: str, role: Role) -> PageClient:
    client = a_browser(app)
    email = f"{name.lower()}@office.example"
    let_in(client, an_officer(meeting.database, meeting.clock.now(), role, email=email, name=name), meeting.clock)
    return client


def shareholder(app: Flask, meeting: Meeting, voter: int) -> PageClient:
    client = a_browser(app)
    link = a_link(meeting.database, meeting.clock.now(), subject_ref=f"holder:{meeting.voters[voter]}")
    client.raw.post(link, data={"csrf_token": client.token()})
    return client


def test_a_proxy_from_the_desk_to_the_ballot_paper(app: Flask, meeting: Meeting) -> None:
    nadia, karel = officer(app, meeting, "Nadia", Role.SECRETARY), officer(app, meeting, "Karel", Role.REGISTRAR)
    path = f"/office/assemblies/{meeting.id}/proxies"
    assert nadia.get(f"/office/assemblies/{meeting.id}").all("a", href=path)
    item = next(each.id for each in meeting.items() if each.item.number == 2)
    scan = (BytesIO(b"%PDF-1.7 signed"), "volmacht.pdf")
    page = nadia.post(path, {**VALUES, f"proxy-item_{item}": "against", "proxy-scan": scan})
    assert not page.all("form", action="/office/proxies/1/confirm")
    assert nadia.raw.get("/office/proxies/1/scan").data == b"%PDF-1.7 signed"
    assert nadia.raw.get("/office/proxies/1").location.endswith(f"{path}#proxy-1")
    nadia.post("/office/proxies/1/confirm", status=403)
    assert karel.get(path).all("form", action="/office/proxies/1/confirm")
    page = karel.post("/office/proxies/1/confirm")
    assert page.all("form", action="/office/proxies/1/end")
    karel.post("/office/proxies/1/confirm", status=409)

    meeting.open()
    giver, holder, other = (shareholder(app, meeting, voter) for voter in range(3))
    booth = f"/vote/{meeting.vote_row().paper_uuid}"
    page = giver.get(booth, status=409)
    assert page.all("a", href="/my/proxies")
    assert giver.get(f"{booth}/used").all("h1")
    assert {each.get("href") for each in giver.get("/vote").all("a")} >= {"/my/proxies"}
    page = holder.get(f"{booth}?right=1")
    assert page.all("form", id="ballot")
    assert page.one("div", id="asked")
    assert len(page.all("p", class_="asked")) == 1
    assert not holder.get(booth).all("div", id="asked")
    assert holder.get("/my/proxies").all("form", action="/my/proxies/1/end")
    counts = other.get(f"/assemblies/{meeting.id}/proxies")
    assert [each.text for each in counts.all("td")] == ["1"]
    other.get(f"{booth}?right=1", status=403)
    other.post("/my/proxies/1/end", status=404)
    assert giver.post("/my/proxies/1/end").all("h1")
    holder.get(f"{booth}?right=1", status=403)
    assert giver.get(booth).all("form", id="ballot")
    assert karel.get(path).all("article", id="proxy-1")


def test_a_form_that_cannot_be_taken_comes_back_as_it_was_typed(app: Flask, meeting: Meeting) -> None:
    nadia = officer(app, meeting, "Nadia", Role.SECRETARY)
    path = f"/office/assemblies/{meeting.id}/proxies"
    for changed, field in (
        ({"proxy-giver": "99"}, "proxy-giver"),
        ({"proxy-holder": ""}, "proxy-holder"),
        ({"proxy-holder": "99"}, "proxy-holder"),
        ({"proxy-holder": "1"}, "proxy-holder"),
        ({"proxy-signed_on": "2030-01-01"}, "proxy-signed_on"),
    ):
        sent = {**VALUES, "proxy-note": "As my sister says", **changed}
        page = nadia.post(path, sent, status=422)
        assert page.one("input", id=field).get("aria-invalid") == "true", changed
        assert (page.one("textarea", name="proxy-note").text or "").strip() == "As my sister says"
    nadia.post(path, {**VALUES, "proxy-channel": "telepathy"}, status=422)
    nadia.post(path, {**VALUES, "proxy-scan": (BytesIO(b"nonsense"), "a.exe")}, status=422)


def test_a_proxy_is_refused_and_ended_by_officers(app: Flask, meeting: Meeting) -> None:
    nadia, karel = officer(app, meeting, "Nadia", Role.SECRETARY), officer(app, meeting, "Karel", Role.SECRETARY)
    path = f"/office/assemblies/{meeting.id}/proxies"
    nadia.post(path, VALUES)
    assert not karel.post("/office/proxies/1/refuse").all("form", action="/office/proxies/1/refuse")
    karel.post("/office/proxies/1/refuse", status=409)
    nadia.post(path, VALUES)
    karel.post("/office/proxies/2/confirm")
    nadia.post("/office/proxies/2/end", status=422)
    assert not nadia.post("/office/proxies/2/end", {"end-why": "giver_came"}).all(
        "form", action="/office/proxies/2/end"
    )
    nadia.post("/office/proxies/2/end", {"end-why": "giver_came"}, status=409)
    holder = shareholder(app, meeting, 1)
    assert holder.post("/my/proxies/2/end").all("h1")


def test_nothing_is_recorded_before_the_agenda_is_locked(app: Flask, database: Database, clock: FixedClock) -> None:
    draft = written(database, clock)
    nadia = officer(app, draft, "Nadia", Role.SECRETARY)
    path = f"/office/assemblies/{draft.id}/proxies"
    assert not nadia.get(path).all("form", action=path)
    nadia.post(path, VALUES, status=409)
    shareholder(app, draft, 0).get(f"/assemblies/{draft.id}/proxies", status=404)


def test_the_ballot_paper_of_a_holder_offers_the_same_for_all_but_not_on_the_paper_of_a_giver(
    app: Flask, meeting: Meeting
) -> None:
    decided = next(each.id for each in meeting.items() if each.item.number == 2)
    in_force(meeting, 1, 2)
    in_force(meeting, 3, 2, instructions={decided: Instruction.AGAINST}, note="Wees kritisch")
    meeting.open()
    meeting.hall().vote(3, (1, 0, 0), (1, 0, 0, 0), (1, 0, 0))
    holder = shareholder(app, meeting, 1)
    booth = f"/vote/{meeting.vote_row().paper_uuid}"
    page = holder.get(booth)
    rows = [each for each in page.tree.iter("li") if each.get("data-asked")]
    assert [each.get("data-asked") for each in rows] == ["{}", '{"0": 1}']
    assert [each.get("data-cast") for each in rows] == [f"{booth}/cast?right=1", f"{booth}/cast?right=3"]
    ticked = [box.get("checked") for row in rows for box in row.iter("input")]
    assert ticked == ["", None]
    assert [each.get("data-asked") for each in holder.get(f"{booth}?right=1").all("li") if each.get("data-asked")]
    assert not holder.get(f"{booth}?right=3").all("fieldset", id="same")
    assert not shareholder(app, meeting, 4).get(booth).all("fieldset", id="same")
