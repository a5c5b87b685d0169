"""What the database room refuses."""

from govapp.kernel.errors import N_, Conflict


class CannotGoBack(Conflict):
    """An older form of the tables has no place for what was written since."""

    code = "cannot_go_back"
    message = N_("Entry %(entry)s of the ledger cannot be written in the older form.")
    help = N_("Restore the backup that was made before the upgrade.")


class ListsCannotGoBack(Conflict):
    """An older form of the tables has no place for what a voting list states."""

    code = "lists_cannot_go_back"
    message = N_("Voting list %(roll)s cannot be kept in the older form.")
    help = N_("Restore the backup that was made before the upgrade.")
