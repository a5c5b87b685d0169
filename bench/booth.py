"""Measures the encryption of a five-question paper in Chromium, and checking it: `python -m bench.booth`.

Chromium slows down only the page's own thread, not workers, so the slowed figure runs the worker's code in the page.
Prints the median and the slowest of ten runs in milliseconds: from a cold worker ("first": reading the record, tables
for the election key, deriving the voter's key, sealing) and sealing alone. Then how long a key holder's page takes for
the proofs of one ballot, of one question and of five, in one worker; it uses as many as the device has processors.
"""

import json
import platform
import statistics

from playwright.sync_api import Page

from pybelenios.ballot import make_ballot
from pybelenios.election import Question, read_election, write_election
from pybelenios.group import power_g
from tests.browser import bundle_server, chromium

RUNS = 10
UUID = "BoothBenchmark1"
CODE = "abcde-fghijk-mnopq-rstuvw"
MOTION = ("For", "Against", "Abstain")
QUESTIONS = (
    *(Question(f"Decision {number}?", MOTION, 1, 1) for number in (1, 2, 3)),
    Question("Board members?", tuple(f"Candidate {number}" for number in range(1, 9)), 0, 3, blank=True),
    Question("Priorities?", tuple(f"Proposal {number}" for number in range(1, 6)), 0, 5, blank=True),
)
CHOICES = [[0], [1], [2], [0, 3, 5], [1, 4]]

IN_WORKER = """
async ({ facts, choices }) => {
  const worker = new Worker("/worker.js");
  const ask = (op, more) => new Promise((resolve) => {
    worker.onmessage = ({ data }) => { if (!data.progress) resolve(data.answer); };
    worker.postMessage({ id: 1, op, ...more });
  });
  const recordBytes = new TextEncoder().encode(facts.record).buffer;
  const begin = performance.now();
  await ask("prepare", { ...facts, recordBytes });
  const prepared = performance.now();
  await ask("seal", { choices });
  const end = performance.now();
  worker.terminate();
  return [end - begin, end - prepared];
}
"""
# The same code as an ordinary script: its answers go to a list instead of to a worker's owner.
IN_PAGE = """
async ({ facts, choices }) => {
  let resolve;
  globalThis.postMessage = (data) => { if (!data.progress) resolve(data.answer); };
  const ask = (op, more) => new Promise((done) => {
    resolve = done;
    globalThis.dispatchEvent(new MessageEvent("message", { data: { id: 1, op, ...more } }));
  });
  const recordBytes = new TextEncoder().encode(facts.record).buffer;
  await new Promise((done) => {
    const script = document.createElement("script");
    script.src = "/worker.js";
    script.onload = done;
    document.head.append(script);
  });
  const begin = performance.now();
  await ask("prepare", { ...facts, recordBytes });
  const prepared = performance.now();
  await ask("seal", { choices });
  const end = performance.now();
  return [end - begin, end - prepared];
}
"""

# A key holder's page: one worker, the same ballot over and over.
CHECK = """
async ({ recordText, unsigned, runs }) => {
  const worker = new Worker("/trustee-worker.js");
  const ask = (op, more) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.refusal ? reject(data.refusal) : resolve(data.answer));
    worker.postMessage({ id: 1, op, ...more });
  });
  await ask("help", { recordText });
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const begin = performance.now();
    await ask("proofs", { unsigned: [unsigned] });
    times.push(performance.now() - begin);
  }
  worker.terminate();
  return times;
}
"""


def _check(page: Page, address: str, questions: tuple[Question, ...]) -> list[float]:
    record = write_election(uuid=UUID, name="Benchmark", public_key=power_g(4711), questions=questions)
    election = read_election(record)
    choices = [[1 if place == question.blank else 0 for place in range(question.size)] for question in questions]
    unsigned = json.loads(make_ballot(election, CODE, choices))
    del unsigned["signature"]
    page.goto(address)
    times: list[float] = page.evaluate(CHECK, {"recordText": record.decode(), "unsigned": unsigned, "runs": RUNS})
    return times


def _measure(page: Page, address: str, script: str, arguments: dict[str, object]) -> tuple[list[float], list[float]]:
    runs = []
    for _ in range(RUNS):
        page.goto(address)
        runs.append(page.evaluate(script, arguments))
    return [first for first, _ in runs], [sealing for _, sealing in runs]


def _line(name: str, figures: list[float]) -> str:
    return f"{name:<42} median {statistics.median(figures):7.0f} ms   slowest {max(figures):7.0f} ms"


def main() -> None:
    """Measure and print; writes nothing."""
    record = write_election(uuid=UUID, name="Benchmark", public_key=power_g(4711), questions=QUESTIONS)
    election = read_election(record)
    facts = {"record": record.decode(), "fingerprint": election.fingerprint, "uuid": UUID, "code": CODE}
    choices = [{"chosen": chosen, "isBlank": False} for chosen in CHOICES]
    arguments: dict[str, object] = {"facts": facts, "choices": choices}
    ciphertexts = sum(question.size for question in QUESTIONS)
    print(f"{len(QUESTIONS)} questions, {ciphertexts} ciphertexts; {platform.processor() or platform.machine()}")
    with bundle_server() as address, chromium() as browser:
        print(f"Chromium {browser.version}")
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        for label, script, rate in (
            ("worker", IN_WORKER, 1),
            ("page thread", IN_PAGE, 1),
            ("page thread, processor 4x slower", IN_PAGE, 4),
        ):
            session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            first, sealing = _measure(page, address, script, arguments)
            print(_line(f"{label}: first ballot", first))
            print(_line(f"{label}: sealing alone", sealing))
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        for questions in (QUESTIONS[:1], QUESTIONS):
            print(
                _line(f"key holder: proofs of a ballot, {len(questions)} question(s)", _check(page, address, questions))
            )


if __name__ == "__main__":
    main()
