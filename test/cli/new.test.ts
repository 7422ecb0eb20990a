import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { BUILD_MS, COMMAND, emptyFolder, hashcell, packedCommand } from "./command";

const folder = emptyFolder();
const elsewhere = emptyFolder();
beforeAll(() => {
  hashcell(folder, ["--version"]);
}, BUILD_MS);

const path = (name: string) => join(folder, name);
const template = readFileSync("src/cli/templates/site-valuation.xlsx");
const start = (name: string, ...flags: string[]) =>
  hashcell(folder, ["new", "site-valuation", "-o", name, ...flags]);

/** What is in the folder; half a file that was left would show. */
const contents = () => readdirSync(folder).sort();

test("starts the example site, and says so", () => {
  const said = start("site.xlsx");
  expect(said).toMatchObject({ status: 0, stderr: "" });
  expect(said.stdout).toMatch(/^site\.xlsx is written\. /);
  expect(readFileSync(path("site.xlsx")).equals(template)).toBe(true);
});

test("says nothing with --quiet, and JSON with --json", () => {
  expect(start("quiet.xlsx", "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
  const { stdout } = start("json.xlsx", "--json");
  expect(JSON.parse(stdout)).toEqual({ template: "site-valuation", output: "json.xlsx" });
});

describe("leaves everything as it was", () => {
  beforeAll(() => {
    mkdirSync(path("folder.xlsx"));
    writeFileSync(path("mine.xlsx"), "mine");
    symlinkSync("nowhere", path("dangling.xlsx"));
  });

  test.each([
    ["mine.xlsx", 4, "mine.xlsx exists: choose another name, or replace it with --force"],
    ["folder.xlsx", 4, "cannot write folder.xlsx: it is a folder"],
    ["dangling.xlsx", 4, "cannot write dangling.xlsx: it is a link to a file that does not exist"],
    ["gone/site.xlsx", 4, "cannot write gone/site.xlsx: there is no folder gone"],
    [
      "mine.xlsx/site.xlsx",
      4,
      "cannot write mine.xlsx/site.xlsx: a part of its path is a file, not a folder",
    ],
    [`${"x".repeat(300)}.xlsx`, 4, `cannot write ${"x".repeat(300)}.xlsx: the name is too long`],
    ["site.pdf", 2, "the name of the output must end in .xlsx; got site.pdf"],
    ["", 2, "the name of the output must end in .xlsx; got "],
  ])("with the output %s", (name, status, message) => {
    const before = contents();
    const said = start(name);
    expect(said).toMatchObject({ status, stdout: "" });
    expect(said.stderr).toMatch(/^[^\n]*\n$/);
    expect(said.stderr.startsWith(`hashcell: ${message}`)).toBe(true);
    expect(contents()).toEqual(before);
    expect(readFileSync(path("mine.xlsx"), "utf8")).toBe("mine");
  });

  test.each([
    [["new", "-o", "x.xlsx"], "missing required argument 'template'"],
    [["new", "site-valuation"], "required option '-o, --output <file>' not specified"],
    [["new", "other", "-o", "x.xlsx"], "command-argument value 'other' is invalid"],
    [["new", "site-valuation", "-o"], "option '-o, --output <file>' argument missing"],
  ])("where the usage is wrong: %j", (words, message) => {
    const { status, stdout, stderr } = hashcell(folder, words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`hashcell: ${message}`);
  });
});

test("replaces a file with --force, and what a link leads to, not the link", () => {
  writeFileSync(path("old.xlsx"), "old");
  symlinkSync("old.xlsx", path("link.xlsx"));
  expect(start("link.xlsx").status).toBe(4);
  expect(start("link.xlsx", "--force").status).toBe(0);
  expect(readlinkSync(path("link.xlsx"))).toBe("old.xlsx");
  expect(readFileSync(path("old.xlsx")).equals(template)).toBe(true);
});

test("another name of a file that is replaced keeps what it had", () => {
  writeFileSync(path("one.xlsx"), "one");
  linkSync(path("one.xlsx"), path("other.xlsx"));
  expect(start("one.xlsx", "--force").status).toBe(0);
  expect(readFileSync(path("other.xlsx"), "utf8")).toBe("one");
});

describe("on a system with permissions", () => {
  const describes = process.platform === "win32" ? test.skip : test;
  /** A user who may not do everything: this one, or where this one is root, nobody. */
  const uid = process.getuid?.() === 0 ? 65534 : undefined;

  describes("a folder or a file that may not be written to is left alone", () => {
    chmodSync(elsewhere, 0o755);
    const script = packedCommand(elsewhere);
    const closed = join(elsewhere, "closed");
    mkdirSync(closed);
    writeFileSync(join(closed, "kept.xlsx"), "kept");
    chmodSync(join(closed, "kept.xlsx"), 0o444);
    const run = (name: string) =>
      hashcell(closed, ["new", "site-valuation", "-o", name, "--force"], { script, uid });
    chmodSync(closed, 0o555);
    expect(run("site.xlsx")).toEqual({
      status: 4,
      stdout: "",
      stderr: "hashcell: cannot write site.xlsx: no permission\n",
    });
    chmodSync(closed, 0o777);
    expect(run("kept.xlsx")).toEqual({
      status: 4,
      stdout: "",
      stderr: "hashcell: cannot write kept.xlsx: no permission\n",
    });
    expect(readFileSync(join(closed, "kept.xlsx"), "utf8")).toBe("kept");
    expect(readdirSync(closed)).toEqual(["kept.xlsx"]);
  });

  describes("a disk that is full half-way leaves the file that was there", () => {
    writeFileSync(path("full.xlsx"), "before");
    const words = [COMMAND, "new", "site-valuation", "-o", "full.xlsx", "--force"];
    // A limit of 4 kB for a file, from which the system refuses to write on.
    const command = `ulimit -f 8; exec "$0" "$@"`;
    const before = contents();
    const said = spawnSync("bash", ["-c", command, process.execPath, ...words], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(said.stderr).toBe(
      "hashcell: cannot write full.xlsx: the file is too large; nothing was changed\n",
    );
    expect(said.status).toBe(4);
    expect(readFileSync(path("full.xlsx"), "utf8")).toBe("before");
    expect(contents()).toEqual(before);
  });
});

test("works without its sources, as npm packs it", () => {
  const script = packedCommand(elsewhere);
  const said = hashcell(elsewhere, ["new", "site-valuation", "-o", "site.xlsx"], { script });
  expect(said).toMatchObject({ status: 0, stderr: "" });
  expect(existsSync(join(elsewhere, "site.xlsx"))).toBe(true);
});
