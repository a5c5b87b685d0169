"""What can be done with a ballot paper: prepare, gather keys, seal, open, cast, close, decrypt.

Each use case takes the unit of work it runs in; none commits.
"""

from govapp.ballots.rules.hours import utc_text
from govapp.ballots.rules.papers import SERVER, PreparePaper, Trustee
from govapp.ballots.rules.rights import PaperRight
from govapp.ballots.service.booth import changed_booth
from govapp.ballots.service.casting import Box, CastReceipt, get_ballot_box, sign_cast_receipt
from govapp.ballots.service.ceremony import add_certificate, add_contribution, add_promise, add_share_key
from govapp.ballots.service.ceremony_state import ceremony_state, list_key_texts
from govapp.ballots.service.checking import list_box_faults
from govapp.ballots.service.closing import (
    CLOSING_GRACE,
    close_paper,
    close_paper_early,
    find_closing_fault,
    precompute_due_tallies,
)
from govapp.ballots.service.decrypting import decrypt_as_server, publish_result, submit_decryption
from govapp.ballots.service.drills import answer_drill, ask_to_test_again, require_tested, start_drill, waive_drill
from govapp.ballots.service.early_closing import ask_early_closing, withdraw_early_closing
from govapp.ballots.service.ending import end_without_result, report_lost_key
from govapp.ballots.service.hours import Extend, extend, list_hours_faults
from govapp.ballots.service.key_groups import begin_anew, find_or_make_key_group, member_of, replace_member
from govapp.ballots.service.key_records import list_holder_faults, list_key_faults
from govapp.ballots.service.key_requests import ask_who_is_awaited
from govapp.ballots.service.marking import MarkRight, list_mark_faults, mark_right, take_mark_back
from govapp.ballots.service.paper_records import list_paper_faults
from govapp.ballots.service.preparing import add_trustee_key, prepare_paper, trustee_of
from govapp.ballots.service.receipt_checking import CheckedReceipt, ReceiptFinding, check_receipt
from govapp.ballots.service.receipts import (
    OwnBallot,
    Voter,
    get_own_ballot,
    get_signed_receipt,
    get_voter,
    mail_receipt,
)
from govapp.ballots.service.receiving import receive_ballot, telling_of_facts
from govapp.ballots.service.renewing import renew_paper
from govapp.ballots.service.rights import (
    get_right,
    giver_voted,
    is_confirmed,
    list_papers_and_rights,
    list_rights,
    may_read_receipt,
    require_confirmed,
)
from govapp.ballots.service.sealing import cancel_paper, open_paper, seal_paper
from govapp.ballots.service.tallying import precompute_tally

__all__ = [
    "CLOSING_GRACE",
    "SERVER",
    "Box",
    "CastReceipt",
    "CheckedReceipt",
    "Extend",
    "MarkRight",
    "OwnBallot",
    "PaperRight",
    "PreparePaper",
    "ReceiptFinding",
    "Trustee",
    "Voter",
    "add_certificate",
    "add_contribution",
    "add_promise",
    "add_share_key",
    "add_trustee_key",
    "answer_drill",
    "ask_early_closing",
    "ask_to_test_again",
    "ask_who_is_awaited",
    "begin_anew",
    "cancel_paper",
    "ceremony_state",
    "changed_booth",
    "check_receipt",
    "close_paper",
    "close_paper_early",
    "decrypt_as_server",
    "end_without_result",
    "extend",
    "find_closing_fault",
    "find_or_make_key_group",
    "get_ballot_box",
    "get_own_ballot",
    "get_right",
    "get_signed_receipt",
    "get_voter",
    "giver_voted",
    "is_confirmed",
    "list_box_faults",
    "list_holder_faults",
    "list_hours_faults",
    "list_key_faults",
    "list_key_texts",
    "list_mark_faults",
    "list_paper_faults",
    "list_papers_and_rights",
    "list_rights",
    "mail_receipt",
    "mark_right",
    "may_read_receipt",
    "member_of",
    "open_paper",
    "precompute_due_tallies",
    "precompute_tally",
    "prepare_paper",
    "publish_result",
    "receive_ballot",
    "renew_paper",
    "replace_member",
    "report_lost_key",
    "require_confirmed",
    "require_tested",
    "seal_paper",
    "sign_cast_receipt",
    "start_drill",
    "submit_decryption",
    "take_mark_back",
    "telling_of_facts",
    "trustee_of",
    "utc_text",
    "waive_drill",
    "withdraw_early_closing",
]
