"""Several people make one key, test it, and some of them are enough to open a count; on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from govapp.audit.models import JournalEntryRecord
from govapp.ballots import service
from govapp.ballots.queries import find_newest_key_group, get_paper, list_changed_members, list_trustees
from govapp.ballots.queries.key_groups import list_key_members
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.key_groups import (
    MAX_BEGINNINGS,
    DrillOccasion,
    Holder,
    KeyGroupNotFound,
    KeyMessageUnfit,
    KeySaidAlready,
    KeysBegunTooOften,
    KeysFixed,
    KeysNotTested,
    KeyStepEarly,
    KeyTestFailed,
    MakeKeyGroup,
    NothingToTest,
)
from govapp.ballots.rules.refusals import (
    AlreadyCounted,
    KeyAlreadyUsed,
    KeysMissing,
    NotAKeyHolder,
    NotATrustee,
    NoTrustees,
    WrongTrusteeKey,
)
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Actor
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from pybelenios.ceremony import read_promise, write_contribution, write_promise
from pybelenios.jsontext import sha256_hex
from pybelenios.member import make_contribution, make_promise
from pybelenios.verifier.checks import verify
from tests.factories.ballots import AGAINST, FOR, SECRETARY, Hall, opened, prepared, scrutineers, texts
from tests.factories.keys import KeyHolders
from tests.factories.tampering import tamper
from tests.schema import metadata

BLANK = (1, 0, 0, 0)
REASON = "Her computer was stolen from the train."


@pytest.fixture
def hall(database: Database, clock: FixedClock) -> Hall:
    return prepared(database, clock, trustees=3, needed=2)


def group_of(hall: Hall) -> KeyHolders:
    assert hall.group is not None
    return hall.group


def say(hall: Hall, person: Actor, step: str, message: str) -> None:
    with hall.act(person) as work:
        getattr(service, step)(work, group_of(hall).uuid, message)


def closed(hall: Hall) -> Hall:
    hall.make_keys()
    hall.seal()
    hall.open()
    hall.clock.set(hall.paper().opens_at)
    for voter, choice in enumerate((FOR, FOR, AGAINST)):
        hall.vote(voter, choice, BLANK)
    hall.close()
    return hall


def test_any_two_of_three_open_the_count_and_the_archive_verifies(hall: Hall) -> None:
    closed(hall)
    hall.decrypt(2)
    assert hall.paper().state is PaperState.CLOSED
    hall.decrypt(0)
    assert hall.paper().state is PaperState.COUNTED
    assert hall.paper().result == ((2, 1, 0), (3, 0, 0, 0))
    assert verify(hall.archive()).valid
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        names = [each.name for each in list_trustees(work.session, hall.paper().id)]
    assert names == [each.name for each in hall.trustees]


def test_a_key_holder_who_is_late_changes_nothing(hall: Hall) -> None:
    closed(hall)
    late = hall.partial_decryption(1)
    hall.decrypt(0)
    hall.decrypt(2)
    archive = hall.archive()
    with pytest.raises(AlreadyCounted), hall.act(hall.trustees[1]) as work:
        service.submit_decryption(work, hall.uuid, late)
    assert hall.archive() == archive


def test_a_part_that_does_not_prove_is_named_and_the_others_count(hall: Hall) -> None:
    closed(hall)
    foreign = hall.partial_decryption(1)
    with pytest.raises(WrongTrusteeKey), hall.act(hall.trustees[0]) as work:
        service.submit_decryption(work, hall.uuid, foreign)
    hall.decrypt(1)
    hall.decrypt(2)
    assert hall.paper().state is PaperState.COUNTED


def test_nobody_speaks_before_the_turn_nor_twice(hall: Hall) -> None:
    group = group_of(hall)
    ann, bo, cy = hall.trustees
    group.begin(ann, bo)
    for step in ("add_promise", "add_contribution", "add_share_key"):
        with pytest.raises(KeyStepEarly):
            say(hall, ann, step, "{}")
    say(hall, ann, "add_certificate", group.certificate_of(ann))  # the same key, signed once more
    other = replace(group, seeds={}).certificate_of(ann)
    with pytest.raises(KeySaidAlready):
        say(hall, ann, "add_certificate", other)
    group.begin(cy)
    group.promise(ann, bo)
    group.promise(ann)
    with pytest.raises(KeyStepEarly):
        say(hall, ann, "add_contribution", "{}")
    with pytest.raises(KeySaidAlready):
        say(hall, ann, "add_promise", write_promise("0" * 64).decode())
    group.promise(cy)
    mine = group.contribution_of(ann)
    say(hall, ann, "add_contribution", mine)
    say(hall, ann, "add_contribution", mine)
    group.contribute(bo, cy)
    group.finish()
    assert group.group().formed_at == hall.clock.now()


@pytest.mark.parametrize("step", ["add_certificate", "add_promise", "add_contribution", "add_share_key"])
@pytest.mark.parametrize("message", ["", "{}", "no", '{"certificate":{},"promise":"x"}', "[" * 70_000])
def test_garbage_is_refused_and_nothing_is_kept(hall: Hall, step: str, message: str) -> None:
    group = group_of(hall)
    turns = {
        "add_certificate": group.begin,
        "add_promise": group.promise,
        "add_contribution": group.contribute,
        "add_share_key": group.finish,
    }
    for turn, take in turns.items():
        if turn == step:
            with pytest.raises(KeyMessageUnfit):
                say(hall, hall.trustees[0], step, message)
        take()
    group.test()


def test_a_member_who_makes_no_promises_of_its_own_promises_the_whole_contribution(hall: Hall) -> None:
    """The program of Belenios: its contribution is made early and kept back until all have promised."""
    group = group_of(hall)
    ann, bo, cy = hall.trustees
    group.begin()
    known = group.group()
    promise = group.promise_of(ann)
    kept = write_contribution(
        make_contribution(
            group.secrets_of(ann), group.certificates(), [read_promise(promise.encode())] * 3, known.group_size, 1
        )
    )
    say(hall, ann, "add_promise", write_promise(sha256_hex(kept)).decode())
    group.promise(bo, cy)
    say(hall, ann, "add_contribution", kept.decode())
    group.contribute(bo, cy)
    group.finish()
    assert group.group().formed_at == hall.clock.now()


def test_whoever_contributes_something_else_than_promised_is_refused(hall: Hall) -> None:
    group = group_of(hall)
    group.begin()
    group.promise()
    ann, size = group.secrets_of(hall.trustees[0]), group.group().group_size
    other = make_promise(ann, group.certificates(), size, 1, attempt=1)
    made = make_contribution(ann, group.certificates(), [other] * 3, size, 1, attempt=1)
    with pytest.raises(KeyMessageUnfit) as refused:
        say(hall, hall.trustees[0], "add_contribution", write_contribution(made).decode())
    assert refused.value.params == {"reason": "promise"}


def test_nobody_begins_with_the_key_of_somebody_else_or_of_an_earlier_assembly(
    database: Database, clock: FixedClock, hall: Hall
) -> None:
    group = group_of(hall)
    ann, bo, _ = hall.trustees
    group.begin(ann)
    group.seeds[bo.id or 0] = group.seeds[ann.id or 0]
    with pytest.raises(KeyAlreadyUsed):
        group.begin(bo)
    other = [Holder(each.id or 0, each.name) for each in hall.trustees]
    with hall.act(SECRETARY) as work:
        made = service.find_or_make_key_group(work, MakeKeyGroup("assembly:2", texts("Next"), tuple(other), 2))
    later = KeyHolders(database, clock, made.uuid, hall.trustees, dict(group.seeds))
    with pytest.raises(KeyAlreadyUsed):
        later.begin(ann)


def test_nobody_else_says_anything_about_these_keys(database: Database, clock: FixedClock, hall: Hall) -> None:
    group = group_of(hall)
    message = group.certificate_of(hall.trustees[0])
    (stranger,) = scrutineers(database, clock, 1, first=201)
    for somebody in (stranger, SECRETARY, SYSTEM):
        with pytest.raises(NotATrustee):
            say(hall, somebody, "add_certificate", message)
    with pytest.raises(KeyGroupNotFound), hall.act(hall.trustees[0]) as work:
        service.add_certificate(work, "1" * 14, message)


def test_voting_opens_when_everybody_has_opened_the_test_ballot(hall: Hall) -> None:
    group = group_of(hall)
    with pytest.raises(KeysMissing):
        hall.seal()
    group.begin()
    group.promise()
    group.contribute()
    with pytest.raises(NothingToTest):
        say(hall, hall.trustees[0], "answer_drill", "{}")
    group.finish()
    hall.seal()
    group.test(*hall.trustees[:2])
    with pytest.raises(KeysNotTested) as refused:
        hall.open()
    assert refused.value.params == {"names": hall.trustees[2].name}
    foreign = group.answer_of(hall.trustees[0])
    with pytest.raises(KeyTestFailed):
        say(hall, hall.trustees[2], "answer_drill", foreign)
    group.test()
    hall.open()
    assert hall.paper().state is PaperState.OPEN


def test_the_answer_to_one_test_is_none_to_the_next(hall: Hall) -> None:
    group = group_of(hall)
    hall.make_keys()
    earlier = group.answer_of(hall.trustees[0])
    with hall.act(SECRETARY) as work:
        service.start_drill(work, group.uuid, DrillOccasion.CLOSING)
    with pytest.raises(KeyTestFailed):
        say(hall, hall.trustees[0], "answer_drill", earlier)


def test_a_member_who_lost_the_file_begins_anew_and_the_others_go_on(hall: Hall) -> None:
    group = group_of(hall)
    ann, bo, cy = hall.trustees
    group.make()
    del group.seeds[bo.id or 0]
    with hall.act(bo) as work:
        service.begin_anew(work, group.uuid)
    assert group.group().formed_at is None
    with pytest.raises(KeysMissing):
        hall.seal()
    group.begin(bo)
    group.promise(bo, ann, cy)
    group.contribute(cy, ann, bo)
    group.finish()
    group.test()
    closed_after = hall
    closed_after.seal()
    closed_after.open()
    assert group.group().attempt == 1


def test_a_member_who_cannot_is_replaced_by_another_officer(database: Database, clock: FixedClock, hall: Hall) -> None:
    group = group_of(hall)
    group.make()
    (new,) = scrutineers(database, clock, 1, first=201)
    with hall.act(SECRETARY) as work:
        service.replace_member(work, group.uuid, 2, new.id or 0, REASON)
    hall.trustees[1] = new
    group.people = hall.trustees
    assert mails_to(hall, "s201@mail.example") == ["keys_wanted"]
    group.begin(new)
    group.promise()
    group.contribute()
    group.finish()
    group.test()
    hall.seal()
    hall.open()
    hall.clock.set(hall.paper().opens_at)
    hall.vote(0, FOR, BLANK)
    hall.close()
    hall.decrypt(1)
    hall.decrypt(2)
    assert hall.paper().state is PaperState.COUNTED
    with hall.database.read_only(SECRETARY, clock.now()) as work:
        line = work.session.scalar(select(JournalEntryRecord).where(JournalEntryRecord.tag == "key_group:replaced"))
        assert line is not None
        assert line.reason == REASON


def mails_to(hall: Hall, address: str) -> list[str]:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work:
        return list(
            work.session.scalars(
                select(OutboxMessage.template).where(OutboxMessage.to_address == address).order_by(OutboxMessage.id)
            )
        )


def test_only_a_scrutineer_without_a_seat_takes_over_a_seat(hall: Hall) -> None:
    group = group_of(hall)
    for officer, refusal in ((999, NotAKeyHolder), (hall.trustees[0].id or 0, NoTrustees)):
        with pytest.raises(refusal), hall.act(SECRETARY) as work:
            service.replace_member(work, group.uuid, 2, officer, REASON)
    with pytest.raises(KeyGroupNotFound), hall.act(SECRETARY) as work:
        service.replace_member(work, group.uuid, 4, hall.trustees[2].id or 0, REASON)


def test_once_a_paper_is_fixed_nobody_begins_anew(hall: Hall) -> None:
    hall.make_keys()
    hall.seal()
    with pytest.raises(KeysFixed), hall.act(hall.trustees[0]) as work:
        service.begin_anew(work, group_of(hall).uuid)
    with pytest.raises(KeysFixed), hall.act(SECRETARY) as work:
        service.replace_member(work, group_of(hall).uuid, 1, hall.trustees[0].id or 0, REASON)


def test_one_member_who_begins_anew_again_and_again_takes_the_beginnings_of_nobody_else(hall: Hall) -> None:
    group = group_of(hall)
    ann, bo, _ = hall.trustees
    for _ in range(MAX_BEGINNINGS):
        with hall.act(ann) as work:
            service.begin_anew(work, group.uuid)
    with pytest.raises(KeysBegunTooOften), hall.act(ann) as work:
        service.begin_anew(work, group.uuid)
    with hall.act(bo) as work:
        service.begin_anew(work, group.uuid)
    with hall.act(SECRETARY) as work:
        service.replace_member(work, group.uuid, 1, ann.id or 0, REASON)
    group.make()
    assert group.group().attempt == MAX_BEGINNINGS + 2
    assert group.group().formed_at == hall.clock.now()


def test_one_key_serves_all_votes_of_an_assembly_and_never_the_next(hall: Hall) -> None:
    hall.make_keys()
    hall.seal()
    with hall.act(SECRETARY) as work:
        again = service.find_or_make_key_group(work, MakeKeyGroup("assembly:1", texts("A"), (), 0))
        assert again.uuid == group_of(hall).uuid
        assert find_newest_key_group(work.session, "assembly:2") is None
    holders = tuple(Holder(each.id or 0, each.name) for each in hall.trustees)
    with hall.act(SECRETARY) as work:
        other = service.find_or_make_key_group(work, MakeKeyGroup("assembly:2", texts("B"), holders, 3))
        same = service.find_or_make_key_group(work, MakeKeyGroup("assembly:2", texts("B"), holders, 3))
        fewer = service.find_or_make_key_group(work, MakeKeyGroup("assembly:2", texts("B"), holders, 2))
        assert len({other.uuid, same.uuid, fewer.uuid, group_of(hall).uuid}) == 3
        assert [each.public_key for each in list_key_members(work.session, other.id)] == [None] * 3


def test_after_a_vote_that_was_taken_back_all_begin_with_new_keys(hall: Hall) -> None:
    hall.make_keys()
    hall.seal()
    with hall.act(SECRETARY) as work:
        service.cancel_paper(work, hall.uuid, "A candidate withdrew.")
    holders = tuple(Holder(each.id or 0, each.name) for each in hall.trustees)
    with hall.act(SECRETARY) as work:
        made = service.find_or_make_key_group(work, MakeKeyGroup("assembly:1", texts("A"), holders, 2))
    assert made.uuid != group_of(hall).uuid


def test_only_scrutineers_form_a_key_group(hall: Hall) -> None:
    with pytest.raises(NotAKeyHolder), hall.act(SECRETARY) as work:
        service.find_or_make_key_group(work, MakeKeyGroup("assembly:2", texts("B"), (Holder(901, "Karel"),), 1))


def test_who_does_not_go_on_is_asked_by_mail_once(hall: Hall) -> None:
    group = group_of(hall)
    ann, bo, _ = hall.trustees
    assert mails_to(hall, "s101@mail.example") == ["keys_wanted"]
    group.begin()
    assert ask(hall) == 0
    hall.clock.advance(timedelta(minutes=6))
    group.promise(ann)
    assert ask(hall) == 2
    assert ask(hall) == 0
    assert mails_to(hall, "s102@mail.example") == ["keys_wanted", "keys_next"]
    group.promise(*hall.trustees[1:])
    assert ask(hall) == 0
    hall.clock.advance(timedelta(minutes=6))
    group.contribute(ann, bo)
    assert ask(hall) == 1
    assert mails_to(hall, "s103@mail.example") == ["keys_wanted", "keys_next", "keys_next"]
    group.contribute(*hall.trustees[2:])
    group.finish()
    group.test(bo)
    hall.clock.advance(timedelta(minutes=6))
    assert ask(hall) == 2
    assert mails_to(hall, "s101@mail.example") == ["keys_wanted", "key_test_wanted"]
    assert mails_to(hall, "s102@mail.example") == ["keys_wanted", "keys_next"]


def ask(hall: Hall) -> int:
    with hall.act(SYSTEM) as work:
        return service.ask_who_is_awaited(work)


def test_the_keys_are_tested_again_two_days_before_voting_closes(database: Database, clock: FixedClock) -> None:
    hall = opened(database, clock, trustees=3, needed=2)
    group = group_of(hall)
    closes_at = hall.paper().closes_at
    assert again(hall, closes_at - timedelta(days=2, seconds=1)) == 0
    assert again(hall, closes_at - timedelta(days=2)) == 1
    assert again(hall, closes_at - timedelta(days=2)) == 0
    assert mails_to(hall, "s101@mail.example")[-1] == "key_test_wanted"
    group.test(hall.trustees[0])
    with hall.act(SECRETARY) as work:
        service.waive_drill(work, group.uuid, "Two of them are at sea until the day of the meeting.")
    drill = group.drill()
    assert drill is not None
    assert (drill.round, len(drill.answered), drill.waived_at) == (2, 1, clock.now())


def again(hall: Hall, moment: object) -> int:
    hall.clock.set(moment)  # type: ignore[arg-type]
    with hall.act(SYSTEM) as work:
        return service.ask_to_test_again(work)


def test_the_test_before_voting_opens_cannot_be_waived(hall: Hall) -> None:
    group = group_of(hall)
    group.begin()
    group.promise()
    group.contribute()
    group.finish()
    with pytest.raises(NothingToTest), hall.act(SECRETARY) as work:
        service.waive_drill(work, group.uuid, "We are in a hurry, the hall is rented.")


@pytest.mark.parametrize("table", ["key_message", "key_drill", "key_drill_answer", "key_verification", "key_request"])
def test_what_was_said_and_tested_stays_as_it_was(hall: Hall, table: str) -> None:
    hall.make_keys()
    with pytest.raises(DBAPIError), hall.act(SECRETARY) as work:
        work.session.execute(text(f"DELETE FROM {table}"))


def test_a_sealed_paper_shows_that_somebody_exchanged_a_key_of_its_group(hall: Hall) -> None:
    metadata()
    hall.make_keys()
    hall.seal()
    with pytest.raises(DBAPIError, match="locked: "), hall.act(SECRETARY) as work:
        work.session.execute(text("UPDATE key_member SET public_key = NULL"))
    tamper(hall.database, "key_member", "UPDATE key_member SET public_key = NULL WHERE position = 1")
    with hall.act(SECRETARY) as work:
        assert list_changed_members(work.session, get_paper(work.session, hall.uuid)) == ("key holders",)


def test_one_holder_alone_makes_a_key_of_one(database: Database, clock: FixedClock) -> None:
    hall = prepared(database, clock, trustees=1, needed=1)
    closed(hall)
    hall.decrypt(0)
    assert hall.paper().state is PaperState.COUNTED
