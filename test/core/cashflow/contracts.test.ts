import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { metricOf } from "../../../src/core/cashflow/metrics";
import { modelOf } from "../../../src/core/cashflow/resolve";
import type { Cell } from "../../../src/core/errors";

/** Contracts as they are signed, each computed a second time the way its parties would, from the days and the invoices. */

const rectangle = (rows: Cell[][]): Cell[][] => {
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...new Array<Cell>(width - row.length).fill(null)]);
};

/** Coins that 1 TH/s earns in a day: hashes over hashes per block, times the reward. */
const coinsPerThDay = (difficulty: number, reward: number) =>
  ((1e12 * 86_400) / (difficulty * 4_294_967_296)) * reward;

test("an order paid 20/30/30/20, in three batches, under the US limit on losses", () => {
  // 9,000 TH/s at 14 USD: 20 % at signing, 30 % in months 2 and 4, 20 % in month 6; a batch each in months 4, 5 and 6.
  const price = 9000 * 14;
  const model = modelOf(
    rectangle([
      ["btc price", 95_000],
      ["btc price growth", 0.1],
      ["difficulty", 1.4e14],
      ["difficulty growth", 0.008],
      ["subsidy", 3.125],
      ["fees", 0.04],
      ["hashrate", "monthly", "TH/s", "batches of 3,000", 0, 0, 0, 3000, 6000, 9000, "on"],
      ["efficiency", 17],
      ["power price", 0.048],
      ["pool fee", 0.01],
      ["other opex", 900],
      ["start month", 4],
      ["capex", 0.2 * price],
      [
        "capex schedule",
        "monthly",
        "USD",
        "30/30/20",
        null,
        0.3 * price,
        null,
        0.3 * price,
        null,
        0.2 * price,
        "paid",
      ],
      ["resale value", 20_000],
      ["months", 30],
      ["discount rate", 0.12],
      ["tax rate", 0.21],
      ["depreciation", "macrs5"],
      ["bonus share", 0.4],
      ["loss limit", 0.8],
    ]),
    [],
  );
  const table = [0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576];
  // Each payment is an asset, in service from month 4 or from its own month.
  const payments = [
    { paid: 0.2 * price, from: 4 },
    { paid: 0.3 * price, from: 4 },
    { paid: 0.3 * price, from: 4 },
    { paid: 0.2 * price, from: 6 },
  ];
  let npv = -0.2 * price;
  let losses = 0;
  let book = price;
  for (let month = 1; month <= 30; month++) {
    const hashrate = month < 4 ? 0 : 3000 * Math.min(month - 3, 3);
    const btcPrice = 95_000 * 1.1 ** ((month - 0.5) / 12);
    const difficulty = 1.4e14 * 1.008 ** (month - 0.5);
    const coins = hashrate * 30.4375 * coinsPerThDay(difficulty, 3.165) * 0.99;
    const power = ((hashrate * 17) / 1000) * 730.5 * 0.048;
    const revenue = coins * btcPrice;
    const runs = revenue >= power;
    const opex = month < 4 ? 0 : 900;
    let deduction = 0;
    for (const { paid, from } of payments) {
      const year = Math.floor((month - from) / 12);
      if (month < from) continue;
      deduction += (paid * (0.6 * (table[year] ?? 0) + (year === 0 ? 0.4 : 0))) / 12;
    }
    book -= deduction;
    const operating = (runs ? revenue - power : 0) - opex;
    const profit = operating - deduction + (month === 30 ? 20_000 - book : 0);
    const used = profit > 0 ? Math.min(losses, 0.8 * profit) : 0;
    const tax = 0.21 * (Math.max(profit, 0) - used);
    losses += Math.max(-profit, 0) - used;
    const paid = month === 2 || month === 4 ? 0.3 * price : month === 6 ? 0.2 * price : 0;
    npv += (operating - tax - paid + (month === 30 ? 20_000 : 0)) / 1.12 ** (month / 12);
  }
  expect(metricOf(model, "npv")).toBeWithin(npv, { relative: 1e-11 });
  expect(losses).toBeGreaterThan(0);
});

test("hosting: the host takes a third of the profit, and its heat is sold while the machines run", () => {
  // Two tariffs: a third of the hours at half the price, two thirds at 1.25 times: on average the price itself.
  const model = modelOf(
    rectangle([
      ["btc price", 90_000],
      ["difficulty", 1.5e14],
      ["difficulty growth", 0.03],
      ["subsidy", 3.125],
      ["hashrate", 5000],
      ["efficiency", 20],
      ["power price", 0.06],
      ["power price shape", "shape", "ratio", "night, day, day", 0.5, 1.25, 1.25, "end"],
      ["heat price", 0.01],
      ["profit share", 1 / 3],
      ["uptime", 0.96],
      ["capex", 40_000],
      ["months", 12],
    ]),
    [],
  );
  const flows = cashflowsOf(model);
  const shares: number[] = [];
  let npv = -40_000;
  for (let month = 1; month <= 12; month++) {
    const hours = 730.5 * 0.96;
    const kw = (5000 * 20) / 1000;
    const hashprice = coinsPerThDay(1.5e14 * 1.03 ** (month - 0.5), 3.125) * 90_000;
    const perHour = (5000 * hashprice) / 24 + kw * 0.01;
    const night = Math.max(0, perHour - kw * 0.03);
    const day = Math.max(0, perHour - kw * 0.075);
    const profit = (hours / 3) * night + ((2 * hours) / 3) * day;
    shares.push((night > 0 ? 1 / 3 : 0) + (day > 0 ? 2 / 3 : 0));
    npv += ((profit * 2) / 3) * 1.1 ** (-month / 12);
    expect(flows.profitShare[month]).toBeWithin(profit / 3, { relative: 1e-12 });
  }
  expect(Array.from(flows.share.slice(1))).toEqual(
    shares.map((share) => expect.closeTo(share, 12) as number),
  );
  // Both the hours in which only the night pays, and those in which all does, occur.
  expect(new Set(shares.map((share) => share.toFixed(6)))).toEqual(new Set(["1.000000", "0.333333"]));
  expect(metricOf(model, "npv")).toBeWithin(npv, { relative: 1e-11 });
});

test("a site that mines from November to March, by the calendar and the invoices of its months", () => {
  const winter = [0, 0, 0, 0, 0.97, 0.97, 0.97, 0.97, 0.97, 0, 0, 0];
  // 1 July 2027.
  const model = modelOf(
    rectangle([
      ["start date", 46_569],
      ["discounting", "dated"],
      ["btc price", 110_000],
      ["difficulty", "monthly", "", "forecast", ...winter.map((_, index) => 1.5e14 + 2e12 * index), "on"],
      ["subsidy", 3.125],
      ["hashrate", 2000],
      ["efficiency", 18],
      ["power price", 0.07],
      ["heat price", 0.025],
      ["uptime", "monthly", "share", "winter", ...winter, "end"],
      ["other opex", 300],
      ["capex", 10_000],
      ["resale value", 9000],
      ["months", 12],
      ["discount rate", 0.08],
    ]),
    [],
  );
  const days = [31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30];
  let npv = -10_000;
  let passed = 0;
  for (const [index, length] of days.entries()) {
    passed += length;
    const running = length * (winter[index] ?? 0);
    const revenue = 2000 * running * coinsPerThDay(1.5e14 + 2e12 * index, 3.125) * 110_000;
    const kwh = 36 * 24 * running;
    const cash = revenue + kwh * 0.025 - kwh * 0.07 - 300 + (index === 11 ? 9000 : 0);
    npv += cash / 1.08 ** (passed / 365);
  }
  expect(passed).toBe(366);
  const flows = cashflowsOf(model);
  expect(metricOf(model, "npv")).toBeWithin(npv, { relative: 1e-11 });
  expect(flows.months.dates?.[12]).toBe(46_935);
  expect(flows.months.inService).toBe(5);
  expect(flows.depreciation.slice(0, 5)).toEqual(new Float64Array(5));
});
