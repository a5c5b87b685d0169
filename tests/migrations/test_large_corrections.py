"""An entry of before the upgrade is corrected by two officers after it, and both names stay when it is taken back."""

from datetime import timedelta

from govapp.db.append_only import faults_of_triggers
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.shares.ledger.queries.entries import find_transaction
from govapp.shares.ledger.service import ReverseEntry, confirm_correction, correct_or_ask
from govapp.shares.register.queries import check_register
from tests.factories.shares import LIEVE, REGISTRAR, registered, shares
from tests.migrations.steps import before

STEP = "large_corrections"
NADIA = Actor(ActorKind.OFFICER, 8, "Nadia Lefèvre", frozenset({Role.SECRETARY}))


def test_an_entry_of_before_is_corrected_by_two_officers(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, LIEVE, first=shares(100))
    downgrade(database, before(database, STEP))
    upgrade(database)
    with database.engine.connect() as connection:
        assert list(faults_of_triggers(connection)) == []
    clock.advance(timedelta(minutes=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        waiting = correct_or_ask(work, ReverseEntry(int(lieve), 1, "Never paid"))
    assert waiting is not None
    with database.unit_of_work(NADIA, clock.now()) as work:
        entry = confirm_correction(work, waiting)

    downgrade(database, before(database, STEP))
    upgrade(database)
    with database.read_only(NADIA, clock.now()) as work:
        written = find_transaction(work.session, entry)
        assert written is not None
        assert written.second_actor_name == NADIA.name
        assert check_register(work.session).is_sound
