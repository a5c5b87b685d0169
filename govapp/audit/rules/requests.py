"""What one officer asks for and another confirms: who asked stands in the journal, whatever a row says since."""

from govapp.kernel.errors import N_, Conflict


class RequestChanged(Conflict):
    """The row of something that waits for a second person names another asker than the journal."""

    code = "request_changed"
    message = N_("The journal says that somebody else asked for this, or that nobody did: what waits here was changed.")
    help = N_("Nothing is confirmed. Ask whoever runs the site to put the database back from a backup.")
