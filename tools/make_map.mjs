// Boundaries of Natural Earth, projected and cut at the edge of the map: one line of JSON a country, on standard output.
//
// node tools/make_map.mjs FOLDER WIDTH HEIGHT, where FOLDER holds the packages world-atlas 2.0.2, d3-geo 3.1.2 and topojson-client 3.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, width, height] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const EDGE = 40;
const require = createRequire(pathToFileURL(`${folder}/`));
const d3 = pathToFileURL(`${folder}/node_modules/d3-geo/dist/d3-geo.mjs`);
const { geoEqualEarth, geoPath, geoCentroid } = await import(d3);
const { feature } = require("topojson-client");
const features = (scale) => {
  const atlas = require(`world-atlas/countries-${scale}.json`);
  return feature(atlas, atlas.objects.countries).features;
};
const ANTARCTICA = "010";
const shapes = features("110m").filter((one) => one.id !== ANTARCTICA);
const places = features("10m").filter((one) => one.id !== undefined && one.id !== ANTARCTICA);
// Turned by 11 degrees, the edge lies in the Bering Strait and Russia stays whole.
const inside = [[EDGE, EDGE], [width - EDGE, height - EDGE]];
const all = { type: "FeatureCollection", features: [...shapes, ...places] };
const projection = geoEqualEarth().rotate([-11, 0]).fitExtent(inside, all);
const path = geoPath(projection);

// A ring as one relative path in whole units, the points that fall together left out.
function ring(text) {
  const points = text.split("L").map((pair) => pair.split(",").map((one) => Math.round(Number(one))));
  let [x, y] = points[0];
  let said = `M${x} ${y}l`;
  let steps = 0;
  for (const [a, b] of points.slice(1)) {
    if (a === x && b === y) continue;
    said += `${steps ? (a < x ? "" : " ") : ""}${a - x}${b < y ? "" : " "}${b - y}`;
    [x, y] = [a, b];
    steps += 1;
  }
  return steps > 1 ? `${said}z` : "";
}

const seen = new Set();
for (const one of shapes) {
  const drawn = (path(one) ?? "").split("Z").filter(Boolean).map((part) => ring(part.slice(1))).join("");
  const [x, y] = path.centroid(one).map(Math.round);
  seen.add(one.id);
  console.log(JSON.stringify({ id: one.id ?? "", name: one.properties.name, area: path.area(one), x, y, path: drawn }));
}
for (const one of places) {
  if (seen.has(one.id)) continue;
  seen.add(one.id);
  const [x, y] = projection(geoCentroid(one)).map(Math.round);
  console.log(JSON.stringify({ id: one.id, name: one.properties.name, area: 0, x, y, path: "" }));
}
