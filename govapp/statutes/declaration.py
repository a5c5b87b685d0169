"""What this room says of itself to those below it: the journal, the tabs of the office."""

from govapp.declarations import FactWords, OfficePage, RoomDeclaration, Shape, SubjectPage
from govapp.kernel.actors import Role
from govapp.kernel.errors import N_
from govapp.statutes.tags import StatutesTag

READERS = (Role.SECRETARY, Role.ADMINISTRATOR, Role.REGISTRAR, Role.AUDITOR)
DECLARATION = RoomDeclaration(
    "statutes",
    tags=tuple(StatutesTag),
    facts={
        "effective_date": FactWords(N_("effective date"), Shape.DAY),
        "digest": FactWords(N_("digest"), Shape.DIGEST),
    },
    subjects={"statutes": SubjectPage(N_("To this version of the statutes"), "statutes.version", "number")},
    office_pages=(OfficePage(N_("Statutes"), "statutes.current", READERS),),
)
