"""A key group: who holds the keys of an assembly, how many of them are enough, and what each has to do now.

The members make the key in four steps; each speaks once in each (Belenios specification, section 4.6, with a promise
before the contribution). Then each shows, with the copy that was kept, that the key opens a test ballot, and again
shortly before voting closes: in real votes keys were lost, none is known to have been used for fraud.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from govapp.ballots.rules.refusals import NoTrustees
from govapp.kernel.errors import N_, Conflict, Invalid, NotFound
from govapp.kernel.texts import Texts

MAX_MEMBERS: Final = 9
MAX_BEGINNINGS: Final = 8
"""How often a member can begin with a new key; the secretary can give the seat to somebody all the same."""
TESTED_AGAIN_BEFORE: Final = timedelta(days=2)
"""How long before voting closes every key is tested again."""
ASKED_AFTER: Final = timedelta(minutes=5)
"""How long a member whose page may still be open is given to go on, before a mail asks for it."""


MIN_PASSPHRASE_CHARACTERS: Final = 12
"""A shorter passphrase of a key file is soon guessed by whoever finds the file."""


class KeyStep(StrEnum):
    """What a member says to make a key."""

    CERTIFICATE = "certificate"
    PROMISE = "promise"
    CONTRIBUTION = "contribution"
    SHARE = "share"


class KeyDuty(StrEnum):
    """What a member has to do now."""

    MAKE = "make"
    PROMISE = "promise"
    CONTRIBUTE = "contribute"
    FINISH = "finish"
    TEST = "test"
    WAIT = "wait"
    DONE = "done"


class DrillOccasion(StrEnum):
    """Why keys are tested: before voting opens, or shortly before it closes."""

    OPENING = "opening"
    CLOSING = "closing"


class KeyGroupNotFound(NotFound):
    """There are no such keys, or they are not the reader's."""

    code = "key_group_not_found"
    message = N_("We do not know these keys.")
    help = N_("Check the address, or start from the mail that asked you for your key.")


class NeededOutOfRange(Invalid):
    """So many keys cannot be needed: too few keep no secret, and more than there are never come together."""

    code = "needed_out_of_range"
    message = N_("Of %(size)s key holders, between %(least)s and %(size)s can be needed.")
    help = N_("Two of three is what we propose: one lost key then loses nothing, and nobody opens the count alone.")


class TooManyMembers(Invalid):
    """A group has at most nine members."""

    code = "too_many_members"
    message = N_("At most %(most)s people can hold a key.")
    help = N_("Take some of them out. Three or five key holders are usual.")


class KeysMadeTogether(Conflict):
    """A member of a key group hands in a key of this vote alone, which could open nothing of it."""

    code = "keys_made_together"
    message = N_("The key holders of this vote make their keys together.")
    help = N_("Nothing was kept. Open the page of your key: the link is in the mail that asked you for it.")


class KeyMessageUnfit(Invalid):
    """What a member's page or program sent is not what this step needs."""

    code = "key_message_unfit"
    message = N_("What was sent does not fit this step of making the keys (%(reason)s).")
    help = N_("Nothing was kept. Open the page of your key again; with a program of your own, take its files anew.")


class KeySaidAlready(Conflict):
    """A member did this step before, in another window or on another device."""

    code = "key_said_already"
    message = N_("This step of making your key is done already, perhaps in another window or on another device.")
    help = N_("Go on with the key file that you saved then. Is it lost? Then begin anew on the page of your key.")


class KeyStepEarly(Conflict):
    """The others are not ready for this step."""

    code = "key_step_early"
    message = N_("The other key holders are not ready for this step yet.")
    help = N_("You get a mail as soon as you can go on. Nothing was lost.")


class KeysNotTested(Conflict):
    """Voting opens when every key holder has shown that the key opens."""

    code = "keys_not_tested"
    message = N_("These key holders have not tested their key yet: %(names)s.")
    help = N_("Ask them, or replace whoever cannot. Once people have voted, nobody can make a key again.")


class KeysFixed(Conflict):
    """The keys stand on a sealed ballot paper."""

    code = "keys_fixed"
    message = N_("The ballot paper is fixed with these keys, so nobody can be replaced and nothing begun anew.")
    help = N_("Nothing was changed. While nobody has voted, the agenda can be taken back and locked again.")


class KeysBegunTooOften(Conflict):
    """A member began with a new key again and again, and each time all others had to go on anew."""

    code = "keys_begun_too_often"
    message = N_("You began with a new key %(most)s times, as often as one key holder can.")
    help = N_("Ask the secretary to have your key made by somebody else. The others keep their key files.")


class NothingToTest(Conflict):
    """No test of the keys waits for this member."""

    code = "nothing_to_test"
    message = N_("No test of your key is waiting.")
    help = N_("Nothing was changed. The page of your key says what comes next.")


class KeyTestFailed(Invalid):
    """The test ballot was not opened with the key of this member."""

    code = "key_test_failed"
    message = N_("The test ballot was not opened with your key.")
    help = N_("Try the other copy of your key file. If none opens it, begin anew while voting has not begun.")


@dataclass(frozen=True)
class Holder:
    """Somebody who is to hold a key: an officer, and the name under which everybody sees the key."""

    officer_id: int
    name: str


@dataclass(frozen=True)
class MakeKeyGroup:
    """The keys of an assembly: of whom (`subject_ref`), its name, the holders, and how many of them are needed."""

    subject_ref: str
    name: Texts
    holders: tuple[Holder, ...]
    needed: int


@dataclass(frozen=True, slots=True)
class MemberStanding:
    """What a member has done; `has_tested` is about the test that is asked for now."""

    position: int
    name: str
    has_certificate: bool
    has_promise: bool
    has_contribution: bool
    has_share: bool
    has_tested: bool


def needed_of(size: int) -> int:
    """Return how many of `size` key holders we propose to need: more than half, 2 of 3 and 3 of 5."""
    return size // 2 + 1


def require_group(command: MakeKeyGroup) -> None:
    """Return when such a group can be; raises NoTrustees, TooManyMembers or NeededOutOfRange.

    One key that is enough among several keeps nothing secret that its holder wants to read: two are needed at least,
    except of somebody who holds the only key.
    """
    holders = command.holders
    if not holders or len({holder.officer_id for holder in holders}) != len(holders):
        raise NoTrustees
    if len(holders) > MAX_MEMBERS:
        raise TooManyMembers(most=MAX_MEMBERS)
    least = min(2, len(holders))
    if not least <= command.needed <= len(holders):
        raise NeededOutOfRange(size=len(holders), least=least)


def next_step(members: Sequence[MemberStanding]) -> KeyStep | None:
    """Return the first step that somebody has not taken; None when the key is made."""
    open_steps = (step for step in KeyStep if not all(has_taken(member, step) for member in members))
    return next(open_steps, None)


def step_before(step: KeyStep) -> KeyStep:
    """Return the step that everybody has taken before `step` begins; nothing comes before the first."""
    steps = list(KeyStep)
    return steps[max(steps.index(step) - 1, 0)]


def has_taken(member: MemberStanding, step: KeyStep) -> bool:
    """Tell whether a member has taken `step`."""
    taken = {
        KeyStep.CERTIFICATE: member.has_certificate,
        KeyStep.PROMISE: member.has_promise,
        KeyStep.CONTRIBUTION: member.has_contribution,
        KeyStep.SHARE: member.has_share,
    }
    return taken[step]


def key_duty(members: Sequence[MemberStanding], position: int, *, is_tested_now: bool) -> KeyDuty:
    """Return what the member at `position` has to do; `is_tested_now` says that a test of the keys is asked for."""
    me = next(member for member in members if member.position == position)
    step = next_step(members)
    if step is None:
        return KeyDuty.TEST if is_tested_now and not me.has_tested else KeyDuty.DONE
    if has_taken(me, step):
        return KeyDuty.WAIT
    tasks = {
        KeyStep.CERTIFICATE: KeyDuty.MAKE,
        KeyStep.PROMISE: KeyDuty.PROMISE,
        KeyStep.CONTRIBUTION: KeyDuty.CONTRIBUTE,
        KeyStep.SHARE: KeyDuty.FINISH,
    }
    return tasks[step]


def list_awaited(members: Sequence[MemberStanding], *, is_tested_now: bool) -> tuple[MemberStanding, ...]:
    """Return the members for whom all others wait."""
    step = next_step(members)
    if step is not None:
        return tuple(member for member in members if not has_taken(member, step))
    return tuple(member for member in members if is_tested_now and not member.has_tested)


def is_renewed(attempt: int, joined_attempts: Sequence[int]) -> bool:
    """Tell whether the members began anew though none of them was replaced: a new version of the program wanted it."""
    return attempt > max(joined_attempts)


def is_tested_again(moment: datetime, opens_at: datetime, closes_at: datetime, last_test: datetime) -> bool:
    """Tell whether the keys of an open vote are to be tested again at `moment`: two days before it closes.

    Not when the last test is younger than that: of a vote that is open for a day, it was yesterday.
    """
    return opens_at <= closes_at - TESTED_AGAIN_BEFORE <= moment < closes_at and (
        last_test < closes_at - TESTED_AGAIN_BEFORE
    )
