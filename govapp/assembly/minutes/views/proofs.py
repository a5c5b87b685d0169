"""Where a reader finds what a line of the minutes rests on."""

from collections.abc import Mapping

from flask import url_for

from govapp.assembly.minutes.rules.drafting import MeetingFacts, VoteFacts
from govapp.assembly.minutes.rules.record import ProofKind
from govapp.kernel.errors import N_

PROOF_WORDS: Mapping[ProofKind, str] = {
    ProofKind.ASSEMBLY: N_("Agenda"),
    ProofKind.ROLL: N_("Voting list"),
    ProofKind.PAPER: N_("Ballot paper"),
    ProofKind.ARCHIVE: N_("Ballot box and count"),
    ProofKind.RESULT: N_("Result"),
    ProofKind.INCIDENT: N_("Incidents"),
    ProofKind.ATTENDANCE: N_("Attendance list"),
    ProofKind.ANNEX: N_("Annex"),
    ProofKind.NOTICE: N_("Evidence of the notice"),
    ProofKind.PROXIES: N_("Proxies"),
    ProofKind.QUESTIONS: N_("Written questions"),
}


def proof_links(facts: MeetingFacts) -> dict[tuple[ProofKind, int], str]:
    """Return the page of each proof by its kind and the ordinal of its vote (0 for the assembly)."""
    links = {
        (ProofKind.ASSEMBLY, 0): url_for("meeting.run_sheet", assembly_id=facts.assembly_id),
        (ProofKind.QUESTIONS, 0): url_for("agenda.office_questions", assembly_id=facts.assembly_id),
        (ProofKind.ATTENDANCE, 0): url_for("attendance.attendance_list", assembly_id=facts.assembly_id),
        (ProofKind.PROXIES, 0): url_for("proxies.office_proxies", assembly_id=facts.assembly_id),
    }
    for vote in facts.votes:
        links |= {(proof, vote.ordinal): address for proof, address in _of_vote(facts.assembly_id, vote).items()}
    return links


def _of_vote(assembly_id: int, vote: VoteFacts) -> dict[ProofKind, str]:
    found = {}
    if vote.roll is not None:
        found[ProofKind.ROLL] = url_for("rolls.roll_page", roll_id=vote.roll.id)
        found[ProofKind.NOTICE] = url_for("votes.by_post", assembly_id=assembly_id, ordinal=vote.ordinal)
    if vote.paper_uuid:
        found[ProofKind.PAPER] = found[ProofKind.ARCHIVE] = url_for("ballots.board", uuid=vote.paper_uuid)
        found[ProofKind.INCIDENT] = url_for("votes.incidents", uuid=vote.paper_uuid)
    if vote.result is not None:
        found[ProofKind.RESULT] = url_for("votes.office_result", assembly_id=assembly_id, ordinal=vote.ordinal)
    return found
