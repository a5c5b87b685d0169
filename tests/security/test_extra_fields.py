"""A form that brings more fields than it has: columns of the table behind it are not among what it changes."""

import pytest
from flask import Flask
from sqlalchemy import Table, select
from sqlalchemy.orm import DeclarativeBase

from govapp.accounts.models import Officer
from govapp.assembly.meeting.models import Assembly
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.shares.people.models import Party
from tests.factories.accounts import officer_browser
from tests.web.test_assembly_office import head

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
HOLDER = {
    "kind": "natural",
    "name": "Claes",
    "given_name": "An",
    "language": "nl",
    "category": "member",
    "quantity": "1",
    "effective_date": "2026-06-01",
    "country": "BE",
    "gender": "",
}
OFFICER = {"name": "Bart Maes", "email": "bart@ambora.example", "language": "nl", "roles": "auditor"}


@pytest.mark.parametrize(
    ("path", "role", "fields", "model"),
    [
        ("/office/holders/new", Role.REGISTRAR, HOLDER, Party),
        ("/office/assemblies/new", Role.SECRETARY, head(), Assembly),
        ("/office/officers", Role.ADMINISTRATOR, OFFICER, Officer),
    ],
)
def test_no_column_is_set_that_the_form_does_not_show(
    app: Flask,
    database: Database,
    clock: FixedClock,
    path: str,
    role: Role,
    fields: dict[str, str],
    model: type[DeclarativeBase],
) -> None:
    browser = officer_browser(app, database, clock, role)
    table = model.__table__
    assert isinstance(table, Table)
    extra = {column.name: "777777" for column in table.columns if column.name not in fields}
    shown = {each.get("name") for tag in ("input", "select", "textarea") for each in browser.get(path).all(tag)}
    extra = {name: value for name, value in extra.items() if name not in shown}
    assert {"id"} < extra.keys()
    browser.post(path, {**fields, **extra})
    with database.read_only(SYSTEM, clock.now()) as work:
        kept = work.session.execute(select(table).order_by(table.c.id.desc()).limit(1)).mappings().one()
    assert [name for name in extra if "777777" in str(kept[name])] == []
    assert any(str(kept[name]) == value for name, value in fields.items() if name in kept)
