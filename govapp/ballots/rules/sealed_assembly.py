"""The member `assembly` of the election record: what a ballot paper fixes beside the questions that are counted.

belenios-tool ignores members that it does not know; the fingerprint of the paper covers them all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from govapp.ballots.rules.hours import utc_text
from govapp.ballots.rules.questions import PaperQuestion
from govapp.kernel.records import RecordType
from govapp.kernel.texts import Texts
from pybelenios.election import Election
from pybelenios.window import WindowRule, encode_rule_v1


@dataclass(frozen=True)
class SealedAssembly:
    """All that is bound to the ballots of a paper.

    Digests are SHA-256 in 64 hex digits: of the frozen roll, the list of voting codes, the rules of the verdicts, and
    each file of the booth by its name. `subject` names the assembly or vote, `receipt_key` (base64) signs receipts.
    Fewer than `minimum_ballots` are never decrypted. `window` is None on a paper that was prepared before there was a
    rule for its hours.
    """

    subject: str
    roll: str
    voters: int
    credentials: str
    rules: str
    booth: Mapping[str, str]
    receipt_key: str
    minimum_ballots: int
    opens_at: datetime
    closes_at: datetime
    window: WindowRule | None
    name: Texts
    questions: tuple[PaperQuestion, ...]


def encode_v0(sealed: SealedAssembly) -> dict[str, Any]:
    """Return the member as papers of the first stage have it: the hours, and no rule about them."""
    hours = {"opens_at": utc_text(sealed.opens_at), "closes_at": utc_text(sealed.closes_at)}
    return _bound(sealed) | hours | _shown_v1(sealed)


def encode_v1(sealed: SealedAssembly) -> dict[str, Any]:
    """Return the member with the rule for the hours; raises ValueError where there is none."""
    return {"v": 1} | _bound(sealed) | {"window": _window(sealed)} | _shown_v1(sealed)


def encode_v2(sealed: SealedAssembly) -> dict[str, Any]:
    """Return the same with all that is told about questions and answers; raises ValueError as `encode_v1` does."""
    questions = [question.as_dict() for question in sealed.questions]
    shown = {"name": sealed.name.as_dict(), "questions": questions}
    return {"v": 2} | _bound(sealed) | {"window": _window(sealed)} | shown


FIRST_WITH_SUMMARIES: Final = 2
ASSEMBLY: Final = RecordType[SealedAssembly]("assembly", {0: encode_v0, 1: encode_v1, FIRST_WITH_SUMMARIES: encode_v2})


def encode_sealed(sealed: SealedAssembly) -> dict[str, Any]:
    """Return the member in the newest version that can hold it."""
    return ASSEMBLY.encode(sealed, 0 if sealed.window is None else ASSEMBLY.newest)


def sealed_members(election: Election) -> Mapping[str, Any]:
    """Return the member as a sealed paper has it, empty where an election has none; raises UnknownRecordVersion."""
    members = election.assembly or {}
    ASSEMBLY.version_of(members)
    return members


def questions_as_sealed(questions: Sequence[PaperQuestion], members: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return questions in the form that a sealed member has them, to be compared with it; raises UnknownRecordVersion.

    What the form of that time did not hold is left out.
    """
    has_all = ASSEMBLY.version_of(members) >= FIRST_WITH_SUMMARIES
    return [question.as_dict() if has_all else question.as_dict_v1() for question in questions]


def _bound(sealed: SealedAssembly) -> dict[str, Any]:
    return {
        "id": sealed.subject,
        "roll": sealed.roll,
        "voters": sealed.voters,
        "credentials": sealed.credentials,
        # The server derives the voting codes: docs/decisions/open-mode.md.
        "codes": "server",
        "rules": sealed.rules,
        "booth": dict(sealed.booth),
        "receipt_key": sealed.receipt_key,
        "minimum_ballots": sealed.minimum_ballots,
    }


def _window(sealed: SealedAssembly) -> dict[str, Any]:
    if sealed.window is None:
        raise ValueError("since version 1 the rule for the hours is sealed")
    return encode_rule_v1(sealed.window)


def _shown_v1(sealed: SealedAssembly) -> dict[str, Any]:
    return {"name": sealed.name.as_dict(), "questions": [question.as_dict_v1() for question in sealed.questions]}
