"""From the agenda to the questions of the ballot paper, and from the figures of the paper back to the agenda."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from govapp.assembly.agenda.rules.items import Choice, Item, ItemKind, VotingMethod
from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.assembly.votes.rules.turnout import Turnout
from govapp.assembly.votes.rules.verdict import (
    ORDINARY,
    ItemVerdict,
    decide,
    elect_by_approval,
    elect_by_motions,
    noted,
    rank_options,
)
from govapp.ballots.rules import PaperAnswer, PaperDocument, PaperPortrait, PaperQuestion, QuestionType
from govapp.ballots.rules.refusals import MethodNotCounted
from govapp.kernel.errors import N_
from govapp.kernel.texts import LANGUAGES, Language, Texts
from govapp.language.translator import say_in_all, translator_for
from govapp.statutes.rules.deciding import MotionCounts
from govapp.statutes.rules.majorities import VoteRule
from govapp.statutes.rules.wording import quorum_sentences, rule_sentences

# Sealed into the ballot paper in all four languages at once: a paper keeps the words of its day, whatever becomes of
# the catalogues.
FOR: Final = N_("I vote for")
AGAINST: Final = N_("I vote against")
ABSTAIN: Final = N_("I abstain")
ABSTAIN_NOTE: Final = N_("You take part, but your vote does not weigh for or against.")
NEEDED_DECISION: Final = N_("More votes for than against. Abstentions do not count; a tie rejects the proposal.")
NEEDED_ONE_SEAT: Final = N_("Whoever has the most votes is elected. There is one seat. The count does not break a tie.")
NEEDED_SEATS: Final = N_("The %(seats)s candidates with the most votes are elected. The count does not break a tie.")
NEEDED_MOTIONS: Final = N_(
    "More votes for than against. If more candidates than seats have that, the most votes for decide."
)
NEEDED_MOST_SEATS: Final = N_("If more candidates than seats have that, the most votes for decide.")
NEEDED_RANKING: Final = N_("The options are listed in the order of their votes.")
NEEDED_MORE_THAN: Final = N_("An option is adopted with more than %(share)s of the ballots that are not blank.")
NEEDED_AT_LEAST: Final = N_("An option is adopted with at least %(share)s of the ballots that are not blank.")
OLD_TEXT: Final = {
    Language.NL: "Huidige tekst",
    Language.FR: "Texte actuel",
    Language.EN: "Text now in force",
    Language.DE: "Geltender Text",
}
NEW_TEXT: Final = {
    Language.NL: "Nieuwe tekst",
    Language.FR: "Nouveau texte",
    Language.EN: "New text",
    Language.DE: "Neuer Text",
}
COLON: Final = {language: "\N{NO-BREAK SPACE}: " if language is Language.FR else ": " for language in LANGUAGES}

ANSWERS_OF_A_MOTION: Final = (FOR, AGAINST, ABSTAIN)


class FiguresDoNotFit(ValueError):  # noqa: N818 - it says what is wrong
    """The figures of a ballot paper are not those of this agenda: a fault of the program or a broken archive."""


def paper_questions(items: Sequence[Item]) -> tuple[PaperQuestion, ...]:
    """Return the questions of the ballot paper in agenda order; each candidate of a motions election is one.

    Raises MethodNotCounted for an item that is voted in a way that we cannot count.
    """
    return tuple(question for item in items for question in _questions(item))


def verdicts(
    items: Sequence[Item],
    result: Sequence[Sequence[int]],
    turnout: Turnout,
    valid: Sequence[int] | None = None,
) -> tuple[ItemVerdict, ...]:
    """Return the verdict of every item that has one, from the figures per question.

    A question with a blank has its blanks first. `valid` says for each question how many ballots, papers and hands
    count; None: all of them. Raises FiguresDoNotFit when the figures belong to other questions.
    """
    counts_of = valid if valid is not None else [turnout.counted] * len(result)
    rest = iter(zip(result, counts_of, strict=True))
    found = tuple(verdict for item in items for verdict in _verdicts(item, rest, turnout))
    if next(rest, None) is not None:
        raise FiguresDoNotFit("the paper has more questions than the agenda")
    return found


def as_asked(items: Sequence[Item], *, is_second: bool) -> tuple[Item, ...]:
    """Return items with the rule as it holds in this meeting: in a second one, its own quorum in place of the first."""
    if not is_second:
        return tuple(items)
    return tuple(
        replace(item, statutes_rule=_of_second(item.statutes_rule), stricter=_of_second(item.stricter))
        for item in items
    )


def _of_second(rule: VoteRule | None) -> VoteRule | None:
    return rule and replace(rule, quorum=rule.second_quorum)


def needed(item: Item) -> Texts:
    """Return what an item needs in order to pass, in plain words; empty where nothing is voted."""
    if item.method is None:
        return Texts()
    rule = item.rule or ORDINARY
    if rule == ORDINARY:
        return _needed_of_method(item)
    if item.method is VotingMethod.DECISION:
        return _in_four(rule)
    if item.method is VotingMethod.MOTIONS:
        return _one_after_the_other(_in_four(rule), say_in_all(NEEDED_MOST_SEATS))
    return _one_after_the_other(_needed_of_method(item), _quorum_in_four(rule))


def full_text(item: Item) -> Texts:
    """Return the text of an item as its ballot paper has it: with what the statutes say now and what they would say.

    The words above these two stand here and in no catalogue: the paper is compared with the agenda for as long as it
    is kept.
    """
    if not item.old_text and not item.new_text:
        return item.body
    written = {}
    for each in LANGUAGES:
        code = each.value
        parts = [item.body.as_dict().get(code, "")]
        for heading, texts in ((OLD_TEXT, item.old_text), (NEW_TEXT, item.new_text)):
            if code in texts.as_dict():
                parts.append(f"{heading[each]}{COLON[each].rstrip(' ')}\n{texts.as_dict()[code]}")
        written[code] = "\n\n".join(filter(None, parts))
    return Texts.from_dict(written)


def _needed_of_method(item: Item) -> Texts:
    if item.method is VotingMethod.DECISION:
        return say_in_all(NEEDED_DECISION)
    if item.method is VotingMethod.MOTIONS:
        return say_in_all(NEEDED_MOTIONS)
    if item.kind is ItemKind.ELECTION:
        return say_in_all(NEEDED_ONE_SEAT) if item.seats == 1 else say_in_all(NEEDED_SEATS, seats=item.seats)
    if item.needed is None:
        return say_in_all(NEEDED_RANKING)
    message = NEEDED_MORE_THAN if item.needed.is_strict else NEEDED_AT_LEAST
    return say_in_all(message, share=str(item.needed.fraction))


def _in_four(rule: VoteRule) -> Texts:
    return Texts.from_dict({each.value: " ".join(rule_sentences(rule, {}, translator_for(each))) for each in LANGUAGES})


def _quorum_in_four(rule: VoteRule) -> Texts:
    return Texts.from_dict({each.value: " ".join(quorum_sentences(rule, translator_for(each))) for each in LANGUAGES})


def _one_after_the_other(first: Texts, second: Texts) -> Texts:
    return Texts.from_dict(
        {each.value: f"{first.in_language(each)} {second.in_language(each)}".strip() for each in LANGUAGES}
    )


def _questions(item: Item) -> Iterator[PaperQuestion]:
    if item.method is VotingMethod.DECISION:
        yield _motion(item, QuestionType.DECISION, item.title, item.asked, full_text(item))
    elif item.method is VotingMethod.MOTIONS:
        for choice in item.choices:
            titles = _joined(item.title, choice.label), _joined(item.asked, choice.label)
            yield _motion(item, QuestionType.MOTION, *titles, choice.note or item.body, _answer(choice))
    elif item.method is VotingMethod.APPROVAL:
        yield PaperQuestion(
            item=item.number,
            kind=QuestionType.APPROVAL,
            title=item.title,
            text=item.body,
            answers=tuple(_answer(choice) for choice in item.choices),
            minimum=0,
            maximum=item.most_picks,
            blank=True,
            seats=item.seats,
            needed=needed(item),
            documents=_documents(item),
            question=item.asked,
            summary=item.summary,
            changes=item.changes,
            advice=item.advice,
            order=item.choice_order.value,
            lot_seed=_seed(item),
        )
    elif item.method is not None:
        raise MethodNotCounted(item=item.number, method=str(item.method))


def _motion(
    item: Item, kind: QuestionType, title: Texts, question: Texts, text: Texts, candidate: PaperAnswer | None = None
) -> PaperQuestion:
    return PaperQuestion(
        item=item.number,
        kind=kind,
        title=title,
        text=text,
        answers=_answers_of_a_motion(),
        minimum=1,
        maximum=1,
        blank=False,
        seats=item.seats,
        needed=needed(item),
        documents=_documents(item),
        question=question,
        summary=item.summary,
        changes=item.changes,
        advice=item.advice,
        candidate=candidate,
        # The order in which the motions on candidates stand; that of for, against and abstention says nothing.
        order=item.choice_order.value if candidate else "",
        lot_seed=_seed(item) if candidate else "",
    )


def _answer(choice: Choice) -> PaperAnswer:
    portrait = PaperPortrait(choice.portrait.sha256, choice.portrait.alt) if choice.portrait else None
    return PaperAnswer(choice.label, choice.note, choice.text, choice.link, portrait)


def _seed(item: Item) -> str:
    return item.lot_seed if item.choice_order is ChoiceOrder.LOT else ""


def _answers_of_a_motion() -> tuple[PaperAnswer, ...]:
    note = say_in_all(ABSTAIN_NOTE)
    return tuple(PaperAnswer(say_in_all(each), note if each == ABSTAIN else Texts()) for each in ANSWERS_OF_A_MOTION)


def _documents(item: Item) -> tuple[PaperDocument, ...]:
    return tuple(PaperDocument(document.title, document.sha256, document.name) for document in item.documents)


def _verdicts(item: Item, result: Iterator[tuple[Sequence[int], int]], turnout: Turnout) -> Iterator[ItemVerdict]:
    nothing: tuple[Sequence[int], int] = ((), 0)
    if item.kind is ItemKind.ACKNOWLEDGEMENT:
        yield noted(item)
    elif item.method is VotingMethod.DECISION:
        yield decide(item, _counts(*next(result, nothing)), turnout)
    elif item.method is VotingMethod.MOTIONS:
        yield elect_by_motions(item, [_counts(*next(result, nothing)) for _ in item.choices], turnout)
    elif item.method is VotingMethod.APPROVAL:
        figures, valid = next(result, nothing)
        if len(figures) != len(item.choices) + 1:
            raise FiguresDoNotFit(f"item {item.number} has {len(item.choices)} choices and a blank")
        judge = elect_by_approval if item.kind is ItemKind.ELECTION else rank_options
        yield judge(item, figures[1:], figures[0], replace(turnout, valid=valid))
    elif item.method is not None:
        raise MethodNotCounted(item=item.number, method=str(item.method))


def _counts(figures: Sequence[int], ballots: int) -> MotionCounts:
    if len(figures) != len(ANSWERS_OF_A_MOTION) or sum(figures) != ballots:
        raise FiguresDoNotFit("for, against and abstentions together are not the ballots counted")
    return MotionCounts(*figures)


def _joined(title: Texts, name: Texts) -> Texts:
    words = {}
    for language in LANGUAGES:
        if language in {*title.as_dict()} or language in {*name.as_dict()}:
            asked = str(title.in_language(language))
            mark = " " if asked.endswith("?") else COLON[language]
            words[language.value] = f"{asked}{mark}{name.in_language(language)}"
    return Texts.from_dict(words)
