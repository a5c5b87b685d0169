"""Incidents as pages show them: those that are what was written down, and a sentence about each other one."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from govapp.assembly.votes.queries.incidents import list_incidents
from govapp.assembly.votes.queries.incidents_compared import list_incident_faults
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.incidents import KIND_NAMES, IncidentChanged
from govapp.db.uow import Work
from govapp.kernel.actors import ROLE_NAMES
from govapp.request_context import translator


def read_incidents(work: Work, *votes: VoteRow) -> dict[str, Any]:
    """Return what templates need to show the incidents of votes; one that was changed is named and not shown."""
    changed = _changed(work, votes)
    rows = list_incidents(work.session, *[each.id for each in votes])
    return {
        "incidents": tuple(each for each in rows if (each.vote_id, each.number) not in changed),
        "incident_faults": _sentences(votes, changed),
        "kind_names": KIND_NAMES,
        "role_names": ROLE_NAMES,
    }


def describe_changed(work: Work, *votes: VoteRow) -> tuple[str, ...]:
    """Return a sentence in the reader's language about each incident that is no longer what was written down."""
    return _sentences(votes, _changed(work, votes))


def _sentences(votes: Sequence[VoteRow], changed: set[tuple[int, int]]) -> tuple[str, ...]:
    said = []
    for vote in votes:
        of_vote = gettext("Vote %(number)s", number=vote.ordinal) + ": " if len(votes) > 1 else ""
        numbers = sorted(number for vote_id, number in changed if vote_id == vote.id)
        said += [of_vote + translator().say(IncidentChanged.message, number=number) for number in numbers]
    return tuple(said)


def _changed(work: Work, votes: Sequence[VoteRow]) -> set[tuple[int, int]]:
    return {(each.vote_id, each.number) for vote in votes for each in list_incident_faults(work.session, vote)}
