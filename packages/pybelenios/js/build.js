// Builds the bundles from the source modules, and the list of their digests: `node build.js FOLDER`.
//
// It must give the same bytes everywhere: exact versions of the tools stand in package-lock.json. `npm run build` puts them
// where the site serves them from, and there they are committed.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const sources = new URL("src/", import.meta.url);
const out = pathToFileURL(`${process.argv[2]}/`);
const NAMES = ["booth", "worker", "trustee", "trustee-worker"];

await build({
  absWorkingDir: sources.pathname,
  entryPoints: NAMES.map((name) => `${name}.js`),
  outdir: out.pathname,
  bundle: true,
  format: "iife",
  target: ["chrome109", "firefox115", "safari16"],
  minify: true,
  legalComments: "inline",
  charset: "utf8",
});

const manifest = {};
for (const name of NAMES) {
  const bytes = readFileSync(new URL(`${name}.js`, out));
  const digest = (algorithm, encoding) => createHash(algorithm).update(bytes).digest(encoding);
  manifest[`${name}.js`] = {
    bytes: bytes.length,
    sha256: digest("sha256", "hex"),
    integrity: `sha384-${digest("sha384", "base64")}`,
  };
}
writeFileSync(new URL("manifest.json", out), `${JSON.stringify(manifest, null, 2)}\n`);
