import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Which rooms a room may import from; its own is always allowed. */
const rooms: Record<string, readonly string[]> = {
  core: [],
  data: ["core"],
  functions: ["core", "data"],
  workbook: ["core"],
  formula: [],
  books: ["core", "data", "functions", "formula", "workfile", "native"],
  native: ["core", "data", "functions", "formula"],
  workfile: ["core", "data", "functions", "native", "formula"],
  taskpane: ["core", "data", "functions", "workbook", "native", "formula", "workfile"],
  postgres: [],
  batch: ["core", "data", "functions", "workfile", "postgres"],
  gateway: ["core", "data", "postgres"],
  cli: ["core", "data", "functions", "native", "formula", "workfile", "batch", "postgres", "gateway"],
  // The tools, which never ship: nothing of the add-in knows them.
  replay: ["core", "data"],
  workbench: ["core", "data", "functions", "workbook", "replay", "formula", "books"],
};

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((file) => join("src", file))
  .filter((file) => /\.tsx?$/.test(file));

const roomOf = (file: string) => relative("src", file).split("/")[0] ?? "";
const importsOf = (text: string) =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, target]) => target ?? "");

test.each(files)("%s imports only from the rooms it may know", (file) => {
  const room = roomOf(file);
  for (const target of importsOf(readFileSync(file, "utf8"))) {
    if (target.startsWith(".")) {
      const other = roomOf(join(dirname(file), target));
      const allowed = [room, ...(rooms[room] ?? [])];
      if (!allowed.includes(other))
        throw new Error(`src/${room} may import from ${allowed.join(", ")} only, and imports ${target}`);
    } else if (room === "core") {
      throw new Error(`src/core needs no package, and imports ${target}`);
    }
  }
});

test.each([
  [
    "CustomFunctions.",
    ["src/functions/bind.ts", "src/functions/index.ts"],
    /^src\/(core|data|functions|workbook|taskpane)\//,
  ],
  ["Excel.run", ["src/workbook/excel.ts"], /^src\//],
])("%s appears only where it belongs", (word, allowed, where) => {
  const found = files.filter((file) => where.test(file) && readFileSync(file, "utf8").includes(word));
  expect(found.filter((file) => !allowed.includes(file))).toEqual([]);
  expect(found.length).toBeGreaterThan(0);
});

test.each([
  ["the network", /\bfetch\(|XMLHttpRequest|WebSocket/],
  ["the clock", /\bDate\(\)|Date\.now|performance\.now/],
  ["unseeded randomness", /Math\.random/],
  ["the page", /\b(document|window)\./],
])("the core does not know %s", (_, word) => {
  const core = files.filter((file) => roomOf(file) === "core");
  expect(core.filter((file) => word.test(readFileSync(file, "utf8")))).toEqual([]);
});

// Engines round these in different ways; powers of 2 that are written out are exact in all.
test("results rest on no function of the engine but roots", () => {
  const own = "src/core/numeric/elementary.ts";
  const rounded =
    /Math\.(exp|expm1|log|log1p|log2|log10|pow|a?(sin|cos|tan)h?|atan2|cbrt|hypot)\b|(?<!\b2 )\*\*(?! BigInt)|\b2 \*\* (?!-?\d)/;
  const code = (file: string) =>
    readFileSync(file, "utf8").replace(/\/\*[^]*?\*\/|\/\/.*|"[^"\n]*"|`[^`]*`/g, "");
  const rooms = files.filter((file) => /^(core|functions|native)$/.test(roomOf(file)));
  expect(rooms.filter((file) => file !== own && rounded.test(code(file)))).toEqual([]);
  expect(rounded.test(code(own))).toBe(true);
});

// Where the add-in is built, the catalogue has no help.
test("whoever lists the functions has them documented", () => {
  const listing = files.filter((file) => /"[./]+functions\/catalogue"/.test(readFileSync(file, "utf8")));
  expect(listing).toEqual([]);
});

test("there is no room for odds and ends, and no file that only passes on", () => {
  expect(files.filter((file) => /\/(utils|helpers|common|shared)\//.test(file))).toEqual([]);
  expect(files.filter((file) => /^export (\*|\{[^}]*\}) from/m.test(readFileSync(file, "utf8")))).toEqual([]);
});

/** The files that a file imports, those of which it needs only types as well. */
function importedFiles(file: string): string[] {
  const found: string[] = [];
  for (const target of importsOf(readFileSync(file, "utf8"))) {
    if (!target.startsWith(".")) continue;
    const path = join(dirname(file), target);
    const source = [`${path}.ts`, `${path}.tsx`].find((name) => files.includes(name));
    if (source !== undefined) found.push(source);
  }
  return found;
}

/** A circle among nodes, by what each leads to: from one of them back to itself. Undefined where there is none. */
function circleOf(leadsTo: ReadonlyMap<string, Iterable<string>>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    path.push(node);
    for (const next of leadsTo.get(node) ?? []) {
      const circle = visit(next);
      if (circle !== undefined) return circle;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of leadsTo.keys()) {
    const circle = visit(node);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

test("no files import each other in a circle", () => {
  const circle = circleOf(new Map(files.map((file) => [file, importedFiles(file)])));
  expect(circle?.join("\n  imports ")).toBeUndefined();
});

test("no folders import each other in a circle", () => {
  const folders = new Map<string, Set<string>>();
  const examples = new Map<string, string>();
  for (const file of files) {
    const from = dirname(file);
    for (const target of importedFiles(file)) {
      const to = dirname(target);
      // A folder and those within it are one concern.
      if (from === to || from.startsWith(`${to}/`) || to.startsWith(`${from}/`)) continue;
      folders.set(from, (folders.get(from) ?? new Set()).add(to));
      examples.set(`${from} ${to}`, `${file} imports ${target}`);
    }
  }
  const circle = circleOf(folders) ?? [];
  expect(circle.slice(1).map((to, index) => examples.get(`${circle[index]} ${to}`))).toEqual([]);
});
