"""Freezing a voting list, on both databases."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from govapp.audit.models import JournalEntryRecord
from govapp.db.engine import Database
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.ledger.queries import get_ledger_head
from govapp.shares.ledger.service import (
    ChangeCategory,
    IssueShares,
    ReverseEntry,
    SetEmail,
    change_category,
    issue_shares,
    reverse_entry,
    set_email,
)
from govapp.shares.people.rules.kinds import Category
from govapp.shares.people.service import HolderId
from govapp.shares.rolls import queries
from govapp.shares.rolls.rules.refusals import RecordDateInFuture, RollEmpty, RollNotFound
from govapp.shares.rolls.rules.roll import LeftOut
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from tests.factories.shares import LIEVE, REGISTRAR, ZONEN, person, register_some, registered, shares

RECORD_DATE = date(2026, 5, 15)


def test_everybody_has_one_entry_whatever_the_number_of_shares(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work, first=shares(1), email="lieve@mail.example")
        issue_shares(work, IssueShares(lieve, 4, 3000, 12000, date(2024, 1, 9)))
        an = registered(work, person("An"), category=Category.STAFF)
        roll_id = freeze_roll(work, FreezeRoll(RECORD_DATE, Texts.same("Assembly of June")))
    with database.read_only(REGISTRAR, clock.now()) as work:
        entries = queries.list_roll_entries(work.session, roll_id)
        assert [(one.position, one.holder_id, one.category) for one in entries] == [
            (1, lieve, Category.MEMBER),
            (2, an, Category.STAFF),
        ]
        assert [one.email for one in entries] == ["lieve@mail.example", None]
        frozen = queries.get_roll(work.session, roll_id)
        assert (frozen.size, frozen.left_out) == (2, 0)
        assert frozen.counts == {"member": 1, "staff": 1, "partner": 0}
        assert frozen.ledger_head == get_ledger_head(work.session).hash
        assert (
            work.session.scalars(select(JournalEntryRecord.tag).order_by(JournalEntryRecord.sequence)).all()[-1]
            == "roll:frozen"
        )


def _four_cases(database: Database, clock: FixedClock) -> tuple[dict[str, HolderId], int]:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        ids = {
            "votes": registered(work),
            "late": registered(work, person("Later"), first=shares(1, RECORD_DATE + timedelta(days=1))),
            "unpaid": registered(work, person("Onbetaald"), first=shares(2, paid_in_cents=2999)),
            "nobody": registered(work, ZONEN, category=Category.PARTNER),
        }
        roll_id = freeze_roll(work, FreezeRoll(RECORD_DATE, Texts.same("Assembly")))
    return ids, roll_id


def test_whoever_is_left_out_has_a_named_reason(database: Database, clock: FixedClock) -> None:
    ids, roll_id = _four_cases(database, clock)
    with database.read_only(REGISTRAR, clock.now()) as work:
        session = work.session
        assert {one.holder_id: one.reason for one in queries.list_left_out(session, roll_id)} == {
            ids["late"]: LeftOut.NO_SHARES,
            ids["unpaid"]: LeftOut.NOT_PAID,
            ids["nobody"]: LeftOut.NO_REPRESENTATIVE,
        }
        assert queries.find_left_out_reason(session, roll_id, ids["votes"]) is None
        assert queries.find_left_out_reason(session, roll_id, ids["unpaid"]) is LeftOut.NOT_PAID
        assert queries.find_roll_entry(session, roll_id, ids["late"]) is None
        own = queries.find_roll_entry(session, roll_id, ids["votes"])
        assert own is not None
        assert own.voter == "Lieve Peeters"


def test_one_who_joins_after_the_freeze_held_no_shares_then(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work)
        roll_id = freeze_roll(work, FreezeRoll(RECORD_DATE, Texts.same("Assembly")))
        newcomer = registered(work, person("Nieuw"), first=shares(1, date(2026, 6, 1)))
        assert queries.find_left_out_reason(work.session, roll_id, newcomer) is LeftOut.NO_SHARES


def test_the_reason_for_not_being_on_a_list_is_true_when_it_is_read(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        on_list = registered(work)
        unpaid = registered(work, person("Later"), first=shares(1, paid_in_cents=0))
        freeze_roll(work, FreezeRoll(RECORD_DATE, Texts.same("Assembly")))
    clock.advance(timedelta(hours=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        too_late = registered(work, person("Te Laat"))
        newcomer = registered(work, person("Nieuw"), first=shares(1, date(2026, 6, 1)))
    with database.read_only(REGISTRAR, clock.now()) as work:
        frozen = queries.get_roll(work.session, 1)
        why = {
            each: queries.explain_left_out(work.session, frozen, each, clock.now())
            for each in (on_list, unpaid, too_late, newcomer)
        }
        assert why == {
            on_list: None,
            unpaid: queries.LeftOutNow(LeftOut.NOT_PAID, frozen.frozen_at),
            too_late: queries.LeftOutNow(LeftOut.RECORDED_LATER, frozen.frozen_at, clock.now()),
            newcomer: queries.LeftOutNow(LeftOut.NO_SHARES, frozen.frozen_at),
        }
        assert queries.count_people_too_late(work.session, frozen, clock.now()) == 1


def test_an_organisation_votes_through_its_representative(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work)
        firm = registered(work, ZONEN, category=Category.PARTNER, representative=lieve)
        roll_id = freeze_roll(work, FreezeRoll(RECORD_DATE, Texts.same("Assembly")))
        entries = queries.list_roll_entries(work.session, roll_id)
    assert [(one.holder_id, one.name, one.voter) for one in entries] == [
        (lieve, "Lieve Peeters", "Lieve Peeters"),
        (firm, "Peeters & Zonen bv", "Lieve Peeters"),
    ]


def test_letters_go_to_the_address_of_the_day_of_freezing(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        moved = registered(work, email="old@mail.example")
        stopped = registered(work, person("Post"), email="post@mail.example")
    clock.advance(timedelta(days=1))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        set_email(work, SetEmail(moved, "new@mail.example"))
        set_email(work, SetEmail(stopped, ""))
        roll_id = freeze_roll(work, FreezeRoll(RECORD_DATE, Texts.same("Assembly")))
        assert [one.email for one in queries.list_roll_entries(work.session, roll_id)] == ["new@mail.example", None]


def test_a_list_knows_all_that_its_ledger_head_covers(database: Database, clock: FixedClock) -> None:
    earlier = clock.now()
    clock.advance(timedelta(seconds=5))
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work)
    # This request came in before that one and had to wait for it.
    with database.unit_of_work(REGISTRAR, earlier) as work:
        frozen = queries.get_roll(work.session, freeze_roll(work, FreezeRoll(RECORD_DATE, Texts.same("Assembly"))))
        assert (frozen.size, frozen.ledger_sequence, frozen.frozen_at) == (1, 1, clock.now())


def test_a_frozen_list_does_not_follow_the_register(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        lieve = registered(work)
        roll_id = freeze_roll(work, FreezeRoll(RECORD_DATE, Texts.same("Assembly")))
        before = queries.get_roll_file(work.session, roll_id)
        change_category(work, ChangeCategory(lieve, Category.STAFF, RECORD_DATE, "Hired"))
        reverse_entry(work, ReverseEntry(lieve, 1, "Entered by mistake"))
        assert queries.get_roll_file(work.session, roll_id) == before


def test_the_digest_is_that_of_the_file_and_the_file_holds_no_address(database: Database, clock: FixedClock) -> None:
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        registered(work, LIEVE, email="lieve@mail.example")
        roll_id = freeze_roll(work, FreezeRoll(RECORD_DATE, Texts.same("Assembly")))
        content = queries.get_roll_file(work.session, roll_id)
        assert sha256_hex(content) == queries.get_roll(work.session, roll_id).digest
    assert b"mail.example" not in content
    assert json.loads(content)["entries"][0].keys() == {
        "position",
        "number",
        "name",
        "exerciser",
        "category",
        "language",
    }


def test_a_list_of_tomorrow_or_of_nobody_is_refused(database: Database, clock: FixedClock) -> None:
    with pytest.raises(RecordDateInFuture), database.unit_of_work(REGISTRAR, clock.now()) as work:
        freeze_roll(work, FreezeRoll(date(2026, 6, 2), Texts.same("Assembly")))
    with pytest.raises(RollEmpty), database.unit_of_work(REGISTRAR, clock.now()) as work:
        freeze_roll(work, FreezeRoll(RECORD_DATE, Texts.same("Assembly")))
    with pytest.raises(RollNotFound), database.read_only(REGISTRAR, clock.now()) as work:
        queries.get_roll(work.session, 1)


def test_the_newest_list_comes_first(database: Database, clock: FixedClock) -> None:
    register_some(database, clock, 3)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        assert queries.find_latest_roll(work.session) is None
        first = freeze_roll(work, FreezeRoll(RECORD_DATE, Texts.same("First")))
        second = freeze_roll(work, FreezeRoll(date(2026, 6, 1), Texts.same("Second")))
        assert [one.id for one in queries.list_rolls(work.session)] == [second, first]
        newest = queries.find_latest_roll(work.session)
        assert newest is not None
        assert newest.purpose == Texts.same("Second")
