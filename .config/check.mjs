// Runs every check, two at a time: the lint takes as long as the others together. Each says what it found when it is done.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a check printed, shown at its end so that two do not mix; whether it passed. */
function passes(check) {
  return new Promise((resolve) => {
    const child = spawn("npm", ["run", check], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      shell: process.platform === "win32",
    });
    const printed = [];
    child.stdout.on("data", (bytes) => printed.push(bytes));
    child.stderr.on("data", (bytes) => printed.push(bytes));
    child.on("error", (error) => printed.push(Buffer.from(`${error.message}\n`)));
    child.on("close", (status) => {
      process.stdout.write(Buffer.concat(printed));
      resolve(status === 0);
    });
  });
}

/** The checks that did not pass, of some that run one after the other. */
async function failures(checks) {
  const failed = [];
  for (const check of checks) if (!(await passes(check))) failed.push(check);
  return failed;
}

const others = ["check:types", "check:format", "check:manifest"];
const failed = (await Promise.all([failures(["check:lint"]), failures(others)])).flat();
console.log(failed.length === 0 ? "Every check passed." : `Not passed: ${failed.join(", ")}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
