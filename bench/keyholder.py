"""How long a key holder's page takes for the proofs of many ballots: `python -m bench.keyholder [--beside REVISION]`.

Makes that many different ballots of five questions (24 ciphertexts), and lets Chromium check them as the page does: one
worker for each processor, sixteen ballots at once. With a revision, the worker that was committed there checks the same
ballots in the same run, before and after today's, because the load of a machine changes. Prints rows for
docs/performance.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from bench.booth import CODE, QUESTIONS, UUID
from pybelenios.ballot import make_ballot
from pybelenios.election import Election, read_election, write_election
from pybelenios.group import power_g
from tests.browser import BUNDLES, bundle_server, chromium

WORKER = "trustee-worker.js"
TOGETHER = """
async ({ url, size }) => {
  const { recordText, ballots } = await (await fetch("/ballots.json")).json();
  const startWorker = () => {
    const worker = new Worker(url);
    const ask = (op, more) => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data.refusal ? reject(new Error(data.refusal.code)) : resolve(data.answer));
      worker.postMessage({ id: 1, op, ...more });
    });
    return { ask, end: () => worker.terminate() };
  };
  const crew = Array.from({ length: size }, startWorker);
  const begin = performance.now();
  let next = 0;
  await Promise.all(crew.map(async ({ ask }) => {
    await ask("help", { recordText });
    while (next < ballots.length) {
      const from = next;
      next += 16;
      await ask("proofs", { unsigned: ballots.slice(from, from + 16) });
    }
  }));
  const seconds = (performance.now() - begin) / 1000;
  for (const { end } of crew) end();
  return seconds;
}
"""


def make_ballots(election: Election, count: int) -> Iterator[dict[str, object]]:
    """Give ballots as the page's workers get them: read, without their signatures."""
    for number in range(count):
        choices = [
            [1 if place == (number + question.blank) % question.size else 0 for place in range(question.size)]
            for question in QUESTIONS
        ]
        for choice, question in zip(choices, QUESTIONS, strict=True):
            if question.blank and choice[0]:
                choice[:2] = [0, 1]
        unsigned = json.loads(make_ballot(election, CODE, choices))
        del unsigned["signature"]
        yield unsigned


def _measure(page: Page, address: str, worker: str, size: int) -> float:
    page.goto(address)
    seconds: float = page.evaluate(TOGETHER, {"url": f"/{worker}", "size": size})
    return seconds


def main() -> None:
    """Measure and print; writes nothing but files that go again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=min(8, os.cpu_count() or 1), help="%(default)s on this machine")
    parser.add_argument("--beside", metavar="REVISION", help="also the worker of that revision")
    options = parser.parse_args()
    record = write_election(uuid=UUID, name="Benchmark", public_key=power_g(4711), questions=QUESTIONS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ballots = list(make_ballots(read_election(record), options.ballots))
        text = json.dumps({"recordText": record.decode(), "ballots": ballots})
        (folder / "ballots.json").write_text(text, encoding="utf-8")
        shutil.copy(BUNDLES / WORKER, folder / "now.js")
        rounds = ["now.js"]
        if options.beside:
            place = f"{options.beside}:{(BUNDLES / WORKER).relative_to(Path.cwd())}"
            shown = subprocess.run(["git", "show", place], capture_output=True, check=True)
            (folder / "before.js").write_bytes(shown.stdout)
            rounds = ["before.js", "now.js", "now.js", "before.js"]
        print(f"{options.ballots} ballots of {len(QUESTIONS)} questions, {options.workers} workers, {len(text)} bytes")
        with bundle_server(folder) as address, chromium() as browser:
            print(f"Chromium {browser.version}")
            page = browser.new_page()
            page.set_default_timeout(0)
            for worker in rounds:
                seconds = _measure(page, address, worker, options.workers)
                each = 1000 * seconds * options.workers / options.ballots
                print(f"{worker:<10} {seconds:7.1f} s   {each:6.0f} ms of one worker for a ballot", flush=True)


if __name__ == "__main__":
    main()
