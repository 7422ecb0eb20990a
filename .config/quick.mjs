// Runs the tests that are done in a moment, for use at work: not those of the finished workbooks, the build, the
// browser, the command line or the pane, and of the others not those whose names say that they agree with a slow method
// or go into the thousands.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const jest = createRequire(import.meta.url).resolve("jest/bin/jest");

const places = [
  "/test/(books|built|browser|cli|config|excel|replay|taskpane|workbench)/",
  "/test/functions/fuzz",
];
const long = "agreement|simulat|standard errors|brute force|thousand|[0-9],000";

const words = [
  jest,
  "--selectProjects",
  "unit",
  "--testPathIgnorePatterns",
  ...places,
  "--testNamePattern",
  `^(?!.*(${long}))`,
  ...process.argv.slice(2),
];
const { status } = spawnSync(process.execPath, words, {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  stdio: "inherit",
});
process.exit(status ?? 1);
