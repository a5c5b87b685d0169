"""What this room says of itself to those below it: the journal, the outbox, the tabs of the office."""

from govapp.accounts.letters import AccountsLetter
from govapp.accounts.queries.officers import name_officers
from govapp.accounts.tags import AccountsTag
from govapp.declarations import FactWords, OfficePage, RoomDeclaration, Shape, SubjectPage
from govapp.kernel.actors import ROLE_NAMES, Role
from govapp.kernel.errors import N_
from govapp.kernel.texts import LANGUAGE_NAMES

ROLE_WORDS = {role.value: name for role, name in ROLE_NAMES.items()}
LANGUAGE_WORDS = {language.value: name for language, name in LANGUAGE_NAMES.items()}
PURPOSE_WORDS = {
    "vote": N_("to vote"),
    "sign_in": N_("to see the personal page"),
    "enrol": N_("to begin as an officer"),
    "demo": N_("to try the demonstration"),
    "address": N_("to confirm a new e-mail address"),
    "letter": N_("to vote by a letter"),
}
CHANGE_WORDS = {
    "invite": N_("invitation"),
    "grant": N_("role to be given"),
    "invite_again": N_("new invitation"),
    "reinstate": N_("letting in again"),
}
FACTS = {
    "change": FactWords(N_("change"), Shape.WORDS, CHANGE_WORDS),
    "name": FactWords(N_("name")),
    "role": FactWords(N_("role"), Shape.WORDS, ROLE_WORDS),
    "roles": FactWords(N_("roles")),
    "number": FactWords(N_("no. of the change")),
    "from": FactWords(N_("from"), Shape.MOMENT),
    "until": FactWords(N_("until"), Shape.MOMENT),
    "language": FactWords(N_("language"), Shape.WORDS, LANGUAGE_WORDS),
    "purpose": FactWords(N_("purpose"), Shape.WORDS, PURPOSE_WORDS),
    "again": FactWords(N_("repeated")),
    "count": FactWords(N_("how many"), Shape.NUMBER),
    "session": FactWords(N_("session no.")),
    "link": FactWords(N_("link no.")),
    "phone": FactWords(N_("phone"), Shape.DIGEST),
    "address": FactWords(N_("e-mail address"), Shape.DIGEST),
    "first": FactWords(N_("first link no.")),
}
OFFICE_PAGES = (
    OfficePage(N_("People"), "accounts.officer_list", (Role.ADMINISTRATOR,), Role.ADMINISTRATOR),
    OfficePage(N_("Roles"), "accounts.role_list", (Role.ADMINISTRATOR, Role.AUDITOR)),
)
DECLARATION = RoomDeclaration(
    "accounts",
    tags=tuple(AccountsTag),
    facts=FACTS,
    letters=tuple(AccountsLetter),
    subjects={
        "officer": SubjectPage(N_("To the officer"), "accounts.officer_page", "officer_id"),
        "codes": SubjectPage(N_("To the page where codes are typed"), "accounts.code"),
        "officers": SubjectPage(N_("To the people with a role"), "accounts.officer_list"),
    },
    names={"officer": name_officers},
    office_pages=OFFICE_PAGES,
)
