import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { metricOrError, metrics } from "../../../src/core/cashflow/metrics";
import { portfolio, portfolioCash } from "../../../src/core/cashflow/portfolio";
import { sitesOf, type Site } from "../../../src/core/cashflow/sites";
import { NoAnswerError, type Cell } from "../../../src/core/errors";
import { golden1, golden2, golden3, golden4, golden5, golden6 } from "./golden";

/** Half a unit of the last of 15 digits, and the rounding of a sum that cancels. */
const digits = { relative: 1e-13, absolute: 1e-10, source: "two other implementations" };

describe("golden case 6", () => {
  const sites = sitesOf(golden6);
  const na = (months: number) => `does not pay back within ${months} months`;
  test.each([
    [
      "Texas",
      7000,
      0.110059766923749,
      -2200.69597182845,
      -0.628386489561556,
      na(6),
      74370.7190082533,
      2244.61241981218,
    ],
    [
      "Norway",
      4400,
      0.0564168340475121,
      472.971374888019,
      0.532680135356794,
      3.84684707987891,
      67690.4343264616,
      649.947291660841,
    ],
    [
      "Batch 3",
      9000,
      0.0977169363112203,
      -2505.26342440581,
      -0.791803172941681,
      na(5),
      61859.6279924227,
      368.630608114532,
    ],
    [
      "Total",
      20400,
      0.264193537282481,
      -4232.98802134624,
      -0.542971664298847,
      na(6),
      68316.7253613518,
      3263.19031958755,
    ],
  ] as const)("%s", (name, ...expected) => {
    const line = portfolio(sites).find((one) => one.name === name);
    const values = [
      line?.capex,
      line?.btc,
      line?.npv,
      line?.irr,
      line?.payback,
      line?.costPerBtc,
      line?.profit,
    ];
    for (const [index, value] of expected.entries())
      if (typeof value === "number") expect(values[index]).toBeWithin(value, digits);
      else expect(values[index]).toEqual(new NoAnswerError(value));
    expect(line?.check).toBe("");
  });

  test("by month", () => {
    const { bySite, sum } = portfolioCash(sites);
    // Month, date, Texas, Norway, Batch 3, total, cumulative.
    const table = [
      [46675, -7000, -4400, 0, -11400, -11400],
      [46706, 1832.74696165162, 0, -3000, -1167.25303834838, -12567.2530383484],
      [46736, 164.338194440561, 510.992220828789, -2631.36939188547, -1956.03897661612, -14523.2920149645],
      [46767, 124.612834643778, 469.932989866554, -2169.23727874818, -1574.69145423785, -16097.9834692023],
      [46798, 84.6859941754149, 4037.41699126312, 1251.14244064956, 5373.24542608809, -10724.7380431143],
      [46827, 66.9832786246035, 0, 4127.7575450695, 4194.74082369411, -6529.99721942015],
      [46858, 2704.96181827786, 0, 0, 2704.96181827786, -3825.03540114229],
    ];
    for (const [month, expected] of table.entries()) {
      const values = [
        sum.months.dates?.[month],
        ...bySite.map((net) => net[month] ?? 0),
        sum.net[month],
        sum.cumulative[month],
      ];
      for (const [index, value] of expected.entries()) expect(values[index]).toBeWithin(value, digits);
    }
    expect(sum.net).toHaveLength(7);
  });
});

/** A block of single values as a table of one or more equal sites; series become rows of their own. */
function tableOf(block: readonly Cell[][], count = 1): Cell[][] {
  const series: Cell[][] = [];
  const rows = block.map(([name = null, value = null, ...right]) => {
    if (value !== "monthly" && value !== "shape") return [name, ...new Array<Cell>(count).fill(value)];
    series.push([`series ${String(name)}`, ...right]);
    return [name, ...new Array<Cell>(count).fill(`series ${String(name)}`)];
  });
  const all = [["", ...Array.from({ length: count }, (_, index) => `S${index}`)], ...rows, ...series];
  const width = Math.max(...all.map((row) => row.length));
  return all.map((row) => [...row, ...new Array<Cell>(width - row.length).fill(null)]);
}

const blocks = [golden1, golden2, golden3, golden4, golden5] as const;
const keys = {
  npv: "npv",
  irr: "irr",
  payback: "payback",
  profit: "profit",
  btc: "btc",
  cost_per_btc: "costPerBtc",
} as const;

describe("laws", () => {
  test.each(blocks.map((block, index) => [index + 1, block] as const))(
    "a portfolio of golden case %i alone is the model, bit for bit, in its row and in the total",
    (_, block) => {
      const [site] = sitesOf(tableOf(block));
      if (site === undefined) throw new Error("no site");
      for (const line of portfolio([site])) {
        for (const metric of metrics) {
          if (!(metric in keys)) continue;
          expect(line[keys[metric as keyof typeof keys]]).toEqual(metricOrError(site.model, metric));
        }
        expect(line.capex).toBe(cashflowsOf(site.model).totalOutlay);
      }
      const { bySite, sum } = portfolioCash([site]);
      const flows = cashflowsOf(site.model);
      expect(bySite).toEqual([flows.net]);
      expect([sum.net, sum.cumulative]).toEqual([flows.net, flows.cumulative]);
    },
  );

  test.each(blocks.map((block, index) => [index + 1, block] as const))(
    "two equal sites of golden case %i are twice the one, with the same rates",
    (_, block) => {
      const [one, , both] = portfolio(sitesOf(tableOf(block, 2)));
      for (const key of ["capex", "btc", "npv", "profit"] as const)
        expect(both?.[key]).toBe(2 * (one?.[key] ?? NaN));
      expect(both?.costPerBtc).toBe(one?.costPerBtc);
      for (const key of ["irr", "payback"] as const) {
        const single = one?.[key];
        if (typeof single === "number") expect(both?.[key]).toBeWithin(single, { relative: 1e-12 });
        else expect(both?.[key]).toEqual(single);
      }
    },
  );

  test("the total foots, whatever the sites", () => {
    const site = fc.record({
      hashrate: fc.double({ min: 1, max: 1e5, noNaN: true }),
      "power price": fc.double({ min: -0.02, max: 0.15, noNaN: true }),
      capex: fc.double({ min: 0, max: 1e5, noNaN: true }),
      months: fc.integer({ min: 1, max: 30 }),
      "discount rate": fc.double({ min: 0, max: 0.5, noNaN: true }),
      "hodl share": fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const law = (given: readonly Record<string, number>[]) => {
      const names = ["hashrate", "power price", "capex", "months", "discount rate", "hodl share"];
      const sites = sitesOf([
        ["", ...given.map((_, index) => `S${index}`)],
        ...[
          ["btc price", 100000],
          ["hashprice", 50],
          ["efficiency", 20],
        ].map(([name = "", value = 0]) => [name, ...given.map(() => value)]),
        ...names.map((name) => [name, ...given.map((one) => one[name] ?? 0)]),
      ]);
      const lines = portfolio(sites);
      const total = lines.pop();
      for (const key of ["capex", "btc", "npv", "profit"] as const) {
        let expected = 0;
        for (const line of lines) expected += line[key];
        expect(total?.[key]).toBe(expected);
      }
      const { bySite, sum } = portfolioCash(sites);
      let balance = 0;
      for (const [month, net] of sum.net.entries()) {
        let expected = 0;
        for (const site of bySite) expected += site[month] ?? 0;
        expect(net).toBe(expected);
        balance += expected;
        expect(sum.cumulative[month]).toBe(balance);
      }
    };
    fc.assert(fc.property(fc.array(site, { minLength: 1, maxLength: 5 }), law), { numRuns: 100 });
  });
});

describe("what the lines say", () => {
  const plain: Cell[][] = [
    ["", "A", "B"],
    ["btc price", 100000, 100000],
    ["hashprice", 50, 50],
    ["hashrate", 1000, 1000],
    ["efficiency", 20, 20],
    ["power price", 0.05, 0.05],
    ["months", 3, 5],
  ];
  const checks = (...rows: Cell[][]) => portfolio(sitesOf([...plain, ...rows])).map(({ check }) => check);

  test("Check has MODEL's remarks, and a discount rate of 0", () => {
    expect(checks()).toEqual(["", "", ""]);
    expect(checks(["discount rate", "", 0.1])).toEqual(["discount rate 0: a blank counts as 0", "", ""]);
    expect(checks(["discount rate", 0.1, 2], ["volatility", 6, 6])).toEqual([
      "6 is 600 %",
      "2 is 200 % a year; 6 is 600 %",
      "",
    ]);
    expect(checks(["discount rate", 0, 0.1], ["capex", 5e6, 50])).toEqual([
      "5000 USD per TH/s: is hashrate in TH/s?; discount rate 0: a blank counts as 0",
      "0.05 USD per TH/s: is hashrate in TH/s?",
      "",
    ]);
  });

  test("a site that mines nothing still bears its cost in the total", () => {
    const [off, on, total] = portfolio(
      sitesOf([
        ...plain.filter(([name]) => name !== "power price"),
        ["power price", 5, 0.05],
        ["other opex", 10, 20],
      ]),
    );
    expect(off?.costPerBtc).toEqual(new NoAnswerError("mines nothing"));
    expect(total?.costPerBtc).toBeWithin(
      ((on?.costPerBtc as number) * (on?.btc ?? 0) + 30) / (on?.btc ?? 0),
      {
        relative: 1e-14,
      },
    );
  });

  test("nothing is paid back at once where nothing is paid, and staged cash has to stay above 0", () => {
    expect(portfolio(sitesOf(plain)).map(({ payback }) => payback)).toEqual([0, 0, 0]);
    // By hand: 30.4375 x (50 - 24) = 791.375 a month and site.
    const staged = sitesOf([
      ...plain,
      ["capex", 791.375, 0],
      ["capex schedule", "", "series plan"],
      ["series plan", 0, 3165.5],
    ]);
    const [first, second, total] = portfolio(staged);
    expect(first?.payback).toBeWithin(1, { absolute: 1e-12 });
    expect(second?.payback).toBeWithin(4, { absolute: 1e-12 });
    // -791.375, 791.375, -791.375, 791.375, 1582.75, 2374.125: above 0 for good from month 2.5 on.
    expect(total?.payback).toBeWithin(2.5, { absolute: 1e-12 });
  });
});

test("dated discounting gives the IRR between the dates", () => {
  const dated: Cell[][] = [
    ...golden6.slice(0, -4),
    ["discounting", "dated", "same", "same"],
    ...golden6.slice(-4),
  ];
  const sites: Site[] = sitesOf(dated);
  const irr = portfolio(sites).at(-1)?.irr;
  const { sum } = portfolioCash(sites);
  let value = 0;
  for (const [month, net] of sum.net.entries())
    value += net / (1 + Number(irr)) ** (((sum.months.dates?.[month] ?? NaN) - 46675) / 365);
  expect(value).toBeWithin(0, { absolute: 1e-8 });
});

test("sums that overflow are no number", () => {
  const huge = sitesOf(tableOf([...golden5.filter(([name]) => name !== "capex"), ["capex", 1e308]], 2));
  expect(() => portfolio(huge)).toThrow("the cash flows overflow");
});
