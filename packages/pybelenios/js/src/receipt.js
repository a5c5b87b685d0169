// The server's signature under "this ballot is in the box, at this place of the chain" (pybelenios/receipts/receipt.py).

import { signatureHolds } from "./group.js";

const CONTEXT = "GovApp receipt 1\n";

/**
 * Whether `receipt` is one of version 1 for the ballot with `tracker`, signed with the key that the election record names.
 * A record that names no key promises no receipts: then whatever came will do.
 */
export function receiptHolds({ uuid, assembly }, tracker, receipt) {
  const key = assembly?.receipt_key;
  if (key === undefined) return true;
  if (receipt?.v !== 1 || receipt.uuid !== uuid || receipt.tracker !== tracker) return false;
  const { event, height, received_at } = receipt;
  const signed = JSON.stringify({ event, height, received_at, tracker, uuid, v: 1 }); // sorted by name
  return signatureHolds(CONTEXT + signed, receipt.signature, key);
}
