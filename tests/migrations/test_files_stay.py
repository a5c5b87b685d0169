"""Files that were attached before the upgrade stay as they are, and after it nobody changes or deletes them."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from govapp.assembly.agenda.queries import list_changed_files, list_documents
from govapp.db.append_only import faults_of_triggers
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from tests.factories.assembly import attach, written
from tests.migrations.steps import before


def test_files_of_before_are_kept_and_stay(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    attach(meeting, None)
    downgrade(database, before(database, "files_stay"))
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE document_file SET media_type = media_type"))
    upgrade(database)
    with meeting.at() as work:
        (document,) = list_documents(work.session, meeting.id)
        assert (document.name, list_changed_files(work.session, meeting.id)) == ("Report.pdf", ())
    with database.engine.connect() as connection:
        assert list(faults_of_triggers(connection)) == []
    with database.engine.begin() as connection, pytest.raises(IntegrityError, match="append-only: "):
        connection.execute(text("DELETE FROM document_file"))
