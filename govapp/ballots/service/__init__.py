"""What can be done with a ballot paper: prepare, gather keys, seal, open, cast, close, decrypt.

Each use case takes the unit of work it runs in; none commits.
"""

from govapp.ballots.rules.papers import SERVER, PreparePaper, TrusteeSeat
from govapp.ballots.service.adding import add_up_ahead
from govapp.ballots.service.booth import changed_booth
from govapp.ballots.service.casting import (
    Box,
    CastBallot,
    Receipt,
    ballot_box,
    cast,
    check,
    note_refusal,
    receipt_again,
)
from govapp.ballots.service.closing import SETTLING, add_up_due, close_paper
from govapp.ballots.service.decrypting import decrypt_as_server, publish_result, submit_decryption
from govapp.ballots.service.fence import Fence
from govapp.ballots.service.preparing import add_trustee_key, prepare_paper, seat_of
from govapp.ballots.service.receipts import Voter, entry_of, mail_receipt, receipt_of, signed_receipt_of, voter
from govapp.ballots.service.record import utc_text
from govapp.ballots.service.sealing import open_paper, seal_paper

__all__ = [
    "SERVER",
    "SETTLING",
    "Box",
    "CastBallot",
    "Fence",
    "PreparePaper",
    "Receipt",
    "TrusteeSeat",
    "Voter",
    "add_trustee_key",
    "add_up_ahead",
    "add_up_due",
    "ballot_box",
    "cast",
    "changed_booth",
    "check",
    "close_paper",
    "decrypt_as_server",
    "entry_of",
    "mail_receipt",
    "note_refusal",
    "open_paper",
    "prepare_paper",
    "publish_result",
    "receipt_again",
    "receipt_of",
    "seal_paper",
    "seat_of",
    "signed_receipt_of",
    "submit_decryption",
    "utc_text",
    "voter",
]
