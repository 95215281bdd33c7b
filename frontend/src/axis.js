// The arithmetic of a timeline that is zoomed and moved. Pure.

const DAY = 86_400_000; // milliseconds
const MOST = 200; // times: a day is then some pixels wide in any drawing
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const STEPS = [1, 3, 6, 12, 24, 60, 120, 240, 600]; // months from tick to tick

/** The whole axis: x from left to right are the days from first to last (ISO). */
export function wholeView({ left, right, first, last }) {
  return { left, right, first: Date.parse(first), last: Date.parse(last), scale: 1, shift: 0 };
}

/** Where a place of the whole drawing stands in the view. */
export function placeIn(view, x) {
  return view.left + (x - view.left) * view.scale - view.shift;
}

/** The view zoomed by a factor around a place of the present one; never smaller than the whole. */
export function zoomed(view, factor, around) {
  const scale = Math.min(Math.max(view.scale * factor, 1), MOST);
  const held = (around - view.left + view.shift) / view.scale; // stays where it is
  return moved({ ...view, scale, shift: held * scale - (around - view.left) }, 0);
}

/** The view moved by some units; never beyond its ends. */
export function moved(view, by) {
  const most = (view.right - view.left) * (view.scale - 1);
  return { ...view, shift: Math.min(Math.max(view.shift + by, 0), most) };
}

/** The ticks that fall into the view: the place in it, the words, whether it is no year. */
export function ticksOf(view, room) {
  const wide = view.right - view.left;
  const span = (view.last - view.first) / view.scale;
  const begin = new Date(view.first + (view.shift / view.scale / wide) * (view.last - view.first));
  const end = begin.getTime() + span;
  const most = Math.max(wide / room, 1);
  const months = span / DAY / 30.4;
  const step = STEPS.find((one) => months / one <= most) ?? STEPS.at(-1);
  const ticks = [];
  const from = begin.getUTCFullYear() * 12 + begin.getUTCMonth();
  for (let n = Math.ceil(from / step) * step; ; n += step) {
    const time = utc(Math.floor(n / 12), n % 12);
    if (time > end) return ticks;
    const x = view.left + ((time - begin.getTime()) / span) * wide;
    if (x >= view.left - 1) ticks.push({ x, words: tickWords(n), isMinor: n % 12 !== 0 });
  }
}

function tickWords(month) {
  return month % 12 === 0 ? String(month / 12) : MONTHS[month % 12];
}

/** The first instant of a month; years below 100 are meant as they are. */
function utc(year, month) {
  const time = new Date(0);
  time.setUTCFullYear(year, month, 1);
  return time.getTime();
}
