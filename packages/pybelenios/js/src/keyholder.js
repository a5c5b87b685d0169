// What a member of a key group does with its seed: whose key a file holds, the four messages of the ceremony, and the
// share. Everything that others sent is looked over first; a refusal names the member at fault.

import {
  deriveSecrets,
  makeCertificate,
  makeContribution,
  makePromise,
  makeShareKey,
  openShare,
  readCertificates,
  requireOwn,
} from "./ceremony.js";
import { FormatError, hashHex, randomScalar } from "./group.js";
import { readKeyFile, readLabels } from "./keyfile.js";
import { Cheat } from "./pedersen.js";
import { publicKeyOf } from "./trustees.js";

/** The file holds somebody else's key, or one of another assembly: `facts` say whose. */
export class OthersKey extends FormatError {
  constructor(code, { cooperative, assembly, holder, member, made_on: day }) {
    super(code, `the key of ${holder}`);
    this.facts = { cooperative, assembly, holder, member, day };
  }
}

/** The seed in the text of a key file, which must be that of `wanted`, `{ group, index }`. */
export async function readOwnKey(text, passphrase, { group, index }) {
  const labels = readLabels(text);
  if (labels.group !== group) throw new OthersKey("key_of_elsewhere", labels);
  if (labels.member !== index) throw new OthersKey("key_of_another", labels);
  return readKeyFile(text, passphrase);
}

/** The first message of member `index`. */
export function begin(seed, group, index) {
  const secrets = deriveSecrets(seed);
  return JSON.stringify({ certificate: makeCertificate(secrets, group, index, randomScalar) });
}

/**
 * Looks over what all members said first, and then promised: a digest of each certificate, and one of all, the same on the
 * page of every member. `noted` is what this device saw before in the same attempt, `{ digests, promises }`, or null: a
 * site that shows one member other certificates, or the same member others later, is lying to somebody; and whoever
 * promises anew may have seen a contribution.
 */
export function survey(certificates, promises, group, noted = null) {
  readCertificates(certificates, group);
  const digests = certificates.map((certificate) => hashHex(JSON.stringify(certificate)));
  refuseChange("exchanged", noted?.digests ?? [], digests);
  refuseChange("promise", noted?.promises ?? [], promises);
  return { digests, promises, fingerprint: hashHex(digests.join("")) };
}

function refuseChange(code, before, now) {
  const changed = before.findIndex((digest, i) => digest !== now[i]);
  if (changed >= 0) throw new Cheat(code, changed + 1);
}

/** Refuses a seed with which member `index` did not begin. */
export function requireBegun(seed, certificates, group, index) {
  requireOwn(deriveSecrets(seed), readCertificates(certificates, group)[index - 1]);
}

/** The second message of member `index`. */
export function promise(seed, certificates, group, index, attempt) {
  return JSON.stringify({ promise: makePromise(deriveSecrets(seed), certificates, group, index, attempt) });
}

/** The third message of member `index`. */
export async function contribute(seed, certificates, promises, group, index, attempt) {
  const made = await makeContribution(deriveSecrets(seed), certificates, promises, group, index, attempt, randomScalar);
  return JSON.stringify(made);
}

/** The last message of member `index`, from what it may see of the contributions. */
export async function finish(seed, certificates, promises, contributions, group, index) {
  requireBegun(seed, certificates, group, index);
  const secrets = deriveSecrets(seed);
  return JSON.stringify(await makeShareKey(secrets, certificates, promises, contributions, group, index, randomScalar));
}

/** The private key of the share that this seed opens, which must be the one of `publicKey`. */
export async function ownShare(seed, privateKey, publicKey) {
  const share = await openShare(deriveSecrets(seed), privateKey);
  if (publicKeyOf(share) !== publicKey) throw new FormatError("key_other", "the share of another key");
  return share;
}
