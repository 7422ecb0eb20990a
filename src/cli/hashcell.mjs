#!/usr/bin/env node
// The command `hashcell`. In a clone it first installs and builds what is missing or older than its sources, and before
// `serve` the add-in where there is none; in the package that npm packs, both are ready. Standard output belongs to the command: all that is said here goes to
// standard error.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, utimesSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bundle = join(root, "dist-cli", "hashcell.js");
/** What a build leaves when all of it is written. */
const built = join(root, "dist-cli", "built");
const isClone = existsSync(join(root, "webpack.config.js"));

const sources = [
  "src/batch",
  "src/books/files",
  "src/cli",
  "src/core",
  "src/data",
  "src/formula",
  "src/functions",
  "src/gateway",
  "src/native",
  "src/postgres",
  "src/workfile",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "webpack.config.js",
  ".config/typescript.cjs",
];

/** An error of the installation or of the build is none of the user's. */
const FAULT = 70;

/** When a file, or anything in a folder, was last changed; a folder changes when a file in it goes. */
function changedMs(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  return readdirSync(path).reduce(
    (latest, entry) => Math.max(latest, changedMs(join(path, entry))),
    stats.mtimeMs,
  );
}

function isCurrent() {
  const builtMs = changedMs(built);
  return sources.every((source) => changedMs(join(root, source)) < builtMs);
}

/** Runs a script of the project; what it says goes to standard error, at the end where it is only for a failure. */
function run(said, script, ...words) {
  const stdio = said === "at once" ? ["ignore", 2, 2] : "pipe";
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...words], {
    cwd: root,
    stdio,
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ""}${stderr ?? ""}`);
  process.exit(FAULT);
}

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(`hashcell: needs Node.js 20 or newer, and this is ${process.version}`);
  process.exit(FAULT);
}
if (isClone && !isCurrent()) {
  const startedS = Date.now() / 1000;
  run("at once", ".config/install.mjs");
  console.error("Building the command (some seconds, and again after a change of its sources) ...");
  run("on failure", "node_modules/webpack/bin/webpack.js", "--config-name", "cli");
  // What was changed meanwhile is newer.
  utimesSync(built, startedS, startedS);
}
if (isClone && process.argv[2] === "serve" && !existsSync(join(root, "dist", "taskpane.html"))) {
  console.error("Building the add-in (under a minute, once) ...");
  run("on failure", "node_modules/webpack/bin/webpack.js", "--config-name", "addin");
}
createRequire(import.meta.url)(bundle);
