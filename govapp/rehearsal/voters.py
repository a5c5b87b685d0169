"""What one voter does, from the mail to the receipt; many at a time, in processes of their own."""

import re
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from multiprocessing.pool import Pool
from typing import Final

from govapp.ballots.rules.counting import countable_questions
from govapp.rehearsal.browser import Browser, HttpAnswer, UnexpectedAnswer
from govapp.rehearsal.votes import Answers, PlannedVoter, encode
from pybelenios.ballot import make_ballot
from pybelenios.election import Election, read_election
from pybelenios.jsontext import sha256_b64

PROCESSES: Final = 2
THREADS: Final = 3
CHUNK: Final = 6
ACCEPTED: Final = frozenset({200, 201})


@dataclass(frozen=True)
class Assignment:
    """One voter of the rehearsal: the number of the mail in the demo's inbox, and what to vote."""

    mail: int
    language: str
    voter: PlannedVoter


@dataclass(frozen=True)
class VoteSent:
    """What one voter has to show: the trackers of the ballots sent, the last one counts."""

    trackers: tuple[str, ...]


def cast_all(assignments: Sequence[Assignment], base_url: str) -> Iterator[VoteSent]:
    """Let everybody vote and yield what each has to show, in no order; raises UnexpectedAnswer at the first trouble."""
    chunks = [(base_url, tuple(assignments[start : start + CHUNK])) for start in range(0, len(assignments), CHUNK)]
    # Forked processes share what is loaded already; elsewhere than on Linux forking is not safe.
    with get_context("fork" if sys.platform == "linux" else "spawn").Pool(
        min(PROCESSES, len(chunks)), _ignore_interrupts
    ) as pool:
        try:
            for casts in pool.imap_unordered(_cast_chunk, chunks):
                yield from casts
        except BaseException:
            _end(pool)
            raise


def _end(pool: Pool) -> None:
    pool.terminate()
    pool.join()


def _ignore_interrupts() -> None:
    # Ctrl-C reaches the whole group of processes; the first one decides, and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _cast_chunk(chunk: tuple[str, tuple[Assignment, ...]]) -> list[VoteSent]:
    base_url, assignments = chunk
    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(lambda assignment: cast_one(assignment, base_url), assignments))


def cast_one(assignment: Assignment, base_url: str) -> VoteSent:
    """Come in by the link, make and send a ballot (two, for who changes their mind), look at the receipts."""
    browser = Browser(base_url, assignment.language)
    try:
        booth = enter_booth(browser, _link(browser.get(f"/inbox/{assignment.mail}")))
        wanted = [answers for answers in (assignment.voter.first, assignment.voter.final) if answers is not None]
        return VoteSent(tuple(send_ballot(browser, base_url, booth, answers) for answers in wanted))
    finally:
        browser.close()


def enter_booth(browser: Browser, link: str) -> HttpAnswer:
    """Come in by a personal link, and return the page with the ballot paper."""
    return browser.submit(browser.get(link), link)


def _link(mail: HttpAnswer) -> str:
    """Return the path of the personal link that a mail carries."""
    found = re.search(r"/in/[A-Za-z0-9._~-]+", mail.text)
    if found is None:
        raise UnexpectedAnswer(f"no personal link in the mail {mail.path}")
    return found[0]


def send_ballot(browser: Browser, base_url: str, booth: HttpAnswer, answers: Answers) -> str:
    """Encrypt a ballot and send it; return its tracking number. Raises UnexpectedAnswer when it is not taken."""
    # Whoever votes with another's right says so in the address of the page.
    path, mark, right = booth.path.partition("?")
    uuid, token = path.rpartition("/")[2], booth.token
    credential = browser.get(f"/vote/{uuid}/credential{mark}{right}", accept="application/json").json
    election = _election(base_url, uuid)
    raw = make_ballot(election, credential["code"], _choices(election, answers))
    answer = browser.post_json(f"/vote/{uuid}/cast{mark}{right}", raw, token)
    if answer.status not in ACCEPTED:
        raise UnexpectedAnswer(f"a ballot was answered with {answer.status}: {answer.text[:300]}")
    tracker = sha256_b64(raw)
    if answer.json["tracker"] != tracker:
        raise UnexpectedAnswer(f"the receipt names {answer.json['tracker']} and the ballot is {tracker}")
    in_path = tracker.replace("+", "-").replace("/", "_")
    receipt = browser.get(f"/vote/{uuid}/receipt/{in_path}")
    if in_path not in receipt.text:
        raise UnexpectedAnswer("the receipt page does not show the tracking number")
    return tracker


def _choices(election: Election, answers: Answers) -> list[tuple[int, ...]]:
    return [
        encode(answer, len(question.answers), blank=question.blank)
        for question, answer in zip(countable_questions(election.questions), answers, strict=True)
    ]


@lru_cache(maxsize=8)
def _election(base_url: str, uuid: str) -> Election:
    browser = Browser(base_url)
    try:
        return read_election(browser.get(f"/board/{uuid}/record.json", accept="application/json").body)
    finally:
        browser.close()
