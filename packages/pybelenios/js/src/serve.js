// The other end of remote.js, inside a worker.

/** Answers questions with the functions of `operations`; an error with a code travels back as a refusal. */
export function serve(operations) {
  globalThis.addEventListener("message", async ({ data: { id, op, ...facts } }) => {
    const progress = (done, total) => postMessage({ id, progress: [done, total] });
    try {
      postMessage({ id, answer: await operations[op](facts, progress) });
    } catch (error) {
      postMessage({ id, refusal: { code: error.code ?? "device", message: String(error.message) } });
    }
  });
}
