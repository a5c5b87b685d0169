"""What a key holder has to do now."""

from enum import StrEnum

from govapp.ballots.rules.states import PaperState


class Duty(StrEnum):
    """What is asked of a key holder on one paper."""

    MAKE_KEY = "make_key"
    DECRYPT = "decrypt"
    WAIT = "wait"
    DONE = "done"


def duty(state: PaperState, *, has_key: bool, has_decrypted: bool, has_too_few: bool) -> Duty:
    """Return what a key holder has to do on a paper in `state`; a box with too few ballots asks nothing of anybody."""
    if not has_key and state is PaperState.GATHERING_KEYS:
        return Duty.MAKE_KEY
    if has_decrypted or has_too_few or state in {PaperState.CANCELLED, PaperState.ENDED}:
        return Duty.DONE
    return Duty.DECRYPT if state is PaperState.CLOSED else Duty.WAIT
