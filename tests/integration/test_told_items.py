"""What an agenda tells beside its titles is kept and put in the declared order."""

from typing import Any

import pytest

from govapp.assembly.agenda.queries import find_portrait
from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.rules.order import ChoiceOrder, choice_places
from govapp.assembly.agenda.rules.portraits import PortraitUnreadable
from govapp.assembly.agenda.rules.refusals import ChoiceTextTooLong, LinkNotHttps
from govapp.assembly.agenda.service import AddChoice, EditItem, ItemDraft, NewPortrait, add_choice, edit_item
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Texts
from tests.factories.assembly import Meeting, created, put_item
from tests.factories.items import NAMES, QUESTION, put_told_items
from tests.factories.pictures import SECRET


def told(database: Database, clock: FixedClock, order: ChoiceOrder = ChoiceOrder.ALPHABETICAL) -> Meeting:
    meeting = created(database, clock)
    put_told_items(meeting, order)
    return meeting


def names(meeting: Meeting, place: int = 1) -> list[str]:
    return [each.label.nl for each in meeting.items()[place].choices]


def test_all_that_an_item_and_its_candidates_tell_is_kept(database: Database, clock: FixedClock) -> None:
    decision, election = told(database, clock).items()
    assert decision.item.question == QUESTION
    assert decision.item.changes.nl == "The profit goes to the reserves."
    assert decision.item.advice.fr == "The directors advise to approve."
    zoe = election.item.choices[2]
    assert (zoe.label.nl, zoe.link, zoe.text.nl) == (
        "Zoë Claes",
        "https://zoe.example/",
        "Zoë Claes writes a longer text.",
    )
    assert zoe.portrait and zoe.portrait.alt.nl == "Zoë in her bakery"


def test_a_portrait_is_kept_without_what_the_camera_told(database: Database, clock: FixedClock) -> None:
    meeting = told(database, clock)
    portrait = meeting.items()[1].item.choices[2].portrait
    assert portrait
    with meeting.at() as work:
        assert find_portrait(work.session, portrait.sha256, only_public=True) is None
        file = find_portrait(work.session, portrait.sha256, only_public=False)
        assert find_portrait(work.session, "", only_public=False) is None
    assert file and file.media_type == "image/png"
    assert SECRET not in file.content


def test_candidates_stand_in_the_alphabet_whatever_the_order_in_which_they_came(
    database: Database, clock: FixedClock
) -> None:
    assert names(told(database, clock)) == ["Amina Benali", "Joris Maes", "Zoë Claes"]


def test_a_lot_is_drawn_once_and_can_be_drawn_again_by_anybody(database: Database, clock: FixedClock) -> None:
    meeting = told(database, clock, ChoiceOrder.LOT)
    row = meeting.items()[1]
    seed = row.item.lot_seed
    assert len(seed) == 32
    labels = [Texts.same(name) for name in NAMES]
    assert names(meeting) == [NAMES[place] for place in choice_places(labels, ChoiceOrder.LOT, seed)]

    for order in (ChoiceOrder.ENTERED, ChoiceOrder.LOT):
        again = ItemDraft(ItemKind.ELECTION, row.item.title, seats=1, choice_order=order)
        with meeting.at() as work:
            edit_item(work, EditItem(row.id, meeting.items()[1].version, again))
    assert meeting.items()[1].item.lot_seed == seed


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"text": Texts.same("a" * 1_201)}, ChoiceTextTooLong),
        ({"link": "http://ada.example"}, LinkNotHttps),
        ({"portrait": NewPortrait(b"%PDF-1.7")}, PortraitUnreadable),
    ],
)
def test_what_people_could_not_be_shown_is_refused(
    database: Database, clock: FixedClock, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    meeting = created(database, clock)
    item_id = put_item(meeting, ItemKind.ELECTION, Texts.same("Raad"), seats=1)
    with meeting.at() as work, pytest.raises(refusal):
        add_choice(work, AddChoice(item_id, 1, Texts.same("Ada"), **changes))
