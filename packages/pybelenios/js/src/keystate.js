// What a member of a key group sees, from the state that the site tells.

/** The steps of the page, of which one is now. */
export const STAGES = ["make", "confirm", "test", "open"];

/** What each member says to make the key, in this order. */
const SAID = ["certificate", "promise", "contribution", "key"];

/** Which part of the page shows: `hasSeed` says that this tab still has the key it made or was shown. */
export function panelOf({ step }, hasSeed) {
  if (step === "make") return hasSeed ? "show" : "make";
  if (["promise", "contribute", "finish"].includes(step)) return hasSeed ? "busy" : "again";
  return step;
}

/** Whether a passphrase is soon guessed: `least` is how many characters it needs. None at all is no weak one. */
export function isSoonGuessed(passphrase, least) {
  return passphrase !== "" && [...passphrase.normalize("NFC").trim()].length < least;
}

/** Whether all four messages of all members are there: then no tab needs the key any more. */
export function isFormed({ members }) {
  return members.every((member) => SAID.every((said) => member[said]));
}

/** Where the group is: an index of STAGES. */
export function stageOf({ members, drill }) {
  if (!members.every(({ certificate }) => certificate)) return 0;
  if (!isFormed({ members })) return 1;
  return drill !== null && !members.every(({ tested }) => tested) ? 2 : 3;
}

/** The members for whom all others wait, in their order. */
export function awaited({ members, drill }) {
  for (const done of SAID) {
    const missing = members.filter((member) => !member[done]);
    if (missing.length > 0) return missing;
  }
  return drill === null ? [] : members.filter(({ tested }) => !tested);
}

/** The word for a member, as the page has it: `lost`, `awaited`, `tested`, `made`, or `ready` on the way there. */
export function wordOf(state, member) {
  if (member.lost) return "lost";
  if (awaited(state).includes(member)) return "awaited";
  if (!isFormed(state)) return "ready";
  return state.drill !== null && member.tested ? "tested" : "made";
}
