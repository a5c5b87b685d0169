// The worker of the key holders' pages: makes keys, looks an archive over, decrypts one share of the total.

import { readChain, readElectionParts } from "./archive.js";
import { readElection } from "./ballot.js";
import { decodePoint, FormatError, hashBase64, hashHex, randomScalar } from "./group.js";
import { checkSecret } from "./proofs.js";
import { serve } from "./serve.js";
import { countedBallots, encryptedTally, partialDecryption } from "./tally.js";
import { electionKey, makeKey, publicKeyOf, readPrivateKey, readTrustees } from "./trustees.js";

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
  const keys = readTrustees(state.parts.trustees);
  const { public_key: key, assembly = {} } = state.election.record;
  const isTheirs = state.election.fingerprint === fingerprint && keys.includes(publicKey);
  const hasList = assembly.credentials === undefined || assembly.credentials === hashHex(state.parts.credentials);
  if (!isTheirs || !hasList || electionKey(keys) !== key) {
    throw new FormatError("other_election", "another election");
  }
  return { fingerprint };
}

/** Check 3: every ballot is written for this election and signed with a voting code of the list. */
function ballots(_, progress) {
  const { record, fingerprint } = state.election;
  const listed = new Set(JSON.parse(state.parts.credentials).map((line) => line.split(",")[0]));
  state.ballots = state.parts.ballots.map((text, index) => {
    const { signature, ...unsigned } = JSON.parse(text);
    const isOurs = unsigned.election_uuid === record.uuid && unsigned.election_hash === fingerprint;
    const isWhole = hashBase64(JSON.stringify(unsigned)) === signature.hash && listed.has(unsigned.credential);
    const key = decodePoint(unsigned.credential);
    if (!isOurs || !isWhole || !checkSecret(`sig|${signature.hash}|`, key, signature.proof)) {
      throw new FormatError("ballot", `ballot ${index + 1}`);
    }
    if (index % STRIDE === 0) progress(index, state.parts.ballots.length);
    return unsigned;
  });
  return { total: state.ballots.length };
}

/** Check 4: the total is the sum of the last ballot of each code, and of no fewer than the record wants. */
function total({ minimum }, progress) {
  const counted = countedBallots(state.ballots);
  let done = 0;
  const sums = encryptedTally(state.election.record, counted, () => {
    done += 1;
    if (done % STRIDE === 0) progress(done, counted.length);
  });
  if (JSON.stringify(sums) !== state.parts.tally || state.parts.sizes.num_tallied !== counted.length) {
    throw new FormatError("total", "another total");
  }
  const least = state.election.record.assembly?.minimum_ballots ?? minimum;
  if (counted.length < least) throw new FormatError("too_few", `${counted.length} ballots`);
  state.tally = sums;
  return { counted: counted.length, replaced: state.ballots.length - counted.length };
}

/** The share of the trustee whose private key file has this text; the key must be the one the election names. */
function decrypt({ text, publicKey }) {
  const secret = readPrivateKey(text);
  if (publicKeyOf(secret) !== publicKey) throw new FormatError("key_other", "another key");
  return JSON.stringify(partialDecryption(state.tally, state.election.fingerprint, secret, publicKey, randomScalar));
}

serve({ make, readKey, open, record, ballots, total, decrypt });
