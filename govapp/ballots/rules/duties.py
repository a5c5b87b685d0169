"""What a key holder has to do now."""

from enum import StrEnum

from govapp.ballots.rules.states import PaperState


class Duty(StrEnum):
    """What is asked of a key holder on one paper."""

    MAKE_KEY = "make_key"
    TEST_KEY = "test_key"
    DECRYPT = "decrypt"
    WAIT = "wait"
    DONE = "done"


def duty(
    state: PaperState, *, has_key: bool, has_decrypted: bool, has_too_few: bool, awaits_test: bool = False
) -> Duty:
    """Return what a key holder has to do on a paper in `state`; a box with too few ballots asks nothing of anybody.

    `awaits_test` says that a test of the key was asked for and not passed yet.
    """
    if not has_key and state is PaperState.GATHERING_KEYS:
        return Duty.MAKE_KEY
    if has_decrypted or has_too_few or state in {PaperState.CANCELLED, PaperState.ENDED}:
        return Duty.DONE
    if state is PaperState.CLOSED:
        return Duty.DECRYPT
    return Duty.TEST_KEY if awaits_test else Duty.WAIT
