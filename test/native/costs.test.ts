import fc from "fast-check";
import { column, fraction } from "./calls";
import type { Input } from "./engine";
import { testGroup } from "./groupTests";

const perhaps = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });
const money = fraction(0, 5e6).map(Math.round);

/** Power prices by interval, in USD/MWh: cheap, dear, and now and then negative. */
const prices = column(fc.oneof(fraction(-50, 60), fraction(30, 200), fc.constantFrom(0, 48, 100)), {
  minLength: 1,
  maxLength: 24,
});

/** A value for each of the prices, or one for all of them. */
const byInterval = <T extends Input>(of: readonly unknown[], cell: fc.Arbitrary<T>) =>
  fc.oneof(column(cell, { minLength: of.length, maxLength: of.length }), cell);

testGroup("Costs and accounting", {
  POWER_BLOCK: {
    usual: prices.chain((given) =>
      fc.tuple(
        fc.constant(given),
        byInterval(given, fc.oneof(fraction(0, 20), fc.constant(0))),
        fraction(0, 15),
        fraction(20, 80),
        perhaps(
          fc.constantFrom("Energy used", "Index sales", "Total cost", "Effective price", "Block value"),
        ),
        perhaps(fc.constantFrom(0.25, 1)),
      ),
    ),
    // Purchases and sales may nearly cancel.
    scale: ([given, load]) => 1 + 1e4 * [given].flat(2).length * (1 + [load].flat(2).length),
    within: 1e-14,
  },
  COST_PER_BTC: {
    usual: fc.tuple(
      fraction(1, 500),
      money,
      perhaps(money),
      perhaps(money),
      perhaps(money),
      perhaps(money),
      perhaps(fc.constantFrom("Net power", "Direct cash cost", "Cash cost with overhead", "All-in cost")),
    ),
    scale: ([btc, ...costs]) =>
      costs.reduce((sum: number, cost) => sum + (Number(cost) || 0), 1) / (Number(btc) || 1),
  },
  DEPRECIATION: {
    usual: fc.integer({ min: 2, max: 40 }).chain((life) =>
      fc.tuple(
        money,
        money.map((value) => Math.round(value / 10)),
        fc.constant(life),
        fc.integer({ min: 1, max: life + 1 }),
        perhaps(fc.constantFrom("sln", "ddb", "db", "syd", "uop")),
        perhaps(fraction(0.5, 3)),
        perhaps(fc.integer({ min: 1, max: 12 })),
      ),
    ),
    scale: ([cost, salvage, life]) => ((Number(cost) || 0) + (Number(salvage) || 0)) / (Number(life) || 1),
  },
  MACRS: {
    usual: fc.tuple(
      money,
      fc.constantFrom(3, 5, 7, 10, 15, 20),
      perhaps(fc.constantFrom("hy", "mq1", "mq2", "mq3", "mq4")),
      perhaps(fc.oneof(fraction(0, 1), fc.constantFrom(0.4, 0.8, 1))),
      perhaps(fc.boolean()),
    ),
  },
});
