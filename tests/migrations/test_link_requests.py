"""Links that were asked for wait in a table of their own, which an older program does not have."""

from govapp.accounts.service import AskedLink, ask_for_link, list_asked
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.actors import VISITOR
from govapp.kernel.clock import FixedClock
from tests.migrations.steps import before


def test_whoever_asked_an_older_program_has_to_ask_again(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(VISITOR, clock.now()) as work:
        ask_for_link(work, AskedLink("an@mail.example", "/vote"))
        assert len(list_asked(work)) == 1
    downgrade(database, before(database, "link_requests"))
    upgrade(database)
    with database.unit_of_work(VISITOR, clock.now()) as work:
        assert list_asked(work) == ()
        ask_for_link(work, AskedLink("an@mail.example", "/vote"))
