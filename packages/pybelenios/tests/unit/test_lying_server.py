"""Frauds of whoever runs the server, each with the whole archive made again for it: the verifier sees them."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from packages.pybelenios.tests.ballotbox import MOTION, BallotBox, lay_out, rebuild, steps_of
from pybelenios.archive import chain
from pybelenios.archive.chain import EventType, event_body
from pybelenios.archive.reader import read_archive
from pybelenios.archive.tar import Record, data_record, event_record
from pybelenios.cli.verify import main
from pybelenios.errors import Malformed
from pybelenios.group import ORDER, draw_scalar
from pybelenios.jsontext import compact, sha256_b64, sha256_hex
from pybelenios.receipts.receipt import Receipt, SignedReceipt, read_receipt, receipt_key, sign_receipt
from pybelenios.trustees import TrusteePair, make_trustee_key
from pybelenios.verifier.checks import verify
from pybelenios.verifier.evidence import PriorEvidence

FOR, AGAINST = [1, 0, 0], [0, 1, 0]
SEED = bytes(range(32))
RECEIPT_KEY = receipt_key(SEED)


def reason_of(raw: bytes, evidence: PriorEvidence | None = None) -> str:
    report = verify(raw, evidence=evidence)
    return report.faults[0].reason if report.faults else "valid"


def receipting_box(**options: object) -> BallotBox:
    """Return a box whose election record names the key of receipts."""
    return BallotBox(assembly={"receipt_key": RECEIPT_KEY}, **options)  # type: ignore[arg-type]


def receipt_for(box: BallotBox, seed: bytes = SEED) -> SignedReceipt:
    """Return the receipt of the newest ballot, as the server signs it."""
    ballot = box.steps[-1].records[0].body
    receipt = Receipt(box.uuid, sha256_b64(ballot), box.head.event, box.head.height, "2026-06-16T16:00:00Z")
    return sign_receipt(receipt, seed)


# -- the tally ---------------------------------------------------------------------------------------------------------


def _only_the_last(box: BallotBox) -> None:
    box.counted = dict(list(box.counted.items())[-1:])


def _without_the_first(box: BallotBox) -> None:
    box.counted.pop(next(iter(box.counted)))


@pytest.mark.parametrize("leave_out", [_only_the_last, _without_the_first])
@pytest.mark.parametrize("length", [14, 350, 352, 5000])
def test_a_total_of_fewer_ballots_is_seen_however_long_the_name_of_the_election_is(
    length: int, leave_out: Callable[[BallotBox], None]
) -> None:
    box = BallotBox(uuid="a" * length)
    for voter, choice in enumerate((FOR, FOR, AGAINST)):
        box.cast(voter, choice)
    honest = box.steps[:]
    leave_out(box)
    assert reason_of(box.close().archive()) == "encrypted tally"
    box.steps = honest
    for voter in (1, 2, 0):
        box.cast(voter, AGAINST)
    report = verify(box.close().archive())
    assert report.valid
    assert report.result == ((0, 3, 0),)


def test_an_older_ballot_counted_in_place_of_a_later_vote_is_seen() -> None:
    box = BallotBox()
    box.cast(0, FOR)
    box.cast(1, FOR)
    older = dict(box.counted)
    box.cast(0, AGAINST)
    box.counted = older
    assert reason_of(box.close().archive()) == "encrypted tally"


def test_an_older_ballot_put_in_once_more_is_seen() -> None:
    box = BallotBox()
    older = box.cast(0, FOR)
    box.cast(0, AGAINST)
    box.put(older)
    assert reason_of(box.close().archive()) == "duplicate ballot"


def test_a_ballot_of_somebody_who_is_not_on_the_list_is_seen() -> None:
    box, stranger = BallotBox(), "zzzzz-zzzzzz-zzzzz-zzzzzz"
    box.cast(0, FOR)
    box.codes[1] = stranger
    box.put_unchecked(box.ballot(1, [FOR]))
    assert reason_of(box.archive()) == "unknown credential"


def test_a_handful_of_ballots_that_was_opened_against_the_record_is_remarked_upon() -> None:
    box = BallotBox(assembly={"minimum_ballots": 3})
    box.cast(0, FOR)
    box.cast(1, FOR)
    report = verify(box.close().archive())
    assert report.valid
    assert report.remarks == ("2 ballots were decrypted, though the record wants at least 3.",)
    box.steps = box.steps[:-3]
    assert verify(box.archive()).remarks == ()


# -- the keys ----------------------------------------------------------------------------------------------------------


def test_two_trustees_whose_keys_undo_each_other_hide_nothing() -> None:
    private = draw_scalar()
    values = (iter([private, draw_scalar()]), iter([ORDER - private, draw_scalar()]))
    pairs = [make_trustee_key(lambda each=each: next(each)) for each in values]  # type: ignore[misc]
    box = BallotBox(pairs=pairs)
    assert reason_of(box.archive()) == "neutral election key"


def test_other_trustees_in_the_record_are_seen() -> None:
    box, others = BallotBox(trustees=2), BallotBox(trustees=2)
    box.cast(0, FOR)
    steps = steps_of(read_archive(box.archive()))
    election, _, credentials = steps[0].bodies
    setup = chain.setup(election, others.steps[0].records[1].body, credentials)
    assert reason_of(lay_out(setup.records)) == "election key does not match the trustees"


def test_a_decryption_by_somebody_else_in_the_name_of_a_trustee_is_seen() -> None:
    box, other = BallotBox(trustees=2), make_trustee_key()
    box.cast(0, FOR)
    box.end()
    box.add_up()
    box.pairs[1] = TrusteePair(other.private, other.public)
    box.decrypt(1)
    box.decrypt(2)
    assert reason_of(box.archive()) == "decryption proof"


# -- the record and its numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("member", "value"), [("version", True), ("version", 1.0), ("voters", True), ("voters", 1.0), ("voters", 2)]
)
def test_a_number_of_the_record_is_a_whole_number_and_the_right_one(member: str, value: object) -> None:
    def edit(record: dict[str, object]) -> dict[str, object]:
        assembly = record["assembly"]
        assert isinstance(assembly, dict)
        return record | ({"version": value} if member == "version" else {"assembly": assembly | {member: value}})

    box = BallotBox(voters=1, assembly={}, edit=edit) if member == "voters" else None
    if box is None:
        honest = BallotBox(voters=1, assembly={})
        setup = chain.setup(compact(edit(json.loads(honest.election.raw))), *_bodies(honest)[1:3])
        assert reason_of(lay_out(setup.records)) == "election: version"
    else:
        assert reason_of(box.archive()) in {"assembly member", "number of voters"}


def _bodies(box: BallotBox) -> list[bytes]:
    return [record.body for record in box.steps[0].records]


def _with_events(records: Sequence[Record], change: Callable[[bytes], bytes]) -> bytes:
    return lay_out([event_record(change(each.body)) if "event" in each.name else each for each in records])


@pytest.mark.parametrize(
    ("written", "instead"), [(b'"height":0,', b'"height":false,'), (b'"height":0,', b'"height":0.0,')]
)
def test_the_number_of_an_event_is_a_number(written: bytes, instead: bytes) -> None:
    raw = _with_events(BallotBox().records(), lambda body: body.replace(written, instead))
    assert reason_of(raw) == "event 0"


def test_the_number_of_tallied_ballots_and_the_owner_of_a_share_are_numbers() -> None:
    box = BallotBox()
    box.cast(0, FOR)
    box.end()
    before = box.records()
    box.add_up()
    tally, summary = (record.body for record in box.steps[-1].records[:2])
    for instead in (b'"num_tallied":true', b'"num_tallied":1.0'):
        payload = data_record(summary.replace(b'"num_tallied":1', instead))
        event = event_record(event_body(box.steps[-2].head.event, 3, EventType.ENCRYPTED_TALLY, payload.digest))
        assert reason_of(lay_out([*before, data_record(tally), payload, event])) == "event 3"
    for owner in (b"true", b"1.0", b"0"):
        decryption = box.decryption(1)
        payload = data_record(b'{"owner":%s,"payload":"%s"}' % (owner, sha256_hex(decryption).encode()))
        event = event_record(event_body(box.head.event, 4, EventType.PARTIAL_DECRYPTION, payload.digest))
        assert reason_of(lay_out([*box.records(), data_record(decryption), payload, event])) == "event 4"


def test_the_name_of_a_vote_cannot_write_over_the_verdict() -> None:
    def edit(record: dict[str, object]) -> dict[str, object]:
        return record | {"name": "Board\n 1. passed\x1b[2J\u202e\ud800"}

    box = BallotBox()
    raw = compact_loosely(edit(json.loads(box.election.raw)))
    lines = list(verify(lay_out(chain.setup(raw, *_bodies(box)[1:3]).records)).lines())
    assert lines[0].startswith("Board? 1. passed?[2J?? (")
    assert all(line.isprintable() for line in lines)


def compact_loosely(record: object) -> bytes:
    """Return JSON with every letter escaped, which can hold half a letter."""
    return json.dumps(record, separators=(",", ":")).encode()


def test_in_an_assembly_nobody_counts_more_than_once() -> None:
    for weights in ([1, 1000, 1], [0, 1, 1]):
        assert reason_of(BallotBox(weights=weights, assembly={}).archive()) == "weights"
        assert reason_of(BallotBox(weights=weights).archive()) == "valid"
    assert reason_of(BallotBox(weights=[1, 1, 1], assembly={}).archive()) == "valid"


# -- what was seen before ----------------------------------------------------------------------------------------------


def test_a_ballot_that_was_taken_out_is_shown_by_its_receipt_alone() -> None:
    box = receipting_box()
    box.cast(0, FOR)
    kept = receipt_for(box)
    box.cast(1, AGAINST)
    steps = steps_of(read_archive(box.archive()))
    without = lay_out(rebuild([steps[0], steps[2]]))
    assert verify(without).valid, "nothing in the archive itself can show it"
    report = verify(without, evidence=PriorEvidence(receipts=(kept,)))
    assert [fault.reason for fault in report.faults] == ["ballot of the receipt"]
    assert kept.receipt.tracker in report.faults[0].sentence
    assert verify(box.archive(), evidence=PriorEvidence(receipts=(kept,))).valid


def test_a_later_vote_that_was_taken_out_or_put_before_the_older_one_is_shown_by_its_receipt() -> None:
    box = receipting_box()
    box.cast(0, FOR)
    older = receipt_for(box)
    box.cast(0, AGAINST)
    later = receipt_for(box)
    steps = steps_of(read_archive(box.archive()))
    for frauds in ([steps[0], steps[1]], [steps[0], steps[2], steps[1]]):
        raw = lay_out(rebuild(frauds))
        assert verify(raw).valid
        assert reason_of(raw, PriorEvidence(receipts=(later,))) == "ballot of the receipt"
    report = verify(box.archive(), evidence=PriorEvidence(receipts=(older, later)))
    assert report.valid
    assert "1 of them count and 1 were replaced" in report.checks[-1].sentence
    assert report.replaced == 1
    assert [line for line in report.lines() if line.startswith("BUT REPLACED: ")]
    assert not [line for line in verify(box.archive()).lines() if "REPLACED" in line]


def test_a_chain_that_was_made_again_is_shown_by_an_earlier_head() -> None:
    box = receipting_box()
    box.cast(0, FOR)
    box.cast(0, AGAINST)
    seen = box.head.event
    box.cast(1, FOR)
    steps = steps_of(read_archive(box.archive()))
    raw = lay_out(rebuild([steps[0], *steps[2:]]))
    assert verify(raw).valid
    assert reason_of(raw, PriorEvidence(heads=(seen,))) == "earlier head"
    assert verify(box.archive(), evidence=PriorEvidence(heads=(seen, box.head.event))).valid


def test_a_receipt_of_another_vote_or_by_another_hand_proves_nothing() -> None:
    box, other = receipting_box(), receipting_box()
    for each in (box, other):
        each.cast(0, FOR)
    assert reason_of(box.archive(), PriorEvidence(receipts=(receipt_for(other),))) == "receipt"
    assert reason_of(box.archive(), PriorEvidence(receipts=(receipt_for(box, bytes(32)),))) == "receipt"
    nameless = BallotBox()
    nameless.cast(0, FOR)
    assert reason_of(nameless.archive(), PriorEvidence(receipts=(receipt_for(nameless),))) == "receipt"


@pytest.mark.parametrize("height", [0, 2, 10**30])
def test_a_receipt_that_names_another_place_is_not_believed(height: int) -> None:
    box = receipting_box()
    box.cast(0, FOR)
    true = receipt_for(box).receipt
    moved = Receipt(true.uuid, true.tracker, true.event, height, true.received_at)
    assert reason_of(box.archive(), PriorEvidence(receipts=(sign_receipt(moved, SEED),))) == "ballot of the receipt"


def test_a_receipt_is_read_from_its_file_in_any_layout() -> None:
    box = receipting_box()
    box.cast(0, FOR)
    kept = receipt_for(box)
    for raw in (json.dumps(kept.to_json()), json.dumps(kept.to_json(), sort_keys=True, indent=2) + "\n"):
        assert read_receipt(raw.encode()) == kept


@pytest.mark.parametrize(
    "change",
    [{"height": True}, {"height": "1"}, {"height": -1}, {"tracker": 5}, {"signature": None}, {"note": "more"}],
)
def test_what_is_no_receipt_is_not_read_as_one(change: dict[str, object]) -> None:
    box = receipting_box()
    box.cast(0, FOR)
    with pytest.raises(Malformed):
        read_receipt(json.dumps(receipt_for(box).to_json() | change).encode())
    for raw in (b"[]", b"{}", b"", b"\xff"):
        with pytest.raises(Malformed):
            read_receipt(raw)


def test_the_command_takes_receipts_heads_and_earlier_copies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = receipting_box()
    box.cast(0, FOR)
    (tmp_path / "receipt.json").write_text(json.dumps(receipt_for(box).to_json()), encoding="utf-8")
    (tmp_path / "old.bel").write_bytes(box.archive())
    head = box.head.event
    box.cast(1, AGAINST)
    steps = steps_of(read_archive(box.archive()))
    (tmp_path / "now.bel").write_bytes(box.archive())
    (tmp_path / "fraud.bel").write_bytes(lay_out(rebuild([steps[0], steps[2]])))
    seen = ["--receipt", str(tmp_path / "receipt.json"), "--head", head, "--earlier", str(tmp_path / "old.bel")]
    assert main([str(tmp_path / "now.bel"), "--jobs", "1", *seen]) == 0
    assert "16. passed      what was seen before: 2 earlier heads" in capsys.readouterr().out
    assert main([str(tmp_path / "fraud.bel"), "--jobs", "1", *seen]) == 1
    assert "ballots were taken out, changed or put in another order" in capsys.readouterr().out
    (tmp_path / "receipt.json").write_text("{}", encoding="utf-8")
    assert main([str(tmp_path / "now.bel"), "--jobs", "1", *seen]) == 2
    (tmp_path / "receipt.json").write_text(json.dumps(receipt_for(box).to_json()), encoding="utf-8")
    (tmp_path / "old.bel").write_bytes(lay_out(box.records()[:-1]))
    assert main([str(tmp_path / "now.bel"), "--jobs", "1", *seen]) == 2
    with pytest.raises(SystemExit) as misuse:
        main([str(tmp_path / "now.bel"), "--head", head[:-1]])
    assert misuse.value.code == 2
    assert "64 digits" in capsys.readouterr().err


def test_the_questions_are_those_that_voters_were_shown() -> None:
    """The plain questions are what is counted; a record whose two halves say different things is refused."""
    shown = {"title": {"en": MOTION.title}, "answers": [{"label": {"en": each}} for each in MOTION.answers]}
    turned = {**shown, "answers": list(reversed(shown["answers"]))}  # type: ignore[call-overload]
    assert reason_of(BallotBox(assembly={"questions": [shown]}).archive()) == "valid"
    assert reason_of(BallotBox(assembly={"questions": [turned]}).archive()) == "questions of the assembly"


def test_who_reads_one_language_is_not_shown_another_answer_than_who_reads_the_other() -> None:
    """The counted words are those of one language: "For" cannot be shown to some where "Contre" is counted."""

    def asked(*answers: dict[str, str], title: dict[str, str] | None = None) -> str:
        shown = {"title": title or {"en": MOTION.title, "fr": "?"}, "answers": [{"label": each} for each in answers]}
        return reason_of(BallotBox(assembly={"questions": [shown]}).archive())

    rest = {"en": "Abstain", "fr": "Abstention"}
    assert asked({"en": "For", "fr": "Pour"}, {"en": "Against", "fr": "Contre"}, rest) == "valid"
    assert asked({"en": "For"}, {"en": "Against", "fr": "Contre"}, rest) == "valid"
    assert asked({"fr": "For"}, {"en": "Against"}, rest) == "valid", (
        "a text that is missing is shown in another language"
    )
    refused = "questions of the assembly"
    assert asked({"en": "Against", "fr": "For"}, {"en": "For", "fr": "Against"}, rest) == refused
    assert asked({"en": "Perhaps", "fr": "For"}, {"en": "Against", "fr": "Contre"}, rest) == refused
    assert asked({"en": "For"}, {"en": ""}, rest) == refused
