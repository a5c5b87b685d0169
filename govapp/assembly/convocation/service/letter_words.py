"""What a letter on paper says of a vote, in one language: the same for everybody who reads that language."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from govapp.accounts.codes import CODE_PATH
from govapp.assembly.agenda.rules.items import Item, ItemKind
from govapp.assembly.convocation.rules.documents import NoticeDocument
from govapp.kernel.errors import N_
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language, Texts
from govapp.language import formats
from govapp.language.translator import Translator

_NOTES = {ItemKind.INFORMATION: N_("for information"), ItemKind.ACKNOWLEDGEMENT: N_("to be noted")}
_AUTHENTIC = {
    Language.NL: N_("the Dutch text"),
    Language.FR: N_("the French text"),
    Language.EN: N_("the English text"),
    Language.DE: N_("the German text"),
}


@dataclass(frozen=True)
class LetterSender:
    """Who writes: the cooperative, where it is, how it is reached, the language of its seat, and its site."""

    cooperative: str
    address: str
    contact: str
    phone: str
    seat_language: Language
    site: str

    @property
    def site_name(self) -> str:
        """Return the address of the site as people type it, without `https://`."""
        return self.site.partition("://")[2] or self.site

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what stands below the name of the cooperative at the head of a letter."""
        parts = [part.strip() for part in self.address.replace("\n", ",").split(",")]
        return tuple(part for part in (*parts, self.contact, self.phone) if part)


@dataclass(frozen=True)
class PostalNotice:
    """One vote as letters on paper speak of it; hours in UTC, paths on this site. `agenda` are all items."""

    subject_ref: SubjectRef
    roll_id: int
    paper_uuid: str
    title: Texts
    held_on: date
    place: Texts
    opens_at: datetime
    closes_at: datetime
    agenda: tuple[Item, ...]
    voted: frozenset[int]
    booth_path: str
    agenda_path: str
    questions_until: datetime | None = None
    documents: tuple[NoticeDocument, ...] = ()
    second_on: date | None = None


def letter_words(notice: PostalNotice, sender: LetterSender, say: Translator, now: datetime) -> dict[str, Any]:
    """Return all words of a letter in the language of `say`; `{name}` stands for the name of the reader."""
    language, zone = say.language, say.zone
    held_on = formats.date_full(notice.held_on, language)
    place = notice.place.in_language(language).text
    where = say.say(N_("Place and hour: %(place)s."), place=place) if place else ""
    if now < notice.opens_at:
        until = say.say(
            N_("You can vote from %(opens_at)s until %(closes_at)s."),
            opens_at=notice.opens_at,
            closes_at=notice.closes_at,
        )
    else:
        until = say.say(N_("You can vote until %(closes_at)s."), closes_at=notice.closes_at)
    documents = say.say(
        N_("The documents stand on %(address)s. You get them on paper, free of charge, when you ask %(contact)s."),
        address=sender.site_name + notice.agenda_path,
        contact=sender.contact,
    )
    asking = []
    if notice.questions_until is not None and now < notice.questions_until:
        words = N_("You can ask questions in writing until %(until)s: come in with your code, on %(address)s.")
        asking = [say.say(words, until=notice.questions_until, address=sender.site_name + notice.agenda_path)]
    return {
        "title": say.say(N_("Notice of meeting: %(title)s"), title=notice.title.in_language(language).text),
        "dated": formats.date_long(formats.local(now, zone).date(), language),
        "hello": say.say(N_("Hello %(name)s,"), name="{name}"),
        "invited": [
            say.say(
                N_("The directors of %(cooperative)s invite you to the general meeting of %(held_on)s."),
                cooperative=sender.cooperative,
                held_on=held_on,
            )
            + (f" {where}" if where else ""),
            *_second(notice, say),
        ],
        "agenda-is": say.say(N_("Agenda")),
        "agenda": [_line(item, notice, say) for item in notice.agenda],
        "documents-are": say.say(N_("Documents")),
        "documents": [{"title": each.title(language), "digest": each.document.sha256} for each in notice.documents],
        "digests-are": say.say(
            N_("The long number is the digest of the file: whoever computes it (SHA-256) sees that it is the same.")
        ),
        "vote-is": say.say(N_("Vote beforehand")),
        "square-alt": say.say(N_("Square (QR code) that opens your ballot paper")),
        "code-is": say.say(N_("Your personal code:")),
        "type-it-at": say.say(N_("Type it at")),
        "code-address": sender.site_name + CODE_PATH,
        "code-rules": say.say(
            N_("Or scan the square with a phone. The code is yours alone and works on one device: do not pass it on.")
        ),
        "voting": [
            until + " " + say.say(N_("You have one vote, however many shares you hold; you need no account.")),
            say.say(N_("Nobody has to vote beforehand: you may also vote at the meeting.")),
        ],
        "come-is": say.say(N_("Come to the meeting")),
        "coming": [say.say(N_("Bring this letter: it shows who you are on the voting list.")), *asking, documents],
        "authentic": _authentic(sender, say),
        "greeting": say.say(N_("Kind regards,")),
        "signed": say.say(N_("the directors of %(cooperative)s"), cooperative=sender.cooperative),
        "letter-number": say.say(N_("Letter no.")),
    }


def _line(item: Item, notice: PostalNotice, say: Translator) -> dict[str, str]:
    text = (item.asked if item.item_id in notice.voted else item.title).in_language(say.language).text
    note = say.say(_NOTES[item.kind]) if item.kind in _NOTES else ""
    return {"number": str(item.number), "text": text, "note": f"({note})" if note else ""}


def _second(notice: PostalNotice, say: Translator) -> list[str]:
    if notice.second_on is None:
        return []
    told = N_("If too few take part for an item, a second meeting decides about it on %(day)s.")
    return [say.say(told, day=notice.second_on)]


def _authentic(sender: LetterSender, say: Translator) -> str:
    if say.language is sender.seat_language:
        return say.say(N_("This is the authentic text of the notice; it is sent in other languages as a courtesy."))
    return say.say(
        N_("The authentic text of this notice is %(text)s; you get it when you ask. This one is a courtesy."),
        text=say.say(_AUTHENTIC[sender.seat_language]),
    )
