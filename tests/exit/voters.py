"""Shareholders who vote, over HTTP, by the link of a mail or the code of a letter, and what they vote."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Final

from govapp.rehearsal.browser import Browser, HttpAnswer
from govapp.rehearsal.voters import enter_booth, send_ballot
from govapp.rehearsal.votes import Answers

THREADS: Final = 4
FOR, AGAINST, ABSTAIN = 0, 1, 2
CANDIDATES: Final = 3
"""The place of the candidates on a ballot: accounts, appropriation, discharge, candidates, statutes."""


def ballots() -> Iterator[Answers]:
    """Yield what one voter after the other votes: most are for everything, and nobody votes as the next one does."""
    for number in count():
        against, abstain = number % 9 == 0, number % 13 == 0
        motion = ABSTAIN if abstain else AGAINST if against else FOR
        candidates = None if number % 17 == 0 else frozenset({number % 3, (number + number % 2) % 3})
        yield (motion, FOR, AGAINST if number % 5 == 0 else FOR, candidates, FOR)


def figures_of(sent: Iterable[Answers]) -> list[Counter[int | None]]:
    """Return, for each question, how many ballots gave which answer; None is blank."""
    counted: list[Counter[int | None]] = []
    for ballot in sent:
        counted = counted or [Counter() for _ in ballot]
        for figures, answer in zip(counted, ballot, strict=True):
            figures.update(answer if isinstance(answer, frozenset) else [answer])
    return counted


def by_code(address: str, code: str) -> tuple[Browser, HttpAnswer]:
    """Type the code of a letter, and return the browser with the page of the ballot paper."""
    browser = Browser(address, "nl")
    page = browser.submit(browser.get("/code"), "/code", {"code": code})
    (form,) = [each for each in page.forms() if each.action.startswith("/in/")]
    return browser, browser.submit(page, form.action)


def vote_by_link(address: str, link: str, *ballot: Answers) -> tuple[str, ...]:
    """Come in by the link of a mail, send these ballots, and return their tracking numbers: the last one counts."""
    browser = Browser(address, "fr")
    try:
        booth = enter_booth(browser, link)
        return tuple(send_ballot(browser, address, booth, each) for each in ballot)
    finally:
        browser.close()


def vote_by_code(address: str, code: str, ballot: Answers) -> str:
    """Type the code of a letter, vote, and return the tracking number."""
    browser, booth = by_code(address, code)
    try:
        return send_ballot(browser, address, booth, ballot)
    finally:
        browser.close()


def all_vote(address: str, links: Sequence[str], sent: Sequence[Answers]) -> list[str]:
    """Let many vote, some at a time; return the tracking numbers."""
    with ThreadPoolExecutor(THREADS) as pool:
        done = pool.map(lambda each: vote_by_link(address, *each), zip(links, sent, strict=True))
        return [trackers[-1] for trackers in done]
