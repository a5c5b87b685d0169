"""What this room says of itself to those below it: the journal, the outbox, the tabs of the office."""

from govapp.declarations import FactWords, OfficePage, RoomDeclaration, Shape, SubjectPage
from govapp.kernel.actors import Role
from govapp.kernel.errors import N_, NP_
from govapp.shares.letters import SharesLetter
from govapp.shares.register.queries.names import name_holders
from govapp.shares.register.service import find_reader
from govapp.shares.tags import SharesTag

KIND_WORDS = {"natural": N_("natural person"), "legal": N_("legal person")}
CHANGE_WORDS = {"email": N_("e-mail address"), "representative": N_("representative")}
FACTS = {
    "number": FactWords(N_("number")),
    "kind": FactWords(N_("kind"), Shape.WORDS, KIND_WORDS),
    "category": FactWords(N_("category")),
    "entry": FactWords(N_("entry no.")),
    "reverses": FactWords(N_("reverses entry no.")),
    "corrects": FactWords(N_("corrects entry no.")),
    "correction": FactWords(N_("correction no.")),
    "quantity": FactWords(N_("shares"), Shape.NUMBER),
    "shares": FactWords(N_("shares"), Shape.NUMBER),
    "paid_in_cents": FactWords(N_("paid in"), Shape.MONEY),
    "effective_date": FactWords(N_("effective date"), Shape.DAY),
    "recorded_until": FactWords(N_("as recorded until"), Shape.MOMENT),
    "withdrawn": FactWords(N_("address withdrawn")),
    "was_wrong": FactWords(N_("correction of an error")),
    "roll": FactWords(N_("voting list")),
    "proposal": FactWords(N_("proposal no.")),
    "version": FactWords(N_("version of the list")),
    "change": FactWords(N_("what was changed"), Shape.WORDS, CHANGE_WORDS),
    "representative": FactWords(N_("representative no.")),
    "format": FactWords(N_("format")),
    "language": FactWords(N_("language of the file")),
    "file": FactWords(N_("file")),
    "encoding": FactWords(N_("encoding of the letters")),
    "rows": FactWords(N_("rows"), Shape.NUMBER),
    "holders": FactWords(N_("shareholders"), Shape.NUMBER),
    "record_date": FactWords(N_("record date"), Shape.DAY),
    "size": FactWords(N_("people on the list"), Shape.NUMBER),
    "left_out": FactWords(N_("people left out"), Shape.NUMBER),
    "ledger_head": FactWords(N_("last entry of the register"), Shape.DIGEST),
    "fact_links": FactWords(N_("links of the facts about people"), Shape.NUMBER),
    "fact_head": FactWords(N_("last link of the facts about people"), Shape.DIGEST),
    "day": FactWords(N_("day"), Shape.DAY),
    "officer": FactWords(N_("officer")),
    "people": FactWords(N_("people whose page was read"), Shape.NUMBER),
    "proxy_holder": FactWords(N_("proxy holder no.")),
    "digest": FactWords(N_("digest"), Shape.DIGEST),
}
READERS = (Role.REGISTRAR, Role.SECRETARY, Role.AUDITOR)
OFFICE_PAGES = (
    OfficePage(N_("Register"), "register.holder_list", READERS, Role.REGISTRAR),
    OfficePage(NP_("tab", "Voting lists"), "rolls.roll_list", READERS, context="tab"),
)
HOLDER = SubjectPage(N_("To the shareholder"), "register.holder_page", "holder_id")
DECLARATION = RoomDeclaration(
    "shares",
    tags=tuple(SharesTag),
    facts=FACTS,
    letters=tuple(SharesLetter),
    subjects={
        "holder": HOLDER,
        # How the journal names a shareholder who acted in person.
        "shareholder": HOLDER,
        "reader": SubjectPage(N_("To who read what"), "register.reading_list"),
        "register": SubjectPage(N_("To the register"), "register.holder_list"),
        "roll": SubjectPage(N_("To the voting list"), "rolls.roll_page", "roll_id"),
    },
    names={"holder": name_holders, "shareholder": name_holders},
    office_pages=OFFICE_PAGES,
    find_reader=find_reader,
)
