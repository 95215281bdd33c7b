// Writes the desk's world map from Natural Earth (public domain): outlines at 1:110 million, and for
// every state a point within its largest part, from 1:50 million for those too small for the other.
// The result is committed; this runs only when the source or the projection changes: npm run geodata
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const WIDTH = 960; // of the drawing, in its own units
const MARGIN = 4;
const TURN = -11; // degrees: the edge of the map runs through the Bering Strait
const OUT = new URL("../src/armsledger/web/drawings/data/world.json", import.meta.url);
const require = createRequire(import.meta.url);

// Shapes without a code of their own in the source. Drawing one says nothing about whose it is.
const CODES = { Kosovo: "XKX", "N. Cyprus": "CYP", Somaliland: "SOM" };
// Not in the source by themselves: longitude and latitude of the capital.
const POINTS = { TUV: [179.2, -8.5], SOL: [44.1, 9.6], TRN: [33.6, 35.3] };
// The middle of the largest part lies where hardly anybody lives: a point among its people.
const MIDDLES = { RUS: [46, 55.5], CAN: [-85, 49], NOR: [9.5, 61], SWE: [15.5, 60] };
const LEFT_OUT = new Set(["ATA"]);

const alpha3 = new Map(require("i18n-iso-countries/codes.json").map(([, code, id]) => [id, code]));
const codeOf = (one) => CODES[one.properties.name] ?? alpha3.get(one.id) ?? null;

function statesAt(scale) {
  const world = require(`world-atlas/countries-${scale}.json`);
  return feature(world, world.objects.countries)
    .features.map((one) => ({ code: codeOf(one), geometry: one.geometry }))
    .filter((one) => one.code !== null && !LEFT_OUT.has(one.code));
}

function partsOf(geometry) {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

function largestPart(geometries) {
  const parts = geometries
    .flatMap(partsOf)
    .map((coordinates) => ({ type: "Polygon", coordinates }));
  return parts.reduce((best, part) => (geoArea(part) > geoArea(best) ? part : best));
}

function byCode(states) {
  const found = new Map();
  for (const { code, geometry } of states) found.set(code, [...(found.get(code) ?? []), geometry]);
  return found;
}

// Keeps the path short: whole tenths, relative steps, no part smaller than a dot.
function shorten(path) {
  return path
    .split(/(?=M)/)
    .map((ring) => ringOf(ring))
    .filter((ring) => ring !== "")
    .join("");
}

function ringOf(ring) {
  const points = ring.match(/-?[\d.]+,-?[\d.]+/g).map((pair) => pair.split(",").map((n) => Math.round(n * 10)));
  const steps = [];
  let last = points[0];
  for (const point of points.slice(1)) {
    const [dx, dy] = [point[0] - last[0], point[1] - last[1]];
    if (Math.abs(dx) + Math.abs(dy) < 4) continue; // less than the width of a line
    steps.push(`${tenths(dx)}${dy < 0 ? "" : " "}${tenths(dy)}`);
    last = point;
  }
  if (steps.length < 2) return "";
  return `M${tenths(points[0][0])} ${tenths(points[0][1])}l${steps.join(" ").replaceAll(" -", "-")}z`;
}

const tenths = (n) => String(n / 10).replace(/^(-?)0\./, "$1.");
const rounded = (pair) => pair.map((n) => Math.round(n * 10) / 10);

const coarse = byCode(statesAt("110m"));
const fine = byCode(statesAt("50m"));
const all = { type: "GeometryCollection", geometries: [...coarse.values(), ...fine.values()].flat() };
const projection = geoEqualEarth().rotate([TURN, 0]).fitWidth(WIDTH - 2 * MARGIN, all);
const [[left, top], [, bottom]] = geoPath(projection).bounds(all);
const [x, y] = projection.translate();
projection.translate([x - left + MARGIN, y - top + MARGIN]);
const path = geoPath(projection).digits(2);
const height = Math.ceil(bottom - top + 2 * MARGIN);

const shapes = {};
for (const code of [...coarse.keys()].sort()) {
  const drawn = coarse.get(code).map((geometry) => path(geometry)).filter(Boolean).join("");
  shapes[code] = shorten(drawn);
}
const places = {};
for (const [code, geometries] of fine) places[code] = rounded(path.centroid(largestPart(geometries)));
for (const [code, point] of Object.entries({ ...POINTS, ...MIDDLES })) places[code] = rounded(projection(point));

const line = (key, values) =>
  `${JSON.stringify(key)}: {\n` +
  Object.keys(values).sort().map((code) => `${JSON.stringify(code)}: ${JSON.stringify(values[code])}`).join(",\n") +
  "\n}";
const version = require("world-atlas/package.json").version;
writeFileSync(
  OUT,
  `{\n"source": "Natural Earth, public domain; world-atlas ${version}; Equal Earth projection",\n` +
    `"width": ${WIDTH},\n"height": ${height},\n${line("shapes", shapes)},\n${line("places", places)}\n}\n`,
);
console.log(`${Object.keys(shapes).length} shapes, ${Object.keys(places).length} places, ${WIDTH} x ${height}`);
