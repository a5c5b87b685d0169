// The file in which a member of a key group keeps the seed, byte for byte as pybelenios.keyfile writes it: whose key it is
// and of what, in a fixed order, then the seed; under a passphrase, the seed in AES-256-GCM under a key of PBKDF2.

import { readSeed } from "./ceremony.js";
import { FormatError } from "./group.js";

const VERSION = 1;
const ITERATIONS = 600_000;
const MAX_ITERATIONS = 10_000_000; // more are not tried: a file from elsewhere could keep a computer busy for days
const LABELS = ["govapp_key", "cooperative", "assembly", "holder", "group", "member", "size", "needed", "made_on"];
const TEXTS = ["cooperative", "assembly", "holder", "group"];
const NUMBERS = ["member", "size", "needed"];
const HEX = /^([0-9a-f]{2})*$/;

const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const encode = (text) => new TextEncoder().encode(text);
const drawBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** The text of a key file: `labels` are all members but the version; sealed under `passphrase` unless that is empty. */
export async function writeKeyFile(labels, seed, passphrase = "", draw = drawBytes) {
  const plain = labelsOf({ ...labels, govapp_key: VERSION });
  if (passphrase === "") return `${JSON.stringify({ ...plain, seed })}\n`;
  const [salt, iv] = [draw(16), draw(12)];
  const key = await keyOf(passphrase, salt, ITERATIONS);
  const data = await crypto.subtle.encrypt(parameters(iv, plain), key, encode(seed));
  const sealed = { iterations: ITERATIONS, salt: toHex(salt), iv: toHex(iv), data: toHex(new Uint8Array(data)) };
  return `${JSON.stringify({ ...plain, sealed })}\n`;
}

/** Whose key a file holds, and of what: its labels, and whether it is sealed. Refuses what is no key file. */
export function readLabels(text) {
  const record = recordIn(text);
  const isFine =
    TEXTS.every((name) => typeof record[name] === "string") &&
    NUMBERS.every((name) => Number.isInteger(record[name]) && record[name] >= 1) &&
    Math.max(record.member, record.needed) <= record.size &&
    isDay(record.made_on);
  if (!isFine) throw new FormatError("key_unreadable", "not a key file");
  return { ...labelsOf(record), isSealed: "sealed" in record };
}

/** The seed in a key file; refuses a sealed one without passphrase, and one whose passphrase is another. */
export async function readKeyFile(text, passphrase = "") {
  const { isSealed } = readLabels(text);
  const record = recordIn(text);
  if (isSealed && passphrase === "") throw new FormatError("passphrase_needed", "a sealed key file");
  try {
    return readSeed(isSealed ? await opened(record, passphrase) : record.seed);
  } catch (error) {
    if (error.code === "seed") throw new FormatError("key_unreadable", "a key file without a key");
    throw error;
  }
}

function recordIn(text) {
  let record = null;
  try {
    record = JSON.parse(text);
  } catch {
    // the same as another file
  }
  const names = record instanceof Object ? Object.keys(record).join() : "";
  const isOurs = record?.govapp_key === VERSION && ["seed", "sealed"].some((last) => names === `${LABELS},${last}`);
  if (!isOurs) throw new FormatError(typeof record === "string" ? "key_of_one_vote" : "key_unreadable", "another file");
  return record;
}

function labelsOf(record) {
  return Object.fromEntries(LABELS.map((name) => [name, record[name]]));
}

function isDay(text) {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

async function opened(record, passphrase) {
  const { iterations, salt, iv, data } = record.sealed ?? {};
  const isFine =
    Number.isInteger(iterations) &&
    iterations > 0 &&
    iterations <= MAX_ITERATIONS &&
    [salt, iv, data].every((each) => typeof each === "string" && HEX.test(each));
  if (!isFine) throw new FormatError("key_unreadable", "a damaged key file");
  const key = await keyOf(passphrase, fromHex(salt), iterations);
  try {
    const seed = await crypto.subtle.decrypt(parameters(fromHex(iv), labelsOf(record)), key, fromHex(data));
    return new TextDecoder().decode(seed);
  } catch {
    throw new FormatError("passphrase_other", "another passphrase, or a file that was changed");
  }
}

const parameters = (iv, labels) => ({ name: "AES-GCM", iv, additionalData: encode(JSON.stringify(labels)) });

async function keyOf(passphrase, salt, iterations) {
  // One spelling of each letter: keyboards and systems differ in how they write é.
  const text = encode(passphrase.normalize("NFC"));
  const words = await crypto.subtle.importKey("raw", text, "PBKDF2", false, ["deriveKey"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(way, words, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
