"""The letters of this room: to vote, not to forget to, and what was decided."""

from govapp.declarations import LetterKind
from govapp.kernel.errors import N_


class AssemblyLetter(LetterKind):
    """Each letter with its name, the facts it needs, whether it carries a link, and how far a mailing of it is."""

    INVITATION = (
        "invitation",
        N_("invitation to vote"),
        ("questions", "closes_at", "minutes", "agenda_path", "calendar_path"),
        True,
        N_("Invitations: %(sent)s of %(letters)s sent"),
    )
    NOTICE = (
        "notice",
        N_("notice of the meeting to directors and auditors"),
        ("addressee", "capacity", "title", "held_on", "place", "agenda", "path"),
    )
    REMINDER = (
        "reminder",
        N_("reminder"),
        ("days", "questions", "closes_at", "minutes", "voted", "entitled"),
        True,
        N_("Reminders: %(sent)s of %(letters)s sent"),
        N_("Reminders: %(sent)s of at most %(letters)s sent"),
    )
    EXTENSION = (
        "extension",
        N_("news of more time to vote"),
        ("questions", "closes_at", "reason"),
        True,
        N_("Mails about more time: %(sent)s of %(letters)s sent"),
    )
    EARLY_CLOSING = (
        "early_closing",
        N_("news of an early closing"),
        ("closed_at", "announced", "reason", "path"),
        False,
        N_("Mails about the early closing: %(sent)s of %(letters)s sent"),
    )
    INCIDENT = (
        "incident",
        N_("news of an incident"),
        ("title", "paragraphs", "path"),
        False,
        N_("Mails about an incident: %(sent)s of %(letters)s sent"),
    )
    RESULT = (
        "result",
        N_("results"),
        ("held_on", "path", "outcome", "ballots", "entitled"),
        False,
        N_("Mails about the result: %(sent)s of %(letters)s sent"),
    )
    PROXY_CONFIRMED = (
        "proxy_confirmed",
        N_("news of a proxy"),
        ("reader", "other", "title", "held_on", "path"),
    )
    # When somebody ends a proxy to vote in person is a moment of the voter's own.
    PROXY_ENDED = (
        "proxy_ended",
        N_("news of a proxy that ended"),
        ("reader", "other", "title", "held_on", "path", "why"),
        False,
        "",
        "",
        True,
    )
    DESK_CODE = (
        "desk_code",
        N_("news of a code handed out at a desk"),
        ("title", "desk", "handed_out_at"),
    )
    QUESTION_ANSWERED = (
        "question_answered",
        N_("answer to a written question"),
        ("title", "asked", "kind", "answer", "path"),
    )
    NOT_OPENED = "not_opened", N_("warning that voting did not open"), ("title", "opens_at", "missing")
