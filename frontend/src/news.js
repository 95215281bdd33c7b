// What the note of a live page says. Pure.

/** "Data was added at 14:05: 3 deals have changed." */
export function newsWords(deals, at) {
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const count = deals === 0 ? "no deal has" : deals === 1 ? "1 deal has" : `${deals} deals have`;
  return `Data was added at ${time}: ${count} changed since this page was made.`;
}

const two = (number) => String(number).padStart(2, "0");
