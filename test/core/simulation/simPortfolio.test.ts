import { modelOf } from "../../../src/core/cashflow/resolve";
import { sitesOf, type Site } from "../../../src/core/cashflow/sites";
import type { Cell } from "../../../src/core/errors";
import { sum } from "../../../src/core/numeric/sum";
import { simulatedMiner } from "../../../src/core/simulation/simMiner";
import { simulatedPortfolio } from "../../../src/core/simulation/simPortfolio";
import { golden1, golden2, golden6 } from "../cashflow/golden";

const table = sitesOf(golden6);

test("golden case 6 within four standard errors of 600,000 paths of another generator", () => {
  const expected = {
    mean: -4041,
    standardDeviation: 5109,
    percentile5: -10536,
    median: -4989,
    percentile95: 5610,
    lossProbability: 0.8144,
    cvar95: 11266,
    paybackProbability: 0.2087,
    meanMonthsRun: 3.846,
    sumOfCvars: 11455,
    diversification: 189,
  };
  // Ten runs of 1,000 paths, which also say how far a run is off.
  const runs = Array.from({ length: 10 }, (_, index) => simulatedPortfolio(table, 1000, index + 1));
  for (const [name, value] of Object.entries(expected)) {
    const values = runs.map((run) => run[name as keyof typeof expected]);
    const mean = values.reduce((a, b) => a + b) / 10;
    const error = Math.sqrt(values.reduce((total, one) => total + (one - mean) ** 2, 0) / 90);
    expect(mean).toBeWithin(value, { absolute: 4 * error, inputs: { name, values } });
    // A test that could not fail says nothing.
    expect(error).toBeLessThan(name === "diversification" ? 20 : 0.05 * Math.abs(value) + 0.01);
  }
});

const asSites = (blocks: readonly (readonly Cell[])[][]): Site[] =>
  blocks.map((block, index) => {
    const model = modelOf(
      block.map((row) => [...row]),
      [],
    );
    return { name: `S${index}`, settings: new Map(), model };
  });
const changed = (block: Cell[][], values: Record<string, Cell>): Cell[][] => [
  ...block.filter(([name]) => !(String(name) in values)),
  ...Object.entries(values),
];

describe("laws", () => {
  test("one site is SIM_MINER, bit for bit, without diversification", () => {
    for (const site of [
      ...table,
      ...asSites([golden1, golden2, changed(golden1, { "hodl share": 0.4, capex: 600 })]),
    ]) {
      const { sumOfCvars, diversification, ...rest } = simulatedPortfolio([site], 500, 3);
      expect(rest).toEqual(simulatedMiner(site.model, 500, 3));
      expect(sumOfCvars).toBe(rest.cvar95);
      expect(diversification).toBe(0);
    }
  });

  test("equal sites are as many times the one, without diversification", () => {
    const [site] = asSites([changed(golden2, { capex: 300 })]);
    if (site === undefined) throw new Error("no site");
    const one = simulatedMiner(site.model, 500, 2);
    for (const count of [2, 3, 7]) {
      const all = simulatedPortfolio(new Array<Site>(count).fill(site), 500, 2);
      for (const key of [
        "mean",
        "standardDeviation",
        "percentile5",
        "median",
        "percentile95",
        "cvar95",
      ] as const)
        expect(all[key]).toBeWithin(count * one[key], { relative: 1e-12 });
      expect(all.sumOfCvars).toBeWithin(count * one.cvar95, { relative: 1e-12 });
      expect(all.meanMonthsRun).toBeWithin(one.meanMonthsRun, { relative: 1e-12 });
      expect([all.lossProbability, all.paybackProbability]).toEqual([
        one.lossProbability,
        one.paybackProbability,
      ]);
      expect(all.diversification).toBe(0);
    }
  });

  test("diversification is never negative, and what the CVaRs differ by", () => {
    const models = [golden1, golden2, changed(golden1, { "power price": 0.12, months: 9, capex: 100 })];
    for (const seed of [1, 2, 3, 4, 5]) {
      const result = simulatedPortfolio(asSites(models), 200, seed);
      expect(result.diversification).toBeGreaterThanOrEqual(0);
      expect(result.diversification).toBe(Math.max(0, result.sumOfCvars - result.cvar95));
    }
  });

  test("each site is on its own paths, and the mean before tax the sum of theirs, where no site keeps coins", () => {
    const blocks = [changed(golden1, { months: 8 }), changed(golden1, { months: 3, "power price": 0.09 })];
    const sites = asSites(blocks).map((site) => ({ ...site, model: { ...site.model, taxRate: 0 } }));
    const apart = sites.map(({ model }) => simulatedMiner(model, 300, 1));
    const { mean, standardError, sumOfCvars } = simulatedPortfolio(sites, 300, 1);
    expect(sumOfCvars).toBe(sum(apart.map((site) => site.cvar95)));
    expect(mean).toBeWithin(sum(apart.map((site) => site.mean)), { relative: 1e-12 });
    expect(standardError).toBe(0);
  });
});

test("coins kept to different horizons, and months averaged by hashrate, on the same paths in Python", () => {
  // Philox in whole numbers, the inverse normal of its standard library, its own cash flows and bridge.
  const sites = asSites([
    changed(golden1, { capex: 600, "hodl share": 0.5, months: 5 }),
    changed(golden1, { capex: 300, "hodl share": 0.4, months: 2, "power price": 0.11, "start month": 2 }),
  ]);
  const expected = [
    142.13150081494303202, 0.84103651752603149766, 217.05230600902004, -82.73097462164696,
    -22.715584228221477, 69.62305285287582, 252.8721727776525, 559.353229489812, 0.28, 93.75408032245264,
    0.805, 3.3342306017556584, 96.27627675575826, 2.5221964333056235,
  ];
  const values = Object.values(simulatedPortfolio(sites, 200, 7)) as number[];
  expect(values).toHaveLength(expected.length);
  for (const [index, value] of expected.entries())
    expect(values[index]).toBeWithin(value, { absolute: 1e-9 * Math.max(1, Math.abs(value)) });
});

describe("what is refused", () => {
  const [first, second] = asSites([golden1, golden2]);
  const other = (change: object): Site[] => {
    if (first === undefined || second === undefined) throw new Error("no sites");
    return [first, { ...second, model: { ...second.model, ...change } }];
  };
  test.each([
    [{ volatility: 0.7 }, "volatility of S1 must be the same as that of S0, 0.6, for all the sites, got 0.7"],
    [{ difficultyVolatility: 0 }, "difficulty volatility of S1 must be the same as that of S0, 0.25"],
    [{ correlation: 0 }, "price-difficulty correlation of S1 must be the same as that of S0, 0.3"],
  ])("%p", (change, message) => {
    expect(() => simulatedPortfolio(other(change), 10, 1)).toThrow(message);
  });

  test("more numbers than fit", () => {
    const many = new Array<Site>(200).fill(table[0] ?? (undefined as never));
    expect(() => simulatedPortfolio(many, 100_000, 1)).toThrow("paths must be at most 50000 for 200 sites");
  });
});
