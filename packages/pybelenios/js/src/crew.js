// Several workers that share the costly checks of many ballots; the page decides who gets which.

import { startWorker } from "./remote.js";

const MOST = 8;
const SHARE = 16; // ballots a worker takes at once

/**
 * Lets as many workers as the device has processors check `total` ballots. `begin(worker)` prepares each of them,
 * `take(from, count)` gives the facts of its next question "proofs". The first fault found is thrown.
 */
export async function checkTogether({ url, total, begin, take, onProgress }) {
  const size = Math.max(1, Math.min(MOST, navigator.hardwareConcurrency ?? 1, Math.ceil(total / SHARE)));
  const crew = Array.from({ length: size }, () => startWorker(url));
  let next = 0;
  let done = 0;
  const work = async (worker) => {
    await begin(worker);
    while (next < total) {
      const from = next;
      next += SHARE;
      await worker.ask("proofs", await take(from, SHARE));
      done = Math.min(done + SHARE, total);
      onProgress(done, total);
    }
  };
  try {
    await Promise.all(crew.map(work));
  } finally {
    for (const worker of crew) worker.end();
  }
}
