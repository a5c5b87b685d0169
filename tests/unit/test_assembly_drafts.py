"""What a draft must say before it can be saved."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from govapp.assembly.agenda.rules.drafts import ItemDraft, check_name, completed
from govapp.assembly.agenda.rules.items import MAX_SEATS, ItemKind, VotingMethod
from govapp.assembly.agenda.rules.refusals import (
    ChoiceNameMissing,
    KindTakesNoMethod,
    SeatsMissing,
    ThresholdWithoutOptions,
)
from govapp.assembly.meeting.rules.refusals import DatesDoNotFit, TitleMissing
from govapp.assembly.votes.rules.drafts import AssemblyDraft, check_assembly
from govapp.kernel.texts import Texts
from govapp.statutes.rules.profile import LegalKind
from tests.factories.accounts import ZONE

TITLE = Texts(fr="Assemblée générale")
# Half past midnight in Brussels, and still the day before in UTC.
AFTER_MIDNIGHT = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
HEAD = AssemblyDraft(
    title=TITLE,
    held_on=date(2026, 6, 16),
    place=Texts(),
    record_date=date(2026, 6, 2),
    opens_at=AFTER_MIDNIGHT,
    closes_at=AFTER_MIDNIGHT + timedelta(days=14),
)


def test_the_record_date_may_be_the_day_in_belgium_on_which_voting_opens() -> None:
    check_assembly(HEAD, ZONE)
    with pytest.raises(DatesDoNotFit):
        check_assembly(replace(HEAD, record_date=date(2026, 6, 3)), ZONE)


def test_voting_opens_before_it_closes() -> None:
    with pytest.raises(DatesDoNotFit):
        check_assembly(replace(HEAD, closes_at=HEAD.opens_at), ZONE)


def test_a_title_in_one_language_is_enough_and_none_is_not() -> None:
    with pytest.raises(TitleMissing):
        check_assembly(replace(HEAD, title=Texts()), ZONE)
    with pytest.raises(TitleMissing):
        completed(ItemDraft(ItemKind.DECISION, Texts()))


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        (ItemKind.INFORMATION, None),
        (ItemKind.DECISION, VotingMethod.DECISION),
        (ItemKind.ELECTION, VotingMethod.APPROVAL),
        (ItemKind.STRATEGY, VotingMethod.DECISION),
    ],
)
def test_an_item_that_names_no_method_takes_the_usual_one_of_its_kind(
    kind: ItemKind, method: VotingMethod | None
) -> None:
    assert completed(ItemDraft(kind, TITLE, seats=1)).method is method


def test_an_item_keeps_nothing_that_its_kind_does_not_need() -> None:
    full = ItemDraft(ItemKind.DECISION, TITLE, seats=2, maximum=3)
    assert completed(full) == ItemDraft(
        ItemKind.DECISION, TITLE, method=VotingMethod.DECISION, legal_kind=LegalKind.OTHER
    )
    strategy = replace(full, kind=ItemKind.STRATEGY, threshold=Fraction(2, 3))
    ticked = completed(replace(strategy, method=VotingMethod.APPROVAL))
    assert (ticked.seats, ticked.maximum, ticked.threshold) == (0, 3, Fraction(2, 3))


@pytest.mark.parametrize("kind", [ItemKind.DECISION, ItemKind.STRATEGY])
def test_a_threshold_is_refused_where_it_would_be_dropped(kind: ItemKind) -> None:
    with pytest.raises(ThresholdWithoutOptions):
        completed(ItemDraft(kind, TITLE, method=VotingMethod.DECISION, threshold=Fraction(3, 4)))


def test_a_method_that_does_not_fit_the_kind_is_refused() -> None:
    with pytest.raises(KindTakesNoMethod):
        completed(ItemDraft(ItemKind.INFORMATION, TITLE, method=VotingMethod.DECISION))


def test_a_legal_kind_that_does_not_fit_the_kind_is_refused() -> None:
    with pytest.raises(KindTakesNoMethod):
        completed(ItemDraft(ItemKind.INFORMATION, TITLE, legal_kind=LegalKind.STATUTES))


@pytest.mark.parametrize("seats", [-1, 0, MAX_SEATS + 1])
def test_an_election_fills_a_number_of_seats(seats: int) -> None:
    with pytest.raises(SeatsMissing):
        completed(ItemDraft(ItemKind.ELECTION, TITLE, seats=seats))


def test_a_candidate_has_a_name() -> None:
    check_name(TITLE)
    with pytest.raises(ChoiceNameMissing):
        check_name(Texts())
