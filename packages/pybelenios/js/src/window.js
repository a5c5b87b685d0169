// What was done with the hours of a vote, against what its sealed record lets happen (pybelenios/window.py).
//
// Moments are texts in UTC and whole seconds, all of one length, so they compare as texts do.

import { FormatError, hashHex, signatureHolds } from "./group.js";

const CONTEXT = (version) => `GovApp voting window ${version}\n`;
const LANGUAGES = ["nl", "fr", "en", "de"];
const MAX_REASON_CHARACTERS = 500;
const EXTENSION = "Extension";
const CLOSING = "Closing";
const CLOCK = "clock";
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** The sealed rule of an election record; null for a record of version 0, which has none. */
export function windowRule({ assembly }) {
  const rule = assembly?.window;
  if (rule === undefined) return null;
  const isKnown = rule.v === 1 && MOMENT.test(rule.not_before) && MOMENT.test(rule.not_after);
  demand(isKnown && Array.isArray(rule.early_closing?.by), "a rule about the hours that is not known here");
  return rule;
}

/** The hour from which no ballot is accepted: the sealed one, or the one of the last extension. */
export function closingHour(rule, events) {
  return events.findLast(({ type }) => type === EXTENSION)?.closes_at ?? rule.not_after;
}

/** Demands that each event is signed, follows the one before it, and is allowed. Throws a FormatError of code "window". */
export function checkWindow(record, events) {
  const rule = windowRule(record);
  demand(rule !== null && Array.isArray(events), "records about the hours without a rule for them");
  let previous = null;
  events.forEach((event, index) => {
    const { signature, ...signed } = event;
    const text = JSON.stringify(signed);
    demand((event.v === 1 || event.v === 2) && event.uuid === record.uuid, "of another vote");
    demand(signatureHolds(CONTEXT(event.v) + text, signature, record.assembly.receipt_key), "not signed by the server");
    demand(event.number === index + 1 && event.previous === previous, "out of their order");
    const hour = closingHour(rule, events.slice(0, index));
    if (event.type === EXTENSION) demandExtension(rule, event, hour);
    else demandClosing(rule, event, hour, index === events.length - 1);
    previous = hashHex(new TextEncoder().encode(JSON.stringify(event)));
  });
  return closingHour(rule, events);
}

/** Demands that the box was closed where the last of its events says. */
export function checkClosed(events, parent) {
  const last = events.at(-1);
  demand(last?.type === CLOSING && last.after.event === parent, "closed at another place of the chain");
}

// In version 2 the reason is a text for each language in which it was written, in version 1 one text.
function hasReason({ v, reason, reasons }) {
  if (v === 1) return reason.trim() !== "";
  const said = Object.entries(reasons);
  const isSaid = ([language, text]) =>
    LANGUAGES.includes(language) && text.trim() !== "" && [...text].length <= MAX_REASON_CHARACTERS;
  return said.length > 0 && said.every(isSaid);
}

function demandExtension({ not_before: opening, extension }, event, hour) {
  demand(extension?.by.includes(event.by), "extended by somebody who may not");
  demand(extension.grounds.includes(event.ground) && hasReason(event), "extended without a ground");
  demand(event.closes_at <= extension.until_at_most, "extended too long");
  demand(opening <= event.at && event.at < hour && hour < event.closes_at, "extended at another moment");
}

function demandClosing({ early_closing: early }, event, hour, isLast) {
  const isEarly = event.at < event.closes_at;
  demand(event.type === CLOSING && isLast && event.closes_at === hour, "closed at another hour");
  if (!isEarly) return;
  demand(event.by !== CLOCK && early.by.includes(event.by) && hasReason(event), "closed early by nobody");
}

function demand(holds, message) {
  if (!holds) throw new FormatError("window", message);
}
