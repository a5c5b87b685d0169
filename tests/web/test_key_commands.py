"""The commands that the page of a key shows are the ones that make and test it, without a browser's help."""

import shlex
from pathlib import Path

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from pybelenios.cli.trustee import main
from tests.factories.accounts import a_browser, an_officer, let_in
from tests.factories.ballots import decision, prepared
from tests.web.page import PageClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FILES = {
    "promise": ("certificates",),
    "contribute": ("certificates", "promises"),
    "finish": ("certificates", "promises", "contributions"),
}
TURNS = {
    "join": "certificate",
    "promise": "promise",
    "contribute": "contribution",
    "finish": "share",
    "drill": "drill",
}


def test_two_members_type_what_the_page_shows_until_their_keys_are_tested(
    app: Flask,
    database: Database,
    clock: FixedClock,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    officers = [
        an_officer(database, clock.now(), Role.SCRUTINEER, email=f"{name}@mail.example", name=name)
        for name in ("an", "bo")
    ]
    hall = prepared(database, clock, questions=(decision(),), key_holders=(officers[0].id, officers[1].id), needed=2)
    assert hall.group is not None
    address = f"/office/keys/{hall.group.uuid}"
    browsers: list[PageClient] = []
    for officer in officers:
        browsers.append(a_browser(app))
        let_in(browsers[-1], officer, clock)
    for name, turn in TURNS.items():
        for number, browser in enumerate(browsers):
            folder = tmp_path / str(number)
            folder.mkdir(exist_ok=True)
            monkeypatch.chdir(folder)
            for file in FILES.get(name, ()):
                Path(f"{file}.txt").write_bytes(browser.download(f"{address}/{file}.txt").data)
            program, command, *arguments = shlex.split(browser.get(address).one("pre").text)
            assert (program, command) == ("govapp-trustee", name)
            capsys.readouterr()
            assert main([command, *arguments]) == 0
            browser.post(f"{address}/{turn}", {"message": capsys.readouterr().out})
    assert browsers[0].download(f"{address}/state").get_json()["step"] == "done"
    assert len(list((tmp_path / "0").glob("*.share"))) == 1
