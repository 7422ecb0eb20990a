import fc from "fast-check";
import { powerBlock } from "../../../src/core/costs/powerBlock";
import { NoAnswerError } from "../../../src/core/errors";

const site = {
  powerPricesUsdPerMwh: [30, 80, 400, -10],
  loadMw: [10, 10, 0, 12],
  blockMw: 10,
  blockUsdPerMwh: 45,
  intervalH: 1,
};

// By hand: 4 x 10 x 45; 2 x -10; 10 x 400; 10 x (30 + 80 + 400 - 10 - 4 x 45).
test("reference values", () => {
  expect(powerBlock(site)).toEqual({
    energy: 32,
    blockCost: 1800,
    purchases: -20,
    sales: 4000,
    total: -2220,
    effectivePrice: -69.375,
    blockValue: 3200,
  });
});

const anySupply = fc.record({
  hours: fc.array(fc.tuple(fc.integer({ min: -200, max: 5000 }), fc.integer({ min: 0, max: 60 })), {
    minLength: 1,
    maxLength: 50,
  }),
  blockMw: fc.integer({ min: 0, max: 50 }),
  blockUsdPerMwh: fc.integer({ min: -20, max: 200 }),
  intervalH: fc.constantFrom(1, 0.25, 0.5, 2),
});

/** Whole numbers keep both sides exact. */
test("the total is the load at the index less the value of the block", () => {
  fc.assert(
    fc.property(anySupply, ({ hours, ...block }) => {
      const supply = {
        ...block,
        powerPricesUsdPerMwh: hours.map(([price]) => price),
        loadMw: hours.map(([, load]) => load),
      };
      const { energy, total, blockValue, effectivePrice } = powerBlock(supply);
      const atIndex = hours.reduce((sum, [price, load]) => sum + price * load * block.intervalH, 0);
      expect(total).toBe(atIndex - blockValue);
      if (energy === 0) expect(effectivePrice).toBeInstanceOf(NoAnswerError);
      else expect(effectivePrice).toBe(total / energy);
    }),
    { numRuns: 300 },
  );
});

test("interval by interval, what is short is bought and what is over is sold", () => {
  fc.assert(
    fc.property(anySupply, ({ hours, ...block }) => {
      let [purchases, sales] = [0, 0];
      for (const [price, load] of hours) {
        if (load > block.blockMw) purchases += (load - block.blockMw) * price * block.intervalH;
        if (load < block.blockMw) sales += (block.blockMw - load) * price * block.intervalH;
      }
      const supply = {
        ...block,
        powerPricesUsdPerMwh: hours.map(([price]) => price),
        loadMw: hours.map(([, load]) => load),
      };
      const answer = powerBlock(supply);
      expect([answer.purchases + 0, answer.sales + 0]).toEqual([purchases + 0, sales + 0]);
    }),
    { numRuns: 300 },
  );
});

test("four quarter-hours are an hour", () => {
  const quarters = <T>(values: readonly T[]) => values.flatMap((value) => [value, value, value, value]);
  expect(
    powerBlock({
      ...site,
      powerPricesUsdPerMwh: quarters(site.powerPricesUsdPerMwh),
      loadMw: quarters(site.loadMw),
      intervalH: 0.25,
    }),
  ).toEqual(powerBlock(site));
});

test("one load counts for every interval", () => {
  expect(powerBlock({ ...site, loadMw: [12] })).toEqual(powerBlock({ ...site, loadMw: [12, 12, 12, 12] }));
});

test("a load of another length is refused, and both lengths are named", () => {
  expect(() => powerBlock({ ...site, loadMw: [10, 10] })).toThrow(
    "load_mw must have one value or as many as power_prices_usd_per_mwh (4), got 2",
  );
});
