"""Keys that were being made at the upgrade go on with the same key files; keys that were made are not touched."""

import pytest
from sqlalchemy import Connection, text

from govapp.audit.journal import record
from govapp.ballots import service
from govapp.ballots.queries.key_groups import get_key_group, list_key_members
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.key_groups import is_renewed
from govapp.ballots.tags import BallotsTag
from govapp.db.engine import Database
from govapp.db.migrate import downgrade, upgrade
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.kernel.subjects import SubjectRef
from pybelenios.ceremony import write_contribution
from pybelenios.jsontext import compact
from pybelenios.member import make_contribution, make_key, make_promise
from pybelenios.verifier.checks import verify
from tests.factories.ballots import AGAINST, FOR, SECRETARY, Hall, prepared
from tests.factories.keys import KeyHolders
from tests.migrations.steps import before

STEP = "promised_keys"
BLANK = (1, 0, 0, 0)
AN_OLD_MESSAGE = (
    "INSERT INTO key_message (member_id, step, attempt, body, said_at)"
    " SELECT id, :step, 0, :body, (SELECT made_at FROM key_group) FROM key_member WHERE position <= :count"
)


@pytest.fixture
def hall(database: Database, clock: FixedClock) -> Hall:
    return prepared(database, clock, trustees=3, needed=2)


def group_of(hall: Hall) -> KeyHolders:
    assert hall.group is not None
    return hall.group


def say_in_the_old_order(connection: Connection, step: str, count: int) -> None:
    """Let the first members take a step as the earlier program kept it: nobody reads it any more."""
    connection.execute(text(AN_OLD_MESSAGE), {"step": step, "body": b"{}", "count": count})


def renewed(hall: Hall) -> bool:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        found = get_key_group(work.session, group_of(hall).uuid)
        return is_renewed(found.attempt, [each.joined_attempt for each in list_key_members(work.session, found.id)])


@pytest.mark.parametrize(("contributed", "finished"), [(1, 0), (3, 2)])
def test_keys_that_were_under_way_begin_anew_with_the_same_files(hall: Hall, contributed: int, finished: int) -> None:
    group = group_of(hall)
    group.begin()
    downgrade(hall.database, before(hall.database, STEP))
    with hall.database.engine.begin() as connection:
        say_in_the_old_order(connection, "contribution", contributed)
        say_in_the_old_order(connection, "share", finished)
        key = text("UPDATE key_member SET public_key = position, key_at = :at WHERE position <= :count")
        connection.execute(key, {"at": "2026-06-01 10:00:00", "count": finished})
    upgrade(hall.database)
    assert (group.group().attempt, renewed(hall)) == (1, True)
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        members = list_key_members(work.session, group.group().id)
    assert [(each.public_key, each.key_at) for each in members] == [(None, None)] * 3
    group.promise()
    group.contribute()
    group.finish()
    group.test()
    assert group.group().formed_at == hall.clock.now()


def test_certificates_of_before_are_taken_as_they_are(hall: Hall) -> None:
    """They stood beside eight promises, which nobody needs any more."""
    group = group_of(hall)
    downgrade(hall.database, before(hall.database, STEP))
    with hall.database.engine.begin() as connection:
        for person in hall.trustees:
            body = group.certificate_of(person).replace("}}}", '}},"promises":["' + "0" * 64 + '"]}').encode()
            statement = AN_OLD_MESSAGE.replace("position <= :count", "position = :count")
            values = {"step": "certificate", "body": body, "count": group.position(person)}
            connection.execute(text(statement), values)
    upgrade(hall.database)
    assert (group.group().attempt, renewed(hall)) == (0, False)
    group.promise()
    group.contribute()
    group.finish()
    assert group.group().formed_at == hall.clock.now()


def test_keys_that_were_made_in_the_old_order_are_tested_and_open_the_count(hall: Hall) -> None:
    group = group_of(hall)
    group.begin()
    size, certificates = group.group().group_size, group.certificates()
    secrets = [group.secrets_of(person) for person in hall.trustees]
    promises = [make_promise(own, certificates, size, place) for place, own in enumerate(secrets, start=1)]
    contributions = [
        make_contribution(own, certificates, promises, size, place) for place, own in enumerate(secrets, start=1)
    ]
    with hall.database.engine.begin() as connection:
        for place, contribution in enumerate(contributions, start=1):
            statement = AN_OLD_MESSAGE.replace("position <= :count", "position = :count")
            values = {"step": "contribution", "body": write_contribution(contribution), "count": place}
            connection.execute(text(statement), values)
    for place, (person, own) in enumerate(zip(hall.trustees, secrets, strict=True), start=1):
        made = make_key(own, certificates, promises, contributions, size, place)
        with hall.act(person) as work:
            record(work, BallotsTag.KEY_CONTRIBUTED, SubjectRef.to("key_group", group.uuid), facts={"position": place})
        with hall.act(person) as work:
            service.add_share_key(work, group.uuid, compact(made.to_json()).decode())
    downgrade(hall.database, before(hall.database, STEP))
    upgrade(hall.database)
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        assert service.ceremony_state(work.session, group.uuid, hall.trustees[0].id or 0)["step"] == "test"
    group.test()
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        state = service.ceremony_state(work.session, group.uuid, hall.trustees[0].id or 0)
    assert (state["step"], state["attempt"], state["promises"]) == ("done", 0, [])
    assert all(member["promise"] for member in state["members"])
    with hall.act(SYSTEM) as work:
        assert service.ask_who_is_awaited(work) == 0
    hall.seal()
    hall.open()
    hall.clock.set(hall.paper().opens_at)
    hall.vote(0, FOR, BLANK)
    hall.close()
    hall.decrypt(0)
    hall.decrypt(1)
    assert hall.paper().state is PaperState.COUNTED
    assert verify(hall.archive()).valid


def test_keys_that_were_made_and_keys_of_the_new_order_are_not_touched(hall: Hall) -> None:
    group = group_of(hall)
    group.begin()
    group.promise()
    group.contribute(hall.trustees[0])
    downgrade(hall.database, before(hall.database, STEP))
    upgrade(hall.database)
    group.contribute(*hall.trustees[1:])
    group.finish()
    group.test()
    hall.seal()
    hall.open()
    hall.clock.set(hall.paper().opens_at)
    hall.vote(0, FOR, BLANK)
    hall.vote(1, AGAINST, BLANK)
    downgrade(hall.database, before(hall.database, STEP))
    upgrade(hall.database)
    assert group.group().attempt == 0
    hall.close()
    hall.decrypt(0)
    hall.decrypt(2)
    assert hall.paper().state is PaperState.COUNTED
    assert verify(hall.archive()).valid
