"""The letter of this room: the receipt of a vote."""

from govapp.declarations import LetterKind
from govapp.kernel.errors import N_


class BallotsLetter(LetterKind):
    """Each letter with its name and the facts it needs."""

    RECEIPT = (
        "receipt",
        N_("receipt of a vote"),
        ("received_at", "tracker", "words", "path", "closes_at"),
        False,
        "",
        "",
        True,
    )
