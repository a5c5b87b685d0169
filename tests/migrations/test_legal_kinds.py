"""Items of before statutes were data get their usual legal kind; what the statutes sealed cannot go back."""

import pytest

from govapp.db.engine import Database
from govapp.db.migrate import downgrade, revisions, upgrade
from govapp.kernel.clock import FixedClock
from govapp.statutes.rules.profile import LegalKind
from tests.factories.assembly import written

pytestmark = pytest.mark.usefixtures("lists_of_before", "words_of_before")


def test_items_of_before_are_what_their_kind_usually_is(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    downgrade(database, "0017")
    upgrade(database)

    kinds = [row.item.legal_kind for row in meeting.items()]
    assert kinds == [None, LegalKind.OTHER, None, LegalKind.APPOINTMENT, LegalKind.STRATEGY]
    assert all(row.item.stricter is None for row in meeting.items())
    assert not meeting.row().is_second_meeting


def test_a_vote_that_is_sealed_with_its_rule_of_hours_does_not_go_back(database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    meeting.lock()
    meeting.open()
    before = meeting.vote_row()
    with pytest.raises(ValueError, match="1 ballot papers have a rule of their hours"):
        downgrade(database, "0018")
    assert str(revisions(database)[0]) >= "0019"
    upgrade(database)
    assert meeting.vote_row() == before


def test_a_vote_under_the_statutes_does_not_go_back(
    database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govapp.ballots.service.preparing.encode_rule_v1", lambda _rule: None)
    meeting = written(database, clock)
    meeting.lock()
    with pytest.raises(ValueError, match="1 votes, 0 items and 0 assemblies"):
        downgrade(database, "0017")
