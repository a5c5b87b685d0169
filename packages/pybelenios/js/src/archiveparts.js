// Where an archive stands, also while people vote: its records by what they are for. Key holders need a closed one and read
// it by archive.js.

import { readChain } from "./archive.js";
import { FormatError } from "./group.js";

const COURSE = /^Setup( Ballot)*( EndBallots( EncryptedTally( PartialDecryption)*( Result)?)?)?$/;

/** The parts of an archive in any state; `tally`, `sizes` and `result` are null as long as there are none. */
export function readArchive(bytes) {
  const events = readChain(bytes);
  if (!COURSE.test(events.map(({ type }) => type).join(" "))) {
    throw new FormatError("archive", "events in another order");
  }
  const [record, trustees, credentials, links] = events[0].records;
  const hashes = { election: record.hash, trustees: trustees.hash, credentials: credentials.hash };
  if (links.text !== JSON.stringify(hashes)) throw new FormatError("archive", "other records than those announced");
  const of = (wanted) => events.filter(({ type }) => type === wanted).map(({ records }) => records);
  const [tally, sizes] = of("EncryptedTally")[0] ?? [null, null];
  const ended = events.findIndex(({ type }) => type === "EndBallots");
  return {
    head: events.at(-1).hash,
    hashes: events.map(({ hash }) => hash),
    links: events.length,
    isClosed: ended >= 0,
    closedAfter: ended < 0 ? null : events[ended - 1].hash,
    record: record.text,
    trustees: trustees.text,
    credentials: credentials.text,
    ballots: of("Ballot").map(([ballot]) => ballot.text),
    tally,
    sizes: sizes?.text ?? null,
    window: sizes === null ? null : JSON.parse(sizes.text).window,
    decryptions: of("PartialDecryption"),
    result: of("Result")[0]?.[0].text ?? null,
  };
}
