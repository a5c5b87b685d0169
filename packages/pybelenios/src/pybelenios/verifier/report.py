"""What the verifier found, as values and as text."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from pybelenios.jsontext import in_groups

SHOWN_FAULTS = 20


def printable(text: str) -> str:
    """Return `text` with a question mark for each character that would move the cursor or cannot be written at all.

    Names come from the archive and its maker: they must not write over the verdict on the screen.
    """
    return "".join(each if each.isprintable() else "?" for each in text)


class CheckState(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_YET = "not yet"  # the ballot has not come so far
    NOT_REACHED = "not reached"  # an earlier check failed


@dataclass(frozen=True, slots=True)
class VerificationFault:
    """One thing that is wrong, and where: the height of the event, None for the whole archive."""

    reason: str
    sentence: str
    event: int | None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One numbered check."""

    number: int
    name: str
    state: CheckState
    sentence: str
    faults: tuple[VerificationFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Which ballot the archive is about."""

    uuid: str
    name: str
    fingerprint: str
    head: str
    height: int
    state: str  # open, closed, counted


@dataclass(frozen=True, slots=True)
class Report:
    """The whole verdict. `replaced` counts the receipts whose ballot a later one of the same code replaced.

    `remarks` are about single records, `cautions` about what a right archive does not protect from: these come last.
    """

    checks: tuple[CheckResult, ...]
    subject: Subject | None
    remarks: tuple[str, ...]
    result: tuple[tuple[object, ...], ...] | None
    replaced: int = 0
    cautions: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Tell whether no check failed."""
        return not any(check.state is CheckState.FAILED for check in self.checks)

    @property
    def faults(self) -> tuple[VerificationFault, ...]:
        """Everything that is wrong, in the order in which it was found."""
        return tuple(fault for check in self.checks for fault in check.faults)

    def to_json(self) -> dict[str, object]:
        """Return the report for another program."""
        return {"valid": self.valid, **asdict(self)}

    def lines(self) -> Iterator[str]:
        """Yield the report for a person, line by line."""
        yield from map(printable, self._lines())

    def _lines(self) -> Iterator[str]:
        if self.subject:
            yield f"{self.subject.name} ({self.subject.uuid}), {self.subject.state}"
            yield f"fingerprint {self.subject.fingerprint}"
            yield f"head {self.subject.head} at event {self.subject.height}"
        for check in self.checks:
            yield f"{check.number:2}. {check.state.value:11} {check.name}: {check.sentence}"
            yield from self._fault_lines(check)
        yield from (f"    note: {remark}" for remark in self.remarks)
        yield "VALID" if self.valid else "INVALID"
        if self.valid and self.replaced:
            yield f"BUT REPLACED: of the ballots whose receipts you gave, {self.replaced} do not count."
            yield "Their voting codes sent a later ballot. Whoever did not vote again knows that somebody else did:"
            yield "keep this report, the receipt and the archive, and tell the key holders and the auditor."
        yield from (f"Look at this: {caution}" for caution in self.cautions)
        if self.valid and self.subject:
            yield f"Vote: {self.subject.name} ({self.subject.uuid})"
            yield f"Last link, to compare whole: {in_groups(self.subject.head)}"

    @staticmethod
    def _fault_lines(check: CheckResult) -> Iterator[str]:
        for fault in check.faults[:SHOWN_FAULTS]:
            where = "the archive" if fault.event is None else f"event {fault.event}"
            yield f"    {where}: {fault.sentence} ({fault.reason})"
        hidden = len(check.faults) - SHOWN_FAULTS
        if hidden > 0:
            yield f"    and {hidden} more"
