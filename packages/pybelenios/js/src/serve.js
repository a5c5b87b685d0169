// The other end of remote.js, inside a worker.

/** Answers questions with the functions of `operations`; an error with a code travels back as a refusal, with its facts. */
export function serve(operations) {
  globalThis.addEventListener("message", async ({ data: { id, op, ...facts } }) => {
    const progress = (done, total) => postMessage({ id, progress: [done, total] });
    try {
      postMessage({ id, answer: await operations[op](facts, progress) });
    } catch (error) {
      const { code = "device", message, facts = {} } = error;
      postMessage({ id, refusal: { code, message: String(message), facts } });
    }
  });
}
