// Builds the bundles from the source modules, and the list of their digests: `node build.js FOLDER`.
//
// What no voter and no key holder loads comes into the folders `preview` and `checker` beside it: its digest is not fixed with
// a vote.
//
// It must give the same bytes everywhere: exact versions of the tools stand in package-lock.json. `npm run build` puts them
// where the site serves them from, and there they are committed.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const sources = new URL("src/", import.meta.url);
const out = pathToFileURL(`${process.argv[2]}/`);
const NAMES = ["booth", "worker", "trustee", "trustee-worker", "keys", "keys-worker"];
const CHECKER = ["checker", "checker-worker"];

const bundle = (names, folder) =>
  build({
    absWorkingDir: sources.pathname,
    entryPoints: names.map((name) => `${name}.js`),
    outdir: folder.pathname,
    bundle: true,
    format: "iife",
    target: ["chrome109", "firefox115", "safari16"],
    minify: true,
    legalComments: "inline",
    charset: "utf8",
  });

await bundle(NAMES, out);
await bundle(["preview"], new URL("../preview/", out));
await bundle(CHECKER, new URL("../checker/", out));

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
