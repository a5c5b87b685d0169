"""Ballots verified per second, by govapp-verify and by belenios-tool beside it, on one archive and in one run.

    python -m bench.verify [--ballots 1000] [--tool PATH/belenios-tool]

Prints rows for docs/performance.md. The archive is a closed and counted paper of three motions with three answers each.
"""

import argparse
import os
import platform
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pybelenios.archive import chain
from pybelenios.archive.chain import Appended
from pybelenios.archive.tar import write_archive
from pybelenios.ballot import check_ballot, make_ballot
from pybelenios.counting.result import compute_result, write_result
from pybelenios.credentiallist import write_credentials
from pybelenios.credentials import derive_credential, draw_code, draw_uuid
from pybelenios.decryption import check_partial_decryption, partial_decryption
from pybelenios.election import Election, Question, read_election, write_election
from pybelenios.tally import TallyAccumulator, write_tally
from pybelenios.trustees import TrusteePair, election_key, make_trustee_key, write_trustees

ANSWERS = ("For", "Against", "Abstain")


def write_paper(ballots: int, folder: Path) -> Path:
    """Write a counted archive with that many ballots into `folder` and return its path."""
    uuid, pair = draw_uuid(secrets.randbelow), make_trustee_key()
    questions = [Question(f"Motion {number}", ANSWERS, 1, 1) for number in (1, 2, 3)]
    key = election_key([pair.public])
    election = read_election(write_election(uuid=uuid, name="Bench", public_key=key, questions=questions))
    codes = [draw_code(secrets.randbelow) for _ in range(ballots)]
    credentials = write_credentials(derive_credential(uuid, code).public for code in codes)
    step = chain.setup(election.raw, write_trustees([pair.public]), credentials)
    steps, accumulator = [step], TallyAccumulator(election)
    for code in codes:
        raw = _random_ballot(election, code)
        accumulator.add(check_ballot(election, raw).answers)
        steps.append(step := chain.append_ballot(step.head, raw))
    _close(election, accumulator, pair, steps)
    path = folder / f"{uuid}.bel"
    records = [record for step in steps for record in step.records]
    path.write_bytes(b"".join(write_archive(int(time.time()), records)))
    return path


def _random_ballot(election: Election, code: str) -> bytes:
    choices = []
    for _ in election.questions:
        choice = [0, 0, 0]
        choice[secrets.randbelow(3)] = 1
        choices.append(choice)
    return make_ballot(election, code, choices)


def _close(election: Election, accumulator: TallyAccumulator, trustee: TrusteePair, steps: list[Appended]) -> None:
    encrypted = accumulator.tally()
    decryption = partial_decryption(election, encrypted, trustee.private)
    factors = check_partial_decryption(election, encrypted, election.public_key, decryption)
    outcome = compute_result(election, encrypted, factors, accumulator.weight)
    steps.append(chain.end_ballots(steps[-1].head))
    tally, count = write_tally(encrypted), accumulator.ballots
    steps.append(chain.append_tally(steps[-1].head, tally, ballots=count, weight=accumulator.weight))
    steps.append(chain.append_decryption(steps[-1].head, 1, decryption))
    steps.append(chain.append_result(steps[-1].head, write_result(election, outcome)))


def measure(command: Sequence[str]) -> tuple[float, float]:
    """Return wall time and processor time of `command` in seconds; stop when it does not exit with 0."""
    start, used = time.perf_counter(), _processor_time()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start, _processor_time() - used


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Make the archive, run every verifier on it and print the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ballots", type=int, default=1000)
    parser.add_argument("--tool", default=os.environ.get("GOVAPP_BELENIOS_TOOL"))
    options = parser.parse_args()
    machine = f"{os.cpu_count()} x {_processor()}, Python {platform.python_version()}"
    today = datetime.now(UTC).date().isoformat()
    with tempfile.TemporaryDirectory() as name:
        archive = write_paper(options.ballots, Path(name))
        ours = [sys.executable, "-m", "pybelenios.cli.verify", str(archive)]
        runs = [(f"govapp-verify --jobs {jobs}", [*ours, "--jobs", str(jobs)]) for jobs in (1, 2)]
        if options.tool:
            runs.append(("belenios-tool election verify", [options.tool, "election", "verify", "--dir", name]))
        print("| command | ballots | seconds | ballots per second | processor ms per ballot | machine | date |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for label, command in runs:
            seconds, used = measure(command)
            speed, cost = options.ballots / seconds, 1000 * used / options.ballots
            print(f"| `{label}` | {options.ballots} | {seconds:.1f} | {speed:.0f} | {cost:.1f} | {machine} | {today} |")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


if __name__ == "__main__":
    main()
