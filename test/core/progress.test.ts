import { modelOf } from "../../src/core/cashflow/resolve";
import { beginPart, followed, reached } from "../../src/core/progress";
import { cashflowAtRisk } from "../../src/core/risk/cashflowAtRisk";
import { retainedQuantile } from "../../src/core/risk/hazards";
import { simulatedMiner } from "../../src/core/simulation/simMiner";
import { exampleBlock } from "../../src/functions/lifecycle/exampleBlock";

/** What the work gives, and the shares that were told meanwhile. */
function told<T>(work: () => T): { result: T; shares: number[] } {
  const shares: number[] = [];
  return { result: followed((share) => shares.push(share), work), shares };
}

const isRising = (shares: readonly number[]) =>
  shares.every((share, index) => share > (shares[index - 1] ?? 0) && share <= 1);

test("what is reached in a part counts within it", () => {
  const { shares } = told(() => {
    reached(1, 2);
    beginPart(1, 4);
    reached(1, 2);
  });
  expect(shares).toEqual([0.5, 0.25, 0.375]);
});

test("nothing is told once the work has ended, however it ended, and parts are those of one work", () => {
  const { shares } = told(() => beginPart(3, 4));
  reached(1, 1);
  expect(shares).toEqual([0.75]);
  const { shares: others } = told(() => reached(1, 2));
  expect(others).toEqual([0.5]);
  const fail = () => {
    throw new Error("no");
  };
  expect(() => followed((share) => shares.push(share), fail)).toThrow("no");
  reached(1, 1);
  expect(shares).toEqual([0.75]);
});

const model = modelOf(exampleBlock, []);
const hedge = {
  confidence: 0.95,
  paths: 700,
  hedgeRatio: 0,
  forward: undefined,
  seed: 1,
  putStrike: undefined,
  callStrike: undefined,
  premium: undefined,
};
const hazard = {
  name: "Outage",
  eventsPerYear: 0.1,
  meanSeverity: 1e5,
  variation: 1,
  deductible: 0,
  limit: 0,
};

test("simulations tell how many of their paths are done, and give the same bits", () => {
  const simulation = told(() => simulatedMiner(model, 700, 1));
  expect(simulation.shares).toEqual([256 / 700, 512 / 700, 1]);
  expect(simulation.result).toEqual(simulatedMiner(model, 700, 1));
  const cash = told(() => cashflowAtRisk(model, hedge));
  expect(cash.shares).toEqual([256 / 700, 512 / 700, 1]);
  expect(cash.result).toEqual(cashflowAtRisk(model, hedge));
});

test("simulated events tell how many of their years are done", () => {
  const events = told(() => retainedQuantile([hazard, { ...hazard, eventsPerYear: 0.3 }], 0.99, 1));
  expect(events.shares.length).toBeGreaterThan(20);
  expect(isRising(events.shares)).toBe(true);
  expect(events.result).toBe(retainedQuantile([hazard, { ...hazard, eventsPerYear: 0.3 }], 0.99, 1));
});
