// Bundles src/ into the package: desk.js, desk.css and the licences of what is bundled with them.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const OUT = fileURLToPath(new URL("../src/armsledger/web/static/built", import.meta.url));

rmSync(OUT, { recursive: true, force: true });
const result = await build({
  absWorkingDir: HERE,
  entryPoints: ["src/desk.js", "src/desk.css"],
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const inputs = Object.keys(result.metafile.inputs);
const packages = new Set(inputs.map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
const licences = [...packages].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`${HERE}node_modules/${name}/package.json`, "utf8"));
  const text = readFileSync(`${HERE}node_modules/${name}/LICENSE`, "utf8").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync(`${OUT}/LICENSES.txt`, `Bundled in desk.js:\n\n${licences.join("\n----\n\n")}`);

for (const [path, { bytes }] of Object.entries(result.metafile.outputs)) {
  console.log(`${path.split("/").pop()}: ${(bytes / 1024).toFixed(0)} KiB`);
}
