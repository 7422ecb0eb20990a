// Takes the README's pictures again: the browser test that does its five steps.
const { spawnSync } = require("node:child_process");

const { status } = spawnSync(
  "npx",
  ["jest", "test/browser/tutorial.test.ts", "--selectProjects", "browser"],
  {
    env: { ...process.env, PICTURES: "assets" },
    stdio: "inherit",
    shell: process.platform === "win32",
  },
);
process.exit(status ?? 1);
