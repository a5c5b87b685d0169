// The worker of the key holders' pages: makes keys, looks an archive over, makes one partial decryption of the total.

import { readChain, readElectionParts, sizesText } from "./archive.js";
import { readElection } from "./ballot.js";
import { readSigned, requireProofs } from "./check.js";
import { FormatError, hashHex, randomScalar } from "./group.js";
import { ownShare, readOwnKey } from "./keyholder.js";
import { readBackup } from "./seedwords.js";
import { serve } from "./serve.js";
import { countedBallots, encryptedTally, partialDecryption } from "./tally.js";
import { makeKey, publicKeyOf, readPrivateKey, readTrustees } from "./trustees.js";
import { checkClosed, checkWindow, windowRule } from "./window.js";
import { WORD_LISTS } from "./wordlists.js";

const state = {};
const STRIDE = 20; // ballots between two words of progress

function make() {
  return makeKey(randomScalar);
}

/** The public key of a private key file. */
function readKey({ text }) {
  return publicKeyOf(readPrivateKey(text));
}

/** Check 1: the file is whole, its chain unbroken, and it is closed. Returns the head of the chain. */
function open({ archiveBytes }) {
  const bytes = new Uint8Array(archiveBytes);
  state.parts = readElectionParts(bytes);
  return { head: readChain(bytes).at(-1).hash };
}

/** Check 2: the election is the one of this page, its key is made of all keys, mine among them, its list is its own. */
function record({ fingerprint, publicKey }) {
  state.election = readElection(state.parts.record);
  const { owners, electionKey } = readTrustees(state.parts.trustees);
  const { public_key: key, assembly = {} } = state.election.record;
  const isTheirs = state.election.fingerprint === fingerprint && owners.includes(publicKey);
  const hasList = assembly.credentials === undefined || assembly.credentials === hashHex(state.parts.credentials);
  if (!isTheirs || !hasList || electionKey !== key) {
    throw new FormatError("other_election", "another election");
  }
  return { fingerprint };
}

/** Check 3: the hours are those of the sealed record, or changed as it allows. Returns what was done with them. */
function hours() {
  const { parts, election } = state;
  const events = parts.window ?? [];
  if (windowRule(election.record) === null && parts.window === undefined) return { events };
  checkWindow(election.record, events);
  checkClosed(events, parts.closedAfter);
  return { events };
}

/** Check 4: every ballot is written for this election, once, and signed with a voting code of the list. */
function ballots(_, progress) {
  const listed = new Set(JSON.parse(state.parts.credentials));
  const { ballots: texts } = state.parts;
  if (new Set(texts).size !== texts.length) throw new FormatError("ballot", "a ballot that is in the box twice");
  state.ballots = texts.map((text, index) => {
    if (index % STRIDE === 0) progress(index, texts.length);
    return readSigned(state.election, text, listed);
  });
  state.counted = countedBallots(state.ballots);
  return { total: texts.length };
}

/** What check 5 needs: how many ballots count, the election for each helper, and some of those ballots. */
function size() {
  return { counted: state.counted.length };
}

function text() {
  return { recordText: state.parts.record };
}

function some({ from, count }) {
  return { unsigned: state.counted.slice(from, from + count) };
}

function help({ recordText }) {
  state.election = readElection(recordText);
}

/** Check 5: each of these ballots, read by check 4, proves that it holds permitted choices only. */
function proofs({ unsigned }) {
  for (const ballot of unsigned) requireProofs(state.election, ballot);
}

/** Check 6: the total is the sum of the last ballot of each code, and of no fewer than the record wants. */
function total({ minimum }, progress) {
  const { counted, election, parts } = state;
  let done = 0;
  const sums = encryptedTally(election.record, counted, () => {
    done += 1;
    if (done % STRIDE === 0) progress(done, counted.length);
  });
  if (
    JSON.stringify(sums) !== parts.tally.text ||
    parts.sizes !== sizesText(counted.length, parts.tally, parts.window)
  ) {
    throw new FormatError("total", "another total");
  }
  const least = election.record.assembly?.minimum_ballots ?? minimum;
  if (counted.length < least) throw new FormatError("too_few", `${counted.length} ballots`);
  state.tally = sums;
  return { counted: counted.length, replaced: state.ballots.length - counted.length, hash: parts.tally.hash };
}

/** The partial decryption of the trustee whose private key file has this text; the key must be the one the election names. */
function decrypt({ text: file, publicKey }) {
  const secret = readPrivateKey(file);
  if (publicKeyOf(secret) !== publicKey) throw new FormatError("key_other", "another key");
  return opened(secret, publicKey);
}

/** The same with the share of a member of a key group, which its seed opens. */
async function decryptShare({ seed, sealed, publicKey }) {
  return opened(await ownShare(seed, sealed, publicKey), publicKey);
}

function read({ text: file, passphrase, wanted }) {
  return readOwnKey(file, passphrase, wanted);
}

/** The seed in what was typed from a printed copy. */
function readWords({ text: typed }) {
  return readBackup(typed, WORD_LISTS);
}

function opened(secret, publicKey) {
  return JSON.stringify(partialDecryption(state.tally, state.election.fingerprint, secret, publicKey, randomScalar));
}

serve({
  make,
  readKey,
  open,
  record,
  hours,
  ballots,
  size,
  text,
  some,
  help,
  proofs,
  total,
  decrypt,
  decryptShare,
  read,
  readWords,
});
