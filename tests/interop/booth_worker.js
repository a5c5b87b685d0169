// Runs in a page of the test: asks the booth's worker, and gives back what it answers.
async ({ record, fingerprint, uuid, code, list, papers }) => {
  const worker = new Worker("/worker.js");
  const bytes = (text) => new TextEncoder().encode(text).buffer;
  let number = 0;
  const ask = (op, facts) =>
    new Promise((resolve, reject) => {
      number += 1;
      const id = number;
      worker.addEventListener("message", ({ data }) => {
        if (data.id !== id || data.progress) return;
        if (data.refusal) reject(new Error(data.refusal.code));
        else resolve(data.answer);
      });
      worker.postMessage({ id, op, ...facts });
    });
  const { publicKey } = await ask("prepare", { recordBytes: bytes(record), fingerprint, uuid, code });
  const isListed = await ask("lookUp", { listBytes: bytes(list) });
  const sealed = [];
  for (const choices of papers) sealed.push(await ask("seal", { choices }));
  worker.terminate();
  return { publicKey, isListed, sealed };
}
