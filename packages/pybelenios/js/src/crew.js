// Several workers that share the costly checks of many ballots; the page decides who gets which.

import { startWorker } from "./remote.js";

const MAX_WORKERS = 8;
const BALLOTS_AT_ONCE = 16;

/**
 * Lets as many workers as the device has processors check `total` ballots. `begin(worker)` prepares each of them,
 * `take(from, count)` gives the facts of its next question "proofs". The first fault found is thrown.
 */
export async function checkTogether({ url, total, begin, take, onProgress }) {
  const size = Math.max(
    1,
    Math.min(MAX_WORKERS, navigator.hardwareConcurrency ?? 1, Math.ceil(total / BALLOTS_AT_ONCE)),
  );
  const crew = Array.from({ length: size }, () => startWorker(url));
  let next = 0;
  let done = 0;
  const work = async (worker) => {
    await begin(worker);
    while (next < total) {
      const from = next;
      next += BALLOTS_AT_ONCE;
      await worker.ask("proofs", await take(from, BALLOTS_AT_ONCE));
      done = Math.min(done + BALLOTS_AT_ONCE, total);
      onProgress(done, total);
    }
  };
  try {
    await Promise.all(crew.map(work));
  } finally {
    for (const worker of crew) worker.end();
  }
}
