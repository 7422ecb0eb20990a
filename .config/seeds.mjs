// Runs the property tests under fresh seeds, 20 or as many as said; ends with those that failed, and how to run them again.
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
const root = fileURLToPath(new URL("..", import.meta.url));
const count = Number(process.argv[2] ?? 20);
if (!(Number.isSafeInteger(count) && count > 0)) {
  console.error(`The number of seeds must be a whole number above 0, got ${process.argv[2]}`);
  process.exit(2);
}

const propertyTests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
  .filter((file) => /\.test\.tsx?$/.test(file))
  .map((file) => `test/${file.replaceAll("\\", "/")}`)
  .filter((file) => readFileSync(join(root, file), "utf8").includes('from "fast-check"'));

const failed = [];
for (let at = 1; at <= count; at++) {
  const seed = randomInt(1, 2 ** 31);
  console.log(`Seed ${seed}, ${at} of ${count}`);
  // The files come first: both options would take them for projects and reporters.
  const words = [jest, ...propertyTests, "--selectProjects", "unit", "--reporters=summary"];
  const env = { ...process.env, HASHCELL_SEED: String(seed) };
  const { status } = spawnSync(process.execPath, words, { cwd: root, env, stdio: "inherit" });
  if (status !== 0) failed.push(seed);
}

console.log(`${count - failed.length} of ${count} seeds passed.`);
for (const seed of failed) {
  console.log(`Seed ${seed} failed: set HASHCELL_SEED to it and run the test again, on Linux or a Mac by`);
  console.log(`  HASHCELL_SEED=${seed} npx jest <file> --selectProjects unit`);
}
process.exit(failed.length === 0 ? 0 : 1);
