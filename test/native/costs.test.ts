import fc from "fast-check";
import type { Answer } from "../functions/host";
import { column, fraction } from "./calls";
import type { Given, Input } from "./engine";
import { compared, expectAgreement } from "./agreement";
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

/** The cells of a table, sometimes without the headings of its first row. */
const tableOf = (headings: readonly string[], line: fc.Arbitrary<Input[]>, most = 6) =>
  fc
    .tuple(fc.constantFrom([headings], []), fc.array(line, { minLength: 1, maxLength: most }))
    .map(([top, lines]): Input[][] => [...top.map((texts) => [...texts]), ...lines]);

const machines = (heading: string) =>
  tableOf(
    ["Count", "TH/s", heading, "Uptime"],
    fc.tuple(
      fc.integer({ min: 0, max: 500 }),
      fraction(80, 300),
      heading === "W" ? fraction(2500, 6000) : fraction(12, 40),
      fc.oneof(fraction(0.5, 1), fc.constant(null)),
    ),
  );

const tiers = fc
  .tuple(
    fc.array(fc.tuple(fraction(1e4, 4e5), fraction(0.01, 0.1)), { minLength: 1, maxLength: 4 }),
    fraction(0.02, 0.2),
  )
  .chain(([steps, last]) => {
    let limit = 0;
    const lines: Input[][] = steps.map(([kwh, price]) => [(limit += kwh), price]);
    return fc.constantFrom(null, "none", 1e9).map((end) => [["Up to kWh", "USD/kWh"], ...lines, [end, last]]);
  });

const hours = fc.oneof(column(fraction(50, 400), { minLength: 1, maxLength: 4 }), fraction(100, 744));
const charges = column(fc.oneof(fraction(0, 1500), fc.constantFrom(0, null)), { minLength: 2, maxLength: 2 });

/** A number as it is typed, without the last digits of a product. */
const typed = (value: number) => Number(value.toPrecision(12));

/** Lots of which some are equal in date or price, in round numbers whose products end in half a cent, and a sale of them. */
const sales = fc
  .array(
    fc.tuple(
      fc.integer({ min: 45000, max: 45009 }),
      fc
        .oneof(
          fc.integer({ min: 0, max: 40 }).map((parts) => parts / 40),
          fraction(0, 3),
        )
        .map(typed),
      fc.oneof(
        fc.integer({ min: 200, max: 220 }).map((price) => (price * 20005) / 100),
        fraction(2e4, 1e5),
      ),
      fc.constantFrom("January", "February", null, 7),
    ),
    { minLength: 1, maxLength: 7 },
  )
  .chain((lots) => {
    const held = lots.reduce((sum, [, quantity]) => sum + Math.round(quantity * 1e8), 0);
    const uses = lots.map(([, quantity]) =>
      fc.constantFrom(0, 0.5, 1).map((share) => Math.floor(share * Math.round(quantity * 1e8))),
    );
    return fc.tuple(
      fc.constant(lots),
      fc.tuple(...uses),
      fc.oneof(fraction(0, 1), fc.constantFrom(0.25, 1)).map((share) => Math.floor(share * held)),
    );
  })
  .chain(([lots, uses, satoshis]) =>
    fc
      .tuple(
        perhaps(fc.constantFrom("fifo", "lifo", "hifo", "average", "specific")),
        perhaps(fc.oneof(fraction(2e4, 1e5), fc.constantFrom(50000.02, 70000.5))),
        perhaps(fc.boolean()),
        perhaps(fc.constantFrom(0, 12.345, 100)),
        perhaps(fc.integer({ min: 45010, max: 45380 })),
        fc.boolean(),
      )
      .map(([method, price, headers, fees, date, hasHeadings]) => {
        const isNamed = method === "specific";
        const rows: Input[][] = lots.map((lot, place) =>
          isNamed ? [...lot, (uses[place] ?? 0) / 1e8] : lot,
        );
        const top = ["Date", "BTC", "USD per BTC", "Lot", "Use"].slice(0, isNamed ? 5 : 4);
        const sold = isNamed ? uses.reduce((sum, use) => sum + use, 0) : satoshis;
        return [
          hasHeadings ? [top, ...rows] : rows,
          sold / 1e8,
          method,
          price,
          headers,
          sold === 0 ? undefined : fees,
          date,
        ];
      }),
  );

/** All that is bought and sold, in USD, since purchases and sales may nearly cancel; for a price, by MWh used. */
function ofBlock(given: readonly Given[], answer: Answer, row: number): number {
  const [prices, load, block, blockPrice, output, hours = 1] = given;
  const sizes = (cells: Given) => [cells].flat(2).map((cell) => Math.abs(Number(cell) || 0));
  const intervals = sizes(prices).length;
  const mw = Math.max(...sizes(load)) + Math.max(...sizes(block));
  const money = intervals * mw * Math.max(1, ...sizes(prices), ...sizes(blockPrice)) * Number(hours);
  const isPrice = /^effective/i.test(String(answer.length > 1 ? answer[row]?.[0] : output));
  if (!isPrice) return money;
  const loads = sizes(load);
  const mean = loads.reduce((sum, size) => sum + size, 0) / loads.length;
  return money / (intervals * mean * Number(hours));
}

testGroup("Costs and accounting", {
  COST_BASIS: { usual: sales },
  FLEET: {
    usual: fc.tuple(
      fc.oneof(machines("W"), machines("J/TH"), machines("W per TH")),
      perhaps(fraction(1, 1.3)),
      perhaps(fc.constantFrom("Machines", "Hashrate", "Facility power", "Efficiency", "Energy")),
    ),
  },
  POWER_BILL: {
    usual: hours.chain((given) =>
      fc.tuple(
        fraction(100, 2000),
        fc.constant(given),
        fc.oneof(
          Array.isArray(given)
            ? column(fraction(-0.01, 0.1), { minLength: given.length, maxLength: given.length })
            : fraction(0.02, 0.1),
          tiers,
        ),
        perhaps(fraction(1, 1.3)),
        perhaps(fc.oneof(fraction(0, 3000), charges)),
        perhaps(fc.oneof(fraction(0, 12), charges)),
        perhaps(fraction(0, 2000)),
        perhaps(fraction(0, 2000)),
        perhaps(fc.constantFrom("Energy", "Energy charge", "Demand charge", "Total", "Effective price")),
      ),
    ),
    scale: (_, answer) =>
      Math.max(1, ...answer.flat().map((cell) => (typeof cell === "number" ? Math.abs(cell) : 0))),
  },
  CURTAILMENT: {
    usual: prices.chain((given) =>
      fc.tuple(
        fc.constant(given),
        byInterval(given, fraction(30, 70)),
        fraction(15, 35),
        fraction(500, 3000),
        perhaps(fraction(1, 1.3)),
        perhaps(fraction(0, 0.05)),
        perhaps(fraction(20, 90)),
        perhaps(fraction(0, 5)),
        perhaps(fc.oneof(fraction(0, 300), fc.constant(0))),
        perhaps(
          fc.constantFrom("Strike", "Hours off", "Outages", "Credits", "Net benefit", "Net power price"),
        ),
        perhaps(fc.constantFrom(0.25, 1)),
        fc.option(fraction(50, 150), { nil: undefined, freq: 1 }),
        fc.option(
          column(fc.constantFrom(true, false, 1, 0, null), {
            minLength: given.length,
            maxLength: given.length,
          }),
          {
            nil: undefined,
            freq: 1,
          },
        ),
        perhaps(fc.integer({ min: 1, max: 5 })),
        perhaps(fc.boolean()),
      ),
    ),
    // Gains and costs may nearly cancel.
    scale: ([given, , , kw, , , , , restart]) =>
      [given].flat(2).length * ((Number(kw) || 0) + (Number(restart) || 0)),
  },
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
    scale: ofBlock,
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

test("native forms lift over a column, a row and both", () => {
  const coins = [[250], [0], ["none"], [300]];
  const power = [[8.5e6, 7e6]];
  for (const comparison of compared([
    {
      name: "COST_PER_BTC",
      calls: [
        [coins, 8.5e6, 6e5, 1.9e6, undefined, undefined, "Net power"],
        [250, power, undefined, undefined, undefined, undefined, "All-in cost"],
        [coins, power, undefined, 1.9e6, undefined, undefined, "Direct cash cost"],
      ],
    },
  ]))
    expectAgreement(comparison);
});
