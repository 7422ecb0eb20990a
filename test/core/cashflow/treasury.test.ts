import fc from "fast-check";
import { cashflowsOf } from "../../../src/core/cashflow/cashflows";
import { modelOf } from "../../../src/core/cashflow/resolve";
import { treasury, type Policy } from "../../../src/core/cashflow/treasury";
import { golden1, golden3, golden5 } from "./golden";

const digits = { relative: 1e-12, absolute: 1e-10, source: "another implementation" };
const model = modelOf(golden5, []);
const of = (policy: Policy, minCash = 100) => treasury(model, { cash: 3200, btc: 0.004, policy, minCash });

describe("golden case 5", () => {
  // Month, BTC mined, sold, held, price, proceeds, bills, cash, coins, loan, net worth, shortfall.
  test.each([
    [0, 0, 0, 0.004, 100000, 0, 3000, 200, 400, 3000, -2400, 0],
    [
      1, 0.0219446741548842, 0.0166781691399398, 0.00926650501494435, 100584.040330455, 1677.55763740985,
      1777.55763740985, 100, 932.062514145523, 2400, -1367.93748585448, 0,
    ],
    [
      2, 0.0209684013282975, 0.0176407511049707, 0.0125941552382712, 101762.374006389, 1795.16471169765,
      1795.16471169765, 100, 1281.61113565147, 1800, -418.388864348526, 0,
    ],
    [
      3, 0.0200355608454861, 0.0173553122147959, 0.0152744038689613, 102954.511763441, 1786.8076955764,
      1786.8076955764, 100, 1572.56879280653, 1200, 472.568792806527, 0,
    ],
    [
      4, 0.0191442204919763, 0.0170699895418864, 0.0173486348190512, 104160.615315274, 1778.02061410817,
      1778.02061410817, 100, 1807.04447763236, 600, 1307.04447763236, 0,
    ],
    [
      5, 0.0182925340134901, 0.0167857088670931, 0.0188554599654482, 105380.848270013, 1768.89223922775,
      1768.89223922775, 100, 1987.0043656802, 0, 2087.0043656802, 0,
    ],
    [
      6, 0.0174787372917553, 0.0108755048156003, 0.0254586924416031, 106615.37615244, 1159.4960367629,
      1159.4960367629, 100, 2714.28807101079, 0, 2814.28807101079, 0,
    ],
    [
      7, 0.0167011446904457, 0.00275823464137964, 0.0394016024906691, 107864.366426445, 297.515232047887,
      297.515232047887, 100, 4250.02888884265, 0, 4350.02888884265, 0,
    ],
  ] as const)("cover, month %i", (month, ...expected) => {
    const [, ...values] = Object.values(of("cover")[month] ?? {}) as number[];
    for (const [index, value] of expected.entries()) expect(values[index]).toBeWithin(value, digits);
  });

  test.each([
    [
      "sell_all",
      [
        7, 0.0167011446904457, 0.0167011446904457, 0.004, 107864.366426445, 1801.4583906313, 297.515232047887,
        3827.09258562959, 431.457465705778, 0, 4258.55005133537, 0,
      ],
    ],
    [
      "hold",
      [
        7, 0.0167011446904457, 0, 0.138565272816335, 107864.366426445, 0, 297.515232047887, -10163.4541668306,
        14946.2553610414, 0, 4782.80119421081, 10263.4541668306,
      ],
    ],
    [
      0.5,
      [
        7, 0.0167011446904457, 0.00835057234522283, 0.0712826364081675, 107864.366426445, 900.72919531565,
        297.515232047887, -3168.18079060051, 7688.8564133736, 0, 4520.67562277309, 3268.18079060051,
      ],
    ],
  ] as const)("%s, the last month", (policy, expected) => {
    const values = Object.values(of(policy).at(-1) ?? {}) as number[];
    for (const [index, value] of expected.entries()) expect(values[index]).toBeWithin(value, digits);
  });
});

describe("laws", () => {
  const block = fc.constantFrom(golden1, golden3, golden5);
  const policy = fc.constantFrom<Policy>("cover", "sell_all", "hold", 0.3, 1);
  const amount = (max: number) => fc.double({ min: 0, max, noNaN: true });
  const given = fc.record({
    block,
    policy,
    cash: amount(9000),
    btc: amount(0.1),
    minCash: amount(2000),
    hodl: amount(1),
  });

  test("each month adds up, and the model's hodl share does not matter", () => {
    fc.assert(
      fc.property(given, ({ block, hodl, ...treasuryOf }) => {
        const rows = block.filter(([name]) => name !== "hodl share");
        const plain = modelOf(rows, []);
        const lines = treasury({ ...plain, hodlShare: hodl }, treasuryOf);
        expect(lines).toEqual(treasury(plain, treasuryOf));
        let { cash, btc } = treasuryOf;
        for (const line of lines) {
          const near = { absolute: 1e-9, inputs: { line } };
          expect(line.btcHeld).toBe(btc + line.btcMined - line.btcSold);
          expect(line.btcSold).toBeLessThanOrEqual(btc + line.btcMined);
          expect(line.btcSold).toBeGreaterThanOrEqual(0);
          expect(line.proceeds).toBeWithin(line.btcSold * line.price, near);
          expect(line.cash).toBeWithin(cash - line.bills + line.proceeds, near);
          expect(line.coins).toBe(line.btcHeld * line.price);
          expect(line.netWorth).toBe(line.cash + line.coins - line.loan);
          expect(line.shortfall).toBe(Math.max(0, treasuryOf.minCash - line.cash));
          if (treasuryOf.policy === "cover" && line.btcSold > 0 && line.btcHeld > 0)
            expect(line.cash).toBe(treasuryOf.minCash);
          if (treasuryOf.policy === "cover" && line.shortfall > 0) expect(line.btcHeld).toBe(0);
          [cash, btc] = [line.cash, line.btcHeld];
        }
      }),
      { numRuns: 150 },
    );
  });

  test("sell_all ends with the cumulative cash of the model at a hodl share of 0, and a share of 1 is sell_all", () => {
    fc.assert(
      fc.property(given, ({ block, cash, btc, minCash, hodl }) => {
        const any = {
          ...modelOf(
            block.filter(([name]) => name !== "hodl share"),
            [],
          ),
          hodlShare: hodl,
        };
        const lines = treasury(any, { cash, btc, minCash, policy: "sell_all" });
        const { cumulative, balance } = cashflowsOf({ ...any, hodlShare: 0 });
        for (const [month, line] of lines.entries()) {
          expect(line.cash).toBeWithin(cash + (cumulative[month] ?? NaN), { absolute: 1e-9 });
          expect(line.btcHeld).toBeWithin(btc, { absolute: 1e-15 });
          expect(line.loan).toBe(balance[month]);
        }
        expect(treasury(any, { cash, btc, minCash, policy: 1 })).toEqual(lines);
      }),
      { numRuns: 50 },
    );
  });
});

test("when the coins run out there is an overdraft, which later surpluses fill", () => {
  const poor = {
    ...model,
    loan: 0,
    capex: 0,
    profitShare: 0,
    usdPerKwh: [0.2, 0.01],
    shutdown: false,
    months: 2,
    taxRate: 0,
  };
  const { net } = cashflowsOf({ ...poor, hodlShare: 0 });
  const [start, first, second] = treasury(poor, { cash: 0, btc: 0, policy: "cover", minCash: 0 });
  expect(start).toMatchObject({ btcSold: 0, cash: 0, shortfall: 0 });
  expect(first?.cash).toBeWithin(net[1] ?? NaN, { absolute: 1e-9 });
  expect(first).toMatchObject({ btcHeld: 0, btcSold: first?.btcMined });
  expect(first?.cash).toBeLessThan(-1000);
  // The coins of month 2 cover its bills and some of the overdraft.
  expect(second?.cash).toBeGreaterThan(first?.cash ?? NaN);
});

test("coins are sold at time 0 too, at today's price", () => {
  const [start] = treasury(model, { cash: 2900, btc: 0.004, policy: "cover", minCash: 100 });
  expect(start).toMatchObject({ btcSold: 0.002, btcHeld: 0.002, proceeds: 200, cash: 100, shortfall: 0 });
});
