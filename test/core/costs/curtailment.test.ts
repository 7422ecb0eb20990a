import fc from "fast-check";
import {
  curtailment,
  curtailmentByInterval,
  type CurtailableSite,
} from "../../../src/core/costs/curtailment";
import { revenuePerMwh } from "../../../src/core/economics/revenuePerMwh";
import { NoAnswerError } from "../../../src/core/errors";

const day: CurtailableSite = {
  powerPricesUsdPerMwh: [42.17, 38.9, 55.03, 120.5, 310.25, 87.6, 87.6, -12.4, 61.875, 99.99, 5000, 73.1],
  hashpriceUsdPerPhDay: [48.6],
  jPerTh: 17.5,
  itKw: 8500,
  pue: 1.08,
  poolFee: 0.015,
  contractUsdPerMwh: undefined,
  drCreditUsdPerKwMonth: 2.5,
  restartCostUsd: 75,
  intervalH: 1,
  strikeUsdPerMwh: undefined,
  forcedOff: undefined,
  minOff: 1,
};

const isOffIn = (site: CurtailableSite) => curtailmentByInterval(site).map(([, state]) => state === 0);

// By Python's decimal at 50 digits.
test.each([
  ["strike", 105.535714285714285714],
  ["hoursOff", 3],
  ["outages", 2],
  ["givenUp", 2906.45357142857142857],
  ["released", 49854.285],
  ["credits", 377.002053388090349076],
  ["restartCost", 150],
  ["netBenefit", 47174.8334819595189205],
  ["netPowerPrice", 54.7552486881131644992],
] as const)("%s", (field, expected) => {
  expect(curtailment(day)[field]).toBeWithin(expected, { relative: 1e-15 });
});

test("with a contract only the net power price is another", () => {
  const { netPowerPrice, ...indexed } = curtailment(day);
  const contracted = curtailment({ ...day, contractUsdPerMwh: 52.5 });
  expect(contracted).toMatchObject(indexed);
  expect(contracted.netPowerPrice).not.toBe(netPowerPrice);
  expect(Number(contracted.netPowerPrice)).toBeWithin(-537.979751311886835501, { absolute: 5e-11 });
});

const any = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Whole strikes and prices keep the arithmetic exact: 1000 x hashprice / (24 x 20 x 1.25) = hashprice x 5/3. */
const hashprice = fc.integer({ min: 0, max: 40 }).map((thirds) => thirds * 3);
const siteOf = (longest: number): fc.Arbitrary<CurtailableSite> =>
  fc.integer({ min: 1, max: longest }).chain((intervals) => {
    const each = <T>(value: fc.Arbitrary<T>) =>
      fc.array(value, { minLength: intervals, maxLength: intervals });
    return fc.record({
      powerPricesUsdPerMwh: fc.oneof(
        each(fc.integer({ min: -50, max: 300 })),
        each(fc.constantFrom(60, 80, 100, 120)),
      ),
      hashpriceUsdPerPhDay: fc.oneof(
        hashprice.map((one) => [one]),
        each(hashprice),
      ),
      jPerTh: fc.constant(20),
      itKw: fc.integer({ min: 1, max: 20 }).map((mw) => mw * 1000),
      pue: fc.constant(1.25),
      poolFee: fc.constant(0),
      contractUsdPerMwh: any(fc.integer({ min: 0, max: 90 })),
      drCreditUsdPerKwMonth: fc.constant(0),
      restartCostUsd: fc.oneof(fc.constant(0), fc.constant(50), fc.integer({ min: 0, max: 500 })),
      intervalH: fc.constantFrom(1, 0.25, 0.5),
      strikeUsdPerMwh: any(fc.integer({ min: 1, max: 200 })),
      forcedOff: any(each(fc.integer({ min: 0, max: 4 }).map((draw) => draw === 0))),
      minOff: fc.integer({ min: 1, max: 5 }),
    });
  });

const strikeIn = (site: CurtailableSite, interval: number) =>
  revenuePerMwh({
    ...site,
    hashpriceUsdPerPhDay: site.hashpriceUsdPerPhDay[interval] ?? site.hashpriceUsdPerPhDay[0] ?? NaN,
  });

/** The cash of a site that is off in some intervals: coins sold, power bought or resold, restarts. */
function cash(site: CurtailableSite, isOff: readonly boolean[]) {
  const mwh = (site.itKw / 1000) * site.pue * site.intervalH;
  let total = 0;
  for (const [interval, price] of site.powerPricesUsdPerMwh.entries()) {
    const off = isOff[interval] === true;
    if (!off) total += mwh * strikeIn(site, interval);
    if (site.contractUsdPerMwh === undefined) total -= off ? 0 : mwh * price;
    else total += (off ? mwh * price : 0) - mwh * site.contractUsdPerMwh;
    if (off && isOff[interval - 1] !== true) total -= site.restartCostUsd;
  }
  return total;
}

test("the net benefit is the difference of two cash accounts, contract or not", () => {
  fc.assert(
    fc.property(siteOf(60), (site) => {
      const isOff = isOffIn(site);
      const { netBenefit, hoursOff, givenUp, outages } = curtailment(site);
      expect(hoursOff).toBe(isOff.filter(Boolean).length * site.intervalH);
      expect(outages).toBe(isOff.filter((off, interval) => off && isOff[interval - 1] !== true).length);
      expect(netBenefit).toBeWithin(cash(site, isOff) - cash(site, []), { absolute: 5e-7 });
      let earned = 0;
      for (const [interval, off] of isOff.entries())
        earned += off ? (site.itKw / 1000) * site.pue * site.intervalH * strikeIn(site, interval) : 0;
      expect(givenUp).toBeWithin(earned, { absolute: 5e-7 });
    }),
    { numRuns: 300 },
  );
});

/** Whether every outage lasts long enough, or to the end, and every forced interval is off. */
function isAllowed({ minOff, forcedOff }: CurtailableSite, isOff: readonly boolean[]) {
  let lasted = 0;
  for (const [interval, off] of isOff.entries()) {
    if (!off && ((lasted > 0 && lasted < minOff) || forcedOff?.[interval] === true)) return false;
    lasted = off ? lasted + 1 : 0;
  }
  return true;
}

/**
 * Of all patterns, the first interval as the highest bit, the best; of equally good ones the smallest, which is
 * the one that mines where it can.
 */
function bestPattern(site: CurtailableSite) {
  const intervals = site.powerPricesUsdPerMwh.length;
  let best: { value: number; isOff: boolean[] } = { value: -Infinity, isOff: [] };
  for (let pattern = 0; pattern < 2 ** intervals; pattern++) {
    const isOff = Array.from(
      { length: intervals },
      (_, interval) => ((pattern >> (intervals - 1 - interval)) & 1) === 1,
    );
    if (!isAllowed(site, isOff)) continue;
    const value = cash({ ...site, contractUsdPerMwh: 0 }, isOff);
    if (value > best.value) best = { value, isOff };
  }
  return best.isOff;
}

test("of all patterns it is the best, and mines in a tie", () => {
  fc.assert(
    fc.property(
      siteOf(12).map((site) => ({ ...site, strikeUsdPerMwh: undefined })),
      (site) => {
        expect(isOffIn(site)).toEqual(bestPattern(site));
        if (site.forcedOff === undefined) expect(curtailment(site).netBenefit).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 200 },
  );
});

test("with an own strike the price decides, and an outage goes on until it has lasted long enough", () => {
  fc.assert(
    fc.property(siteOf(30), fc.integer({ min: 1, max: 200 }), (site, strikeUsdPerMwh) => {
      const prices = site.powerPricesUsdPerMwh;
      const isCalled = (interval: number) =>
        (prices[interval] ?? 0) > strikeUsdPerMwh || site.forcedOff?.[interval] === true;
      const expected = prices.map(() => false);
      for (let start = 0; start < prices.length; start++) {
        if (!isCalled(start)) continue;
        let end = start;
        while (end < prices.length && (end < start + site.minOff || isCalled(end))) expected[end++] = true;
        start = end;
      }
      const own = { ...site, strikeUsdPerMwh };
      expect(isOffIn(own)).toEqual(expected);
      expect(curtailment(own).strike).toBe(strikeUsdPerMwh);
    }),
    { numRuns: 300 },
  );
});

test("without restart cost, forced intervals and shortest outage the strike decides", () => {
  fc.assert(
    fc.property(siteOf(60), (site) => {
      const free = {
        ...site,
        restartCostUsd: 0,
        strikeUsdPerMwh: undefined,
        forcedOff: undefined,
        minOff: 1,
      };
      const expected = free.powerPricesUsdPerMwh.map((price, interval) => price > strikeIn(free, interval));
      expect(isOffIn(free)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test("the gains by interval, less the restarts, add up to the net benefit", () => {
  fc.assert(
    fc.property(siteOf(60), (site) => {
      const { netBenefit, restartCost } = curtailment(site);
      let total = -restartCost;
      for (const [, , gain = NaN] of curtailmentByInterval(site)) total += gain;
      expect(netBenefit).toBeWithin(total, { absolute: 5e-7 });
    }),
    { numRuns: 200 },
  );
});

test("the net power price times the energy used is what the power costs after all", () => {
  fc.assert(
    fc.property(siteOf(60), (site) => {
      const isOff = isOffIn(site);
      const { netPowerPrice } = curtailment({ ...site, drCreditUsdPerKwMonth: 3 });
      const intervals = isOff.length;
      const running = isOff.filter((off) => !off).length;
      if (running === 0) {
        expect(netPowerPrice).toBeInstanceOf(NoAnswerError);
        return;
      }
      const mwh = (site.itKw / 1000) * site.pue * site.intervalH;
      let revenue = 0;
      for (const [interval, off] of isOff.entries()) revenue += off ? 0 : mwh * strikeIn(site, interval);
      const powerCost = revenue - cash({ ...site, restartCostUsd: 0 }, isOff);
      const credits = (site.itKw * site.pue * 3 * intervals * site.intervalH) / 730.5;
      expect(Number(netPowerPrice) * mwh * running).toBeWithin(powerCost - credits, { absolute: 5e-6 });
    }),
    { numRuns: 200 },
  );
});

const halfDay: CurtailableSite = {
  ...day,
  powerPricesUsdPerMwh: [30, 95, 110, 90, 97, 140, 60, 96, 20, 300, 85, 101],
  hashpriceUsdPerPhDay: [50],
  jPerTh: 20,
  itKw: 1000,
  pue: 1.1,
  poolFee: 0.01,
  drCreditUsdPerKwMonth: 1,
  restartCostUsd: 12,
};
const quarterHours: CurtailableSite = {
  ...day,
  powerPricesUsdPerMwh: [20, 60, 140, 80, 70, 95, 40, 30, 120, 130],
  hashpriceUsdPerPhDay: [50, 50, 50, 50, 52, 52, 52, 52, 48, 48],
  jPerTh: 20,
  itKw: 2000,
  pue: 1.05,
  poolFee: 0,
  drCreditUsdPerKwMonth: 0,
  restartCostUsd: 5,
  intervalH: 0.25,
  forcedOff: Array.from({ length: 10 }, (_, interval) => interval === 6),
  minOff: 3,
};

// From the contract, where they hold against brute force. In quarterHours the strike is 5000/52.5 x 1.05.
test.each([
  [
    halfDay,
    [2, 3, 4, 5, 6, 10],
    [93.75, 6, 2, 618.75, 915.2, 18.0698151950719, 24, 290.519815195072, 62.5954825462012],
  ],
  [
    { ...halfDay, strikeUsdPerMwh: 95 },
    [3, 5, 6, 8, 10, 12],
    [95, 6, 5, 618.75, 928.4, 18.0698151950719, 60, 267.719815195072, 60.5954825462012],
  ],
  [
    quarterHours,
    [3, 4, 5, 6, 7, 9, 10],
    [100, 1.75, 2, 366.666666666667, 354.375, 0, 10, -22.2916666666667, 36.6666666666667],
  ],
] as const)("worked case %#", (site, off, values) => {
  const isOff = isOffIn(site);
  expect([...isOff.keys()].filter((interval) => isOff[interval]).map((interval) => interval + 1)).toEqual(
    off,
  );
  for (const [index, value] of Object.values(curtailment(site)).entries())
    expect(value).toBeWithin(values[index], { relative: 1e-13 });
});

test("always off uses no power", () => {
  const { netPowerPrice } = curtailment({ ...day, forcedOff: day.powerPricesUsdPerMwh.map(() => true) });
  expect(netPowerPrice).toEqual(new NoAnswerError("no power is used: the machines are always off"));
});

test("vectors of another length are refused, and both lengths are named", () => {
  expect(() => curtailment({ ...day, hashpriceUsdPerPhDay: [50, 50] })).toThrow(
    "hashprice_usd_per_ph_day must have one value or as many as power_prices_usd_per_mwh (12), got 2",
  );
  expect(() => curtailment({ ...day, forcedOff: [true] })).toThrow(
    "forced_off must have as many values as power_prices_usd_per_mwh (12), got 1",
  );
});

test("ties and negative prices mine", () => {
  const site = { ...day, hashpriceUsdPerPhDay: [36], jPerTh: 20, pue: 1, poolFee: 0, restartCostUsd: 0 };
  const { strike, hoursOff } = curtailment({ ...site, powerPricesUsdPerMwh: [75, -500, 75.00001] });
  expect([strike, hoursOff]).toEqual([75, 1]);
});

test.each([
  [[200, 200, 10, 200], 2],
  [[10, 200, 200, 10], 1],
  [[200, 10, 200, 10, 200], 3],
  [[10, 20], 0],
  [[200], 1],
])("the outages of %j are %d", (powerPricesUsdPerMwh, outages) => {
  expect(curtailment({ ...day, powerPricesUsdPerMwh, restartCostUsd: 0 }).outages).toBe(outages);
});

test("a hundred thousand intervals with restarts and a long outage are one call", () => {
  const prices = Array.from({ length: 100_000 }, (_, hour) => (hour * 7919) % 211);
  const { hoursOff } = curtailment({ ...day, powerPricesUsdPerMwh: prices, restartCostUsd: 0 });
  expect(hoursOff).toBe(prices.filter((price) => price >= 106).length);
  const rested = curtailment({ ...day, powerPricesUsdPerMwh: prices, minOff: 5000 });
  expect(rested.netBenefit).toBeGreaterThanOrEqual(0);
});
