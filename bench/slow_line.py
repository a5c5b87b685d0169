"""Measures how a voter with a slow phone comes to the ballot: `python -m bench.slow_line NAME=LINK [NAME=LINK ...]`.

Each LINK is a personal link of a demonstration that runs (`govapp demo --small` for 300 people, `govapp demo` for
36,000), of this version or of another one. A fresh browser opens it on slow 3G as the developer tools of browsers
define it (400 kbit/s both ways, 400 ms for each request) with a processor six times slower, in turn for all links,
RUNS times. Says medians: when the first words can be read, when the ballot can be filled in, what came over the line
until then, and what in all until the page has everything. Bytes are those on the line, with the heads of the answers;
those of the page's worker are not counted (43 kB in the first version, 17 kB packed in this one).
"""

import sys
import time
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from tests.browser import chromium

RUNS = 5
KBIT = 1000 / 8
LINE = {"offline": False, "latency": 400, "downloadThroughput": 400 * KBIT, "uploadThroughput": 400 * KBIT}
SLOWER = 6
QUIET_SECONDS = 5.0
MAX_SECONDS = 180.0
USABLE = """() => {
  const first = document.querySelector("#ballot .choice input");
  return Boolean(first && first.checkVisibility());
}"""
READABLE = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@dataclass
class Traffic:
    """What went over the line: answers and bytes that came, and when the last came; what was kept is not counted."""

    requests: int = 0
    bytes: int = 0
    last: float = field(default_factory=time.monotonic)

    def watch(self, session: CDPSession) -> None:
        """Count what the page asks for and gets."""
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)
        session.on("Network.dataReceived", self._is_coming)

    def _asked(self, event: dict[str, Any]) -> None:
        if "redirectResponse" in event:
            self._count(event["redirectResponse"]["encodedDataLength"])
        self.last = time.monotonic()

    def _came(self, event: dict[str, Any]) -> None:
        self._count(event["encodedDataLength"])

    def _is_coming(self, _event: dict[str, Any]) -> None:
        self.last = time.monotonic()

    def _count(self, carried: float) -> None:
        self.requests += carried > 0
        self.bytes += int(carried)
        self.last = time.monotonic()


@dataclass(frozen=True)
class Walk:
    """One voter's way: seconds to the first words and to the ballot; requests and bytes until then, and in all."""

    readable: float
    usable: float
    requests: int
    bytes: int
    requests_in_all: int
    bytes_in_all: int


def walk(browser: Browser, link: str) -> Walk:
    """Open a link in a fresh browser and wait until the ballot can be filled in, then until nothing more comes."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    line = Traffic()
    line.watch(session)
    begin = time.monotonic()
    page.goto(link, wait_until="commit", timeout=MAX_SECONDS * 1000)
    readable = _first_words(page, begin)
    _until(page, USABLE)
    usable, requests, carried = time.monotonic() - begin, line.requests, line.bytes
    while time.monotonic() - line.last < QUIET_SECONDS and time.monotonic() - begin < MAX_SECONDS:
        page.wait_for_timeout(200)
    context.close()
    return Walk(readable, usable, requests, carried, line.requests, line.bytes)


def _first_words(page: Page, begin: float) -> float:
    while not _asked(page, READABLE):
        page.wait_for_timeout(20)
    return time.monotonic() - begin


def _until(page: Page, condition: str) -> None:
    while not _asked(page, condition):
        page.wait_for_timeout(20)


def _asked(page: Page, question: str) -> object:
    try:
        return page.evaluate(question)
    except Exception as error:  # the page goes on to the next one meanwhile
        if "navigation" in str(error) or "destroyed" in str(error):
            return None
        raise


def main(arguments: list[str]) -> None:
    """Measure all links in turn and print a table."""
    links = dict(each.split("=", 1) for each in arguments)
    walks: dict[str, list[Walk]] = {name: [] for name in links}
    with chromium() as browser:
        for _ in range(RUNS):
            for name, link in links.items():
                walks[name].append(walk(browser, link))
    print("| from the link in the mail | first words | ballot usable | until then | requests and bytes in all |")
    print("| --- | --- | --- | --- | --- |")
    for name, found in walks.items():
        cells = [
            f"{median(each.readable for each in found):.1f} s",
            f"{median(each.usable for each in found):.1f} s",
            f"{median(each.requests for each in found)} requests, {median(each.bytes for each in found):,} bytes",
            f"{median(each.requests_in_all for each in found)}, {median(each.bytes_in_all for each in found):,} bytes",
        ]
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
