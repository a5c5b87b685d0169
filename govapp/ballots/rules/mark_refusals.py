"""What is in the way of a mark on the voting list, and of a ballot where there is one."""

from govapp.kernel.errors import N_, Conflict, Invalid


class RightMarked(Conflict):
    """Whoever is marked as voting in the room casts no ballot on line: each right is used once."""

    code = "right_marked"
    message = N_("This right votes in the room: it was marked on the voting list on %(at)s.")
    help = N_(
        "Nothing was sent. If no paper was used, ask the desk to take the mark back before the count; then vote here."
    )


class VotedOnLine(Conflict):
    """Somebody who voted on line is to vote in the room as well."""

    code = "mark_voted_on_line"
    message = N_("%(name)s has voted on line: no paper, and no hand.")
    help = N_("Nothing was marked. Until voting closes, that vote can still be changed on line.")


class AlreadyMarked(Conflict):
    """Two desks mark one right, or one desk marks it twice."""

    code = "mark_already"
    message = N_("%(name)s is marked already, by %(by)s on %(at)s.")
    help = N_("Nothing was marked again, and no second paper is given.")


class NotMarked(Conflict):
    """A mark is to be taken back that is not there."""

    code = "mark_not_there"
    message = N_("%(name)s is not marked as voting in the room.")
    help = N_("Nothing was changed.")


class MarkReasonNeeded(Invalid):
    """What departs from the rule has no reason."""

    code = "mark_reason"
    message = N_("Give the reason in %(fewest)s to %(most)s characters: the minutes can name it.")
