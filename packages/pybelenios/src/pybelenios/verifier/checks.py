"""The numbered checks, in order. Each says one sentence when it passes and names the event when it does not.

We are stricter than belenios-tool, which up to 3.3.0 looks neither at the order of events nor at the number of tallied
ballots, accepts rankings that nobody shuffled and decryptions that nobody proved while there is no result, and binds
the list of voters to nothing.
"""

from collections.abc import Callable

from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import Archive, read_layout, require_chain, require_records, require_sequence
from pybelenios.archive.tar import ArchiveRefused
from pybelenios.counting.result import ElectionResult
from pybelenios.credentiallist import PublicCredential, read_credentials
from pybelenios.decryption import can_combine, check_partial_decryption, combine
from pybelenios.election import Election, read_election
from pybelenios.errors import Malformed, Refused
from pybelenios.mixnet import check_shuffle
from pybelenios.tally import EncryptedTally, Factors, write_tally
from pybelenios.trustees import Trustees, check_trustees, election_key, owner_keys, read_trustees
from pybelenios.verifier.ballots import BallotsOutcome, check_ballots
from pybelenios.verifier.binding import check_assembly, located, require_result, require_shuffles
from pybelenios.verifier.cautions import list_cautions, require_decision_words
from pybelenios.verifier.evidence import PriorEvidence, count_replaced, faults_of
from pybelenios.verifier.hours import SENTENCES, check_events, located_at_tally, require_closed, rule_of, said_of
from pybelenios.verifier.report import CheckResult, CheckState, Report, Subject, VerificationFault

Check = Callable[[], str]


class _NotYet(Exception):  # noqa: N818 - the ballot has not come so far, which is no fault
    """There is nothing to check yet; the text says why."""


class _Faulty(Exception):  # noqa: N818 - carries faults to the report
    """A check found these faults."""

    def __init__(self, faults: tuple[VerificationFault, ...]) -> None:
        self.faults = faults
        super().__init__()


def verify(
    buffer: bytes | memoryview, *, jobs: int = 1, roll: bytes | None = None, evidence: PriorEvidence | None = None
) -> Report:
    """Return the verdict on the archive in `buffer`.

    `jobs` processes share the ballots; `roll` is the text of the roll.json that the election claims to be for,
    `evidence` what was seen of the ballot box before. Raises ArchiveUnreadable when the file is no archive at all.
    """
    verification = Verification(buffer, jobs, roll, evidence or PriorEvidence())
    checks: list[CheckResult] = []
    for number, (name, check) in enumerate(verification.checks(), start=1):
        if any(done.state is CheckState.FAILED for done in checks):
            checks.append(CheckResult(number, name, CheckState.NOT_REACHED, "An earlier check failed."))
        else:
            checks.append(_run(number, name, check))
    remarks, cautions = tuple(verification.remarks), verification.cautions()
    found = verification.subject(), remarks, verification.result, verification.replaced, cautions
    return Report(tuple(checks), *found)


def _run(number: int, name: str, check: Check) -> CheckResult:
    try:
        return CheckResult(number, name, CheckState.PASSED, check())
    except _NotYet as pause:
        return CheckResult(number, name, CheckState.NOT_YET, str(pause))
    except _Faulty as faulty:
        faults = faulty.faults
    except ArchiveRefused as refusal:
        faults = (VerificationFault(refusal.reason, refusal.sentence, refusal.event),)
    except Refused as refusal:
        faults = (VerificationFault(refusal.reason, refusal.sentence, 0),)
    except Malformed as fault:
        faults = (VerificationFault(fault.reason, "A record of the setup is not written as the format demands.", 0),)
    return CheckResult(number, name, CheckState.FAILED, f"Failed: {faults[0].sentence}", faults)


class Verification:
    """One run over one archive: each check leaves behind what the later ones need."""

    archive: Archive
    trustees: Trustees
    credentials: tuple[PublicCredential, ...]
    tally: EncryptedTally
    factors: dict[int, Factors]

    def __init__(self, buffer: bytes | memoryview, jobs: int, roll: bytes | None, evidence: PriorEvidence) -> None:
        self._buffer, self._jobs, self._roll, self._evidence = buffer, jobs, roll, evidence
        self.election: Election | None = None
        self.ballots: BallotsOutcome | None = None
        self.remarks: list[str] = []
        self.replaced = 0
        self.is_bound = False
        self.result: ElectionResult | None = None

    def checks(self) -> tuple[tuple[str, Check], ...]:
        """Return every check with its name, in the order in which they build on each other."""
        earlier = (("what was seen before", self.check_evidence),) if self._evidence else ()
        return (
            ("layout of the file", self.check_layout),
            ("order of events", self.check_sequence),
            ("chain of events", self.check_chain),
            ("records of each event", self.check_records),
            ("election", self.check_election),
            ("trustees", self.check_trustees),
            ("election key", self.check_key),
            ("credentials", self.check_credentials),
            ("roll", self.check_roll),
            ("ballots", self.check_ballots),
            ("encrypted tally", self.check_tally),
            ("shuffles", self.check_shuffles),
            ("decryptions", self.check_decryptions),
            ("result", self.check_result),
            ("voting window", self.check_window),
            *earlier,
        )

    def subject(self) -> Subject | None:
        """Return which ballot the archive is about, as far as it could be read."""
        if self.election is None:
            return None
        head, last = self.archive.head, self.archive.last
        state = "counted" if last(EventType.RESULT) else "closed" if last(EventType.END_BALLOTS) else "open"
        election = self.election
        return Subject(election.uuid, election.name, election.fingerprint, head.event, head.height, state)

    def cautions(self) -> tuple[str, ...]:
        """Return what to know about a result that is right; nothing of an archive in which the roll does not fit."""
        return tuple(list_cautions(self._election, self.trustees)) if self.is_bound else ()

    def check_layout(self) -> str:
        """Check that every byte is one that the format calls for, and that every record is named by its hash."""
        self.archive = read_layout(self._buffer)
        return f"{len(self._buffer)} bytes hold {len(self.archive.events)} events, each byte in its place."

    def check_sequence(self) -> str:
        """Check that events come in the only possible order, or in a beginning of it while the ballot runs."""
        require_sequence(self.archive.events)
        return f"The events follow the course of a ballot, from {EventType.SETUP} to {self.archive.events[-1].type}."

    def check_chain(self) -> str:
        """Check that each event names the one before it (section 4.4)."""
        require_chain(self.archive.events)
        return "Each event carries the hash of the one before it."

    def check_records(self) -> str:
        """Check that no record is missing, and that none was slipped in (section 4.4)."""
        require_records(self.archive.events)
        return "Each event has exactly the records that it calls for; nothing was slipped in."

    def check_election(self) -> str:
        """Check that the election record can be read (sections 4.9 and 4.10)."""
        self.election = read_election(self.archive.election)
        return f"The record asks {len(self.election.questions)} questions; its fingerprint is in every ballot."

    def check_trustees(self) -> str:
        """Check that every trustee has proved to own a key that nobody else has (section 4.5)."""
        self.trustees = read_trustees(self.archive.trustees)
        check_trustees(self.trustees)
        return f"{len(owner_keys(self.trustees))} keys, each proved by its owner, no two alike."

    def check_key(self) -> str:
        """Check that nobody but the trustees can open the ballots (sections 4.5 to 4.7)."""
        if election_key(self.trustees) != self._election.public_key:
            raise Refused(
                "election key does not match the trustees",
                "The key under which votes are encrypted is not the one that the trustees made.",
            )
        return "Votes are encrypted under the key that the trustees made together."

    def check_credentials(self) -> str:
        """Check that every credential is a key of its own (section 4.8)."""
        self.credentials = read_credentials(self.archive.credentials)
        if any(entry.name for entry in self.credentials):
            self.remarks.append("The list of credentials names persons; names must not be published.")
        weights = sum(entry.weight for entry in self.credentials)
        return f"{len(self.credentials)} credentials, no two alike, with {weights} votes together."

    def check_roll(self) -> str:
        """Check that the archive has the voters whom the election record states."""
        said = check_assembly(self._election, self.archive.credentials, self.credentials, self._roll)
        require_decision_words(self._election)
        self.is_bound = True
        return said

    def check_ballots(self) -> str:
        """Check that every ballot is well written, signed by its credential and proved lawful (4.11 to 4.17)."""
        weights = {entry.key: entry.weight for entry in self.credentials}
        outcome = check_ballots(self.archive, self._election, weights, self._jobs)
        if outcome.faults:
            raise _Faulty(tuple(outcome.faults))
        self.ballots = outcome
        self.remarks += [f"Everybody can read a choice of the ballot of event {event}." for event in outcome.unhidden]
        self.remarks += [f"The ballot of event {event} uses the secret of another one." for event in outcome.repeated]
        replaced = outcome.cast - outcome.sum.ballots
        return (
            f"{outcome.cast} ballots are valid; {replaced} were replaced by a later one, {outcome.sum.ballots} count."
        )

    def check_tally(self) -> str:
        """Check that the encrypted tally is the sum of the ballots that count, and of nothing else (section 4.18)."""
        stated, ballots = self.archive.tally, self._ballots
        if stated is None:
            raise _NotYet("The ballots have not been added up yet.")
        self.tally = ballots.sum.tally()
        if write_tally(self.tally) != stated.body:
            sentence = "The encrypted tally is not the sum of the ballots that count."
            raise ArchiveRefused("encrypted tally", sentence, stated.event)
        if (stated.ballots, stated.weight) != (ballots.sum.ballots, ballots.sum.weight):
            sentence = "The number or the weight of the tallied ballots is not that of the ballots that count."
            raise ArchiveRefused("tally size", sentence, stated.event)
        return f"The encrypted tally is the sum of the {stated.ballots} ballots that count, weight {stated.weight}."

    def check_shuffles(self) -> str:
        """Check that rankings were shuffled by two trustees before anybody decrypted them (section 4.19)."""
        shuffles = self.archive.owned(EventType.SHUFFLE)
        if not self._election.has_ranking:
            if shuffles:
                raise ArchiveRefused("shuffle shape", "There is nothing to shuffle.", shuffles[0].event)
            return "No question needs a shuffle."
        later = self.archive.last(EventType.PARTIAL_DECRYPTION) or self.archive.last(EventType.END_SHUFFLES)
        require_shuffles([shuffle.owner for shuffle in shuffles], later.height if later else None)
        for shuffle in shuffles:
            self._require_owner(shuffle.owner, shuffle.event)
            with located(shuffle.event):
                self.tally = check_shuffle(self._election, self.tally, shuffle.body)
        if later is None:
            raise _NotYet(f"{len(shuffles)} shuffles are there, all valid; more may come.")
        return f"{len(shuffles)} trustees shuffled the rankings and proved that nothing else changed."

    def check_decryptions(self) -> str:
        """Check that every decryption is proved to be made with the trustee's own key (section 4.20)."""
        decryptions = self.archive.owned(EventType.PARTIAL_DECRYPTION)
        keys = owner_keys(self.trustees)
        self.factors = {}
        for decryption in decryptions:
            self._require_owner(decryption.owner, decryption.event)
            if decryption.owner in self.factors:
                raise ArchiveRefused("repeated decryption", "A trustee has decrypted twice.", decryption.event)
            with located(decryption.event):
                key = keys[decryption.owner - 1]
                factors = check_partial_decryption(self._election, self.tally, key, decryption.body)
            self.factors[decryption.owner] = factors
        if not decryptions:
            raise _NotYet("No trustee has decrypted yet.")
        self._remark_on_few_ballots()
        return f"{len(decryptions)} of {len(keys)} trustees decrypted, each proved with the trustee's key."

    def check_result(self) -> str:
        """Check that the result is what the tally hides (section 4.21)."""
        event = self.archive.last(EventType.RESULT)
        if event is None:
            enough = can_combine(self.trustees, set(self.factors))
            raise _NotYet("The result is not written yet." if enough else "Decryptions are still missing.")
        with located(event.height):
            factors = combine(self.trustees, self.factors)
            weight, body = self._ballots.sum.weight, event.data[0].body
            self.result = require_result(self._election, self.tally, factors, weight, body)
        return "The result is exactly what the decrypted tally says."

    def check_window(self) -> str:
        """Check that the hours were those of the sealed record, or changed as it allows, and that all of it is told."""
        rule, tally = rule_of(self._election), self.archive.tally
        if rule is None:
            if tally is not None and tally.window is not None:
                raise located_at_tally(self.archive, Refused("window of no rule", SENTENCES["window of no rule"]))
            return "The record is of version 0: it names the hours of voting, and no rule for changing them."
        if tally is None:
            raise _NotYet(f"The record allows voting from {rule.not_before} to {rule.not_after}, and is still open.")
        events = tally.window or ()
        try:
            check_events(self._election, self.archive, rule, events)
            require_closed(self.archive, events)
        except Refused as refusal:
            raise located_at_tally(self.archive, refusal) from None
        return said_of(rule, events)

    def check_evidence(self) -> str:
        """Check that what somebody saw of the ballot box before is still in it."""
        faults = faults_of(self._evidence, self.archive, self._election)
        if faults:
            raise _Faulty(faults)
        heads, receipts, window = len(self._evidence.heads), len(self._evidence.receipts), len(self._evidence.window)
        self.replaced = count_replaced(self._evidence, self.archive)
        hours = f" {window} earlier records about the hours are as they were." if window else ""
        return (
            f"{heads} earlier heads are links of this chain; the ballots of {receipts} receipts are in the box, "
            f"{receipts - self.replaced} of them count and {self.replaced} were replaced by a later one.{hours}"
        )

    def _remark_on_few_ballots(self) -> None:
        minimum = (self._election.assembly or {}).get("minimum_ballots")
        ballots = self._ballots.sum.ballots
        if isinstance(minimum, int) and ballots < minimum:
            self.remarks.append(f"{ballots} ballots were decrypted, though the record wants at least {minimum}.")

    @property
    def _election(self) -> Election:
        assert self.election is not None  # noqa: S101 - read by an earlier check
        return self.election

    @property
    def _ballots(self) -> BallotsOutcome:
        assert self.ballots is not None  # noqa: S101 - checked by an earlier check
        return self.ballots

    def _require_owner(self, owner: int, event: int) -> None:
        if owner > len(owner_keys(self.trustees)):
            raise ArchiveRefused("unknown trustee", "A contribution is by a trustee who does not exist.", event)
