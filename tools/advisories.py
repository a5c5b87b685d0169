"""Looks what a site installs up among known advisories: `python -m tools.advisories`.

Asks OSV (https://google.github.io/osv.dev/post-v1-querybatch/) about every version of requirements.lock. An advisory
fails, unless tools/advisories.toml lists it with a reason and a day until which that reason was thought to hold.
Without a network it says that nothing was looked up, and does not fail: a build must not depend on somebody's server.
"""

import json
import sys
import tomllib
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from packaging.version import Version

from tools.lock import RUN, pins

OSV = "https://api.osv.dev/v1/querybatch"
LISTED = Path(__file__).with_name("advisories.toml")
TIMEOUT_SECONDS = 30

Ask = Callable[[bytes], bytes]
"""Sends a question to the database of advisories and returns its answer; raises OSError without a network."""


@dataclass(frozen=True)
class Advisory:
    """A known fault of a version that is in the lock."""

    package: str
    version: str
    name: str

    def __str__(self) -> str:
        """Return it in one line, with the address where it is explained."""
        return f"{self.package} {self.version}: {self.name}, https://osv.dev/vulnerability/{self.name}"


@dataclass(frozen=True)
class Listed:
    """An advisory that was judged: why it does not concern us, and until when that is believed."""

    name: str
    reason: str
    until: date


def ask_osv(question: bytes) -> bytes:
    """Ask OSV; raises OSError when it cannot be reached."""
    request = urllib.request.Request(OSV, question, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - the same
        return bytes(answer.read())


def look_up(versions: Mapping[str, Version], ask: Ask) -> list[Advisory]:
    """Return the advisories on `versions`, by package; raises OSError without a network, ValueError for nonsense."""
    packages = sorted(versions.items())
    queries: list[dict[str, Any]] = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": str(version)} for name, version in packages
    ]
    found: list[Advisory] = []
    while queries:
        results = _results(ask(json.dumps({"queries": queries}).encode()), len(queries))
        for query, result in zip(queries, results, strict=True):
            package, version = query["package"]["name"], query["version"]
            found += [Advisory(package, version, each["id"]) for each in result.get("vulns", [])]
        # An answer in pages names the next one; only what goes on is asked again.
        queries = [
            query | {"page_token": result["next_page_token"]}
            for query, result in zip(queries, results, strict=True)
            if result.get("next_page_token")
        ]
    return sorted(found, key=str)


def _results(answer: bytes, count: int) -> list[dict[str, Any]]:
    read = json.loads(answer)
    results = read.get("results") if isinstance(read, dict) else None
    if not isinstance(results, list) or len(results) != count:
        raise ValueError("the database of advisories answered something else than was asked")
    return results


def read_listed(text: str) -> list[Listed]:
    """Return the advisories that were judged; raises KeyError or ValueError when one lacks its reason or day."""
    listed = []
    for name, entry in tomllib.loads(text).items():
        reason, until = entry["reason"], entry["until"]
        if not str(reason).strip() or type(until) is not date:
            raise ValueError(f"{name} needs a reason and a day")
        listed.append(Listed(name, reason, until))
    return listed


def judge(advisories: Iterable[Advisory], listed: Iterable[Listed], today: date) -> list[str]:
    """Return what is wrong: advisories that nobody listed, reasons whose day is past, reasons for nothing."""
    by_name = {each.name: each for each in listed}
    wrong, seen = [], set()
    for each in advisories:
        seen.add(each.name)
        known = by_name.get(each.name)
        if known is None:
            wrong.append(f"{each}: renew the lock, or list it with a reason")
        elif known.until < today:
            wrong.append(f"{each}: what was said of it held until {known.until}: {known.reason}")
    return wrong + [f"{name} is listed and concerns no version of the lock" for name in by_name.keys() - seen]


def main(ask: Ask = ask_osv, today: date | None = None, listed: Path = LISTED, lock: Path = RUN) -> int:
    """Look up the lock and print what was found; 1 when something has to be done."""
    versions = pins(lock.read_text(encoding="utf-8"))
    judged = read_listed(listed.read_text(encoding="utf-8"))
    try:
        advisories = look_up(versions, ask)
    except OSError as error:
        print(f"NOT looked up, the database of advisories cannot be reached: {error}")
        return 0
    wrong = judge(advisories, judged, today or datetime.now(UTC).date())
    print("\n".join(wrong) or f"no advisory on {len(versions)} packages, but for {len(judged)} with a reason")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
