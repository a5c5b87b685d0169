"""Model items: in four languages, in the order of the law, each with the rule of its kind."""

from dataclasses import replace
from datetime import date

import pytest

from govapp.assembly.agenda.rules.drafts import completed
from govapp.assembly.agenda.rules.items import LEGAL_KINDS, Item, ItemKind, VotingMethod
from govapp.assembly.agenda.rules.model_items import (
    EVERY_YEAR,
    ItemModel,
    financial_year_name,
    in_lawful_order,
    model_draft,
    model_place,
    order_remarks,
)
from govapp.assembly.meeting.rules.calendar import year_end_before
from govapp.kernel.texts import Texts
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.profiles import MODEL_STATUTES

DAY = date(2027, 6, 10)


def an_item(number: int, legal_kind: LegalKind | None = None) -> Item:
    return Item(number, number, ItemKind.DECISION, Texts.same("x"), legal_kind=legal_kind)


@pytest.mark.parametrize("model", [*ItemModel])
def test_a_model_says_everything_in_four_languages_and_fits_its_kind(model: ItemModel) -> None:
    draft = completed(model_draft(model, "2026"))
    told = [draft.title, draft.summary, draft.body, *([draft.question] if draft.method else [])]
    assert all(not each.missing() for each in told)
    assert all(len(set(each.as_dict().values())) == 4 for each in told), "no language repeats another"
    if draft.method is None:
        assert (draft.kind, draft.legal_kind, draft.question) == (ItemKind.ACKNOWLEDGEMENT, None, Texts())
    else:
        assert draft.legal_kind in LEGAL_KINDS[draft.kind]


def test_reports_come_first_then_the_accounts_their_result_and_discharge_apart_for_each_body() -> None:
    assert in_lawful_order({ItemModel.DISCHARGE_AUDITOR, ItemModel.ACCOUNTS, ItemModel.BOARD_REPORT}) == (
        ItemModel.BOARD_REPORT,
        ItemModel.ACCOUNTS,
        ItemModel.DISCHARGE_AUDITOR,
    )
    order = [*ItemModel]
    assert order.index(ItemModel.DISTRIBUTION_TESTS) < order.index(ItemModel.APPROPRIATION)
    discharges = [each for each in order if model_draft(each, "2026").legal_kind is LegalKind.DISCHARGE]
    assert discharges == [ItemModel.DISCHARGE_DIRECTORS, ItemModel.DISCHARGE_AUDITOR]
    assert set(order) > EVERY_YEAR


def test_directors_whom_the_board_appointed_are_confirmed_one_by_one_and_seats_are_to_be_filled() -> None:
    assert model_draft(ItemModel.CO_OPTED, "2026").method is VotingMethod.MOTIONS
    draft = completed(model_draft(ItemModel.APPOINTMENTS, "2026"))
    assert (draft.method, draft.seats) == (VotingMethod.APPROVAL, 1)


def test_an_item_goes_before_what_the_law_puts_later_and_what_is_only_told_stays_where_it_is() -> None:
    agenda = (an_item(1), an_item(2, LegalKind.ACCOUNTS), an_item(3), an_item(4, LegalKind.STATUTES))
    assert model_place(ItemModel.BOARD_REPORT, agenda) == 2
    assert model_place(ItemModel.APPROPRIATION, agenda) == 4
    assert model_place(ItemModel.STRATEGY, agenda) == 5
    assert model_place(ItemModel.ACCOUNTS, ()) == 1
    assert model_place(ItemModel.STRATEGY, (an_item(1, LegalKind.OTHER),)) == 2


@pytest.mark.parametrize(
    ("month", "ended", "name"),
    [(1, date(2026, 12, 31), "2026"), (7, date(2026, 6, 30), "2025-2026"), (4, date(2027, 3, 31), "2026-2027")],
)
def test_the_financial_year_is_the_one_that_ended_before_the_meeting(month: int, ended: date, name: str) -> None:
    assert year_end_before(DAY, replace(MODEL_STATUTES, financial_year_month=month)) == ended
    assert financial_year_name(ended) == name


def test_whoever_puts_discharge_before_the_accounts_is_told_which_item_moves() -> None:
    agenda = (an_item(1, LegalKind.DISCHARGE), an_item(2, LegalKind.ACCOUNTS), an_item(3, LegalKind.APPROPRIATION))
    (remark,) = order_remarks(agenda)
    assert remark.params == {"number": 1, "accounts": 2}
    assert order_remarks(agenda[1:]) == order_remarks(()) == ()
