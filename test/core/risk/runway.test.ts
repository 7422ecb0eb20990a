import fc from "fast-check";
import { NoAnswerError } from "../../../src/core/errors";
import { runway, type Treasury } from "../../../src/core/risk/runway";

const treasury: Treasury = {
  cashUsd: 1e6,
  btcHeld: 50,
  btcPrice: 80000,
  costUsdPerMonth: 600000,
  btcPerMonth: 4,
  priceShock: -0.25,
  reserveMonths: 3,
};

// By hand: at 60,000 USD the coins are worth 3,000,000 and 240,000 a month.
test("a fall to 60,000", () => {
  const result = runway(treasury);
  expect(result.monthsOfCash).toBeWithin(5 / 3, { absolute: 5e-15 });
  expect(result.monthsWithCoins).toBeWithin(100 / 9, { absolute: 5e-13 });
  expect(result.btcToSell).toBeWithin(10, { absolute: 5e-14 });
  expect(result.shortfallMonth).toBe(12);
  expect(result.reserve).toBe(1.8e6);
});

test("mining pays: it never runs out", () => {
  const rich = runway({ ...treasury, btcPerMonth: 10 });
  expect(rich.monthsWithCoins).toBeInstanceOf(NoAnswerError);
  expect(String(rich.shortfallMonth)).toContain("never runs out");
  expect(rich.monthsOfCash).toBeWithin(5 / 3, { absolute: 5e-15 });
});

test("money for exactly three months: the fourth is short, whatever rounding says", () => {
  const exactly = { ...treasury, btcHeld: 0, btcPerMonth: 0, priceShock: 0 };
  expect(runway({ ...exactly, cashUsd: 0.3, costUsdPerMonth: 0.1 }).shortfallMonth).toBe(4);
  expect(runway({ ...exactly, cashUsd: 0, costUsdPerMonth: 1 })).toMatchObject({
    shortfallMonth: 1,
    monthsOfCash: 0,
  });
});

test("agreement with a purse that is paid from month by month", () => {
  const usd = fc.double({ min: 0, max: 5e6, noNaN: true });
  const given = fc.record({
    cashUsd: usd,
    btcHeld: fc.double({ min: 0, max: 100, noNaN: true }),
    btcPrice: fc.double({ min: 1e4, max: 2e5, noNaN: true }),
    costUsdPerMonth: fc.double({ min: 5e4, max: 1e6, noNaN: true }),
    btcPerMonth: fc.double({ min: 0, max: 3, noNaN: true }),
    priceShock: fc.double({ min: -0.9, max: 0.5, noNaN: true }),
    reserveMonths: fc.constant(0),
  });
  const law = (treasury: Treasury) => {
    const price = treasury.btcPrice * (1 + treasury.priceShock);
    const { shortfallMonth, monthsWithCoins } = runway(treasury);
    if (typeof monthsWithCoins !== "number" || monthsWithCoins > 5000) return;
    if (Math.abs(monthsWithCoins - Math.round(monthsWithCoins)) < 1e-6) return;
    let purse = treasury.cashUsd + treasury.btcHeld * price;
    let month = 0;
    while (purse >= 0) {
      purse += treasury.btcPerMonth * price - treasury.costUsdPerMonth;
      month++;
    }
    expect(shortfallMonth).toBe(month);
  };
  fc.assert(fc.property(given, law), { numRuns: 500 });
});
