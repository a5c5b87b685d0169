"""From the agenda to the questions of the ballot paper, and from the figures of the paper back to the agenda."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from govapp.assembly.agenda.rules.items import Item, ItemKind, Method
from govapp.assembly.agenda.rules.majority import ORDINARY_MAJORITY, Counts
from govapp.assembly.votes.rules.verdict import (
    Verdict,
    decide,
    elect_by_approval,
    elect_by_motions,
    noted,
    rank_options,
)
from govapp.ballots.rules import PaperAnswer, PaperDocument, PaperQuestion, QuestionType
from govapp.kernel.records import RecordType
from govapp.kernel.texts import LANGUAGES, Language, Texts

# These words are sealed into the ballot paper in all four languages at once, so they are not messages to translate.
FOR: Final = Texts(nl="Ik stem voor", fr="Je vote pour", en="I vote for", de="Ich stimme dafür")
AGAINST: Final = Texts(nl="Ik stem tegen", fr="Je vote contre", en="I vote against", de="Ich stimme dagegen")
ABSTAIN: Final = Texts(
    nl="Ik onthoud me", fr="Je m\N{RIGHT SINGLE QUOTATION MARK}abstiens", en="I abstain", de="Ich enthalte mich"
)
ABSTAIN_NOTE: Final = Texts(
    nl="Je doet mee, maar je stem weegt niet voor of tegen.",
    fr="Vous participez, mais votre vote ne pèse ni pour ni contre.",
    en="You take part, but your vote does not weigh for or against.",
    de="Sie nehmen teil, aber Ihre Stimme zählt weder dafür noch dagegen.",
)
NEEDED_DECISION: Final = Texts(
    nl="Meer stemmen voor dan tegen. Onthoudingen tellen niet mee; bij een gelijk aantal is het voorstel verworpen.",
    fr="Plus de voix pour que contre. Les abstentions ne comptent pas\N{NARROW NO-BREAK SPACE}; à parité, la "
    "proposition est rejetée.",
    en="More votes for than against. Abstentions do not count; a tie rejects the proposal.",
    de="Mehr Stimmen dafür als dagegen. Enthaltungen zählen nicht; bei Stimmengleichheit ist der Vorschlag abgelehnt.",
)
NEEDED_ONE_SEAT: Final = Texts(
    nl="Wie de meeste stemmen heeft, is verkozen. Er is één mandaat. De telling beslist niet bij gelijke stemmen.",
    fr="La personne qui a le plus de voix obtient le mandat à pourvoir. Le dépouillement ne tranche pas une parité.",
    en="Whoever has the most votes is elected. There is one seat. The count does not break a tie.",
    de="Wer die meisten Stimmen hat, ist gewählt. Ein Mandat ist zu besetzen. Die Auszählung löst keine "
    "Stimmengleichheit auf.",
)
NEEDED_SEATS: Final = Texts(
    nl="De {seats} kandidaten met de meeste stemmen zijn verkozen. De telling beslist niet bij gelijke stemmen.",
    fr="Les {seats} candidatures qui ont le plus de voix obtiennent un mandat. Le dépouillement ne tranche pas une "
    "parité.",
    en="The {seats} candidates with the most votes are elected. The count does not break a tie.",
    de="Die {seats} Kandidaturen mit den meisten Stimmen sind gewählt. Die Auszählung löst keine "
    "Stimmengleichheit auf.",
)
NEEDED_MOTIONS: Final = Texts(
    nl="Meer stemmen voor dan tegen. Zijn er meer zulke kandidaten dan mandaten, dan tellen de meeste stemmen voor.",
    fr="Plus de voix pour que contre. Si plus de candidatures que de mandats y arrivent, le plus grand nombre de "
    "voix pour décide.",
    en="More votes for than against. If more candidates than seats have that, the most votes for decide.",
    de="Mehr Stimmen dafür als dagegen. Haben mehr Kandidaturen als Mandate das erreicht, entscheiden die meisten "
    "Stimmen dafür.",
)
NEEDED_RANKING: Final = Texts(
    nl="De opties komen in de volgorde van het aantal stemmen.",
    fr="Les options sont classées selon le nombre de voix.",
    en="The options are listed in the order of their votes.",
    de="Die Optionen werden nach der Zahl ihrer Stimmen geordnet.",
)
NEEDED_THRESHOLD: Final = Texts(
    nl="Een optie is aangenomen met {sign} {share} van de stembiljetten die niet blanco zijn.",
    fr="Une option est adoptée avec {sign} {share} des bulletins non blancs.",
    en="An option is adopted with {sign} {share} of the ballots that are not blank.",
    de="Eine Option ist angenommen mit {sign} {share} der nicht leeren Stimmzettel.",
)
MORE_THAN: Final = Texts(nl="meer dan", fr="plus de", en="more than", de="mehr als")
AT_LEAST: Final = Texts(nl="ten minste", fr="au moins", en="at least", de="mindestens")
COLON: Final = {language: "\N{NO-BREAK SPACE}: " if language is Language.FR else ": " for language in LANGUAGES}

ANSWERS_OF_A_MOTION: Final = (
    PaperAnswer(FOR, Texts()),
    PaperAnswer(AGAINST, Texts()),
    PaperAnswer(ABSTAIN, ABSTAIN_NOTE),
)


class FiguresDoNotFit(ValueError):  # noqa: N818 - it says what is wrong
    """The figures of a ballot paper are not those of this agenda: a fault of the program or a broken archive."""


def paper_questions(items: Sequence[Item]) -> tuple[PaperQuestion, ...]:
    """Return the questions of the ballot paper in agenda order; each candidate of a motions election is one."""
    return tuple(question for item in items for question in _questions(item))


def verdicts(items: Sequence[Item], result: Sequence[Sequence[int]], ballots: int) -> tuple[Verdict, ...]:
    """Return the verdict of every item that has one, from the figures per question.

    A question with a blank has its blanks first. Raises FiguresDoNotFit when the figures belong to other questions.
    """
    rest = iter(result)
    found = tuple(verdict for item in items for verdict in _verdicts(item, rest, ballots))
    if next(rest, None) is not None:
        raise FiguresDoNotFit("the paper has more questions than the agenda")
    return found


def needed(item: Item) -> Texts:
    """Return what an item needs in order to pass, in plain words; empty where nothing is voted."""
    if item.method is None:
        return Texts()
    if item.method is Method.DECISION:
        return NEEDED_DECISION
    if item.method is Method.MOTIONS:
        return NEEDED_MOTIONS
    if item.kind is ItemKind.ELECTION:
        return NEEDED_ONE_SEAT if item.seats == 1 else _filled(NEEDED_SEATS, seats=Texts.same(str(item.seats)))
    if item.needed is None:
        return NEEDED_RANKING
    sign = MORE_THAN if item.needed.is_strict else AT_LEAST
    return _filled(NEEDED_THRESHOLD, sign=sign, share=Texts.same(str(item.needed.share)))


def encode_rules_v0(items: Sequence[Item]) -> dict[str, Any]:
    """Return the rules by which an agenda of the first stage is decided."""
    return {"majority": "for > against", "items": [_rule(item) for item in items if item.is_voted]}


def encode_rules_v1(items: Sequence[Item]) -> dict[str, Any]:
    """Return the rules by which this agenda is decided, as they are sealed now: with the version of their form."""
    return {"v": 1, **encode_rules_v0(items)}


# Its digest is sealed into the ballot paper.
RULES: Final = RecordType("rules", {0: encode_rules_v0, 1: encode_rules_v1})


def _rule(item: Item) -> dict[str, Any]:
    rule: dict[str, Any] = {"item": item.number, "kind": item.kind.value, "method": str(item.method)}
    if item.method is not Method.APPROVAL:
        rule["needed"] = {"share": str(ORDINARY_MAJORITY.share), "strict": True, "base": "for + against"}
    if item.kind is ItemKind.ELECTION:
        rule |= {"seats": item.seats, "tie": "reported"}
    if item.method is Method.APPROVAL:
        rule["most_picks"] = item.most_picks
    if item.needed is not None:
        rule["needed"] = {"share": str(item.needed.share), "strict": item.needed.is_strict, "base": "ballots not blank"}
    return rule


def _questions(item: Item) -> Iterator[PaperQuestion]:
    if item.method is Method.DECISION:
        yield _motion(item, QuestionType.DECISION, item.title, item.body)
    elif item.method is Method.MOTIONS:
        for choice in item.choices:
            text = choice.note or item.body
            yield _motion(item, QuestionType.MOTION, _joined(item.title, choice.label), text)
    elif item.method is Method.APPROVAL:
        yield PaperQuestion(
            item=item.number,
            kind=QuestionType.APPROVAL,
            title=item.title,
            text=item.body,
            answers=tuple(PaperAnswer(choice.label, choice.note) for choice in item.choices),
            minimum=0,
            maximum=item.most_picks,
            blank=True,
            seats=item.seats,
            needed=needed(item),
            documents=_documents(item),
        )


def _motion(item: Item, kind: QuestionType, title: Texts, text: Texts) -> PaperQuestion:
    return PaperQuestion(
        item=item.number,
        kind=kind,
        title=title,
        text=text,
        answers=ANSWERS_OF_A_MOTION,
        minimum=1,
        maximum=1,
        blank=False,
        seats=item.seats,
        needed=needed(item),
        documents=_documents(item),
    )


def _documents(item: Item) -> tuple[PaperDocument, ...]:
    return tuple(PaperDocument(document.title, document.sha256, document.name) for document in item.documents)


def _verdicts(item: Item, result: Iterator[Sequence[int]], ballots: int) -> Iterator[Verdict]:
    if item.kind is ItemKind.ACKNOWLEDGEMENT:
        yield noted(item)
    elif item.method is Method.DECISION:
        yield decide(item, _counts(next(result, ()), ballots))
    elif item.method is Method.MOTIONS:
        yield elect_by_motions(item, [_counts(next(result, ()), ballots) for _ in item.choices])
    elif item.method is Method.APPROVAL:
        figures = tuple(next(result, ()))
        if len(figures) != len(item.choices) + 1:
            raise FiguresDoNotFit(f"item {item.number} has {len(item.choices)} choices and a blank")
        judge = elect_by_approval if item.kind is ItemKind.ELECTION else rank_options
        yield judge(item, figures[1:], figures[0], ballots)


def _counts(figures: Sequence[int], ballots: int) -> Counts:
    if len(figures) != len(ANSWERS_OF_A_MOTION) or sum(figures) != ballots:
        raise FiguresDoNotFit("for, against and abstentions together are not the ballots counted")
    return Counts(*figures)


def _joined(title: Texts, name: Texts) -> Texts:
    words = {}
    for language in LANGUAGES:
        if language in {*title.as_dict()} or language in {*name.as_dict()}:
            words[language.value] = f"{title.in_language(language)}{COLON[language]}{name.in_language(language)}"
    return Texts.from_dict(words)


def _filled(pattern: Texts, **values: Texts) -> Texts:
    return Texts.from_dict(
        {
            language.value: str(pattern.in_language(language)).format(
                **{name: str(value.in_language(language)) for name, value in values.items()}
            )
            for language in LANGUAGES
        }
    )
