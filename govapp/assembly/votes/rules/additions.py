"""When somebody can still be added to a voting list."""

from typing import Final

from govapp.kernel.actors import Role
from govapp.kernel.errors import N_, Conflict

MAY_CONFIRM: Final = frozenset({Role.SECRETARY, Role.REGISTRAR})
"""Who proposes additions to a voting list, and confirms those of somebody else."""


class ListInUse(Conflict):
    """A vote on the list has opened: its codes are fixed and people vote by them."""

    code = "roll_in_use"
    message = N_("Voting on this list opened on %(opened_at)s. From then on nobody can be added.")
    help = N_("Tell this person why, and note it for the minutes.")
