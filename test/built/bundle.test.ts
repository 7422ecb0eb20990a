import { readdirSync, readFileSync, statSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { dayOf, excelDate } from "../../src/core/calendar";
import { version } from "../../package.json";
import history from "../../src/data/embedded/daily-history.json";
import { embedded } from "../../src/data/embedded/embedded";
import { catalogue } from "../../src/functions/catalogue";
import { functionsJson } from "../../src/functions/generate/functionsJson";

type Matrix = (number | string)[][];

/** Loads the built functions where there is nothing but ECMAScript and CustomFunctions. */
function loadBuilt(): Map<string, (...given: unknown[]) => Matrix> {
  const functions = new Map<string, (...given: unknown[]) => Matrix>();
  class BareError {
    constructor(
      readonly code: string,
      readonly message: string,
    ) {}
  }
  const CustomFunctions = {
    associate: (id: string, run: (...given: unknown[]) => Matrix) => functions.set(id, run),
    Error: BareError,
  };
  runInNewContext(readFileSync("dist/functions.js", "utf8"), { CustomFunctions });
  return functions;
}

test("dist/functions.js runs in a bare script context and associates every function", () => {
  const functions = loadBuilt();
  expect([...functions.keys()]).toEqual(catalogue.map(({ name }) => name));
  const hashprice = functions.get("HASHPRICE")?.([[100000]], [[1e14]], [[3.125]], null, null);
  // 10^15 x 86400 / (10^14 x 2^32) x 3.125 x 100000
  expect(hashprice?.[0]?.[0]).toBeCloseTo(62.8642737865448, 10);
  expect(() => functions.get("HASHPRICE")?.([["abc"]], [[1e14]], [[3.125]])).toThrow(
    expect.objectContaining({
      code: "#VALUE!",
      message: 'btc_price must be a number, got the text "abc"',
    }) as Error,
  );
});

test("the page names its scripts by what is in them, and functions.js is the page's", () => {
  const page = readFileSync("dist/taskpane.html", "utf8");
  const names = [...page.matchAll(/<script src="([^":]+)"/g)].map(([, name]) => name ?? "");
  expect(names).toEqual([
    expect.stringMatching(/^functions\.[0-9a-f]{16}\.js$/),
    expect.stringMatching(/^taskpane\.[0-9a-f]{16}\.js$/),
  ]);
  expect(readFileSync("dist/functions.js").equals(readFileSync(`dist/${names[0]}`))).toBe(true);
  expect(readFileSync(`dist/${names[1]}`, "utf8").length).toBeGreaterThan(1000);
});

test("native forms are in a script of their own, which the pane loads when they are looked at", () => {
  const scripts = readdirSync("dist").filter((name) => name.endsWith(".js"));
  const withForms = scripts.filter((name) =>
    /ISOMITTED|MINING_ROW_OF|_xlfn/.test(readFileSync(`dist/${name}`, "utf8")),
  );
  expect(withForms).toEqual([expect.stringMatching(/^later\.[0-9a-f]{16}\.js$/)]);
  const page = readFileSync("dist/taskpane.html", "utf8");
  expect(page).toContain(`<meta name="later" content="${withForms[0]}" />`);
  expect(page).not.toContain(`src="${withForms[0]}"`);
  // A loader of scripts would be a part of it.
  expect(readFileSync("dist/functions.js", "utf8")).not.toMatch(/createElement|later\.[0-9a-f]/);
});

test("dist/functions.json is what the definitions say", () => {
  const built: unknown = JSON.parse(readFileSync("dist/functions.json", "utf8"));
  expect(built).toEqual(functionsJson(catalogue, "https://localhost:3000/"));
});

/** What a built function sends first, in a host without a page. */
function sent(name: string, ...given: unknown[]): unknown {
  let value: unknown;
  loadBuilt().get(name)?.(...given, { setResult: (result: unknown) => (value ??= result) });
  return value;
}

test("it knows its version, that of package and lock file, and when it was built", () => {
  expect(sent("ABOUT", [["version"]])).toEqual([[version]]);
  const lock: unknown = JSON.parse(readFileSync("package-lock.json", "utf8"));
  expect(lock).toMatchObject({ version, packages: { "": { version } } });
  const [[date]] = sent("ABOUT", [["built"]]) as [[number]];
  expect(date).toBeGreaterThan(excelDate(Date.UTC(2020, 0, 1)));
  expect(date).toBeLessThan(excelDate(statSync("dist/functions.js").mtimeMs));
});

test("every recorded price comes back to the last bit", () => {
  const { first, values } = history.price;
  const start = excelDate(Date.parse(first));
  const range = [[[start]], [[start + values.length - 1]]];
  const sentPrices = sent("HISTORY", [["btc.price"]], ...range, null, [[false]], null);
  expect(sentPrices).toEqual(values.map((value, index) => [start + index, value]));
});

test("the recorded blocks and difficulties come back", () => {
  const { first, heightBefore, values } = history.blocks;
  const start = excelDate(Date.parse(first));
  const range = [[[start]], [[start + values.length - 1]], null, [[false]], null];
  let height = heightBefore;
  expect(sent("HISTORY", [["btc.height"]], ...range)).toEqual(
    values.map((blocks, index) => [start + index, (height += blocks)]),
  );
  const day = dayOf(Date.parse(first));
  expect(sent("HISTORY", [["btc.difficulty"]], ...range)).toEqual(
    values.map((_, index) => [start + index, embedded.day("btc.difficulty", day + index)]),
  );
});

test("it has the market and its history in it", () => {
  expect(sent("MARKET", [["btc.price"]], [[45402]])).toEqual([[64993.7]]);
  expect(sent("MARKET", [["btc.price"]], null)).toEqual([[85956.45]]);
});
