import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, sep } from "node:path";
import build from "../build";
import { BUILD_MS, emptyFolder, hashcell } from "./command";

interface Packed {
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

const folder = emptyFolder();
let packed: Packed;
beforeAll(() => {
  hashcell(folder, ["--version"]);
  build();
  // Command and add-in are there: npm need not build them.
  const { stdout, stderr } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  const [found] = JSON.parse(stdout) as Packed[];
  if (found === undefined) throw new Error(stderr);
  packed = found;
}, BUILD_MS);

/** The bundles with their parts, and the scripts with which their threads begin. */
const scripts = () =>
  readdirSync("dist-cli")
    .filter((name) => /^(?:batchThread|common|hashcell|symbols|worker|part-\d+)\.js$/.test(name))
    .map((name) => `dist-cli/${name}`);

/** The add-in, which `hashcell serve` serves; its workbooks are those of the command. */
const addin = () =>
  readdirSync("dist", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).split(sep).join("/"))
    .filter((path) => !path.startsWith("dist/books/"));

const books = () => readdirSync("dist-cli/books").map((name) => `dist-cli/books/${name}`);

test("the package has the command, its bundle and workbooks, the add-in, licence and notices, and nothing else", () => {
  expect(addin()).toEqual(
    expect.arrayContaining(["dist/manifest.xml", "dist/taskpane.html", "dist/functions.js"]),
  );
  expect(books()).toContain("dist-cli/books/list.json");
  expect(packed.files.map(({ path }) => path).sort()).toEqual([
    "LICENSE",
    "README.md",
    "THIRD-PARTY-DATA.md",
    ...[...addin(), ...books(), ...scripts()].sort(),
    "package.json",
    "src/cli/hashcell.mjs",
  ]);
});

test("a command is not read before it is called", () => {
  expect(statSync("dist-cli/hashcell.js").size).toBeLessThan(300_000);
  expect(scripts().filter((path) => path.includes("part-")).length).toBeGreaterThan(10);
});

test("the package is small", () => {
  const workbooks = books().reduce((sum, path) => sum + statSync(path).size, 0);
  expect(packed.size).toBeLessThan(2_700_000 + workbooks);
});

test("the command can be executed", () => {
  expect(statSync("src/cli/hashcell.mjs").mode & 0o111).toBe(0o111);
  expect(packed.files.find(({ path }) => path === "src/cli/hashcell.mjs")?.mode).toBe(0o755);
  expect(readFileSync("src/cli/hashcell.mjs", "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test("who installs the package installs nothing else: the bundle holds what it needs", () => {
  const { dependencies, bin } = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, unknown>;
  expect(dependencies).toBeUndefined();
  expect(bin).toEqual({ hashcell: "src/cli/hashcell.mjs" });
  for (const script of scripts()) {
    const needed = [...readFileSync(script, "utf8").matchAll(/\brequire\("([^"]+)"\)/g)];
    const packages = needed.map(([, name = ""]) => name).filter((name) => !isBuiltin(name));
    // Piscina's own script has its other two beside it.
    expect(packages.filter((name) => !scripts().includes(`dist-cli/${name.replace("./", "")}.js`))).toEqual(
      [],
    );
  }
});
