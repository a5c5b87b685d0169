"""Two archives whose last links begin alike: 36 seconds of work for eight digits, of no use where all are compared."""

from pathlib import Path

import pytest
from flask import Flask

from govapp.ballots.queries import list_trustees
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from pybelenios.cli.verify import INVALID, VALID, main
from pybelenios.jsontext import digest_mark, in_groups
from tests.factories.accounts import a_browser, officer_browser
from tests.factories.assembly import Meeting, counted

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    found = counted(database, clock)
    found.announce()
    return found


def alike(digest: str, digits: int) -> str:
    """Return another digest that begins with as many digits of `digest`."""
    return digest[:digits] + "".join("1" if each == "0" else "0" for each in digest[digits:])


@pytest.mark.parametrize("digits", [8, 20, 40, 63])
def test_a_last_link_that_only_begins_like_the_noted_one_is_found_out(
    meeting: Meeting, tmp_path: Path, capsys: pytest.CaptureFixture[str], digits: int
) -> None:
    archive = tmp_path / "kept.bel"
    archive.write_bytes(meeting.hall().archive())
    head = meeting.hall().paper().head
    assert main([str(archive), "--head", in_groups(head).upper()]) == VALID
    assert main([str(archive), "--head", alike(head, digits)]) == INVALID
    with pytest.raises(SystemExit):
        main([str(archive), "--head", head[:digits]])
    assert "all are compared" in capsys.readouterr().err


def test_every_page_where_the_server_could_have_chosen_both_shows_all_digits(app: Flask, meeting: Meeting) -> None:
    with meeting.at() as work:
        paper = meeting.hall().paper()
        trustees = list_trustees(work.session, paper.id)
    board = a_browser(app).get(f"/board/{paper.uuid}")
    for digest in (paper.head, paper.fingerprint):
        assert in_groups(digest) in board.text
        assert [each.get("data-copy") for each in board.all("button", data_copy=digest)] == [digest]
    result = a_browser(app).get(f"/assemblies/{meeting.id}/result")
    copied = [each.get("data-copy") or "" for each in result.all("button", class_="copy")]
    assert paper.head in copied and paper.fingerprint in copied
    assert all(in_groups(each) in result.text and digest_mark(each) in result.text for each in copied)
    assert len(copied) == 5, "register, voting list, ballot paper, ballot box, result"
    keys = officer_browser(app, meeting.database, meeting.clock, Role.SECRETARY).get(f"/office/assemblies/{meeting.id}")
    assert all(each.key_mark in keys.text and len(each.key_mark) == 24 for each in trustees)
