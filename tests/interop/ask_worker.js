// Runs in a page of the test: asks a worker of the booth one question after the other and gives back the answers.
// Facts whose name ends in "Bytes" come as text in base64.
async ({ worker: path, questions }) => {
  const worker = new Worker(path);
  const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
  const ready = ([name, value]) => [name, name.endsWith("Bytes") ? bytes(value) : value];
  const ask = (id, { op, ...facts }) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.progress) return;
        if (data.refusal) reject(new Error(`refused: ${data.refusal.code}`));
        else resolve(data.answer);
      };
      worker.postMessage({ id, op, ...Object.fromEntries(Object.entries(facts).map(ready)) });
    });
  const answers = [];
  for (const [id, question] of questions.entries()) answers.push(await ask(id, question));
  worker.terminate();
  return answers;
}
