// The lists of words that pybelenios.receipts keeps, 1,024 of each language; esbuild puts them into a bundle as texts.

import de from "../../src/pybelenios/receipts/wordlists/de.txt";
import en from "../../src/pybelenios/receipts/wordlists/en.txt";
import fr from "../../src/pybelenios/receipts/wordlists/fr.txt";
import nl from "../../src/pybelenios/receipts/wordlists/nl.txt";

const wordsOf = (text) => text.trim().split("\n");

/** By language, in the order in which words are sought. */
export const WORD_LISTS = { nl: wordsOf(nl), fr: wordsOf(fr), en: wordsOf(en), de: wordsOf(de) };
