"""Two people at the same thing: who comes second is told, and nothing is done twice."""

from datetime import datetime

from govapp.kernel.errors import N_, Conflict


class AlreadyThere(Conflict):
    """The step was already taken, by somebody else or by a second press."""

    code = "assembly_step_already_taken"
    message = N_("%(actor)s already did this at %(time)s. Here is the current state.")
    help = N_("Nothing was done twice.")


class ChangedMeanwhile(Conflict):
    """Two people edited the same thing; the second is told, and keeps what was typed."""

    code = "changed_meanwhile"
    message = N_("%(actor)s changed this at %(time)s, after you opened it.")
    help = N_("Nothing of yours was saved yet, and it is still here. Save again to replace the other version.")


def check_version(expected: int, current: int, actor: str, changed_at: datetime) -> None:
    """Return when nobody changed a row since it was read; raises ChangedMeanwhile."""
    if expected != current:
        raise ChangedMeanwhile(actor=actor, time=changed_at)


def check_count(expected: int, current: int, actor: str, changed_at: datetime) -> None:
    """Return when a list still has the length it had when it was read, so that a second press adds nothing twice."""
    if expected != current:
        raise AlreadyThere(actor=actor, time=changed_at)
