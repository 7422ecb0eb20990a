import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Which rooms a room may import from; its own is always allowed. */
const rooms: Record<string, readonly string[]> = {
  core: [],
  data: ["core"],
  functions: ["core", "data"],
  workbook: ["core"],
  taskpane: ["core", "data", "functions", "workbook"],
  // The tools, which never ship: nothing of the add-in knows them.
  replay: ["core", "data"],
  workbench: ["core", "data", "functions", "workbook", "replay"],
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
      expect([target, [room, ...(rooms[room] ?? [])]]).toEqual([target, expect.arrayContaining([other])]);
    } else if (room === "core") {
      expect(target).toBe("decimal.js");
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

test("there is no room for odds and ends, and no file that only passes on", () => {
  expect(files.filter((file) => /\/(utils|helpers|common|shared)\//.test(file))).toEqual([]);
  expect(files.filter((file) => /^export (\*|\{[^}]*\}) from/m.test(readFileSync(file, "utf8")))).toEqual([]);
});
