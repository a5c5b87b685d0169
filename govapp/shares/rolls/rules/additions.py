"""Somebody who had the right on the record date and was wrongly left out: when two officers may add him or her."""

from dataclasses import replace
from datetime import date
from typing import Final

from govapp.kernel.errors import N_, Conflict, Forbidden, Invalid, NotFound, Sentence
from govapp.kernel.texts import kept_lines
from govapp.shares.rolls.rules.roll import LABELS, RollCandidate, RollEntry, compile_roll

MIN_REASON_CHARACTERS: Final = 15
MIN_REASON_WORDS: Final = 3
"""What is shorter is a mark and no sentence: the reason stands on the list and belongs in the minutes."""
MAX_REASON_CHARACTERS: Final = 1000


class AdditionReasonNeeded(Invalid):
    """Nobody is added without a reason."""

    code = "roll_addition_reason"
    message = N_("Say in a sentence why this person was left out and belongs on the list.")
    help = N_("The reason stands on the voting list with both names, and belongs in the minutes.")


class HolderUnknown(Invalid):
    """No shareholder has this number."""

    code = "roll_addition_unknown"
    message = N_("Nobody in the register has the number %(number)s.")
    help = N_("Look the shareholder up in the register. Whoever is missing there is entered there first.")


class AlreadyOnList(Conflict):
    """The shareholder is on the list."""

    code = "roll_addition_there"
    message = N_("Shareholder %(number)s is on this list already.")
    help = N_("Nothing was changed. Each shareholder stands on a list once.")


class NotEntitled(Conflict):
    """By what the register says of the record date, the shareholder has no right to vote."""

    code = "roll_addition_not_entitled"
    message = N_("By the register, shareholder %(number)s had no right to vote on %(date)s. Reason: %(reason)s.")
    help = N_("Is the register wrong? Correct it first, with a second person, and propose this person again.")


class AdditionWaits(Conflict):
    """Somebody proposed the same shareholder already."""

    code = "roll_addition_waits"
    message = N_("Shareholder %(number)s is proposed already, and waits for a second person.")
    help = N_("Another officer confirms it on this page.")


class AdditionNeedsAnother(Forbidden):
    """Whoever proposed somebody cannot confirm it."""

    code = "roll_addition_second_person"
    message = N_("You proposed this person yourself.")
    help = N_("Another officer, a secretary or a registrar, has to confirm it.")


class ProposalNotWaiting(NotFound):
    """No such proposal, or it was settled."""

    code = "roll_addition_settled"
    message = N_("This proposal no longer waits: it was confirmed or withdrawn.")
    help = N_("The page of the voting list shows who is on it.")


def checked_reason(said: str) -> str:
    """Return a reason as it is kept; raises AdditionReasonNeeded when it is no sentence, or far too long."""
    reason = kept_lines(said)
    is_sentence = len(reason) >= MIN_REASON_CHARACTERS and len(reason.split()) >= MIN_REASON_WORDS
    if not is_sentence or len(reason) > MAX_REASON_CHARACTERS:
        raise AdditionReasonNeeded
    return reason


def entry_to_add(candidate: RollCandidate, record_date: date, position: int) -> RollEntry:
    """Return the entry of a shareholder at the end of a frozen list; raises NotEntitled.

    `candidate` is the shareholder as the register knows the record date now.
    """
    draft = compile_roll([candidate])
    if draft.left_out:
        reason = Sentence(LABELS[draft.left_out[0].reason])
        raise NotEntitled(number=str(candidate.number), date=record_date, reason=reason)
    return replace(draft.entries[0], position=position)
