"""What this room says of itself to those below it: the journal, the outbox, the tabs of the office."""

from govapp.ballots.letters import BallotsLetter
from govapp.ballots.queries import holds_key, name_papers, vote_runs
from govapp.ballots.service.readers import find_reader
from govapp.ballots.service.rights import find_errand
from govapp.ballots.tags import BallotsTag
from govapp.declarations import FactWords, OfficePage, RoomDeclaration, Shape, SubjectPage
from govapp.kernel.actors import Role
from govapp.kernel.errors import N_

CHANNEL_WORDS = {"paper": N_("on paper"), "hands": N_("by a show of hands")}
FACTS = {
    "for": FactWords(N_("belongs to")),
    "again": FactWords(N_("repeated")),
    "roll": FactWords(N_("voting list"), Shape.DIGEST),
    "questions": FactWords(N_("questions"), Shape.NUMBER),
    "key_holders": FactWords(N_("key holders"), Shape.NUMBER),
    "holders": FactWords(N_("key holders")),
    "server_key": FactWords(N_("the server holds a key")),
    "position": FactWords(N_("key no.")),
    "needed": FactWords(N_("keys needed"), Shape.NUMBER),
    "attempt": FactWords(N_("begun anew, times"), Shape.NUMBER),
    "round": FactWords(N_("test no."), Shape.NUMBER),
    "lost_keys": FactWords(N_("lost keys"), Shape.NUMBER),
    "public_key": FactWords(N_("public key"), Shape.DIGEST),
    "voters": FactWords(N_("voting codes"), Shape.NUMBER),
    "until": FactWords(N_("until"), Shape.MOMENT),
    "ground": FactWords(N_("ground")),
    "record": FactWords(N_("signed record"), Shape.DIGEST),
    "ballots": FactWords(N_("ballots"), Shape.NUMBER),
    "counted": FactWords(N_("ballots counted"), Shape.NUMBER),
    "digest": FactWords(N_("digest"), Shape.DIGEST),
    "asked_by": FactWords(N_("asked by")),
    "reason": FactWords(N_("reason")),
    "fingerprint": FactWords(N_("fingerprint"), Shape.DIGEST),
    "head": FactWords(N_("last link"), Shape.DIGEST),
    "mark": FactWords(N_("mark no.")),
    "holder": FactWords(N_("number of the shareholder")),
    "room_channel": FactWords(N_("how"), Shape.WORDS, CHANNEL_WORDS),
    "joined_late": FactWords(N_("joined after the freeze")),
}
PAPER_ROLES = (Role.SCRUTINEER, Role.SECRETARY, Role.AUDITOR)
DECLARATION = RoomDeclaration(
    "ballots",
    tags=tuple(BallotsTag),
    facts=FACTS,
    letters=tuple(BallotsLetter),
    subjects={
        "paper": SubjectPage(N_("To the ballot paper"), "ballots.paper", "uuid"),
        "key_group": SubjectPage(N_("To the keys"), "ballots.papers", "uuid"),
    },
    names={"paper": name_papers},
    office_pages=(OfficePage(N_("Counting"), "ballots.papers", PAPER_ROLES, Role.SCRUTINEER),),
    holds_key=holds_key,
    vote_runs=vote_runs,
    find_errand=find_errand,
    find_reader=find_reader,
)
