"""What cannot be put on the screen of the hall."""

from govapp.kernel.errors import N_, Conflict


class NothingToShow(Conflict):
    """The result of an item was to be shown before it was announced, or the item is not on the agenda."""

    code = "nothing_to_show"
    message = N_("There is no announced result of this item.")
    help = N_("The screen of the hall shows what it showed. Announce the result of its vote first.")
