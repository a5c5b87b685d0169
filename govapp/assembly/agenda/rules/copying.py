"""What of an item goes into the agenda of another assembly: its shape always, its texts on request."""

import re
from dataclasses import dataclass, replace
from datetime import date

from govapp.assembly.agenda.rules.drafts import ItemDraft
from govapp.assembly.agenda.rules.items import Choice, Item, ItemKind
from govapp.kernel.texts import Texts
from govapp.statutes.rules.majorities import VoteRule, looser_respects

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True)
class YearShift:
    """Which years move when an agenda is copied: that of the old meeting and the one before it, by so many years.

    Agendas speak of the year of the meeting and of the financial year that is over. Other years, such as that of a
    law, stay.
    """

    held_in: int
    by: int

    def moved(self, texts: Texts) -> Texts:
        """Return texts in which those years are later."""
        return Texts.from_dict({code: _YEAR.sub(self._moved, words) for code, words in texts.as_dict().items()})

    def _moved(self, found: re.Match[str]) -> str:
        year = int(found.group())
        return str(year + self.by) if year in {self.held_in, self.held_in - 1} else found.group()


def other_years(words: str, held_on: date) -> tuple[int, ...]:
    """Return the years in a text that are over for a meeting on that day, in order and each once.

    The year of the meeting and the financial year before it are what an agenda speaks of. An earlier one may be that
    of a law, or have stayed from an older agenda: whoever reads the text knows.
    """
    named = sorted({int(found) for found in _YEAR.findall(words)})
    return tuple(year for year in named if year < held_on.year - 1)


def copied_draft(item: Item, shift: YearShift, *, with_texts: bool) -> ItemDraft:
    """Return an item to put on another agenda, with its figures; `with_texts` with all it tells, else its title."""
    draft = ItemDraft(
        kind=item.kind,
        title=shift.moved(item.title),
        method=item.method,
        seats=item.seats,
        maximum=item.maximum,
        threshold=item.threshold,
        legal_kind=item.legal_kind,
        stricter=item.stricter.threshold if item.stricter else None,
        stricter_reason=item.stricter_reason,
        choice_order=item.choice_order,
    )
    if not with_texts:
        return draft
    return replace(
        draft,
        body=shift.moved(item.body),
        question=shift.moved(item.question),
        summary=shift.moved(item.summary),
        changes=shift.moved(item.changes),
        advice=shift.moved(item.advice),
        # The text of the statutes is quoted: no year in it moves.
        old_text=item.old_text,
        new_text=item.new_text,
    )


def copied_choices(item: Item, shift: YearShift) -> tuple[Choice, ...]:
    """Return the options that go along: those of a choice among options. Candidates put themselves forward anew."""
    if item.kind is ItemKind.ELECTION:
        return ()
    return tuple(
        replace(choice, label=shift.moved(choice.label), note=shift.moved(choice.note), text=shift.moved(choice.text))
        for choice in item.choices
    )


def fitting_rule(draft: ItemDraft, statutes: VoteRule | None) -> ItemDraft:
    """Return a draft without the stricter majority of before where the statutes of now ask as much or more."""
    if draft.stricter is None or statutes is None:
        return draft
    stricter = replace(statutes, threshold=draft.stricter)
    if looser_respects(stricter, statutes) or stricter == statutes:
        return replace(draft, stricter=None, stricter_reason="")
    return draft
