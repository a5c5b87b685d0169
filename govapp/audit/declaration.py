"""What this room says of itself to those around it: the journal, the tabs of the office."""

from govapp.audit.tags import AuditTag
from govapp.declarations import FactWords, OfficePage, RoomDeclaration, Shape, SubjectPage
from govapp.kernel.actors import Role
from govapp.kernel.errors import N_, NP_

OCCASION_WORDS = {
    "vote_opened": N_("the opening of a vote"),
    "vote_closed": N_("the closing of a vote"),
    "result": N_("the announcement of a result"),
    "day": N_("the day"),
}
FACTS = {"for": FactWords(N_("belongs to"), Shape.WORDS, OCCASION_WORDS)}
JOURNAL_ROLES = (Role.AUDITOR, Role.ADMINISTRATOR)
OFFICE_PAGES = (OfficePage(NP_("tab", "Journal"), "audit.journal_page", JOURNAL_ROLES, Role.AUDITOR, "tab"),)
DECLARATION = RoomDeclaration(
    "audit",
    tags=tuple(AuditTag),
    facts=FACTS,
    # The state of a day is that of the whole journal.
    subjects={"day": SubjectPage(N_("To the journal"), "audit.journal_page")},
    office_pages=OFFICE_PAGES,
)
