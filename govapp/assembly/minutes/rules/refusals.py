"""Why minutes cannot be written, fixed or signed now."""

from govapp.kernel.errors import N_, Conflict, Invalid, NotFound


class MinutesNotFound(NotFound):
    """There is no such version, no such section, or no such signed file."""

    code = "minutes_not_found"
    message = N_("These minutes do not exist.")
    help = N_("The page of the minutes lists every version.")


class MeetingNotHeld(Conflict):
    """The day of the meeting has not come."""

    code = "meeting_not_held"
    message = N_("The meeting is on %(day)s: its minutes can be fixed from that day on.")
    help = N_("Notes can be written before.")


class VotesUndecided(Conflict):
    """What came of a vote is not announced, so minutes cannot say it."""

    code = "votes_undecided"
    message = N_("Vote %(ordinal)s of this assembly has no announced result yet.")
    help = N_("Announce it in the meeting, or end it, and fix the minutes then.")


class DraftChanged(Conflict):
    """Since the page was shown something was added to the draft."""

    code = "draft_changed"
    message = N_("The minutes changed since you read them.")
    help = N_("Read them again below, and fix them then.")


class MinutesUnchanged(Conflict):
    """The draft says what the last version says."""

    code = "minutes_unchanged"
    message = N_("The last version says the same.")
    help = N_("A new version is made when something is to be corrected.")


class MinutesTooLong(Invalid):
    """A note is longer than minutes can hold."""

    code = "minutes_too_long"
    message = N_("A note has at most %(most)s characters in each language.")
    help = N_("Shorten it, or attach a document to the signed minutes.")


class AlreadySigned(Conflict):
    """The same file was added to this version before."""

    code = "already_signed"
    message = N_("This file was added before.")
    help = N_("It is listed on this page.")


class NotAPdf(Invalid):
    """What was uploaded as signed minutes is no PDF."""

    code = "not_a_pdf"
    message = N_("Signed minutes are a PDF file.")
    help = N_("Scan all pages into one PDF, or sign the PDF that was exported here.")
