"""What this room says of itself to those below it: the journal, the outbox, the tabs of the office."""

from govapp.assembly.agenda.rules.questions import ANSWER_NAMES
from govapp.assembly.attendance.rules.bureau import OFFICE_NAMES
from govapp.assembly.convocation.rules.addressees import CAPACITY_NAMES
from govapp.assembly.letters import AssemblyLetter
from govapp.assembly.meeting.queries import name_assemblies
from govapp.assembly.minutes.rules.decisions import STATE_NAMES as DECISION_STATES
from govapp.assembly.minutes.rules.mandates import BODY_NAMES, END_NAMES
from govapp.assembly.proxies.queries import find_instructions
from govapp.assembly.proxies.rules.states import REASON_NAMES
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.queries.ends import find_page_end
from govapp.assembly.votes.queries.votes import list_rolls_of_assembly, name_votes
from govapp.assembly.votes.rules.in_room import ROOM_CHANNEL_NAMES
from govapp.assembly.votes.service.readers import find_reader
from govapp.declarations import FactWords, OfficePage, RoomDeclaration, Shape, SubjectPage
from govapp.kernel.actors import Role
from govapp.kernel.errors import N_

KIND_WORDS = {
    "information": N_("for information"),
    "acknowledgement": N_("to be noted"),
    "decision": N_("for decision"),
    "election": N_("election of persons"),
    "strategy": N_("strategic orientation"),
}
WENT_WRONG_WORDS = {
    "site": N_("the site could not be reached"),
    "mail": N_("mails left late or did not arrive"),
    "document": N_("a document was wrong or missing"),
    "other": N_("something else"),
}
MOVE_WORDS = {"arrived": N_("arrived"), "left": N_("left"), "struck": N_("struck: it never happened")}
ATTENDING_WORDS = {
    "in_person": N_("in person"),
    "representative": N_("as the representative of an organisation"),
    "remote": N_("remotely"),
}
ANSWER_WORDS = {kind.value: words for kind, words in ANSWER_NAMES.items()}
COUNTED_WORDS = {each.value: words for each, words in ROOM_CHANNEL_NAMES.items()}
SCREEN_WORDS = {
    "item": N_("an item"),
    "result": N_("a result"),
    "break": N_("a break"),
    "steps": N_("what follows from the steps"),
}
END_WORDS = {reason.value: words for reason, words in REASON_NAMES.items()}
FACTS = {
    "name": FactWords(N_("name")),
    "number": FactWords(N_("number")),
    "kind": FactWords(N_("kind"), Shape.WORDS, KIND_WORDS),
    "held_on": FactWords(N_("held on"), Shape.DAY),
    "item": FactWords(N_("item no.")),
    "bureau_office": FactWords(N_("office"), Shape.WORDS, {each.value: words for each, words in OFFICE_NAMES.items()}),
    "bureau_place": FactWords(N_("where")),
    "relieves": FactWords(N_("relieves")),
    "hour": FactWords(N_("hour"), Shape.MOMENT),
    "entry": FactWords(N_("line no. of the attendance list")),
    "holder": FactWords(N_("number of the shareholder")),
    "move": FactWords(N_("what"), Shape.WORDS, MOVE_WORDS),
    "attending": FactWords(N_("how"), Shape.WORDS, ATTENDING_WORDS),
    "desk": FactWords(N_("desk")),
    "corrects": FactWords(N_("corrects line no. of the attendance list")),
    "keyed_later": FactWords(N_("keyed in later")),
    "taking_part": FactWords(N_("taking part"), Shape.NUMBER),
    "of_all": FactWords(N_("of all on the voting list"), Shape.NUMBER),
    "quorum_there": FactWords(N_("quorum")),
    "screen": FactWords(N_("on the screen"), Shape.WORDS, SCREEN_WORDS),
    "items": FactWords(N_("items"), Shape.NUMBER),
    "choices": FactWords(N_("choices"), Shape.NUMBER),
    "copied_from": FactWords(N_("copied from assembly no.")),
    "early": FactWords(N_("before the hour")),
    "at_most": FactWords(N_("at most"), Shape.NUMBER),
    "to_mail": FactWords(N_("people to write to"), Shape.NUMBER),
    "mailed": FactWords(N_("mails written"), Shape.NUMBER),
    "invited_by_mail": FactWords(N_("invited by mail"), Shape.NUMBER),
    "to_invite_by_mail": FactWords(N_("to be invited by mail"), Shape.NUMBER),
    "directors_mailed": FactWords(N_("directors and auditors told by mail"), Shape.NUMBER),
    "to_write_by_post": FactWords(N_("to be invited by post"), Shape.NUMBER),
    "letters": FactWords(N_("letters"), Shape.NUMBER),
    "replaced": FactWords(N_("codes replaced"), Shape.NUMBER),
    "batch": FactWords(N_("letters made as no.")),
    "file": FactWords(N_("file")),
    "decision_state": FactWords(
        N_("where it stands"), Shape.WORDS, {each.value: words for each, words in DECISION_STATES.items()}
    ),
    "owner": FactWords(N_("who carries it out")),
    "due_on": FactWords(N_("due on"), Shape.DAY),
    "mandate": FactWords(N_("mandate no.")),
    "mandate_body": FactWords(N_("mandate"), Shape.WORDS, {each.value: words for each, words in BODY_NAMES.items()}),
    "mandate_end": FactWords(N_("ended by"), Shape.WORDS, {each.value: words for each, words in END_NAMES.items()}),
    "term": FactWords(N_("term no.")),
    "started_on": FactWords(N_("begins on"), Shape.DAY),
    "until_day": FactWords(N_("last day"), Shape.DAY),
    "ended_on": FactWords(N_("ended on"), Shape.DAY),
    "files": FactWords(N_("files"), Shape.NUMBER),
    "posted_on": FactWords(N_("posted on"), Shape.DAY),
    "people": FactWords(N_("people"), Shape.NUMBER),
    "notice_mailed": FactWords(N_("by mail"), Shape.NUMBER),
    "notice_waiting": FactWords(N_("mails on their way"), Shape.NUMBER),
    "notice_letter": FactWords(N_("by letter"), Shape.NUMBER),
    "notice_letter_after_bounce": FactWords(N_("by letter after a mail that came back"), Shape.NUMBER),
    "notice_letter_beside_mail": FactWords(N_("by letter as well as by mail"), Shape.NUMBER),
    "notice_neither": FactWords(N_("neither"), Shape.NUMBER),
    "gaps": FactWords(N_("items that lack a text")),
    "capacity": FactWords(N_("capacity"), Shape.WORDS, {each.value: words for each, words in CAPACITY_NAMES.items()}),
    "addresses": FactWords(N_("addresses in the file"), Shape.NUMBER),
    "incident": FactWords(N_("incident no.")),
    "went_wrong": FactWords(N_("what went wrong"), Shape.WORDS, WENT_WRONG_WORDS),
    "note": FactWords(N_("note no.")),
    "message": FactWords(N_("message no.")),
    "request": FactWords(N_("no. of the mail that waited")),
    "asked_by": FactWords(N_("asked by")),
    "since": FactWords(N_("since"), Shape.MOMENT),
    "affected": FactWords(N_("who is affected")),
    "ended_at": FactWords(N_("ended on"), Shape.MOMENT),
    "until": FactWords(N_("until"), Shape.MOMENT),
    "ground": FactWords(N_("ground")),
    "adjourned": FactWords(N_("meeting adjourned until then")),
    "links": FactWords(N_("links"), Shape.NUMBER),
    "paper": FactWords(N_("ballot paper")),
    "counted_channel": FactWords(N_("how"), Shape.WORDS, COUNTED_WORDS),
    "count_round": FactWords(N_("count no.")),
    "in_room": FactWords(N_("on paper or by hands in the room as well")),
    "replaces": FactWords(N_("replaces ballot paper")),
    "section": FactWords(N_("section")),
    "roll": FactWords(N_("voting list"), Shape.DIGEST),
    "digest": FactWords(N_("digest"), Shape.DIGEST),
    "proxy_holder": FactWords(N_("proxy holder no.")),
    "ended_because": FactWords(N_("ended because"), Shape.WORDS, END_WORDS),
    "sha256": FactWords(N_("digest"), Shape.DIGEST),
    "question": FactWords(N_("question no.")),
    "questions": FactWords(N_("questions no.")),
    "answered_how": FactWords(N_("dealt with"), Shape.WORDS, ANSWER_WORDS),
    "answers": FactWords(N_("answers"), Shape.NUMBER),
}
OFFICE_ROLES = (Role.SECRETARY, Role.AUDITOR)
DECLARATION = RoomDeclaration(
    "assembly",
    tags=tuple(AssemblyTag),
    facts=FACTS,
    letters=tuple(AssemblyLetter),
    subjects={
        "assembly": SubjectPage(N_("To the assembly"), "meeting.run_sheet", "assembly_id"),
        "vote": SubjectPage(N_("To the assembly"), "votes.sheet_of", "vote_id"),
        "mandates": SubjectPage(N_("To the mandates"), "minutes.mandates"),
        "incidents": SubjectPage(N_("Incidents of this vote"), "votes.incidents", "uuid"),
        "uncountable": SubjectPage(N_("What can be done when keys are lost"), "votes.uncountable", "uuid"),
        "proxy": SubjectPage(N_("To the proxy"), "proxies.proxy", "proxy_id"),
        "addressee": SubjectPage(N_("To directors and auditors"), "votes.addressees_of", "addressee_id"),
        "early_closing": SubjectPage(N_("To the early closing"), "votes.early_closing", "uuid"),
    },
    public_pages={
        "assembly": SubjectPage(N_("To the assembly"), "meeting.assembly", "assembly_id"),
        "vote": SubjectPage(N_("To the assembly"), "votes.page_of", "vote_id"),
    },
    find_page_end=find_page_end,
    list_rolls=list_rolls_of_assembly,
    find_instructions=find_instructions,
    find_reader=find_reader,
    names={"assembly": name_assemblies, "vote": name_votes},
    office_pages=(OfficePage(N_("Assemblies"), "meeting.office_list", OFFICE_ROLES, Role.SECRETARY),),
)
