// Whether the texts that people read in their languages are those of the questions that were counted
// (pybelenios/verifier/binding.py).

/** The texts of each question in `language`, or in another one where there is none: `[{title, answers, hasBlank}, ...]`. */
export function readTexts({ questions, assembly }, language) {
  return questions.map((question, index) => {
    const told = assembly?.questions?.[index];
    const plain = { title: question.question, answers: question.answers, hasBlank: question.blank === true };
    if (told === undefined) return plain;
    const inLanguage = (texts) => texts[language] || Object.values(texts).find((text) => text) || "";
    return {
      ...plain,
      title: inLanguage(told.title),
      answers: told.answers.map(({ label }) => inLanguage(label)),
    };
  });
}

/** Whether each question and answer in all languages stands where its plain text stands; true where nothing was told. */
export function textsMatch({ questions, assembly }) {
  const told = assembly?.questions;
  if (told === undefined) return true;
  if (!Array.isArray(told) || told.length !== questions.length) return false;
  const pairs = [];
  for (const [index, { question, answers }] of questions.entries()) {
    const labels = told[index].answers;
    if (labels.length !== answers.length) return false;
    pairs.push([question, told[index].title], ...answers.map((answer, i) => [answer, labels[i].label]));
  }
  const languages = new Set(pairs.flatMap(([, texts]) => Object.keys(texts)));
  const says = (texts, language, text) =>
    texts[language] ? texts[language] === text : Object.values(texts).includes(text);
  return [...languages].some((language) => pairs.every(([text, texts]) => says(texts, language, text)));
}
