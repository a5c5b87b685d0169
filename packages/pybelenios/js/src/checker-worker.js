// The worker of the page that checks a whole vote: what `govapp-verify` checks of an archive, one check after the other.

import { readArchive } from "./archiveparts.js";
import { readElection, tracker } from "./ballot.js";
import { readSigned, requireProofs } from "./check.js";
import { FormatError, hashHex } from "./group.js";
import { checkDecryptions, checkResult, combine, readGroups } from "./opening.js";
import { readTexts, textsMatch } from "./questions.js";
import { serve } from "./serve.js";
import { findSought } from "./sought.js";
import { countedBallots, encryptedTally } from "./tally.js";
import { readTrustees } from "./trustees.js";
import { checkClosed, checkWindow, windowRule } from "./window.js";
import { WORD_LISTS } from "./wordlists.js";

const state = {};
const MAX_NUMBERS = 20;
const STRIDE = 20; // ballots between two words of progress

/**
 * Check 1: fetches the archive; every record is what its name says, and the chain of events is unbroken and goes at least as
 * far as the page says (`knownHead`, the hash of the event at `height`).
 */
async function open({ url, knownHead, height }, progress) {
  state.parts = readArchive(await download(url, progress));
  if (state.parts.hashes[height] !== knownHead) throw new FormatError("cut", "the head of this page is not in it");
  const { head, links, isClosed, result } = state.parts;
  return { head, links, isClosed, hasResult: result !== null };
}

/** Check 2: the paper is the one of this page, its words are those that are counted, its key is made of all keys. */
function record({ fingerprint }) {
  state.election = readElection(state.parts.record);
  state.keys = readTrustees(state.parts.trustees);
  const { public_key: key, assembly = {} } = state.election.record;
  const credentials = JSON.parse(state.parts.credentials);
  const isTheirs = state.election.fingerprint === fingerprint && state.keys.electionKey === key;
  const hasList = assembly.credentials === undefined || assembly.credentials === hashHex(state.parts.credentials);
  const isCounted = assembly.voters === undefined || assembly.voters === credentials.length;
  if (!isTheirs || !hasList || !isCounted || new Set(credentials).size !== credentials.length) {
    throw new FormatError("other_election", "another election");
  }
  if (!textsMatch(state.election.record)) throw new FormatError("texts", "other words than those that are counted");
  state.listed = new Set(credentials);
  return { voters: credentials.length, groups: readGroups(state.parts.trustees) };
}

/** Check 3: the hours are those of the sealed record, or changed as it allows. */
function hours() {
  const { parts, election } = state;
  const events = parts.window ?? [];
  if (!parts.isClosed || (windowRule(election.record) === null && events.length === 0)) return { events };
  checkWindow(election.record, events);
  checkClosed(events, parts.closedAfter);
  return { events };
}

/** Check 4: every ballot is written for this election, once, and signed with a voting code of the list. */
function ballots(_, progress) {
  const { ballots: texts } = state.parts;
  if (new Set(texts).size !== texts.length) throw new FormatError("ballot", "a ballot that is in the box twice");
  state.ballots = texts.map((text, index) => {
    if (index % STRIDE === 0) progress(index, texts.length);
    return readSigned(state.election, text, state.listed);
  });
  state.counted = countedBallots(state.ballots);
  return { total: texts.length, counted: state.counted.length };
}

/** What helpers need for check 5: the election, and some of the ballots that check 4 has read. */
function text() {
  return { recordText: state.parts.record };
}

function some({ from, count }) {
  return { unsigned: state.ballots.slice(from, from + count) };
}

function help({ recordText }) {
  state.election = readElection(recordText);
}

/** Check 5: each of these ballots proves that it holds permitted choices only. */
function proofs({ unsigned }) {
  for (const ballot of unsigned) requireProofs(state.election, ballot);
}

/** Check 6: the total is the sum of the last ballot of each code. */
function total(_, progress) {
  const { counted, election, parts } = state;
  let done = 0;
  const sums = encryptedTally(election.record, counted, () => {
    done += 1;
    if (done % STRIDE === 0) progress(done, counted.length);
  });
  const sizes = JSON.stringify({
    num_tallied: counted.length,
    total_weight: counted.length,
    encrypted_tally: parts.tally.hash,
    window: parts.window,
  });
  if (JSON.stringify(sums) !== parts.tally.text || parts.sizes !== sizes)
    throw new FormatError("total", "another total");
  state.tally = sums;
  return { counted: counted.length };
}

/** Check 7: each key holder's decryption is proved to be made with the own key. */
function decryptions() {
  const { election, keys, parts, tally } = state;
  state.factors = checkDecryptions(
    { tally, fingerprint: election.fingerprint, owners: keys.owners },
    parts.decryptions,
  );
  return { count: state.factors.size, of: keys.owners.length };
}

/** Check 8: the figures are what the opened total says. Returns them with the words of each question. */
function result({ language }) {
  const { election, factors, parts, tally, counted } = state;
  const opened = combine(readGroups(parts.trustees), factors);
  const figures = checkResult({ tally, factors: opened, counted: counted.length }, parts.result);
  return { figures, texts: readTexts(election.record, language) };
}

/**
 * Where the ballot is whose words, tracking number or beginning of one somebody typed: not there, replaced by a later one, or
 * counted; or what was typed is none of these, or fits the several ballots of these `numbers`.
 */
function find({ wanted }) {
  const places = findSought(wanted, state.parts.ballots.map(tracker), WORD_LISTS);
  if (places === null) return { state: "unclear", numbers: [] };
  const numbers = places.slice(0, MAX_NUMBERS).map((place) => place + 1);
  if (places.length > 1) return { state: "several", numbers };
  if (places.length === 0) return { state: "absent", numbers };
  return { state: state.counted.includes(state.ballots[places[0]]) ? "counts" : "replaced", numbers };
}

async function download(url, progress) {
  try {
    const response = await fetch(url, { credentials: "same-origin" });
    if (!response.ok) throw new Error(String(response.status));
    const size = Number(response.headers.get("Content-Length"));
    const pieces = [];
    let length = 0;
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      length += value.length;
      progress(length, Math.max(size, length));
    }
    return joined(pieces, length);
  } catch (error) {
    throw new FormatError("network", error.message);
  }
}

function joined(pieces, length) {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

serve({ open, record, hours, ballots, text, some, help, proofs, total, decryptions, result, find });
