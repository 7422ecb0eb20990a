import fc from "fast-check";
import { createHash } from "node:crypto";
import { siteReader } from "../../src/batch/csv";
import { hashOfSites, worker } from "../../src/batch/job";
import type { Plan } from "../../src/batch/plan";
import { siteOf, siteText, type SiteRow } from "../../src/batch/siteRow";
import { assumptionKeys } from "../../src/core/cashflow/assumptions";
import { parseBlock, type Settings } from "../../src/core/cashflow/block";
import { resolve } from "../../src/core/cashflow/resolve";
import { modelTableOf } from "../../src/core/cashflow/sites";
import { CellError, type Cell } from "../../src/core/errors";
import { anyModel, rowsOf } from "../core/cashflow/anyModel";

const settingsOf = (site: SiteRow): Settings => {
  if ("problem" in site) throw new Error(site.problem);
  return site.settings;
};

const again = (site: SiteRow) => siteOf(siteText(site));

const outcome = (settings: Settings): unknown => {
  try {
    return resolve(settings);
  } catch (error) {
    return (error as Error).message;
  }
};

const tableSite = (rows: readonly (readonly Cell[])[]): SiteRow => ({
  name: "A",
  settings: modelTableOf([["", "A"], ...rows]).settingsAt(0),
});

test("any model is the same behind its text", () => {
  fc.assert(
    fc.property(anyModel, fc.string(), (model, name) => {
      const { settings } = parseBlock(rowsOf(model), "given");
      const site = again({ name, settings });
      expect(site.name).toBe(name);
      expect(outcome(settingsOf(site))).toEqual(outcome(settings));
      expect(siteText(site)).toBe(siteText({ name, settings }));
    }),
  );
});

test("a message is the same behind its text", () => {
  expect(again({ name: 'A "B"', problem: "é\n" })).toEqual({ name: 'A "B"', problem: "é\n" });
});

const rest: Cell[][] = [
  ["btc price", 60_000],
  ["difficulty", 1e14],
  ["start height", 900_000],
  ["hashrate", 200],
  ["efficiency", 17.5],
];

test.each<[string, Cell[]]>([
  ["a flag", [0.05, true, 0.06]],
  ["an error of a cell", [0.05, new CellError("#REF!"), 0.06]],
  ["blank cells up to the edge", [0.05, 0, 0]],
])("a series with %s has the same fault, for horizons that reach it", (_, values) => {
  const rows = (months: number): Cell[][] => [
    ...rest,
    ["power price", "series prices"],
    ["series prices", ...values],
    ["months", months],
  ];
  for (const months of [1, 2, 3, 12]) {
    const site = tableSite(rows(months));
    expect(outcome(settingsOf(again(site)))).toEqual(outcome(settingsOf(site)));
  }
  expect(outcome(settingsOf(again(tableSite(rows(1)))))).toMatchObject({ months: 1 });
  expect(typeof outcome(settingsOf(again(tableSite(rows(12)))))).toBe("string");
});

test("currencies stay: amounts in two of them are refused", () => {
  const site = tableSite([...rest.slice(1), ["btc price (EUR)", 60_000], ["power price (CHF/kWh)", 0.05]]);
  expect(outcome(settingsOf(again(site)))).toBe("power price must be in EUR as btc price is, not in CHF");
});

test("sites one after another have the texts that each has alone", () => {
  const model = fc.tuple(anyModel, fc.boolean());
  fc.assert(
    fc.property(fc.array(model, { minLength: 1, maxLength: 5 }), (models) => {
      let before: Settings = new Map();
      for (const [given, isShared] of models) {
        const { settings } = parseBlock(rowsOf(given), "given");
        // Rows of a table share the settings of equal cells.
        const site = { name: "A", settings: isShared ? new Map([...before, ...settings]) : settings };
        expect(siteText(site)).toBe(
          `{"site":"A","model":${JSON.stringify(
            assumptionKeys.flatMap((key) => {
              const setting = site.settings.get(key);
              if (setting === undefined) return [];
              const { value, currency } = setting;
              return [currency === undefined ? [key, value] : [key, value, currency]];
            }),
          )}}`,
        );
        before = site.settings;
      }
    }),
  );
});

test("the hash of the sites of a job is that of their texts, a line each", () => {
  const names = Array.from({ length: 700 }, (_, index) => `Site ${index} –${"é".repeat(index % 50)}`);
  const heads = ["btc price", "hashrate"];
  const bytes = Buffer.from(names.map((name, index) => `${name},${60_000 + (index % 3)},200\n`).join(""));
  const texts = names.map(
    (name, index) =>
      `{"site":${JSON.stringify(name)},"model":[["btcPrice",${60_000 + (index % 3)}],["hashrateTh",200]]}`,
  );
  const plan: Plan = {
    version: "test",
    metrics: ["npv"],
    paths: 0,
    percentiles: [],
    seed: 1,
    scenarios: undefined,
    market: undefined,
  };
  const expected = createHash("sha256").update(texts.join("\n")).digest("hex");
  expect(texts.join("\n").length).toBeGreaterThan(40_000);
  expect(worker(plan, { heads, separator: "," })({ first: 2, rows: 700, bytes }).models).toBe(expected);
  expect(hashOfSites(texts)).toBe(expected);
  expect(hashOfSites([])).toBe(createHash("sha256").digest("hex"));
});

test("one model has one text, however it is written", () => {
  const csv = (head: string, row: string, separator = ",") => {
    const [site] = siteReader(head.split(separator), separator, undefined)([row.split(separator)], 2);
    return site && siteText(site);
  };
  const expected = csv("btc price,hashrate,pool fee,shutdown", "A,60000,1000,0.02,TRUE");
  expect(expected).toBe(
    '{"site":"A","model":[["btcPrice",60000],["hashrateTh",1000],["poolFee",0.02],["shutdown",true]]}',
  );
  expect(csv("Pool Fee,shutdown,BTC price,hashrate", " A ,2%,yes,6e4,1000.0")).toBe(expected);
  expect(csv("btc price;hashrate (PH/s);pool fee;shutdown", "A;60 000;1,0;0,02;1", ";")).toBe(expected);
  expect(
    siteText(
      tableSite([
        ["shutdown", true],
        ["pool fee", 0.02],
        ["hashrate", 1000],
        ["btc price", 60_000],
      ]),
    ),
  ).toBe(expected);
  expect(csv("btc price,hashrate,pool fee,shutdown", "A,60000,1000,0.021,TRUE")).not.toBe(expected);
});
