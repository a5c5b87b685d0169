// Builds the committed bundles from the source modules, and the list of their digests.
//
// `npm run build` must give the same bytes everywhere: exact versions of the tools stand in package-lock.json.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const here = new URL(".", import.meta.url);
const NAMES = ["booth", "worker", "trustee", "trustee-worker"];

await build({
  absWorkingDir: here.pathname,
  entryPoints: NAMES.map((name) => `${name}.js`),
  outdir: "dist",
  bundle: true,
  format: "iife",
  target: ["chrome109", "firefox115", "safari16"],
  minify: true,
  legalComments: "inline",
  charset: "utf8",
});

const manifest = {};
for (const name of NAMES) {
  const bytes = readFileSync(new URL(`dist/${name}.js`, here));
  const digest = (algorithm, encoding) => createHash(algorithm).update(bytes).digest(encoding);
  manifest[`${name}.js`] = {
    bytes: bytes.length,
    sha256: digest("sha256", "hex"),
    integrity: `sha384-${digest("sha384", "base64")}`,
  };
}
writeFileSync(new URL("dist/manifest.json", here), `${JSON.stringify(manifest, null, 2)}\n`);
