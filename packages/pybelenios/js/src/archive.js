// The archive `UUID.bel` (Belenios specification 3.1, section 4.4), read strictly: every name is the hash of its body, every event
// names its predecessor, and nothing stands in the file that no event announces.

import { FormatError, hashHex } from "./group.js";

const BLOCK = 512;
const NAME = /^([0-9a-f]{64})\.(data|event)\.json$/;
// How many records stand just before an event of a kind.
const PAYLOADS = {
  Setup: 4,
  Ballot: 1,
  EndBallots: 0,
  EncryptedTally: 2,
  PartialDecryption: 2,
  Result: 1,
};

/** The entries of the archive in order: name and body as text. */
export function readEntries(bytes) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const timestamp = ascii(bytes, 136, 11);
  const entries = [];
  for (let offset = 0; offset < bytes.length; ) {
    const name = ascii(bytes, offset, 100);
    const size = Number.parseInt(ascii(bytes, offset + 124, 11), 8);
    const begin = offset + BLOCK;
    const next = begin + Math.ceil(size / BLOCK) * BLOCK;
    const isWhole = next <= bytes.length && bytes.subarray(begin + size, next).every((byte) => byte === 0);
    if (!isWhole || !isHeader(bytes.subarray(offset, begin), name, size, timestamp)) throw broken("a damaged entry");
    const body = bytes.subarray(begin, begin + size);
    entries.push({ name, body, text: decoder.decode(body) });
    offset = next;
  }
  return entries;
}

/** Whether a header is, byte for byte, the one that these three facts make. */
function isHeader(bytes, name, size, timestamp) {
  const header = new Uint8Array(BLOCK);
  const put = (text, offset) => header.set(new TextEncoder().encode(text), offset);
  put(name, 0);
  put("0000644", 100);
  put("0000000", 108);
  put("0000000", 116);
  put(size.toString(8).padStart(11, "0"), 124);
  put(timestamp, 136);
  put("        ", 148);
  put("0", 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return bytes.length === BLOCK && bytes.every((byte, index) => byte === header[index]);
}

/** The chain of events with the records each announces: `[{type, hash, records: [text, ...]}, ...]`. */
export function readChain(bytes) {
  const [first, ...entries] = readEntries(bytes);
  if (first?.name !== "BELENIOS") throw broken("not an archive of Belenios");
  const events = [];
  let waiting = [];
  for (const { name, body, text } of entries) {
    const [, hash, kind] = NAME.exec(name) ?? [];
    if (hash === undefined || hashHex(body) !== hash) throw broken("a record that is not what its name says");
    if (kind === "data") waiting.push({ hash, text });
    else {
      events.push(readEvent(events, waiting, hash, text));
      waiting = [];
    }
  }
  if (waiting.length > 0 || events.length === 0) throw broken("a record that no event announces");
  return events;
}

function readEvent(events, waiting, hash, text) {
  const { type } = JSON.parse(text);
  if (!Object.hasOwn(PAYLOADS, type) || waiting.length !== PAYLOADS[type]) throw broken("an unknown event");
  const [parent, payload] = [events.at(-1)?.hash, waiting.at(-1)?.hash];
  const expected = JSON.stringify({ parent, height: events.length, type, payload });
  if (text !== expected) throw broken("an event out of its place");
  return { type, hash, records: waiting };
}

/** The parts of an archive a trustee needs, once the order of events is the permitted one. */
export function readElectionParts(bytes) {
  const events = readChain(bytes);
  const order = events.map(({ type }) => type).join(" ");
  if (!/^Setup( Ballot)* EndBallots EncryptedTally( PartialDecryption)*( Result)?$/.test(order)) {
    throw new FormatError(order.includes("EndBallots") ? "archive" : "not_closed", "not ready to be decrypted");
  }
  const [record, trustees, credentials, links] = events[0].records;
  const hashes = { election: record.hash, trustees: trustees.hash, credentials: credentials.hash };
  if (links.text !== JSON.stringify(hashes)) throw broken("other records than those announced");
  const [tally, sizes] = events.find(({ type }) => type === "EncryptedTally").records;
  const ended = events.findIndex(({ type }) => type === "EndBallots");
  const ballots = events.filter(({ type }) => type === "Ballot").map(({ records }) => records[0].text);
  return {
    record: record.text,
    trustees: trustees.text,
    credentials: credentials.text,
    ballots,
    tally,
    sizes: sizes.text,
    window: JSON.parse(sizes.text).window,
    closedAfter: events[ended - 1].hash,
  };
}

/**
 * What an archive says about a total: how many ballots it counts, which weigh one each, its hash, and what was done with
 * the hours of the vote (undefined in an archive of version 0).
 */
export function sizesText(count, tally, window) {
  return JSON.stringify({ num_tallied: count, total_weight: count, encrypted_tally: tally.hash, window });
}

function ascii(bytes, start, length) {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return String.fromCharCode(...(end < 0 ? field : field.subarray(0, end)));
}

function broken(message) {
  return new FormatError("archive", message);
}
