"""An agenda that tells: an item as a question with summary and advice, candidates with texts, links and portraits."""

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.assembly.agenda.service import AddChoice, NewPortrait, add_choice
from govapp.kernel.texts import Texts
from tests.factories.assembly import ACCOUNTS, DIRECTORS, Meeting, put_item
from tests.factories.pictures import SECRET, chunk, png

QUESTION = Texts(nl="Keuren we de rekening goed?", fr="Approuvons-nous les comptes ?", en="Do we approve the accounts?")
PORTRAIT = png(more=chunk(b"tEXt", SECRET))
NAMES = ("Zoë Claes", "Amina Benali", "Joris Maes")


def put_told_items(meeting: Meeting, order: ChoiceOrder = ChoiceOrder.ALPHABETICAL) -> None:
    """Add a decision with everything told about it, and an election of one whose first candidate has a portrait."""
    put_item(
        meeting,
        ItemKind.DECISION,
        ACCOUNTS,
        question=QUESTION,
        summary=Texts.same("The year closed with a profit.\n\n- sales\n- grants"),
        changes=Texts.same("The profit goes to the reserves."),
        advice=Texts.same("The directors advise to approve."),
        body=Texts.same("First paragraph.\r\n\r\nSecond paragraph."),
    )
    item_id = put_item(meeting, ItemKind.ELECTION, DIRECTORS, seats=1, choice_order=order)
    with meeting.at() as work:
        for number, name in enumerate(NAMES, start=1):
            has_portrait = number == 1
            add_choice(
                work,
                AddChoice(
                    item_id,
                    number,
                    Texts.same(name),
                    Texts.same("Baker"),
                    Texts.same(f"{name} writes a longer text."),
                    "https://zoe.example/" if has_portrait else "",
                    NewPortrait(PORTRAIT, Texts.same("Zoë in her bakery")) if has_portrait else None,
                ),
            )
