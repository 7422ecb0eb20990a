import { exampleBlock } from "../../src/functions/lifecycle/exampleBlock";
import type { ExtremeCall } from "./extremeCalls";
import { largeProducts } from "./largeProducts";

/** Extreme but legal calls that do not follow from the definitions: the largest tables of models, the hardest numbers. */

type Row = readonly unknown[];

const column = (rows: number, value: (row: number) => unknown): Row[] =>
  Array.from({ length: rows }, (_, row) => [value(row)]);
const one = (value: unknown): Row[] => [[value]];

/** The example's block with other values, of the longest horizon unless given. */
function block(changes: Readonly<Record<string, Row>> = {}): Row[] {
  const given = new Map<unknown, Row>(exampleBlock.map((row) => [row[0], row]));
  for (const [name, cells] of Object.entries({ months: [240], ...changes }))
    given.set(name, [name, ...cells]);
  const rows = [...given.values()];
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...new Array<null>(width - row.length).fill(null)]);
}

/** Collars on 100,000 forward prices. */
const collars = (callStrike: unknown, production: Row[], output: Row[] | null) => [
  production,
  column(100_000, (row) => 60_000 + row / 100),
  one(50_000),
  one(callStrike),
  one(0.5),
  one(0.6),
  null,
  one(0.04),
  one(40_000),
  null,
  null,
  output,
];

/** A multiplier for every hour of a leap year. */
const hours = Array.from({ length: 8784 }, (_, hour) => 0.5 + ((hour * 7919) % 1000) / 1000);
const shaped = () => block({ "power price shape": ["shape", ...hours] });
const months = Array.from({ length: 240 }, (_, month) => 50_000 + 100 * month);
const monthly = () => block({ "btc price": ["monthly", ...months, "on"], "btc price growth": [0] });
const withHeadings = (rows: number) => (): Row[] => [
  ...block(),
  ...column(rows, (row) => `Heading number ${row}`).map((row) => [...row, null]),
];

/** A table of models in which every value of a site may come from a series of its own. */
function sites(count: number, series: number, changes: Readonly<Record<string, unknown>> = {}): Row[] {
  const values = new Map<string, unknown>(exampleBlock.slice(1));
  const growth = series > 0 ? { "btc price growth": 0 } : {};
  for (const [name, value] of Object.entries({ months: 240, ...growth, ...changes })) values.set(name, value);
  const width = Math.max(count, 240);
  const padded = (row: Row) => [...row, ...new Array<null>(width + 1 - row.length).fill(null)];
  return [
    padded(["", ...Array.from({ length: count }, (_, site) => `Site ${site}`)]),
    ...[...values].map(([name, value]) =>
      padded([
        name,
        ...Array.from({ length: count }, (_, site) =>
          name === "btc price" && series > 0 ? `series S${site % series}` : value,
        ),
      ]),
    ),
    ...Array.from({ length: series }, (_, row) => padded([`series S${row}`, ...months])),
  ];
}

const manySites: readonly (readonly [string, () => Row[]])[] = [
  ["2,000 sites over 240 months", () => sites(2000, 0)],
  ["2,000 sites, a series each", () => sites(2000, 2000)],
  ["100 sites with 50,000 rows of series", () => sites(100, 50_000)],
  [
    "2,000 sites whose cash changes its sign",
    () => sites(2000, 0, { capex: 2500, "btc price growth": -0.3 }),
  ],
];

const models: readonly (readonly [string, () => Row[]])[] = [
  ["240 months, a shape of 8,784 hours", shaped],
  ["240 months of prices", monthly],
  ["10,000 rows of headings", withHeadings(10_000)],
  ["100,000 rows of headings", withHeadings(100_000)],
];

/** The arguments after the model, by function. */
const afterModel: Readonly<Record<string, readonly unknown[]>> = {
  MODEL: [[]],
  MINER_CASHFLOWS: [[]],
  MINER_NPV: [[]],
  MINER_IRR: [[]],
  PAYBACK: [[]],
  ECONOMIC_LIFE: [[]],
  MINE_VS_BUY: [null],
  MINER_OPTION: [null],
  HASHPRICE_CURVE: [null, null],
  TREASURY: [one(1e6), one(10), null, null, null],
  IMPAIRMENT: [one(4000), null, null, null],
};

const call = (name: string, words: string, given: () => unknown[]): ExtremeCall => ({ name, words, given });

const modelCalls: readonly ExtremeCall[] = Object.entries(afterModel).flatMap(([name, rest]) =>
  models.map(([words, model]) => call(name, words, () => [model(), ...rest])),
);

const bridgeCalls = models.map(([words, model]) =>
  call("BRIDGE", `from and to ${words}`, () => [
    model(),
    model().map((row) => (row[0] === "hashrate" ? ["hashrate", 200, ...row.slice(2)] : row)),
    one("irr"),
    null,
  ]),
);

const siteCalls = ["PORTFOLIO", "PORTFOLIO_CASHFLOWS"].flatMap((name) =>
  manySites.map(([words, table]) => call(name, words, () => [table(), null])),
);

const difficulty = 1.2e14;
const day = 46_327;

/** A pool that expects as many blocks in a day. */
const poolTh = (blocks: number) => (blocks * difficulty * 2 ** 32) / (86_400 * 1e12);

const poolCalls: readonly ExtremeCall[] = [
  ...["pps+", "pplns", "proportional", "solo"].flatMap((scheme) =>
    [1, 30, 400, 1e6].map((blocks) =>
      call("POOL_PAYOUT", `${scheme}, 10,000 rows about ${blocks} blocks`, () => [
        one(scheme),
        column(10_000, (row) => 200 + row / 100),
        one(difficulty),
        one(3.125),
        one(0.05),
        one(1),
        one(0.02),
        one(poolTh(blocks) + 1e4),
        one(4),
        one("5th percentile"),
      ]),
    ),
  ),
  ...[1e4, 1e8, 1e12, 1e15].map((blocks) =>
    call("POOL_LUCK", `100,000 rows about ${blocks} blocks`, () => [
      column(100_000, (row) => blocks + row),
      column(100_000, (row) => blocks * (1 + row * 1e-8)),
      null,
      one("Luck"),
    ]),
  ),
  ...[100, 1e4, 1e8, 1e12].map((blocks) =>
    call("BLOCK_PROB", `100,000 rows about ${blocks} blocks`, () => [
      column(100_000, (row) => poolTh(blocks) * (1 + row * 1e-8)),
      one(difficulty),
      one(1),
      one(blocks),
      null,
    ]),
  ),
  ...["nakamoto", "rosenfeld"].flatMap((method) =>
    [0.1, 0.4, 0.4999999].flatMap((share) =>
      [100, 1e4, 1e6].map((confirmations) =>
        call("REORG_PROB", `100,000 rows, ${method}, ${share}, ${confirmations} blocks`, () => [
          column(100_000, (row) => share * (1 - row * 1e-9)),
          one(confirmations),
          one(method),
        ]),
      ),
    ),
  ),
  ...[1e-12, 0.01, 0.9999].map((fee) =>
    call("POOL_RESERVE", `100,000 rows, fees about ${fee}`, () => [
      column(100_000, (row) => fee * (1 - row * 1e-7)),
      one(3.2),
      null,
      null,
      one("Reserve"),
    ]),
  ),
  ...["fpps", "pplns", "solo"].map((scheme) =>
    call("YIELD_WATERFALL", `100,000 periods, ${scheme}`, () => [
      column(100_000, () => 1000),
      column(100_000, () => difficulty),
      one(3.125),
      one(0.05),
      one(1),
      one(980),
      column(100_000, () => 0.0001),
      null,
      null,
      null,
      null,
      one(scheme),
      one(1e6),
      null,
      null,
    ]),
  ),
];

const costCalls: readonly ExtremeCall[] = [
  ...["fifo", "lifo", "hifo", "average", "specific"].flatMap((method) =>
    [10_000, 100_000].map((rows) =>
      call("COST_BASIS", `${rows} lots, ${method}, all sold`, () => [
        Array.from({ length: rows }, (_, row) => [
          day + (row % 500),
          0.5,
          50_000 + ((row * 7919) % 10_000),
          `lot ${row}`,
          method === "specific" ? 0.5 : 0,
        ]),
        one(rows * 0.5),
        one(method),
        one(60_000),
        null,
        one(100),
        one(day + 900),
      ]),
    ),
  ),
  ...["fifo", "lifo", "hifo", "average"].flatMap((method) =>
    [10_000, 100_000].map((rows) =>
      call("ROLLFORWARD", `${rows} movements, ${method}`, () => [
        Array.from({ length: rows }, (_, row) => [
          day + row / 50,
          row % 2 === 0 ? 0.5 : -0.4,
          50_000 + ((row * 7919) % 10_000),
        ]),
        one(60_000),
        one(method),
        null,
      ]),
    ),
  ),
  ...(
    [
      [10, 100_000],
      [100, 10_000],
      [1000, 1000],
      [1000, 10_000],
      [3000, 3000],
      [10_000, 100],
      [100, 100_000],
    ] as const
  ).map(([modes, intervals]) =>
    call("POWER_MODES", `${modes} modes x ${intervals} intervals`, () => [
      Array.from({ length: modes }, (_, mode) => [`mode ${mode}`, 100 + mode / 100, 2000 + mode]),
      column(intervals, (row) => 30 + ((row * 7919) % 60)),
      one(45),
      one(1000),
      one(10),
      null,
      null,
      null,
      null,
      null,
    ]),
  ),
  ...["Net benefit", null].map((output) =>
    call("CURTAILMENT", `100,000 intervals, restarts and least outages`, () => [
      column(100_000, (row) => 30 + ((row * 7919) % 60)),
      column(100_000, (row) => 40 + ((row * 104_729) % 20)),
      one(20),
      one(1000),
      null,
      null,
      null,
      null,
      one(100),
      output === null ? null : one(output),
      null,
      null,
      column(100_000, (row) => row % 97 === 0),
      one(8),
      null,
    ]),
  ),
];

const economicsCalls: readonly ExtremeCall[] = [
  ...[1000, 10_000, 100_000].map((rows) =>
    call("COIN_RANK", `${rows} coins, half merged`, () => [
      Array.from({ length: rows }, (_, row) => [
        `Coin ${row}`,
        1 + row / 100,
        1000,
        5,
        144,
        0,
        "",
        row % 2 === 0 ? "" : `Coin ${row - 1}`,
      ]),
      one(10),
      one(3000),
      one(0.05),
      null,
    ]),
  ),
  ...[10_000, 100_000].map((rows) =>
    call("COIN_RANK", `${rows} coins, none merged`, () => [
      Array.from({ length: rows }, (_, row) => [`Coin ${row}`, 1 + row / 100, 1000, 5, 144]),
      one(10),
      one(3000),
      one(0.05),
      null,
    ]),
  ),
];

const legTypes = ["put", "call", "inverse put", "future"];
const hedgingCalls: readonly ExtremeCall[] = [
  ...(
    [
      [447, 447],
      [2, 100_000],
      [100_000, 2],
      [1, 200_000],
      [199_999, 1],
    ] as const
  ).map(([legs, prices]) =>
    call("HEDGE_BOOK", `${legs} legs x ${prices} prices`, () => [
      Array.from({ length: legs }, (_, leg) => [
        legTypes[leg % 4],
        50_000 + (leg % 1000) * 10,
        0.25,
        1,
        0.6,
        "fair",
      ]),
      one(60_000),
      one(10),
      column(prices, (row) => 30_000 + row / 10),
      null,
    ]),
  ),
  ...["zero", 70_000].flatMap((callStrike) => [
    call("COLLAR", `100,000 periods, call ${callStrike}`, () =>
      collars(
        callStrike,
        column(100_000, () => 10),
        null,
      ),
    ),
    call("COLLAR", `100,000 rows, call ${callStrike}`, () =>
      collars(callStrike, one(10), one("Floor price")),
    ),
  ]),
  call("PUT_HEDGE", "100,000 periods", () => [
    column(100_000, () => 10),
    column(100_000, (row) => 60_000 + row / 100),
    one(50_000),
    one(0.5),
    one(0.6),
    null,
    one(0.04),
    one(40_000),
    null,
    null,
    null,
  ]),
  call("FORWARD_LOCK", "100,000 periods", () => [
    column(100_000, () => 10),
    column(100_000, (row) => 60_000 + row / 100),
    one(61_000),
    one(0.5),
    null,
    null,
    null,
    null,
    null,
  ]),
  ...[30, 10_000].map((fixings) =>
    call("AVERAGE_OPTION", `10,000 rows, ${fixings} fixings`, () => [
      one("put"),
      column(10_000, (row) => 60_000 + row / 10),
      one(55_000),
      one(0),
      one(1),
      one(0.6),
      null,
      one(fixings),
      null,
      null,
    ]),
  ),
  ...["kirk", "exact"].map((method) =>
    call("SPREAD_OPTION", `10,000 rows, ${method}`, () => [
      column(10_000, (row) => 60_000 + row / 10),
      one(55_000),
      one(1000),
      one(1),
      one(0.6),
      one(0.4),
      one(0.5),
      null,
      null,
      one(method),
    ]),
  ),
];

const dates = (rows: number) => column(rows, (row) => 40_400 + (row % 5700));
const marketCalls: readonly ExtremeCall[] = [
  ...["btc.price", "btc.difficulty", "btc.hashrate", "btc.hashprice_subsidy", "btc.height"].flatMap(
    (field) => [
      call("MARKET", `${field} on 100,000 days`, () => [one(field), dates(100_000)]),
      call("HISTORY", `${field}, 20,000 days`, () => [
        one(field),
        one(39_814),
        one(59_813),
        null,
        null,
        one(true),
      ]),
    ],
  ),
];

/** The calls by the name of their function. */
export const chosenCalls: readonly ExtremeCall[] = [
  ...modelCalls,
  ...bridgeCalls,
  ...siteCalls,
  ...poolCalls,
  ...costCalls,
  ...economicsCalls,
  ...hedgingCalls,
  ...marketCalls,
  ...largeProducts,
];
