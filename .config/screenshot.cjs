// Takes the README's picture of the workbench again, by the browser tests.
const { spawnSync } = require("node:child_process");

const env = { ...process.env, SCREENSHOT: "assets/workbench.png" };
const { status } = spawnSync("npx", ["jest", "--selectProjects", "browser", "-t", "the example opens"], {
  env,
  stdio: "inherit",
  shell: process.platform === "win32",
});
process.exit(status ?? 1);
