"""Which corrections of shares are large: one officer asks for such a one, and another confirms it."""

from typing import Final

from govapp.kernel.errors import N_, Conflict, Forbidden, NotFound
from govapp.shares.ledger.rules.movements import Transaction

LARGE_CORRECTION_SHARES: Final = 50
"""A correction that touches more shares than this in one entry needs two officers.

The errors of every day are small: a zero too many makes 10 of 1, and whoever keeps the register mends it alone. An
entry of more than fifty shares is rare and worth much: to take it back, or to make it that large, moves that value.
"""


class CorrectionWaits(Conflict):
    """Somebody asked for a correction of the same entry already."""

    code = "correction_waits"
    message = N_("A correction of entry %(entry)s waits already for a second officer.")
    help = N_("It is confirmed or withdrawn first. It stands on the page of corrections that wait.")


class CorrectionNeedsAnother(Forbidden):
    """Whoever asked for a correction cannot confirm it."""

    code = "correction_second_person"
    message = N_("You asked for this correction yourself.")
    help = N_("Another officer, a registrar or a secretary, has to confirm it.")


class CorrectionNotWaiting(NotFound):
    """No such correction, or it was settled."""

    code = "correction_settled"
    message = N_("This correction no longer waits: it was confirmed or withdrawn.")
    help = N_("The page of the shareholder shows the entries as they are.")


def is_large(wrong: Transaction, right: Transaction | None = None) -> bool:
    """Tell whether two officers are needed to reverse `wrong`, and to write `right` in its place when it is given.

    What counts is the larger number of shares and not the difference, so that many small steps do not pass.
    """
    sides = (wrong,) if right is None else (wrong, right)
    moved = (abs(movement.quantity) for side in sides for movement in side.movements)
    return max(moved, default=0) > LARGE_CORRECTION_SHARES
