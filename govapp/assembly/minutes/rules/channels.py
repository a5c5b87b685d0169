"""What minutes say of papers and hands: how many, who counted them, and the figures of each channel apart."""

from collections.abc import Callable, Iterator, Sequence

from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.minutes.rules.record import Figure, MinutesLine, ProofKind
from govapp.assembly.minutes.rules.wording import Writer
from govapp.assembly.votes.rules.channels import CHANNEL_NAMES, ChannelResult
from govapp.assembly.votes.rules.paper import paper_questions
from govapp.ballots.rules import PaperQuestion, QuestionType
from govapp.kernel.errors import N_
from govapp.language.translator import Translator


def channel_lines(
    writer: Writer, proof: tuple[int, str], channels: Sequence[ChannelResult], hands_because: str
) -> Iterator[MinutesLine]:
    """Yield how many rights were used on paper and by hands, and who counted them; nothing for votes on line only.

    `proof` are the ordinal of the vote and the digest of its record. `hands_because` is why hands were raised for
    persons, empty where they were not.
    """
    for each in channels[1:]:
        figures: dict[str, Figure] = {"channel": each.channel, "rights": each.rights, "late": each.late}
        yield MinutesLine("channel", writer.in_all(_counted(each)), figures, ProofKind.RESULT, *proof)
    if hands_because:
        said = writer.say(N_("Hands were raised for persons too. Reason: %(reason)s"), reason=hands_because)
        yield MinutesLine("hands_for_persons", said, {}, ProofKind.RESULT, *proof)


def apart_lines(
    writer: Writer, proof: tuple[int, str], item: Item, items: Sequence[Item], channels: Sequence[ChannelResult]
) -> Iterator[MinutesLine]:
    """Yield the figures of an item in each channel; nothing for votes on line only."""
    if not channels[1:]:
        return
    for index, question in enumerate(paper_questions(items)):
        for each in channels if question.item == item.number else ():
            invalid = each.rights - each.valid[index]
            figures: dict[str, Figure] = {"channel": each.channel, "rights": each.rights, "invalid": invalid}
            figures |= {f"figure_{place}": count for place, count in enumerate(each.counts[index], start=1)}
            said = writer.in_all(_apart(question, each, index, invalid))
            yield MinutesLine("apart", said, figures, ProofKind.RESULT, *proof)


def _counted(channel: ChannelResult) -> Callable[[Translator], str]:
    def write(said: Translator) -> str:
        names = said.names(list(channel.counted_by))
        words = N_("%(count)s voted %(how)s; counted apart by %(names)s, who found the same.")
        how = said.say(CHANNEL_NAMES[channel.channel])
        sentence = said.say(words, count=said.number(channel.rights), how=how, names=names)
        if not channel.late:
            return sentence
        late = said.ngettext(
            "%(count)s of them joined after the voting list was frozen, and counts for no quorum.",
            "%(count)s of them joined after the voting list was frozen, and count for no quorum.",
            channel.late,
        )
        return f"{sentence} {late}"

    return write


def _apart(question: PaperQuestion, channel: ChannelResult, index: int, invalid: int) -> Callable[[Translator], str]:
    def write(said: Translator) -> str:
        names = [said.say(each) for each in (N_("For"), N_("Against"), N_("Abstention"))]
        if question.kind is QuestionType.APPROVAL:
            # Each of these questions can be left blank, and blank stands first (assembly/votes/rules/paper.py).
            labels = [str(each.label.in_language(said.language)) for each in question.answers]
            names = [said.say(N_("Blank")), *labels]
        parts = [f"{name} {said.number(count)}" for name, count in zip(names, channel.counts[index], strict=True)]
        if invalid:
            word = said.say(N_("Invalid"))
            parts.append(f"{word} {said.number(invalid)}")
        title = "" if question.candidate is None else f"{question.candidate.label.in_language(said.language)}, "
        colon = "\N{NO-BREAK SPACE}: " if said.language.value == "fr" else ": "
        return f"{title}{said.say(CHANNEL_NAMES[channel.channel])}{colon}{' · '.join(parts)}."

    return write
