import { spawnSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { BUILD_MS, emptyFolder, hashcell, packedCommand } from "./command";

/** The files of these tests: nothing here looks into a workbook. */
const files: Readonly<Record<string, Buffer>> = {
  "site-valuation": Buffer.alloc(20_000, "site"),
  "pool-audit": Buffer.from("pool"),
};
const list = [
  {
    name: "site-valuation",
    title: "Site valuation",
    purpose: "Whether to build a site.",
    sheets: ["About", "Inputs"],
    size: 20_000,
  },
  {
    name: "pool-audit",
    title: "Pool audit",
    purpose: "Whether a pool pays what it owes.",
    sheets: ["Audit"],
    size: 4,
  },
];

const folder = emptyFolder();
const elsewhere = emptyFolder();
let script: string;

/** The command as npm packs it, with the workbooks of these tests. */
function commandIn(place: string): string {
  const packed = packedCommand(place);
  const books = join(place, "dist-cli/books");
  rmSync(books, { recursive: true, force: true });
  mkdirSync(books);
  writeFileSync(join(books, "list.json"), JSON.stringify(list));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(books, `${name}.xlsx`), content);
  return packed;
}

beforeAll(() => {
  hashcell(folder, ["--version"]);
  chmodSync(elsewhere, 0o755);
  script = commandIn(elsewhere);
}, BUILD_MS);

const path = (name: string) => join(folder, name);
const template = files["site-valuation"] ?? Buffer.alloc(0);
const run = (...words: string[]) => hashcell(folder, words, { script });
const start = (name: string, ...flags: string[]) => run("new", "site-valuation", "-o", name, ...flags);

/** What is in the folder; half a file that was left would show. */
const contents = () => readdirSync(folder).sort();

test.each([
  ["site-valuation", "site.xlsx", "Site valuation"],
  ["pool-audit", "audit.xlsx", "Pool audit"],
])("starts %s as %s, and says so", (name, output, title) => {
  const said = run("new", name, "-o", output);
  expect(said).toMatchObject({ status: 0, stderr: "" });
  expect(said.stdout.startsWith(`${output} is written: ${title}. `)).toBe(true);
  expect(readFileSync(path(output))).toEqual(files[name]);
});

test.each(["Pool audit", "POOL-AUDIT", "pool_audit", "pool-audit.xlsx"])(
  "%s is understood as pool-audit",
  (given) => {
    expect(run("new", given, "-o", "understood.xlsx", "--force").status).toBe(0);
    expect(readFileSync(path("understood.xlsx"), "utf8")).toBe("pool");
  },
);

const listed = `site-valuation: Site valuation (2 sheets)
  Whether to build a site.

pool-audit: Pool audit (1 sheet)
  Whether a pool pays what it owes.

Start one: hashcell new site-valuation -o out.xlsx
`;

test.each([[["new"]], [["new", "--list"]], [["new", "pool-audit", "--list"]]])("%j lists them", (words) => {
  expect(run(...words)).toEqual({ status: 0, stdout: listed, stderr: "" });
});

test("with --json the list is for programs", () => {
  expect(JSON.parse(run("new", "--json").stdout)).toEqual(list);
});

const names = "The workbooks:\n  site-valuation  Site valuation\n  pool-audit      Pool audit\n";

test.each([
  ["site-valution", "; did you mean site-valuation?"],
  ["audit", "; did you mean pool-audit?"],
  ["valuation", "; did you mean site-valuation?"],
  ["pol audit", "; did you mean pool-audit?"],
  ["xyz", ""],
])("the unknown name %s is answered with the nearest, and all", (given, meant) => {
  const stderr = `hashcell: no workbook is called ${JSON.stringify(given)}${meant}\n${names}`;
  expect(run("new", given, "-o", "x.xlsx")).toEqual({ status: 2, stdout: "", stderr });
});

test("a very long name is cut", () => {
  const { stderr } = run("new", "y".repeat(5000), "-o", "x.xlsx");
  expect(stderr).toBe(`hashcell: no workbook is called "${"y".repeat(60)}..."\n${names}`);
});

test("says nothing with --quiet, and JSON with --json", () => {
  expect(start("quiet.xlsx", "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
  const { stdout } = start("json.xlsx", "--json");
  expect(JSON.parse(stdout)).toEqual({
    workbook: "site-valuation",
    title: "Site valuation",
    output: "json.xlsx",
  });
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
    [["new", "-o", "x.xlsx"], `say which workbook to start\n${names}`],
    [["new", "--list", "-o", "x.xlsx"], `say which workbook to start\n${names}`],
    [["new", "pool-audit", "--list", "-o", "x.xlsx"], `--list writes no file\n${names}`],
    [
      ["new", "site-valuation"],
      "say where to write it: hashcell new site-valuation -o site-valuation.xlsx\n",
    ],
    [["new", "site-valuation", "-o"], "option '-o, --output <file>' argument missing"],
  ])("where the usage is wrong: %j", (words, message) => {
    const { status, stdout, stderr } = run(...words);
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
    const closed = join(elsewhere, "closed");
    mkdirSync(closed);
    writeFileSync(join(closed, "kept.xlsx"), "kept");
    chmodSync(join(closed, "kept.xlsx"), 0o444);
    const runClosed = (name: string) =>
      hashcell(closed, ["new", "site-valuation", "-o", name, "--force"], { script, uid });
    chmodSync(closed, 0o555);
    expect(runClosed("site.xlsx")).toEqual({
      status: 4,
      stdout: "",
      stderr: "hashcell: cannot write site.xlsx: no permission\n",
    });
    chmodSync(closed, 0o777);
    expect(runClosed("kept.xlsx")).toEqual({
      status: 4,
      stdout: "",
      stderr: "hashcell: cannot write kept.xlsx: no permission\n",
    });
    expect(readFileSync(join(closed, "kept.xlsx"), "utf8")).toBe("kept");
    expect(readdirSync(closed)).toEqual(["kept.xlsx"]);
  });

  describes("a disk that is full half-way leaves the file that was there", () => {
    writeFileSync(path("full.xlsx"), "before");
    const words = [script, "new", "site-valuation", "-o", "full.xlsx", "--force"];
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

test("the command as it is built has workbooks, and each that it lists can be started", () => {
  const { stdout } = hashcell(folder, ["new", "--json"]);
  const built = JSON.parse(stdout) as readonly { readonly name: string; readonly size: number }[];
  expect(built.length).toBeGreaterThan(0);
  for (const { name, size } of built) {
    const output = `built-${name}.xlsx`;
    expect(hashcell(folder, ["new", name, "-o", output])).toMatchObject({ status: 0, stderr: "" });
    expect(statSync(path(output)).size).toBe(size);
  }
});
