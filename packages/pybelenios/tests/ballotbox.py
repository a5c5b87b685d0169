"""A whole secret ballot in memory: trustees, voters, ballots, archive. Also takes archives apart to alter them."""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pybelenios.archive import chain
from pybelenios.archive.chain import Appended, EventType, Head, event_body
from pybelenios.archive.reader import Archive
from pybelenios.archive.tar import Record, event_record, write_archive
from pybelenios.ballot import CheckedBallot, check_ballot, make_ballot, sign_ballot
from pybelenios.counting.result import compute_result, write_result
from pybelenios.credentials import derive_credential, draw_code, draw_uuid
from pybelenios.decryption import check_partial_decryption, combine, partial_decryption
from pybelenios.election import AnyQuestion, Election, Question, read_election, write_election
from pybelenios.group import Draw, draw_scalar, point_text
from pybelenios.jsontext import compact, sha256_hex
from pybelenios.tally import EncryptedTally, Factors, TallyAccumulator, write_tally
from pybelenios.trustees import TrusteePair, Trustees, election_key, make_trustee_key, owner_keys, write_trustees
from pybelenios.window import ChainPlace, WindowEvent, sign_event

TIMESTAMP = 1795446485
MOTION = Question("Approve the accounts?", ("For", "Against", "Abstain"), 1, 1)
APPROVAL = Question("Members of the board", ("Ana", "Bob", "Cal", "Dan"), 0, 2, blank=True)
Edit = Callable[[dict[str, Any]], dict[str, Any]]


def _sorted_by_bytes(entries: list[str]) -> list[str]:
    return sorted(entries, key=lambda entry: bytes.fromhex(entry[:64])[::-1])


def unchanged(record: dict[str, Any]) -> dict[str, Any]:
    return record


class BallotBox:
    """An election from its keys to its result; call the steps in order and ask for the archive at any time."""

    def __init__(
        self,
        questions: Sequence[AnyQuestion] = (MOTION,),
        *,
        voters: int = 3,
        trustees: int = 1,
        weights: Sequence[int] | None = None,
        assembly: Mapping[str, object] | None = None,
        edit: Edit = unchanged,
        edit_credentials: Callable[[list[str]], list[str]] = _sorted_by_bytes,
        uuid: str = "",
        pairs: Sequence[TrusteePair] = (),
        members: Trustees = (),
    ) -> None:
        self.uuid = uuid or draw_uuid(secrets.randbelow)
        self.pairs = list(pairs) or [make_trustee_key() for _ in range(0 if members else trustees)]
        self.trustees = tuple(pair.public for pair in self.pairs)
        self.members: Trustees = members or self.trustees
        self.codes = [draw_code(secrets.randbelow) for _ in range(voters)]
        keys = [point_text(derive_credential(self.uuid, code).public) for code in self.codes]
        self.weights = dict(zip(keys, weights or [1] * voters, strict=True))
        entries = keys if weights is None else [f"{key},{weight}" for key, weight in self.weights.items()]
        self.credentials = compact(edit_credentials(entries))
        key = election_key(self.members)
        record = json.loads(write_election(uuid=self.uuid, name="Box", public_key=key, questions=questions))
        if assembly is not None:
            bound = {"voters": voters, "credentials": sha256_hex(self.credentials)}
            record["assembly"] = bound | dict(assembly)
        self.election = read_election(compact(edit(record)))
        self.steps = [chain.setup(self.election.raw, write_trustees(self.members), self.credentials)]
        self.counted: dict[str, CheckedBallot] = {}
        self.encrypted: EncryptedTally = ()

    @property
    def head(self) -> Head:
        return self.steps[-1].head

    def ballot(self, voter: int, choices: Sequence[Sequence[int]], draw: Draw = draw_scalar) -> bytes:
        return make_ballot(self.election, self.codes[voter], choices, draw)

    def cast(self, voter: int, *choices: Sequence[int], draw: Draw = draw_scalar) -> bytes:
        raw = self.ballot(voter, choices, draw)
        self.put(raw)
        return raw

    def put(self, raw: bytes) -> None:
        """Put any valid ballot in the box."""
        checked = check_ballot(self.election, raw, casting=False)
        self.counted.pop(checked.credential, None)
        self.counted[checked.credential] = checked
        self.steps.append(chain.append_ballot(self.head, raw))

    def put_unchecked(self, raw: bytes) -> None:
        """Put any text in the box."""
        self.steps.append(chain.append_ballot(self.head, raw))

    def end(self) -> None:
        self.steps.append(chain.end_ballots(self.head))

    def add_up(self) -> None:
        accumulator = TallyAccumulator(self.election)
        for credential, ballot in self.counted.items():
            accumulator.add(ballot.answers, self.weights[credential])
        self.encrypted = accumulator.tally()
        raw, count, weight = write_tally(self.encrypted), accumulator.ballots, accumulator.weight
        self.steps.append(chain.append_tally(self.head, raw, ballots=count, weight=weight))

    def decryption(self, owner: int) -> bytes:
        return partial_decryption(self.election, self.encrypted, self.pairs[owner - 1].private)

    def decrypt(self, owner: int) -> None:
        self.steps.append(chain.append_decryption(self.head, owner, self.decryption(owner)))

    def announce(self) -> None:
        factors = {
            owner: check_partial_decryption(self.election, self.encrypted, key, self.decryption(owner))
            for owner, key in enumerate(owner_keys(self.members), start=1)
        }
        self.announce_with(combine(self.members, factors))

    def announce_with(self, factors: Factors) -> None:
        weight = sum(self.weights[credential] for credential in self.counted)
        outcome = compute_result(self.election, self.encrypted, factors, weight)
        self.steps.append(chain.append_result(self.head, write_result(self.election, outcome)))

    def close(self) -> "BallotBox":
        """Go from the last ballot to the result."""
        self.end()
        self.add_up()
        for owner in range(1, len(self.pairs) + 1):
            self.decrypt(owner)
        self.announce()
        return self

    def records(self) -> list[Record]:
        return [record for step in self.steps for record in step.records]

    def archive(self) -> bytes:
        return lay_out(self.records())


def tally_of(election: Election, ballots: Sequence[CheckedBallot]) -> EncryptedTally:
    """Return the encrypted tally of ballots of weight 1."""
    accumulator = TallyAccumulator(election)
    for ballot in ballots:
        accumulator.add(ballot.answers)
    return accumulator.tally()


def lay_out(records: Sequence[Record]) -> bytes:
    return b"".join(write_archive(TIMESTAMP, records))


@dataclass(frozen=True)
class Step:
    """An event of an archive taken apart: what `rebuild` needs to make it again."""

    kind: EventType
    bodies: tuple[bytes, ...]  # without the last data record of Setup, tally, shuffles and decryptions
    owner: int = 0
    ballots: int = 0
    weight: int = 0
    window: tuple[WindowEvent, ...] | None = None


def steps_of(archive: Archive) -> list[Step]:
    """Take an archive apart."""
    steps = []
    owners = {
        item.event: item.owner
        for kind in (EventType.SHUFFLE, EventType.PARTIAL_DECRYPTION)
        for item in archive.owned(kind)
    }
    for event in archive.events:
        bodies = tuple(record.body for record in event.data)
        kept = bodies[:-1] if len(bodies) > 1 else bodies
        tally = archive.tally if event.type is EventType.ENCRYPTED_TALLY else None
        figures = (tally.ballots, tally.weight, tally.window) if tally else ()
        steps.append(Step(event.type, kept, owners.get(event.height, 0), *figures))
    return steps


def rebuild(steps: Sequence[Step]) -> list[Record]:
    """Make all records again, with a chain of their own."""
    records: list[Record] = []
    head: Head | None = None
    for step in steps:
        appended = _append(head, step)
        records += appended.records
        head = appended.head
    return records


def closed_anew(steps: Sequence[Step], seed: bytes) -> list[Step]:
    """Let the closing name the last of these ballots, signed with `seed`: whoever owns the server can do so."""
    *before, tally = steps
    assert tally.window is not None
    head: Head | None = None
    for step in before:
        if step.kind is not EventType.END_BALLOTS:
            head = _append(head, step).head
    assert head is not None
    closing = sign_event(replace(tally.window[-1], after=ChainPlace(head.event, head.height)), seed)
    return [*before, replace(tally, window=(*tally.window[:-1], closing))]


def _append(head: Head | None, step: Step) -> Appended:
    if head is None:
        return chain.setup(*step.bodies)
    return _APPEND[step.kind](head, step)


_APPEND: dict[EventType, Callable[[Head, Step], Appended]] = {
    EventType.SETUP: lambda head, step: _setup_again(head, step.bodies),
    EventType.BALLOT: lambda head, step: chain.append_ballot(head, *step.bodies),
    EventType.END_BALLOTS: lambda head, _: chain.end_ballots(head),
    EventType.ENCRYPTED_TALLY: lambda head, step: chain.append_tally(
        head, *step.bodies, ballots=step.ballots, weight=step.weight, window=step.window
    ),
    EventType.SHUFFLE: lambda head, step: chain.append_shuffle(head, step.owner, *step.bodies),
    EventType.END_SHUFFLES: lambda head, _: chain.end_shuffles(head),
    EventType.PARTIAL_DECRYPTION: lambda head, step: chain.append_decryption(head, step.owner, *step.bodies),
    EventType.RESULT: lambda head, step: chain.append_result(head, *step.bodies),
}


def _setup_again(head: Head, bodies: tuple[bytes, ...]) -> Appended:
    """Repeat the setup in the middle of a chain, which no honest program does."""
    first = chain.setup(*bodies)
    payload = first.records[-2]
    event = event_record(event_body(head.event, head.height + 1, EventType.SETUP, payload.digest))
    return Appended((*first.records[:-1], event), Head(event.digest, head.height + 1))


def edited(raw: bytes, change: Callable[[Any], object]) -> bytes:
    """Return a JSON record after `change` has altered its value in place."""
    value = json.loads(raw)
    change(value)
    return compact(value)


def resigned(box: BallotBox, voter: int, ballot: bytes, change: Callable[[Any], object]) -> bytes:
    """Return `ballot` with its content altered, signed again by its voter."""
    record = json.loads(ballot)
    change(record)
    credential = derive_credential(box.uuid, box.codes[voter])
    return sign_ballot(box.election, credential, record["answers"], draw_scalar)
