// The worker of the page of a key group: makes a key, its file and its messages, and tests it.

import { drawSeed } from "./ceremony.js";
import { makeDrillAnswer } from "./drill.js";
import { randomScalar } from "./group.js";
import { writeKeyFile } from "./keyfile.js";
import { begin, contribute, finish, ownShare, promise, readOwnKey, requireBegun, survey } from "./keyholder.js";
import { printedKey } from "./printedkey.js";
import { readBackup } from "./seedwords.js";
import { serve } from "./serve.js";
import { WORD_LISTS } from "./wordlists.js";

serve({
  draw: () => drawSeed(),
  write: ({ labels, seed, passphrase }) => writeKeyFile(labels, seed, passphrase),
  read: ({ text, passphrase, wanted }) => readOwnKey(text, passphrase, wanted),
  readWords: ({ text }) => readBackup(text, WORD_LISTS),
  print: ({ seed, page, language }) => printedKey(seed, page, WORD_LISTS[language]),
  begin: ({ seed, group, index }) => begin(seed, group, index),
  survey: ({ certificates, promises, group, noted }) => survey(certificates, promises, group, noted),
  belongs: ({ seed, certificates, group, index }) => requireBegun(seed, certificates, group, index),
  promise: ({ seed, certificates, group, index, attempt }) => promise(seed, certificates, group, index, attempt),
  contribute: ({ seed, certificates, promises, group, index, attempt }) =>
    contribute(seed, certificates, promises, group, index, attempt),
  finish: ({ seed, certificates, promises, contributions, group, index }) =>
    finish(seed, certificates, promises, contributions, group, index),
  test: async ({ seed, privateKey, publicKey, name, nonce }) => {
    const share = await ownShare(seed, privateKey, publicKey);
    return JSON.stringify(makeDrillAnswer(share, name, nonce, randomScalar));
  },
});
