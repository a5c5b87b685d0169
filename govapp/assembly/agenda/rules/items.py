"""What may stand on an agenda, and what is still missing before it can be locked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from govapp.assembly.agenda.rules.order import ChoiceOrder, plain_name
from govapp.kernel.errors import N_, Param
from govapp.kernel.texts import LANGUAGES, Language, Texts
from govapp.statutes.rules.majorities import Threshold, VoteBase, VoteRule, looser_respects
from govapp.statutes.rules.profile import LegalKind

MIN_OPTIONS: Final = 2
MAX_CHOICES: Final = 30
MAX_SEATS: Final = 30
MAX_CHOICE_TEXT_CHARACTERS: Final = 1_200
"""How long the text of a candidate or an option may be, the same for each; counted per language."""


class ItemKind(StrEnum):
    """What the assembly is asked to do with an item."""

    INFORMATION = "information"
    ACKNOWLEDGEMENT = "acknowledgement"
    DECISION = "decision"
    ELECTION = "election"
    STRATEGY = "strategy"


class VotingMethod(StrEnum):
    """How an item is voted."""

    DECISION = "decision"
    MOTIONS = "motions"
    APPROVAL = "approval"


METHODS: Final[dict[ItemKind, tuple[VotingMethod, ...]]] = {
    ItemKind.INFORMATION: (),
    ItemKind.ACKNOWLEDGEMENT: (),
    ItemKind.DECISION: (VotingMethod.DECISION,),
    ItemKind.ELECTION: (VotingMethod.APPROVAL, VotingMethod.MOTIONS),
    ItemKind.STRATEGY: (VotingMethod.DECISION, VotingMethod.APPROVAL),
}
"""The methods each kind allows, the usual one first; none where nothing is voted."""

THRESHOLDS: Final = (Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(4, 5))
"""The shares that an option may be required to reach."""


LEGAL_KINDS: Final[dict[ItemKind, tuple[LegalKind, ...]]] = {
    ItemKind.INFORMATION: (),
    ItemKind.ACKNOWLEDGEMENT: (),
    ItemKind.DECISION: (
        LegalKind.OTHER,
        LegalKind.ACCOUNTS,
        LegalKind.DISCHARGE,
        LegalKind.APPROPRIATION,
        LegalKind.DISMISSAL,
        LegalKind.STATUTES,
        LegalKind.OBJECT,
        LegalKind.MERGER,
    ),
    ItemKind.ELECTION: (LegalKind.APPOINTMENT,),
    ItemKind.STRATEGY: (LegalKind.STRATEGY,),
}
"""What an item of each kind may be in law, the usual one first; the rule of its vote follows from it."""

TEXT_KINDS: Final = frozenset({LegalKind.STATUTES, LegalKind.OBJECT})
"""What changes the text of the statutes: the text in force and the new one are shown side by side."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture of a candidate, named by the digest of its bytes, and what it shows for people who do not see it."""

    sha256: str
    alt: Texts = field(default_factory=Texts)


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate or an option, with the words that stand under the name.

    `text` says more, at most MAX_CHOICE_TEXT_CHARACTERS for each alike; `link` is an https address or empty.
    """

    label: Texts
    note: Texts = field(default_factory=Texts)
    text: Texts = field(default_factory=Texts)
    link: str = ""
    portrait: Portrait | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file that belongs to an item or to the assembly, named by the digest of its bytes."""

    title: Texts
    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda.

    `method` is None where nothing is voted. `seats` counts for elections, `maximum` and `threshold` for a choice
    among options. `number` is the place on the agenda, from 1. `statutes_rule` is what the profile in force on the day
    of the meeting asks of its legal kind; `stricter` asks more, for `stricter_reason`.

    `question` asks in words what is decided, `summary` says in two sentences what it is about, `changes` what changes
    when it passes, and `advice` what the directors advise. `old_text` and `new_text` are what the statutes say and what
    they would say, where an item changes them. `choices` stand in the order that `choice_order` names;
    `lot_seed` is what a draw by lot follows from (see `rules.order`).
    """

    item_id: int
    number: int
    kind: ItemKind
    title: Texts
    body: Texts = field(default_factory=Texts)
    method: VotingMethod | None = None
    seats: int = 0
    maximum: int = 0
    threshold: Fraction | None = None
    choices: tuple[Choice, ...] = ()
    documents: tuple[Document, ...] = ()
    legal_kind: LegalKind | None = None
    statutes_rule: VoteRule | None = None
    stricter: VoteRule | None = None
    stricter_reason: str = ""
    question: Texts = field(default_factory=Texts)
    summary: Texts = field(default_factory=Texts)
    changes: Texts = field(default_factory=Texts)
    advice: Texts = field(default_factory=Texts)
    old_text: Texts = field(default_factory=Texts)
    new_text: Texts = field(default_factory=Texts)
    choice_order: ChoiceOrder = ChoiceOrder.ENTERED
    lot_seed: str = ""

    @property
    def asked(self) -> Texts:
        """Return the item as a question; in a language in which none was written, its title."""
        return Texts.from_dict(self.title.as_dict() | self.question.as_dict())

    @property
    def rule(self) -> VoteRule | None:
        """Return what the vote on this item needs; None where nothing is voted."""
        return self.stricter or self.statutes_rule

    @property
    def is_voted(self) -> bool:
        """Return whether the item stands on the ballot paper."""
        return self.method is not None

    @property
    def needed(self) -> Threshold | None:
        """Return the threshold declared for the options, if one was."""
        return None if self.threshold is None else Threshold.of(self.threshold)

    @property
    def most_picks(self) -> int:
        """Return how many candidates or options one ballot may hold in an approval vote."""
        limit = self.seats if self.kind is ItemKind.ELECTION else self.maximum or len(self.choices)
        return min(limit, len(self.choices))


@dataclass(frozen=True, slots=True)
class AgendaProblem:
    """Why the agenda cannot be locked yet: a sentence, and the number of the item it speaks of."""

    message: str
    params: dict[str, Param]

    @property
    def sentence(self) -> str:
        """Return the sentence in English."""
        return self.message % self.params


@dataclass(frozen=True, slots=True)
class MissingText:
    """A text of the agenda that is not there in one or more languages."""

    number: int
    languages: tuple[Language, ...]


def agenda_problems(items: tuple[Item, ...]) -> tuple[AgendaProblem, ...]:
    """Return every reason for which this agenda cannot be put to the vote; none when it can."""
    if not items:
        return (AgendaProblem(N_("The agenda is empty. Add at least one item."), {}),)
    found = [problem for item in items for problem in item_problems(item)]
    if not any(item.is_voted for item in items):
        found.append(
            AgendaProblem(N_("Nothing on this agenda is voted. Add a decision, an election or a strategy item."), {})
        )
    return tuple(found)


def item_problems(item: Item) -> tuple[AgendaProblem, ...]:
    """Return every reason for which this item cannot be put to the vote."""
    return tuple(AgendaProblem(message, {"number": item.number, **params}) for message, params in _item_problems(item))


def item_remarks(item: Item) -> tuple[AgendaProblem, ...]:
    """Return what a secretary should look at before this item is put to the vote, though nothing forbids it."""
    if item.kind is ItemKind.ELECTION and 0 < len(item.choices) < item.seats:
        message = N_("Item %(number)s has %(seats)s seats for %(count)s candidates: some seats cannot be filled.")
        return (AgendaProblem(message, {"number": item.number, "seats": item.seats, "count": len(item.choices)}),)
    return ()


def text_remarks(item: Item) -> tuple[AgendaProblem, ...]:
    """Return what the notice of a change of statutes lacks: its exact text (art. 6:85), and the report on the object.

    A change of object, purpose or values without a report in the notice is void (art. 6:86).
    """
    found = []
    if item.legal_kind in TEXT_KINDS and not (item.new_text or item.old_text or item.body or item.documents):
        message = N_("Item %(number)s changes the statutes: write the exact text, or attach it.")
        found.append(AgendaProblem(message, {"number": item.number}))
    if item.legal_kind is LegalKind.OBJECT and not item.documents:
        message = N_(
            "Item %(number)s changes object, purpose or values: attach the report of the board of directors. Without "
            "it in the notice the decision is void."
        )
        found.append(AgendaProblem(message, {"number": item.number}))
    return tuple(found)


def are_seats(seats: int) -> bool:
    """Tell whether an election can fill so many seats."""
    return 1 <= seats <= MAX_SEATS


def missing_texts(items: tuple[Item, ...]) -> tuple[MissingText, ...]:
    """Return per item the languages in which one of its texts is missing; a text missing in all four is no text."""
    found = []
    for item in items:
        texts = [*item_texts(item), *(text for choice in item.choices for text in choice_texts(choice))]
        absent = {language for text in texts if text.as_dict() for language in text.missing()}
        if absent:
            found.append(MissingText(item.number, tuple(language for language in LANGUAGES if language in absent)))
    return tuple(found)


def describe_gaps(items: tuple[Item, ...]) -> str:
    """Return which items lack a text in which languages, as the journal keeps it: `3 (FR, DE), 5 (DE)`; or nothing."""
    return ", ".join(
        f"{gap.number} ({', '.join(language.value.upper() for language in gap.languages)})"
        for gap in missing_texts(items)
    )


def item_texts(item: Item) -> tuple[Texts, ...]:
    """Return the texts of an item itself, in the order in which people read them."""
    return item.title, item.question, item.summary, item.changes, item.advice, item.body, item.old_text, item.new_text


def choice_texts(choice: Choice) -> tuple[Texts, ...]:
    """Return the texts of a candidate or an option, in the order in which people read them."""
    alt = (choice.portrait.alt,) if choice.portrait else ()
    return choice.label, choice.note, choice.text, *alt


def _item_problems(item: Item) -> Iterator[tuple[str, dict[str, Param]]]:
    if not item.title.as_dict():
        yield N_("Item %(number)s has no title in any language."), {}
    if item.method not in (METHODS[item.kind] or (None,)):
        yield N_("Item %(number)s is voted in a way that does not fit its kind."), {}
    elif item.method in {VotingMethod.MOTIONS, VotingMethod.APPROVAL}:
        yield from _choice_problems(item)
    yield from _rule_problems(item)
    if item.kind is ItemKind.ELECTION and not are_seats(item.seats):
        yield (
            N_("Item %(number)s is an election: say how many seats there are to fill, from 1 to %(most)s."),
            {"most": MAX_SEATS},
        )


def _rule_problems(item: Item) -> Iterator[tuple[str, dict[str, Param]]]:
    if item.rule is not None and not is_countable(item.rule):
        yield (
            N_(
                "Item %(number)s is decided by votes per share or inside categories. This program counts one vote per "
                "shareholder: the statutes must say so first."
            ),
            {},
        )
    if item.stricter and item.statutes_rule and looser_respects(item.stricter, item.statutes_rule):
        yield N_("Item %(number)s asks less than the statutes in force on the day of the meeting."), {}


def is_countable(rule: VoteRule) -> bool:
    """Tell whether a secret ballot with one vote per person gives the figures of a rule.

    A quorum of any base is known from who voted; how shares or categories voted is not.
    """
    return rule.base is VoteBase.HEADS and all(
        not condition.category and condition.base is VoteBase.HEADS for condition in rule.conditions
    )


def _choice_problems(item: Item) -> Iterator[tuple[str, dict[str, Param]]]:
    count = len(item.choices)
    if item.kind is ItemKind.ELECTION and count == 0:
        yield N_("Item %(number)s is an election without candidates. Add at least one."), {}
    if item.kind is ItemKind.STRATEGY and count < MIN_OPTIONS:
        yield N_("Item %(number)s is a choice among options. Add at least two."), {}
    if item.kind is ItemKind.STRATEGY and item.maximum > count >= MIN_OPTIONS:
        yield (
            N_("Item %(number)s lets a ballot hold %(maximum)s options, but there are only %(count)s."),
            {"maximum": item.maximum, "count": count},
        )
    if count > MAX_CHOICES:
        yield N_("Item %(number)s has more than %(most)s choices. Split it."), {"most": MAX_CHOICES}
    if any(not choice.label.as_dict() for choice in item.choices):
        yield N_("Item %(number)s has a choice without a name."), {}
    for name in _repeated(item.choices):
        yield N_("Item %(number)s names “%(name)s” twice. Make the two different."), {"name": name}


def _repeated(choices: tuple[Choice, ...]) -> list[str]:
    names = Counter(
        (language, plain_name(name)) for choice in choices for language, name in choice.label.as_dict().items()
    )
    written = {plain_name(name): name for choice in reversed(choices) for name in choice.label.as_dict().values()}
    return sorted({written[name] for (_, name), times in names.items() if times > 1})
