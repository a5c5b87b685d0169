"""While a file is read and checked, others write: nothing of it happens in a transaction that they would wait for."""

import io
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.shares.importing import views
from govapp.shares.importing.service import Checked, check_import, check_staged_file
from tests.attacks.reading.documents import holder, ods
from tests.factories.accounts import officer_browser
from tests.factories.http_voting import PATIENCE
from tests.factories.shares import REGISTRAR, registered

HEAD = "number;kind;name;language;category;shares;effective_date"
FILES = {"csv": f"{HEAD}\n101;natural;Peeters;nl;A;1;2022-03-03\n".encode(), "ods": ods(holder(101))}


@pytest.mark.parametrize("kind", FILES)
def test_somebody_else_is_registered_while_a_file_is_checked_and_again_while_it_is_confirmed(
    app: Flask, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    done: list[int] = []

    def write() -> None:
        with database.unit_of_work(REGISTRAR, clock.now()) as work:
            done.append(registered(work))

    def meanwhile(result: Checked) -> Checked:
        # A writer of its own thread waits for ever where the request already writes.
        other = Thread(target=write, daemon=True)
        other.start()
        other.join(PATIENCE)
        return result

    def checking(work: Work, *arguments: Any) -> Checked:
        return meanwhile(check_import(work, *arguments))

    def checking_again(work: Work, *arguments: Any, **options: Any) -> Checked:
        return meanwhile(check_staged_file(work, *arguments, **options))

    monkeypatch.setattr(views, "check_import", checking)
    monkeypatch.setattr(views, "check_staged_file", checking_again)
    registrar = officer_browser(app, database, clock, Role.REGISTRAR)
    file = (io.BytesIO(FILES[kind]), f"leden.{kind}")
    page = registrar.post("/office/register/import", {"file": file}, content_type="multipart/form-data")
    assert len(done) == 1
    confirm = next(
        action.removesuffix("/discard")
        for form in page.all("form")
        if (action := form.get("action") or "").endswith("/discard")
    )
    registrar.post(confirm, {"seen": "y"})
    assert len(done) == 2
