import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hashcell-install-"));
  cpSync(".config/install.mjs", join(folder, ".config/install.mjs"));
  cpSync("package-lock.json", join(folder, "package-lock.json"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Without npm on the path, so that an installation that should not begin fails at once. */
function install() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, ".config/install.mjs")], {
    encoding: "utf8",
    env: { PATH: folder },
  });
  return { status, said: stdout + stderr };
}

test("packages that are those of the lock file are left as they are, also behind a link", () => {
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "junction");
  expect(install()).toEqual({ status: 0, said: "" });
});

test("a node_modules that is a link to other packages is never emptied: it says what to do", () => {
  const elsewhere = join(folder, "elsewhere");
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, "of-others.txt"), "theirs");
  writeFileSync(join(elsewhere, ".package-lock.json"), JSON.stringify({ packages: {} }));
  symlinkSync(elsewhere, join(folder, "node_modules"), "junction");
  const { status, said } = install();
  expect(status).toBe(1);
  expect(said).toMatch(/^node_modules is a link, to .*elsewhere, .* Run npm ci in the folder/);
  expect(existsSync(join(elsewhere, "of-others.txt"))).toBe(true);
});

test("a link to nowhere is reported as well", () => {
  symlinkSync(join(folder, "gone"), join(folder, "node_modules"), "junction");
  expect(install()).toMatchObject({
    status: 1,
    said: expect.stringContaining("is a link, to nowhere") as string,
  });
});

test("without packages it installs them", () => {
  expect(install()).toMatchObject({
    status: 1,
    said: expect.stringContaining("Installing packages") as string,
  });
});
