"""How people read the facts of a line: words for each name, and for values that are words of the program.

A journal is kept for ever: a name that nobody records any more stays here, for the lines that hold it.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from govapp.audit.rules.entry import FactValue
from govapp.kernel.actors import ROLE_NAMES
from govapp.kernel.errors import N_
from govapp.kernel.texts import LANGUAGE_NAMES


class Shape(StrEnum):
    """How a value is written for a reader."""

    PLAIN = "plain"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"
    DIGEST = "digest"
    WORDS = "words"


@dataclass(frozen=True)
class Told:
    """One fact as the page shows it: the words for its name, and its value in a shape (for WORDS: sentences)."""

    label: str
    shape: Shape
    value: int | str | date | datetime | tuple[str, ...]


# In this order they are shown. References to rows are not written like amounts.
FACTS: dict[str, tuple[str, Shape]] = {
    "name": (N_("name"), Shape.PLAIN),
    "number": (N_("number"), Shape.PLAIN),
    "kind": (N_("kind"), Shape.PLAIN),
    "category": (N_("category"), Shape.PLAIN),
    "role": (N_("role"), Shape.PLAIN),
    "from": (N_("from"), Shape.MOMENT),
    "until": (N_("until"), Shape.MOMENT),
    "language": (N_("language"), Shape.PLAIN),
    "purpose": (N_("purpose"), Shape.PLAIN),
    "for": (N_("belongs to"), Shape.PLAIN),
    "again": (N_("repeated"), Shape.PLAIN),
    "count": (N_("how many"), Shape.NUMBER),
    "session": (N_("session no."), Shape.PLAIN),
    "link": (N_("link no."), Shape.PLAIN),
    "first": (N_("first link no."), Shape.PLAIN),
    "mailing": (N_("mailing no."), Shape.PLAIN),
    "template": (N_("mail"), Shape.PLAIN),
    "letter": (N_("mail"), Shape.PLAIN),
    "written": (N_("mails written"), Shape.NUMBER),
    "mailed": (N_("mails written"), Shape.NUMBER),
    "called_off": (N_("mails called off"), Shape.NUMBER),
    "at_most": (N_("at most"), Shape.NUMBER),
    "to_mail": (N_("people to write to"), Shape.NUMBER),
    "invited_by_mail": (N_("invited by mail"), Shape.NUMBER),
    "to_invite_by_mail": (N_("to be invited by mail"), Shape.NUMBER),
    "to_write_by_post": (N_("to be invited by post"), Shape.NUMBER),
    "entry": (N_("entry no."), Shape.PLAIN),
    "reverses": (N_("reverses entry no."), Shape.PLAIN),
    "quantity": (N_("shares"), Shape.NUMBER),
    "shares": (N_("shares"), Shape.NUMBER),
    "paid_in_cents": (N_("paid in"), Shape.MONEY),
    "effective_date": (N_("effective date"), Shape.DAY),
    "withdrawn": (N_("address withdrawn"), Shape.PLAIN),
    "representative": (N_("representative no."), Shape.PLAIN),
    "format": (N_("format"), Shape.PLAIN),
    "file": (N_("file"), Shape.PLAIN),
    "rows": (N_("rows"), Shape.NUMBER),
    "holders": (N_("shareholders"), Shape.NUMBER),
    "record_date": (N_("record date"), Shape.DAY),
    "size": (N_("people on the list"), Shape.NUMBER),
    "left_out": (N_("people left out"), Shape.NUMBER),
    "held_on": (N_("held on"), Shape.DAY),
    "item": (N_("item no."), Shape.PLAIN),
    "items": (N_("items"), Shape.NUMBER),
    "choices": (N_("choices"), Shape.NUMBER),
    "early": (N_("before the hour"), Shape.PLAIN),
    "paper": (N_("ballot paper"), Shape.PLAIN),
    "roll": (N_("voting list"), Shape.DIGEST),
    "questions": (N_("questions"), Shape.NUMBER),
    "key_holders": (N_("key holders"), Shape.NUMBER),
    "server_key": (N_("the server holds a key"), Shape.PLAIN),
    "position": (N_("key no."), Shape.PLAIN),
    "public_key": (N_("public key"), Shape.DIGEST),
    "voters": (N_("voting codes"), Shape.NUMBER),
    "ballots": (N_("ballots"), Shape.NUMBER),
    "counted": (N_("ballots counted"), Shape.NUMBER),
    "reason": (N_("reason"), Shape.PLAIN),
    "fingerprint": (N_("fingerprint"), Shape.DIGEST),
    "head": (N_("last link"), Shape.DIGEST),
    "ledger_head": (N_("last entry of the register"), Shape.DIGEST),
    "digest": (N_("digest"), Shape.DIGEST),
    "sha256": (N_("digest"), Shape.DIGEST),
}
_LETTERS = {
    "invitation": N_("invitation to vote"),
    "reminder": N_("reminder"),
    "receipt": N_("receipt of a vote"),
    "new_link": N_("new link to vote"),
    "sign_in_link": N_("link to the personal page"),
    "result": N_("results"),
    "officer_invitation": N_("invitation of an officer"),
    "officer_lockout": N_("warning of wrong attempts"),
}
# The words for values that the program has names for; anything else is shown as it stands.
VALUES: dict[str, dict[str, str]] = {
    "kind": {
        "natural": N_("natural person"),
        "legal": N_("legal person"),
        "information": N_("for information"),
        "acknowledgement": N_("to be noted"),
        "decision": N_("for decision"),
        "election": N_("election of persons"),
        "strategy": N_("strategic orientation"),
    },
    "role": {role.value: name for role, name in ROLE_NAMES.items()},
    "language": {language.value: name for language, name in LANGUAGE_NAMES.items()},
    "purpose": {
        "vote": N_("to vote"),
        "sign_in": N_("to see the personal page"),
        "enrol": N_("to begin as an officer"),
        "demo": N_("to try the demonstration"),
    },
    "template": _LETTERS,
    "letter": _LETTERS,
}
_YES, _NO = N_("yes"), N_("no")
# Below this it is the number of a row that other lines call by its digest.
_SHORTEST_DIGEST = 32


def told(facts: Mapping[str, FactValue]) -> tuple[Told, ...]:
    """Return the facts of a line for a reader; one without words of its own keeps its name, empty ones are left out."""
    names = [*(name for name in FACTS if name in facts), *sorted(facts.keys() - FACTS.keys())]
    return tuple(_told(name, value) for name in names if (value := facts[name]) is not None)


def _told(name: str, value: int | str) -> Told:
    label, shape = FACTS.get(name, (name, Shape.PLAIN))
    if isinstance(value, bool):
        return Told(label, Shape.WORDS, (_YES if value else _NO,))
    if isinstance(value, int):
        return Told(label, shape if shape in {Shape.NUMBER, Shape.MONEY} else Shape.PLAIN, value)
    known = VALUES.get(name, {})
    if known:
        return Told(label, Shape.WORDS, tuple(known.get(each, each) for each in value.split(",")))
    with suppress(ValueError):
        if shape is Shape.DAY:
            return Told(label, shape, date.fromisoformat(value))
        if shape is Shape.MOMENT:
            return Told(label, shape, datetime.fromisoformat(value))
    is_digest = shape is Shape.DIGEST and len(value) >= _SHORTEST_DIGEST
    return Told(label, shape if is_digest else Shape.PLAIN, value)
