"""Items that were on an agenda before statutes were data get the legal kind that is usual for their kind."""

from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.clock import FixedClock
from govapp.statutes.rules.profile import LegalKind
from tests.factories.assembly import written


def test_items_of_before_are_what_their_kind_usually_is(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    downgrade(database, "0017")
    upgrade(database)

    kinds = [row.item.legal_kind for row in meeting.items()]
    assert kinds == [None, LegalKind.OTHER, None, LegalKind.APPOINTMENT, LegalKind.STRATEGY]
    assert all(row.item.stricter is None for row in meeting.items())
    assert not meeting.row().is_second_meeting
