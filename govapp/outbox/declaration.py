"""What this room says of itself to those below it: the journal, the outbox, the tabs of the office."""

from govapp.declarations import FactWords, OfficePage, RoomDeclaration, Shape, SubjectPage
from govapp.kernel.actors import Role
from govapp.kernel.errors import N_
from govapp.outbox.tags import OutboxTag

FACTS = {
    "mailing": FactWords(N_("mailing no.")),
    "template": FactWords(N_("mail"), Shape.LETTER),
    "letter": FactWords(N_("mail"), Shape.LETTER),
    "written": FactWords(N_("mails written"), Shape.NUMBER),
    "at_most": FactWords(N_("at most"), Shape.NUMBER),
    "called_off": FactWords(N_("mails called off"), Shape.NUMBER),
}
OFFICE_PAGES = (OfficePage(N_("Mails"), "outbox.outbox", (Role.ADMINISTRATOR, Role.SECRETARY)),)
DECLARATION = RoomDeclaration(
    "outbox",
    tags=tuple(OutboxTag),
    facts=FACTS,
    subjects={"message": SubjectPage(N_("To the mails"), "outbox.outbox")},
    office_pages=OFFICE_PAGES,
)
