// What the pages say: every sentence stands in the page itself, in `<template id="words">`, in the reader's language.

/** Returns `say(name, places)`: the sentence of that name with `{place}` filled in. */
export function readWords(template) {
  const words = new Map();
  for (const element of template.content.querySelectorAll("[data-word]")) {
    words.set(element.dataset.word, element.textContent.trim());
  }
  return (name, places = {}) => {
    const sentence = words.get(name);
    if (sentence === undefined) throw new Error(`the page has no words for ${name}`);
    return sentence.replace(/\{(\w+)\}/g, (_, place) => String(places[place] ?? ""));
  };
}
