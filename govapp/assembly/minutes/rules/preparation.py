"""What minutes say of the notice, of the proxies and of the keys: how people could take part, and who counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from govapp.assembly.minutes.rules.record import Figure, MinutesLine, ProofKind
from govapp.kernel.errors import N_
from govapp.kernel.texts import Texts
from govapp.language.translator import Translator

Say = Callable[..., Texts]
"""Writes a sentence in four languages, with its places filled in."""

InAll = Callable[[Callable[[Translator], str]], Texts]
"""Writes in four languages what a function makes in each."""


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """How the notice of a vote went to those on its list: each counts once, a letter before the mail it replaced.

    `replaced` counts the letters among `letters` that were made because a mail had come back, `returned` the mails
    that came back without a letter.
    """

    mails: int = 0
    letters: int = 0
    replaced: int = 0
    returned: int = 0
    unreached: int = 0

    @property
    def has_left(self) -> bool:
        """Tell whether anything was sent."""
        return bool(self.mails or self.letters)


@dataclass(frozen=True, slots=True)
class ProxyFacts:
    """What became of the proxies of an assembly."""

    confirmed: int = 0
    refused: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True)
class LostKey:
    """A key that was said to be lost, and why."""

    holder: str
    reason: str


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """Who held the keys of a vote: how many were needed, who opened the count, whose key was lost.

    `size` 0 says that the server held the key.
    """

    size: int
    needed: int = 0
    opened_by: tuple[str, ...] = ()
    lost: tuple[LostKey, ...] = ()


def notice_lines(facts: NoticeFacts, ordinal: int, in_all: InAll) -> Iterator[MinutesLine]:
    """Yield how many got the notice by mail and by letter, and for how many it came back or never left."""

    def line(code: str, count: int, write: Callable[[Translator], str]) -> Iterator[MinutesLine]:
        if count:
            yield MinutesLine(code, in_all(write), {"count": count}, ProofKind.NOTICE, ordinal)

    if not facts.has_left:
        return
    yield from line(
        "notice_mails",
        facts.mails,
        lambda said: said.ngettext(
            "The notice went by e-mail to %(count)s shareholder.",
            "The notice went by e-mail to %(count)s shareholders.",
            facts.mails,
        ),
    )
    yield from line(
        "notice_letters",
        facts.letters,
        lambda said: said.ngettext(
            "The notice went by letter to %(count)s shareholder.",
            "The notice went by letter to %(count)s shareholders.",
            facts.letters,
        ),
    )
    yield from line(
        "notice_replaced",
        facts.replaced,
        lambda said: said.ngettext(
            "%(count)s of these letters was sent because an e-mail had come back.",
            "%(count)s of these letters were sent because e-mails had come back.",
            facts.replaced,
        ),
    )
    yield from line(
        "notice_returned",
        facts.returned,
        lambda said: said.ngettext(
            "%(count)s of these e-mails came back, and no letter was sent instead.",
            "%(count)s of these e-mails came back, and no letters were sent instead.",
            facts.returned,
        ),
    )
    yield from line(
        "notice_unreached",
        facts.unreached,
        lambda said: said.ngettext(
            "No notice left for %(count)s shareholder on the voting list.",
            "No notice left for %(count)s shareholders on the voting list.",
            facts.unreached,
        ),
    )


def proxy_lines(facts: ProxyFacts, in_all: InAll) -> Iterator[MinutesLine]:
    """Yield how many proxies two officers let stand, refused, and saw end."""

    def line(code: str, count: int, write: Callable[[Translator], str]) -> Iterator[MinutesLine]:
        if count:
            yield MinutesLine(code, in_all(write), {"count": count}, ProofKind.PROXIES)

    yield from line(
        "proxies",
        facts.confirmed,
        lambda said: said.ngettext(
            "%(count)s proxy was recorded by one officer and confirmed by another.",
            "%(count)s proxies were recorded by one officer and confirmed by another.",
            facts.confirmed,
        ),
    )
    yield from line(
        "proxies_ended",
        facts.ended,
        lambda said: said.ngettext(
            "%(count)s of them ended before the meeting did: the giver came, voted or took it back.",
            "%(count)s of them ended before the meeting did: the givers came, voted or took them back.",
            facts.ended,
        ),
    )
    yield from line(
        "proxies_refused",
        facts.refused,
        lambda said: said.ngettext(
            "%(count)s proxy was recorded and refused by the second officer.",
            "%(count)s proxies were recorded and refused by the second officer.",
            facts.refused,
        ),
    )


def key_lines(facts: KeyFacts, ordinal: int, say: Say, in_all: InAll, fingerprint: str) -> Iterator[MinutesLine]:
    """Yield with whose keys the count was opened, and which keys were lost."""
    if facts.size == 0:
        by_server = say(N_("The count was opened with the key that the server held."))
        yield MinutesLine("key_of_server", by_server, {}, ProofKind.PAPER, ordinal, fingerprint)
        return
    words = N_("The count was opened with the keys of %(names)s; %(needed)s of %(size)s keys were needed.")
    opened = in_all(
        lambda said: said.say(words, names=said.names(facts.opened_by), needed=facts.needed, size=facts.size)
    )
    figures: dict[str, Figure] = {"needed": facts.needed, "size": facts.size, "opened": len(facts.opened_by)}
    yield MinutesLine("keys", opened, figures, ProofKind.PAPER, ordinal, fingerprint)
    for lost in facts.lost:
        said = say(N_("The key of %(name)s was lost. Reason: %(reason)s"), name=lost.holder, reason=lost.reason)
        yield MinutesLine("key_lost", said, {"name": lost.holder}, ProofKind.PAPER, ordinal, fingerprint)
