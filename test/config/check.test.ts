import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hashcell-check-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** `npm run check` with another npm on the path, in which only the checks named here fail. */
function check(...failing: string[]) {
  const npm = join(folder, "npm");
  const lines = [
    `#!${process.execPath}`,
    `const { argv } = process;`,
    `console.log("ran " + argv[3]);`,
    `if (${JSON.stringify(failing)}.includes(argv[3])) { console.error("fault in " + argv[3]); process.exit(2); }`,
  ];
  writeFileSync(npm, lines.join("\n"));
  chmodSync(npm, 0o755);
  const { status, stdout } = spawnSync(process.execPath, [".config/check.mjs"], {
    encoding: "utf8",
    env: { PATH: folder },
  });
  return { status, lines: stdout.trim().split("\n") };
}

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
const ran = Object.keys(scripts)
  .filter((name) => name.startsWith("check:"))
  .map((name) => `ran ${name}`)
  .sort();

// On Windows npm is a batch file, which this script cannot take the place of.
const onUnix = process.platform === "win32" ? test.skip : test;

onUnix("runs every check and passes where all do", () => {
  const { status, lines } = check();
  expect(status).toBe(0);
  expect(lines.pop()).toBe("Every check passed.");
  expect(lines.sort()).toEqual(ran);
});

onUnix("names the checks that fail, shows what they say, and runs the others all the same", () => {
  const { status, lines } = check("check:lint", "check:types");
  expect(status).toBe(1);
  expect(lines.pop()).toBe("Not passed: check:lint, check:types.");
  expect(lines.sort()).toEqual(["fault in check:lint", "fault in check:types", ...ran]);
});
