// Which stop a slider's value means. Pure.

/**
 * @param {number} value in days since the slider's start
 * @param {{place: number}[]} stops in order
 * @param {number} current index of the stop before the move, -1 for none
 * @returns {number} the index of the nearest stop; a step by key always leaves the current one
 */
export function nearestStop(value, stops, current = -1) {
  let best = 0;
  for (let n = 1; n < stops.length; n += 1) {
    if (Math.abs(stops[n].place - value) < Math.abs(stops[best].place - value)) best = n;
  }
  const from = stops[current];
  const isStep = from !== undefined && best === current && Math.abs(value - from.place) === 1;
  if (!isStep) return best;
  return Math.min(Math.max(current + (value > from.place ? 1 : -1), 0), stops.length - 1);
}

/** The places that a list of steps between them stands for, each in base 36. */
export function placesIn(steps) {
  let place = 0;
  return steps.split(" ").filter(Boolean).map((step) => (place += parseInt(step, 36)));
}

/** The ISO day so many days after another. */
export function dayAt(first, days) {
  return new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10);
}
