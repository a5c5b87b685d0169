"""The letter of this room: a warning to the mailbox that is no longer the one of a shareholder."""

from govapp.declarations import LetterKind
from govapp.kernel.errors import N_


class SharesLetter(LetterKind):
    """Each letter with its name and the facts it needs."""

    ADDRESS_CHANGED = "address_changed", N_("warning that the e-mail address was changed"), ("changed_at",)
