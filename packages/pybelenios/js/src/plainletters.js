/** A text as anybody can type it: small letters without accents. */
export function plainLetters(text) {
  return text.replace(/[œŒ]/g, "oe").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
