"""Where a reader finds what a line of the minutes rests on."""

from collections.abc import Mapping

from flask import url_for

from govapp.assembly.minutes.rules.drafting import MeetingFacts, VoteFacts
from govapp.assembly.minutes.rules.record import Proof
from govapp.kernel.errors import N_

PROOF_WORDS: Mapping[Proof, str] = {
    Proof.ASSEMBLY: N_("Agenda"),
    Proof.ROLL: N_("Voting list"),
    Proof.PAPER: N_("Ballot paper"),
    Proof.ARCHIVE: N_("Ballot box and count"),
    Proof.RESULT: N_("Result"),
    Proof.INCIDENT: N_("Incidents"),
}


def proof_links(facts: MeetingFacts) -> dict[tuple[Proof, int], str]:
    """Return the page of each proof by its kind and the ordinal of its vote (0 for the assembly)."""
    links = {(Proof.ASSEMBLY, 0): url_for("meeting.run_sheet", assembly_id=facts.assembly_id)}
    for vote in facts.votes:
        links |= {(proof, vote.ordinal): address for proof, address in _of_vote(facts.assembly_id, vote).items()}
    return links


def _of_vote(assembly_id: int, vote: VoteFacts) -> dict[Proof, str]:
    found = {}
    if vote.roll is not None:
        found[Proof.ROLL] = url_for("rolls.roll_page", roll_id=vote.roll.id)
    if vote.paper_uuid:
        found[Proof.PAPER] = found[Proof.ARCHIVE] = url_for("ballots.board", uuid=vote.paper_uuid)
        found[Proof.INCIDENT] = url_for("votes.incidents", uuid=vote.paper_uuid)
    if vote.result is not None:
        found[Proof.RESULT] = url_for("votes.office_result", assembly_id=assembly_id, ordinal=vote.ordinal)
    return found
