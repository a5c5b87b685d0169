"""From the statutes to the verdict, on both databases: what an item is in law decides what its vote needs."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.votes.queries.results import Counted, find_counted
from govapp.assembly.votes.queries.votes import get_vote
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.service.voting import AgendaNotReady
from govapp.db.engine import Database
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.ledger.service import IssueShares, issue_shares
from govapp.statutes.rules.majorities import HALF, Threshold
from govapp.statutes.rules.profile import LegalKind, Profile
from govapp.statutes.rules.profiles import LEGAL_DEFAULTS, MODEL_STATUTES
from govapp.statutes.rules.refusals import RuleLooserThanStatutes, StricterReasonNeeded
from tests.factories.assembly import ABSTAIN, AGAINST, FOR, NADIA, Meeting, created, put_item
from tests.factories.shares import REGISTRAR
from tests.factories.statutes import adopt, with_rule

CHANGE = Texts.same("Seat of the company")


def about_statutes(database: Database, clock: FixedClock, voters: int = 8) -> Meeting:
    meeting = created(database, clock, voters=voters)
    put_item(meeting, ItemKind.DECISION, CHANGE, legal_kind=LegalKind.STATUTES)
    return meeting


def counted(meeting: Meeting, *ballots: tuple[int, ...]) -> Counted:
    """Take the vote of a meeting to its result."""
    meeting.lock()
    meeting.open()
    meeting.vote(*((each,) for each in ballots))
    meeting.close()
    with meeting.database.read_only(NADIA, meeting.clock.now()) as work:
        found = find_counted(work.session, get_vote(work.session, meeting.id))
    assert found is not None
    return found


def test_a_change_of_statutes_at_62_percent_is_rejected(database: Database, clock: FixedClock) -> None:
    found = counted(about_statutes(database, clock), *[FOR] * 5, *[AGAINST] * 3)
    (verdict,) = found.verdicts
    assert verdict.outcome is ItemOutcome.REJECTED
    assert verdict.of_decisive_votes == Fraction(5, 8)
    assert verdict.needed == Threshold.of(Fraction(3, 4))
    assert [(test.present, test.entitled, test.is_met) for test in verdict.quorum] == [(8, 8, True)]


def test_a_change_of_statutes_at_three_quarters_is_adopted(database: Database, clock: FixedClock) -> None:
    found = counted(about_statutes(database, clock), *[FOR] * 3, AGAINST, ABSTAIN)
    assert found.verdicts[0].outcome is ItemOutcome.ADOPTED


def test_without_half_of_the_issued_shares_nothing_is_validly_decided(database: Database, clock: FixedClock) -> None:
    meeting = about_statutes(database, clock)
    with database.unit_of_work(REGISTRAR, clock.now()) as work:
        # The last shareholder alone holds more than half, and stays away.
        issue_shares(work, IssueShares(meeting.voters[-1], 9, 3000, 27_000, date(2026, 5, 1)))
    found = counted(meeting, *[FOR] * 7)
    (verdict,) = found.verdicts
    assert verdict.outcome is ItemOutcome.NO_QUORUM
    assert [(test.present, test.entitled) for test in verdict.quorum] == [(7, 17)]


def test_the_sealed_record_names_the_rule_and_the_profile_and_decides_for_ever(
    database: Database, clock: FixedClock
) -> None:
    meeting = about_statutes(database, clock)
    meeting.lock()
    record = meeting.vote_row().rules
    assert record is not None
    profile = sha256_hex(canonical_json(_encoded(MODEL_STATUTES)))
    assert (record["v"], record["profile"]) == (6, profile)
    assert record["items"][0]["legal_kind"] == "statutes"
    assert record["items"][0]["rule"]["threshold"] == {"fraction": "3/4", "strict": False}
    # Whatever the statutes say later for that day, this vote is decided by what was sealed.
    two_thirds = replace(MODEL_STATUTES.items.statutes, threshold=Threshold.of(Fraction(2, 3)))
    adopt(database, clock, with_rule(MODEL_STATUTES, LegalKind.STATUTES, two_thirds), date(2026, 6, 1))
    meeting.open()
    meeting.vote(*[(FOR,)] * 5, *[(AGAINST,)] * 2)
    meeting.close()
    with database.read_only(NADIA, clock.now()) as work:
        found = find_counted(work.session, get_vote(work.session, meeting.id))
    assert found is not None
    assert found.verdicts[0].outcome is ItemOutcome.REJECTED


def _encoded(profile: Profile) -> dict[str, object]:
    from govapp.statutes.rules.encoding import encode_v1

    return encode_v1(profile)


def test_an_item_may_ask_more_than_the_statutes_with_a_reason_and_never_less(
    database: Database, clock: FixedClock
) -> None:
    meeting = created(database, clock)
    higher = Threshold.of(Fraction(2, 3))
    with pytest.raises(StricterReasonNeeded):
        put_item(meeting, ItemKind.DECISION, CHANGE, stricter=higher)
    with pytest.raises(RuleLooserThanStatutes):
        put_item(
            meeting,
            ItemKind.DECISION,
            CHANGE,
            legal_kind=LegalKind.STATUTES,
            stricter=Threshold.of(HALF),
            stricter_reason="Easier",
        )
    put_item(meeting, ItemKind.DECISION, CHANGE, stricter=higher, stricter_reason="Promised in 2025")
    (row,) = meeting.items()
    assert row.item.rule is not None
    assert row.item.rule.threshold == higher
    assert row.item.stricter_reason == "Promised in 2025"


def test_votes_per_share_are_refused_by_name_where_they_cannot_be_counted(
    database: Database, clock: FixedClock
) -> None:
    adopt(database, clock, LEGAL_DEFAULTS, date(2026, 6, 1))
    meeting = about_statutes(database, clock)
    with pytest.raises(AgendaNotReady):
        meeting.lock()
