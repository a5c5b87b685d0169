"""Refusals: the named ways in which a rule says no, each with what happened and what to do next."""

from datetime import date, datetime
from typing import ClassVar


class Sentence(str):
    """A parameter that is itself a message id: the web translates it before it stands in another sentence."""

    __slots__ = ()


Param = str | int | date | datetime


def N_(message: str) -> str:  # noqa: N802 - the gettext name that extractors know
    """Mark an English sentence for translation and return it unchanged."""
    return message


def NP_(_context: str, message: str) -> str:  # noqa: N802 - the gettext name that extractors know
    """Mark an English word or sentence for translation in a context, and return it unchanged."""
    return message


class Refusal(Exception):  # noqa: N818 - a refusal is not an error of the program
    """A rule says no.

    `code` is stable and for machines. `message` says what happened and `help` what to do next; both are
    English message ids with `%(name)s` placeholders for `params`. The pages translate them.
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[str] = N_("That is not possible.")
    help: ClassVar[str] = N_("Nothing was changed. Go back and try again.")

    def __init__(self, **params: Param) -> None:
        super().__init__(self.code)
        self.params: dict[str, Param] = params

    def __str__(self) -> str:
        return self.message % {name: str(value) for name, value in self.params.items()}


class NotFound(Refusal):
    """What was asked for is not here (HTTP 404)."""

    code = "not_found"
    message = N_("We cannot find that.")
    help = N_("Check the address, or start from the home page.")


class Gone(Refusal):
    """What was asked for was here and is no longer (HTTP 410)."""

    code = "gone"
    message = N_("That is no longer available.")
    help = N_("Start from the home page.")


class Forbidden(Refusal):
    """The person may not do this (HTTP 403)."""

    code = "forbidden"
    message = N_("Your roles do not allow this.")
    help = N_("Ask an administrator if you need it for your work.")


class SignedOut(Forbidden):
    """Nobody is signed in, or no longer (HTTP 403)."""

    code = "signed_out"
    message = N_("You are no longer signed in.")
    help = N_("Nothing was sent. Open the link in your mail again, or sign in again, and go on where you were.")


class Conflict(Refusal):
    """The state of things does not allow it now (HTTP 409)."""

    code = "conflict"
    message = N_("Somebody else changed this in the meantime.")
    help = N_("Look at it again; nothing of yours was saved.")


class Invalid(Refusal):
    """What was sent cannot be accepted as it is (HTTP 422)."""

    code = "invalid"
    message = N_("Something in what you sent is not right.")
    help = N_("Nothing was saved. Correct it and send it again.")


class TooMany(Refusal):
    """Too many attempts or too much data (HTTP 429)."""

    code = "too_many"
    message = N_("That was tried too often.")
    help = N_("Wait a while and try again.")
