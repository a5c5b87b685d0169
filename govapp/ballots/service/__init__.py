"""What can be done with a ballot paper: prepare, gather keys, seal, open, cast, close, decrypt.

Each use case takes the unit of work it runs in; none commits.
"""

from govapp.ballots.rules.hours import utc_text
from govapp.ballots.rules.papers import SERVER, PreparePaper, Trustee
from govapp.ballots.service.booth import changed_booth
from govapp.ballots.service.casting import (
    Box,
    CastBallot,
    CastReceipt,
    cast,
    check,
    find_receipt,
    get_ballot_box,
    note_refusal,
)
from govapp.ballots.service.closing import CLOSING_GRACE, close_paper, precompute_due_tallies
from govapp.ballots.service.decrypting import decrypt_as_server, publish_result, submit_decryption
from govapp.ballots.service.hours import Extend, extend, list_hours_faults
from govapp.ballots.service.preparing import add_trustee_key, prepare_paper, trustee_of
from govapp.ballots.service.receipts import (
    Voter,
    get_entry,
    get_own_ballot,
    get_signed_receipt,
    get_voter,
    mail_receipt,
)
from govapp.ballots.service.refusal_limiter import RefusalLimiter
from govapp.ballots.service.sealing import cancel_paper, open_paper, seal_paper
from govapp.ballots.service.tallying import precompute_tally

__all__ = [
    "CLOSING_GRACE",
    "SERVER",
    "Box",
    "CastBallot",
    "CastReceipt",
    "Extend",
    "PreparePaper",
    "RefusalLimiter",
    "Trustee",
    "Voter",
    "add_trustee_key",
    "cancel_paper",
    "cast",
    "changed_booth",
    "check",
    "close_paper",
    "decrypt_as_server",
    "extend",
    "find_receipt",
    "get_ballot_box",
    "get_entry",
    "get_own_ballot",
    "get_signed_receipt",
    "get_voter",
    "list_hours_faults",
    "mail_receipt",
    "note_refusal",
    "open_paper",
    "precompute_due_tallies",
    "precompute_tally",
    "prepare_paper",
    "publish_result",
    "seal_paper",
    "submit_decryption",
    "trustee_of",
    "utc_text",
]
