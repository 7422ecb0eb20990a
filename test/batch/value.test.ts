import fc from "fast-check";
import { parse, unparse } from "papaparse";
import { headingsOf, type Plan } from "../../src/batch/plan";
import { siteOf, siteText, type SiteRow } from "../../src/batch/siteRow";
import { valuerOf, type Valued } from "../../src/batch/value";
import { metrics, type Metric } from "../../src/core/cashflow/metrics";
import { parseBlock } from "../../src/core/cashflow/block";
import type { Model } from "../../src/core/cashflow/model";
import type { Cell } from "../../src/core/errors";
import { anyModel, rowsOf } from "../core/cashflow/anyModel";
import { call, ExcelError, one } from "../functions/host";

const plan: Plan = {
  version: "test",
  metrics: ["npv", "irr", "payback"],
  paths: 0,
  percentiles: [],
  seed: 1,
  scenarios: undefined,
  market: undefined,
};

const siteOfRows = (name: string, rows: Cell[][]): SiteRow => ({
  name,
  settings: parseBlock(rows, "given").settings,
});

/** The results by heading, a line each. */
function linesOf(valued: Valued, own: Plan): Record<string, string>[] {
  const headings = headingsOf(own);
  return parse<string[]>(valued.text.trimEnd(), { delimiter: "," }).data.map((cells) => {
    expect(cells).toHaveLength(headings.length);
    return Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? ""]));
  });
}

const lineOf = (own: Plan, site: SiteRow) => linesOf(valuerOf(own)([site]), own)[0] ?? {};

/** What a cell of results says of an answer of Excel's functions. */
const written = (answer: unknown) => (answer instanceof ExcelError ? "" : String(answer));

/** The one value of a call, or its error. */
function answerOf(name: string, ...given: unknown[]): unknown {
  try {
    return one(name, ...given);
  } catch (error) {
    if (error instanceof ExcelError) return error;
    throw error;
  }
}

/** Models that PORTFOLIO takes: a table has series below it. */
const plainModel = anyModel.map((model) => {
  const plain = Object.entries(model).map(([key, value]: [string, unknown]): [string, unknown] => {
    if (!Array.isArray(value)) return [key, value];
    if (key === "capexSchedule") return [key, 0];
    const isPausing = ["subsidy", "hashrateTh", "uptime"].includes(key);
    return [key, (value as number[]).find((month) => month !== 0) ?? (isPausing ? 1 : 0)];
  });
  return Object.fromEntries(plain) as unknown as Model;
});

describe("the bits are those of the Excel functions", () => {
  test("of any model", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const rows = rowsOf(model);
        const line = lineOf(plan, siteOfRows("A", rows));
        const answers = ["MINER_NPV", "MINER_IRR", "PAYBACK"].map((name) => answerOf(name, rows));
        expect([line["NPV (USD)"], line["IRR (per year)"], line["Payback (months)"]]).toEqual(
          answers.map(written),
        );
        for (const [index, name] of ["NPV", "IRR", "payback"].entries())
          expect(line.Check?.includes(`no ${name}: `)).toBe(answers[index] instanceof ExcelError);
      }),
    );
  });

  test("of every metric, and what looks odd, as PORTFOLIO has them", () => {
    const all = { ...plan, metrics: ["npv", "irr", "payback", "profit", "btc", "cost_per_btc"] as const };
    fc.assert(
      fc.property(plainModel, (model) => {
        const rows = rowsOf(model).map(([name, ...cells]) =>
          cells[0] === "shape" ? [name, 1] : [name, cells[0]],
        );
        const table = [["", "A"], ...rows];
        const [, site] = call("PORTFOLIO", table);
        const line = lineOf(all, siteOfRows("A", rows as Cell[][]));
        const [, , btc, npv, irr, payback, cost, profit, check] = site ?? [];
        expect(line).toMatchObject({
          "NPV (USD)": written(npv),
          "IRR (per year)": written(irr),
          "Payback (months)": written(payback),
          "BTC (BTC)": written(btc),
          "Cost per BTC (USD per BTC)": written(cost),
          "First-month profit (USD)": written(profit),
        });
        const odd = (line.Check ?? "")
          .split("; ")
          .filter((remark) => remark !== "" && !remark.startsWith("no "))
          .map((remark) => remark.replace(/^[a-z -]+: (?!a blank counts)/, ""));
        expect(odd.join("; ")).toBe(String(check));
      }),
    );
  });

  test("of each metric, as SENSITIVITY_GRID has it", () => {
    const all = { ...plan, metrics };
    fc.assert(
      fc.property(anyModel, (model) => {
        const rows = rowsOf(model);
        const site = siteOfRows("A", rows);
        const [cells = []] = parse<string[]>(valuerOf(all)([site]).text.trimEnd(), { delimiter: "," }).data;
        for (const [index, metric] of metrics.entries()) {
          const grid = call("SENSITIVITY_GRID", rows, metric, "volatility", [[0.6]], "risk-free rate", [
            [0.04],
          ]);
          expect([metric, cells[index + 1]]).toEqual([metric, written(grid[1]?.[1])]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("of a simulation, and percentiles of it", () => {
    const own = { ...plan, metrics: ["npv" as const], paths: 300, percentiles: [5, 50, 95, 2.5], seed: 7 };
    fc.assert(
      fc.property(anyModel, (model) => {
        const rows = rowsOf(model);
        const line = lineOf(own, siteOfRows("A", rows));
        const simulated = call("SIM_MINER", rows, 300, null, 7);
        for (const name of [
          "Mean NPV (USD)",
          "Standard error (USD)",
          "Standard deviation (USD)",
          "5th percentile (USD)",
          "Median (USD)",
          "95th percentile (USD)",
          "Probability of loss (share)",
          "CVaR 95 % (USD)",
          "Probability of payback (share)",
          "Mean months run (months)",
        ]) {
          const row = simulated.find(([label]) => label === name);
          expect([name, line[name]]).toEqual([name, written(row?.[1])]);
        }
        expect(Number(line["2.5th percentile (USD)"])).toBeLessThanOrEqual(
          Number(line["5th percentile (USD)"]),
        );
      }),
      { numRuns: 20 },
    );
  });

  const scenarios = [
    ["Scenario", "btc price", "power price", "months", "probability"],
    ["Base", null, null, null, 0.5],
    ["Bear", "x0.7", "x1.1", null, 0.3],
    ["Bull", 250_000, 0.045, 24, 0.2],
  ];

  test("of scenarios, with their mean by probability", () => {
    const own: Plan = {
      ...plan,
      metrics: ["npv", "irr", "payback", "profit", "economic_life"],
      scenarios,
    };
    let weighted = 0;
    fc.assert(
      fc.property(anyModel, (model) => {
        const rows = rowsOf({ ...model, startMonth: 1 });
        const lines = linesOf(valuerOf(own)([siteOfRows("A", rows)]), own);
        const [headings = [], ...answers] = call("SCENARIOS", rows, scenarios);
        expect(lines.map(({ Scenario }) => Scenario)).toEqual(answers.map(([name]) => name));
        for (const [index, answer] of answers.entries()) {
          const named = new Map(headings.map((heading, column) => [heading, answer[column]]));
          for (const name of [
            "NPV (USD)",
            "IRR (per year)",
            "Payback (months)",
            "First-month profit (USD)",
            "Economic life (months)",
          ]) {
            expect([...named.keys()]).toContain(name);
            expect([name, lines[index]?.[name]]).toEqual([name, written(named.get(name))]);
          }
        }
        if (lines.at(-1)?.["NPV (USD)"] !== "") weighted += 1;
      }),
      { numRuns: 60 },
    );
    expect(weighted).toBeGreaterThan(30);
  });

  const block: Cell[][] = [
    ["btc price", 60_000],
    ["difficulty", 1e14],
    ["start height", 900_000],
    ["hashrate", 200],
    ["efficiency", 17.5],
    ["power price", 0.05],
    ["capex", 3000],
  ];

  test("a scenario that makes no model has its message, and there is no mean", () => {
    const own = {
      ...plan,
      scenarios: [
        ["Scenario", "start month", "probability"],
        ["Now", 1, 0.5],
        ["Too late", 99, 0.5],
      ],
    };
    const valued = valuerOf(own)([siteOfRows("A", block), siteOfRows("B", [...block, ["months", 120]])]);
    expect(valued).toMatchObject({ sites: 2, lines: 5, failed: 1 });
    const lines = linesOf(valued, own);
    expect(lines.map(({ Site, Scenario }) => `${Site} ${Scenario}`)).toEqual([
      "A Now",
      "A Too late",
      "B Now",
      "B Too late",
      "B Probability-weighted",
    ]);
    expect(lines[1]).toMatchObject({
      "NPV (USD)": "",
      Check: "error: scenarios, row 3, start month must be at most months, which is 36, got 99",
    });
  });

  test("of a site that is no model there is a line with its message", () => {
    const sites: SiteRow[] = [
      { name: "row 7", problem: "row 7 must begin with the name of the site" },
      siteOfRows("No price", block.slice(1)),
      siteOfRows('Odd, "quoted"', [...block.slice(0, 4), ["efficiency", 3500], ["power price", 5]]),
    ];
    const valued = valuerOf(plan)(sites);
    expect(valued).toMatchObject({ sites: 3, lines: 3, failed: 2 });
    const lines = linesOf(valued, plan);
    expect(lines.map(({ Site }) => Site)).toEqual(["row 7", "No price", 'Odd, "quoted"']);
    expect(lines[0]?.Check).toBe("error: row 7 must begin with the name of the site");
    expect(lines[1]?.Check).toBe("error: model must give btc price");
    expect(lines[2]?.Check).toContain(
      "efficiency: 3500 J/TH: is it the power in W?; power price: 5 USD per kWh",
    );
  });

  test("cash flows that overflow have their message, and the assumptions are looked at all the same", () => {
    const { Check, "NPV (USD)": npv } = lineOf(
      plan,
      siteOfRows("A", [
        ["btc price", 1e300],
        ["difficulty", 1e14],
        ["hashrate", 1e300],
        ["subsidy", 3.125],
        ["efficiency", 3500],
        ["power price", 5],
      ]),
    );
    expect(npv).toBe("");
    expect(Check).toMatch(/^no NPV: the cash flows overflow;/);
    expect(Check).toContain("efficiency: 3500 J/TH: is it the power in W?; power price: 5 USD per kWh");
  });

  test("any name and message stand in the lines as the library for CSV writes them", () => {
    const letters = fc.constantFrom(
      "a",
      "7",
      " ",
      ".",
      "(",
      "-",
      "=",
      ",",
      ";",
      '"',
      "\n",
      "\r",
      "\t",
      "\ufeff",
      "é",
    );
    const text = fc.oneof(fc.string({ unit: letters }), fc.string());
    fc.assert(
      fc.property(text, text, (name, problem) => {
        const cells = [name, ...plan.metrics.map(() => ""), `error: ${problem}`];
        expect(valuerOf(plan)([{ name, problem }]).text).toBe(`${unparse([cells], { newline: "\n" })}\n`);
      }),
      { numRuns: 500 },
    );
  });

  test("a discount rate of 0 is said: a blank cell is one", () => {
    expect(lineOf(plan, siteOfRows("A", [...block, ["discount rate", 0]])).Check).toContain(
      "discount rate 0: a blank counts as 0",
    );
    expect(lineOf(plan, siteOfRows("A", [...block, ["discount rate", 0.1]])).Check).toBe("");
  });

  test("sites in any order and in any parts give the same lines", () => {
    fc.assert(
      fc.property(
        fc.array(anyModel, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        (models, at) => {
          const own = { ...plan, paths: 20, percentiles: [5] };
          const sites = models.map((model, index) => siteOfRows(`Site ${index}`, rowsOf(model)));
          const value = valuerOf(own);
          const whole = value(sites).text;
          const parts =
            value(sites.slice(0, at)).text + valuerOf(own)(sites.slice(at).map(siteText).map(siteOf)).text;
          expect(parts).toBe(whole);
          expect(
            [...sites]
              .reverse()
              .map((site) => value([site]).text)
              .reverse()
              .join(""),
          ).toBe(whole);
        },
      ),
      { numRuns: 30 },
    );
  });
});

test("a table of scenarios that is wrong is refused before any work", () => {
  const own = {
    ...plan,
    scenarios: [
      ["Scenario", "probability"],
      ["A", 0.5],
      ["B", 0.4],
    ],
  };
  expect(() => valuerOf(own)).toThrow("scenarios, probability, must sum to 1 over the scenarios, got 0.9");
});

test("percentiles are headed as SIM_MINER heads them", () => {
  const own = {
    ...plan,
    metrics: [] as Metric[],
    paths: 2,
    percentiles: [0, 1, 2, 3, 11, 12, 13, 21, 22.5, 50, 99],
  };
  expect(headingsOf(own).filter((name) => /percentile|Median/.test(name))).toEqual(
    ["0th", "1st", "2nd", "3rd", "11th", "12th", "13th", "21st", "22.5th", "Median", "99th"].map((name) =>
      name === "Median" ? "Median (USD)" : `${name} percentile (USD)`,
    ),
  );
});
