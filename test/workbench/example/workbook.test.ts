/** @jest-environment jsdom */
import type { Model } from "@odoo/o-spreadsheet";
import { MS_PER_DAY } from "../../../src/core/calendar";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { modelOf } from "../../../src/core/cashflow/resolve";
import json from "../../../src/data/embedded/daily-history.json";
import { content, shown } from "../officeHost";
import { cellAt, evaluated, openExample } from "./exampleBook";

let book: Model;
beforeAll(() => {
  book = openExample();
});

const value = (address: string) => shown(book, address).value;
const number = (address: string) => Number(value(address));
const numbersIn = (sheet: string, letter: string, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => number(`${sheet}!${letter}${first + index}`));
const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);

/** What `found` gives while a cell holds another text. */
function after<T>(address: string, text: string, found: () => T): T {
  const edit = (to: string) => book.dispatch("UPDATE_CELL", { ...cellAt(book, address), content: to });
  const before = content(book, address);
  edit(text);
  const result = found();
  edit(before);
  return result;
}

test.each([
  ["Portfolio!B3", 5],
  ["Treasury!B3", 5],
  ["Pool audit!B4", 4],
  ["Hedge book!B3", 3],
])("the checks of %s pass", (verdict, count) => {
  expect(value(verdict)).toBe(`All ${count} checks pass`);
});

describe("the portfolio", () => {
  /** The second site as a block of its own. */
  const hydro = () =>
    cashflowsOf(
      modelOf(
        [
          ["start date", 46388],
          ["start month", 1],
          ["months", 48],
          ["discount rate", 0.1],
          ["discounting", "dated"],
          ["btc price", number("Site model!C28")],
          ["btc price growth", 0.2],
          ["difficulty", number("Site model!C30")],
          ["difficulty growth", 0.006],
          ["start height", number("Site model!C32")],
          ["fees", number("Site model!C33")],
          ["hashrate", 54000],
          ["efficiency", 13.5],
          ["power price", 0.038],
          ["power price growth", 0.02],
          ["pue", 1.06],
          ["uptime", 0.98],
          ["pool fee", 0.01],
          ["other opex", 6000],
          ["other opex growth", 0.02],
          ["heat price", 0.01],
          ["capex", 648000],
          ["resale value", 97200],
          ["tax rate", 0.21],
          ["loss limit", 0.8],
          ["depreciation", "macrs5"],
        ],
        [],
      ),
    );

  test("values the second site as its own block does", () => {
    const { net } = hydro();
    const days = (month: number) => (Date.UTC(2027, month, 1) - Date.UTC(2027, 0, 1)) / MS_PER_DAY;
    for (const [month, cash] of net.entries()) expect(number(`Portfolio!O${6 + month}`)).toBeCloseTo(cash, 4);
    const npv = net.reduce((total, cash, month) => total + cash / 1.1 ** (days(month) / 365), 0);
    expect(number("Portfolio!E7")).toBeCloseTo(npv, 3);
  });

  test("adds up the sites, the first of which is the site model", () => {
    expect(number("Portfolio!E6")).toBeCloseTo(number("Site model!C4"), 4);
    expect(number("Portfolio!E9")).toBeCloseTo(sum(numbersIn("Portfolio", "E", 6, 8)), 4);
    expect(number("Portfolio!R54")).toBeCloseTo(
      sum(["N", "O", "P"].flatMap((letter) => numbersIn("Portfolio", letter, 6, 54))),
      3,
    );
  });

  test("says what is wrong with a site, and which check fails", () => {
    const [error, verdict] = after("Portfolio!D57", "0", () => [
      evaluated(book, cellAt(book, "Portfolio!B5")).message,
      value("Portfolio!B3"),
    ]);
    expect(error).toContain("uptime of Hydro must not be blank or 0");
    expect(verdict).toMatch(/ of 5 checks fail$/);
    const failing = after("Portfolio!C66", "500000", () => value("Portfolio!E31"));
    expect(failing).toBe("Check");
  });
});

describe("the treasury", () => {
  test("sells only what the bills need, month by month", () => {
    let [cash, coins] = [1_500_000, 20];
    for (let row = 5; row <= 53; row++) {
      const price = number(`Treasury!M${row}`);
      // What the site brings without its coins; they are all sold in the site's own cash flows.
      cash += number(`Cash flows!D${row}`) - number(`Cash flows!Y${row}`);
      coins += number(`Cash flows!X${row}`);
      const sold = Math.max(0, (250_000 - cash) / price);
      cash += sold * price;
      coins -= sold;
      expect(number(`Treasury!L${row}`)).toBeCloseTo(coins, 8);
      expect(number(`Treasury!P${row}`)).toBeCloseTo(cash, 4);
    }
    expect(number("Treasury!C15")).toBeCloseTo(cash, 4);
    expect(value("Treasury!B4")).toBe("Cash never falls below what is to be kept.");
  });

  test("names the months that fall short", () => {
    const sentence = () => value("Treasury!B4");
    // Month 3 ends with 20 coins less 9.575 and 7.258 of them: with 4 fewer there are too few.
    expect(after("Treasury!C8", "16", sentence)).toMatch(
      /^Cash falls short in month 3, by at most 7\d,\d{3} USD\.$/,
    );
    expect(after("Treasury!C9", "hold", sentence)).toMatch(
      /^Cash falls short in months 2 to 48, by at most 8,/,
    );
  });
});

describe("the pool audit", () => {
  const epochs = json.epochs[0];

  test("is of recorded periods", () => {
    for (let period = 0; period < 6; period++) {
      const [start = NaN, next = NaN] = epochs?.starts.slice(462 + period, 464 + period) ?? [];
      const bits = parseInt(epochs?.bits[462 + period] ?? "", 16);
      const difficulty = (0xffff * 2 ** 208) / ((bits & 0xffffff) * 2 ** (8 * ((bits >> 24) - 3)));
      expect(number(`Pool audit!C${16 + period}`)).toBeCloseTo((next - start) / 86400, 3);
      expect(number(`Pool audit!D${16 + period}`) / (difficulty / 1e12)).toBeCloseTo(1, 12);
    }
  });

  test("comes to what each period's work should have earned", () => {
    const columns = ["C", "D", "E", "F", "G", "H", "I"].map((letter) =>
      numbersIn("Pool audit", letter, 16, 21),
    );
    const periods = Array.from({ length: 6 }, (_, period) => columns.map((column) => column[period] ?? NaN));
    const perTh = periods.map(
      ([days = NaN, difficulty = NaN]) => ((1e12 * 86400 * days) / (difficulty * 1e12 * 2 ** 32)) * 3.145,
    );
    const nameplate = sum(perTh.map((btc) => 270000 * btc));
    const expected = sum(
      periods.map(
        ([, , hashrate = NaN, uptime = NaN, stale = NaN, rejected = NaN], period) =>
          hashrate * uptime * (1 - stale - rejected) * 0.98 * (perTh[period] ?? NaN),
      ),
    );
    const paid = sum(periods.map((period) => period[6] ?? NaN));
    expect(number("Pool audit!C36")).toBeCloseTo(nameplate, 9);
    expect(number("Pool audit!C32")).toBeCloseTo(expected, 9);
    expect(number("Pool audit!C43")).toBeCloseTo(paid - expected, 9);
    // The blocks of a pool of 30 EH/s, Poisson by adding up its probabilities.
    const blocks = sum(perTh.map((btc) => (3e7 * btc) / 3.145));
    const quantile = (share: number) => {
      let [count, probability] = [0, Math.exp(-blocks)];
      for (let total = probability; total < share; total += probability) probability *= blocks / ++count;
      return count;
    };
    expect(number("Pool audit!E43")).toBeCloseTo((quantile(0.025) / blocks - 1) * expected, 8);
    expect(number("Pool audit!F43")).toBeCloseTo((quantile(0.975) / blocks - 1) * expected, 8);
  });

  test("says whether luck explains what is missing", () => {
    const sentence = () => String(value("Pool audit!B3"));
    expect(sentence()).toMatch(/^The pool paid 1\.5% less than expected, 0\.1411 BTC: within luck/);
    expect(after("Pool audit!I16", "0", sentence)).toContain("more than luck");
    expect(after("Pool audit!C10", "fpps", sentence)).toMatch(/fpps pays without luck\.$/);
  });
});

describe("the hedge book", () => {
  const spot = 85956.45;
  const legs = [
    { type: "put", strike: 80000, years: 0.5, quantity: 12 },
    { type: "call", strike: 115000, years: 0.5, quantity: -8 },
    { type: "future", strike: 88000, years: 0.75, quantity: -6 },
    { type: "inverse put", strike: 70000, years: 1, quantity: 6 },
  ];
  const payoff = (type: string, strike: number, price: number) =>
    type === "future" ? price - strike : Math.max(type === "call" ? price - strike : strike - price, 0);

  /** The mean payoff over the prices to which a volatility of 50 % may lead, by Simpson's rule. */
  function fair(type: string, strike: number, years: number, forward: number): number {
    const deviation = 0.5 * Math.sqrt(years);
    const [steps, from, to] = [200_000, -10, 10];
    const width = (to - from) / steps;
    let total = 0;
    for (let step = 0; step <= steps; step++) {
      const z = from + step * width;
      const weight = step === 0 || step === steps ? 1 : step % 2 === 0 ? 2 : 4;
      const price = forward * Math.exp(deviation * z - deviation ** 2 / 2);
      total += weight * payoff(type, strike, price) * Math.exp((-z * z) / 2);
    }
    return (total * width) / 3 / Math.sqrt(2 * Math.PI);
  }

  test("values the legs, and hedges the first year's coins", () => {
    const production = sum(numbersIn("Put hedge", "C", 10, 13));
    const valued = legs.map((leg) => {
      const forward = spot * Math.exp(0.04 * leg.years);
      return { ...leg, forward, price: fair(leg.type, leg.strike, leg.years, forward) };
    });
    const worth = sum(valued.map(({ quantity, price }) => quantity * price));
    expect(number("Hedge book!I6")).toBeCloseTo(worth, 1);
    expect(number("Hedge book!J17")).toBeCloseTo(worth, 1);
    // At 70 % of today's price, three lines above it; options were bought at their fair price, the future at none.
    const price = 0.7 * spot;
    const received = sum(
      valued.map((leg) => {
        const premium = leg.type === "future" ? 0 : leg.price;
        const inPrice = leg.type === "inverse put" ? (premium / leg.forward) * price : premium;
        return leg.quantity * (payoff(leg.type, leg.strike, price) - inPrice);
      }),
    );
    expect(number("Hedge book!C38")).toBeCloseTo(price, 8);
    expect(number("Hedge book!D38")).toBeCloseTo(production * price, 4);
    expect(number("Hedge book!E38")).toBeCloseTo(production * price + received, 1);
  });
});
