"""Exports in a language: what was exported before is asked for again in English, as it was made."""

from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from govapp.shares.exporting.queries import list_exports
from govapp.shares.exporting.rules.kinds import FileFormat
from govapp.shares.exporting.service import ExportRegister, log_export, make_export
from tests.factories.shares import REGISTRAR, registered
from tests.migrations.steps import before


def test_an_export_of_before_was_in_english(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work)
        log_export(work, make_export(work, ExportRegister(FileFormat.CSV, "Audit", language=Language.NL)))
        assert [row.language for row in list_exports(work.session, 1)] == ["nl"]
    downgrade(database, before(database, "exports_in_a_language"))
    upgrade(database)
    with database.read_only(REGISTRAR, clock.now()) as work:
        assert [(row.language, row.purpose) for row in list_exports(work.session, 1)] == [("en", "Audit")]
