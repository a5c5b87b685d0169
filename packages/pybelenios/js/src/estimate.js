// How long a check still takes, from how fast it went so far.

const FAIR_AFTER = 4_000; // milliseconds: before, one slow piece says little about the others
const MINUTE = 60_000;

/** A function of what is done and of all there is to do: the minutes left, rounded up, or null while it is too early. */
export function minutesLeft(clock = () => performance.now()) {
  const began = clock();
  return (done, total) => {
    const elapsed = clock() - began;
    return done === 0 || elapsed < FAIR_AFTER ? null : Math.ceil((elapsed * (total - done)) / done / MINUTE);
  };
}

/** The word of the page for what is left: none yet, under a minute, or so many minutes. */
export function progressWord(minutes) {
  if (minutes === null) return "progress";
  return minutes > 1 ? "progress_minutes" : "progress_minute";
}
