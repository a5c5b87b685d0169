// The worker of the booth: holds the election and the voter's secret, seals the ballot away from the page's thread.

import { makeBallot, plaintext, readElection, size, tracker } from "./ballot.js";
import { deriveSecret, isListed, publicCredential } from "./credentials.js";
import { FormatError, hashBase64, hashHex, randomScalar } from "./group.js";
import { receiptHolds } from "./receipt.js";
import { serve } from "./serve.js";
import { checkWindow } from "./window.js";

const state = { election: null, secret: null, publicKey: null };

/** Reads the record, which must have the fingerprint the page shows, and derives the voter's key. */
function prepare({ recordBytes, fingerprint, uuid, code }) {
  const isTheirs = hashBase64(new Uint8Array(recordBytes)) === fingerprint;
  if (!isTheirs) throw new FormatError("record", "not the record of this page");
  const election = readElection(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(recordBytes));
  if (election.record.uuid !== uuid) throw new FormatError("record", "the record of another vote");
  state.election = election;
  state.secret = deriveSecret(uuid, code);
  state.publicKey = publicCredential(state.secret);
  return { publicKey: state.publicKey, record: election.record };
}

/** Whether the list is the one of the record and holds the voter's key. */
function lookUp({ listBytes }) {
  const bytes = new Uint8Array(listBytes);
  const expected = state.election.record.assembly?.credentials;
  if (expected !== undefined && hashHex(bytes) !== expected) return false;
  return isListed(JSON.parse(new TextDecoder().decode(bytes)), state.publicKey);
}

/**
 * Makes the ballot for `choices`, one `{chosen: [numbers], isBlank}` per question: of the voter, or of somebody for whom the
 * voter may vote, by the `code` of that right. The answer has the public key with which it is signed.
 */
function seal({ choices, code }, progress) {
  const { election } = state;
  const { record } = election;
  const secret = code === undefined ? state.secret : deriveSecret(record.uuid, code);
  const vectors = record.questions.map((question, i) => plaintext(question, choices[i].chosen, choices[i].isBlank));
  const total = size(record);
  let done = 0;
  const ballot = makeBallot(election, secret, vectors, randomScalar, () => {
    done += 1;
    progress(done, total);
  });
  return { ballot, tracker: tracker(ballot), publicKey: publicCredential(secret) };
}

/** The hour from which no ballot is accepted, from the signed records about the hours. */
function hour({ events }) {
  return { hour: checkWindow(state.election.record, events) };
}

/** Whether the receipt is signed by the server that the record names, for the ballot that was sent. */
function receipt({ ballot, received }) {
  return receiptHolds(state.election.record, tracker(ballot), received);
}

serve({ prepare, hour, lookUp, seal, receipt });
