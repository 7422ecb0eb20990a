import fc from "fast-check";
import { curtailment, type CurtailableSite } from "../../../src/core/costs/curtailment";
import { revenuePerMwh } from "../../../src/core/economics/revenuePerMwh";
import { NoAnswerError } from "../../../src/core/errors";

const day: CurtailableSite = {
  powerPricesUsdPerMwh: [42.17, 38.9, 55.03, 120.5, 310.25, 87.6, 87.6, -12.4, 61.875, 99.99, 5000, 73.1],
  hashpriceUsdPerPhDay: 48.6,
  jPerTh: 17.5,
  itKw: 8500,
  pue: 1.08,
  poolFee: 0.015,
  contractUsdPerMwh: undefined,
  drCreditUsdPerKwMonth: 2.5,
  restartCostUsd: 75,
};

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

/** Whole strikes and prices keep the arithmetic exact: 1000 x hashprice / (24 x 20 x 1.25) = hashprice x 5/3. */
const anySite = fc.record({
  powerPricesUsdPerMwh: fc.array(fc.integer({ min: -50, max: 300 }), {
    minLength: 1,
    maxLength: 60,
    size: "max",
  }),
  hashpriceUsdPerPhDay: fc.integer({ min: 0, max: 40 }).map((thirds) => thirds * 3),
  jPerTh: fc.constant(20),
  itKw: fc.integer({ min: 1, max: 20 }).map((mw) => mw * 1000),
  pue: fc.constant(1.25),
  poolFee: fc.constant(0),
  contractUsdPerMwh: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
  drCreditUsdPerKwMonth: fc.constant(0),
  restartCostUsd: fc.integer({ min: 0, max: 500 }),
});

/** The cash of a site that is off in some hours: coins sold, power bought or resold, restarts. */
function cash(site: CurtailableSite, isOff: readonly boolean[]) {
  const mwh = (site.itKw / 1000) * site.pue;
  let total = 0;
  for (const [hour, price] of site.powerPricesUsdPerMwh.entries()) {
    const off = isOff[hour] === true;
    if (!off) total += mwh * revenuePerMwh(site);
    if (site.contractUsdPerMwh === undefined) total -= off ? 0 : mwh * price;
    else total += (off ? mwh * price : 0) - mwh * site.contractUsdPerMwh;
    if (off && isOff[hour - 1] !== true) total -= site.restartCostUsd;
  }
  return total;
}

test("the net benefit is the difference of two cash accounts, contract or not", () => {
  fc.assert(
    fc.property(anySite, (site) => {
      const { strike, netBenefit, hoursOff } = curtailment(site);
      const isOff = site.powerPricesUsdPerMwh.map((price) => price > strike);
      expect(hoursOff).toBe(isOff.filter(Boolean).length);
      expect(netBenefit).toBeWithin(cash(site, isOff) - cash(site, []), { absolute: 5e-7 });
    }),
    { numRuns: 300 },
  );
});

test("without restart cost no other choice of hours is worth more", () => {
  const short = anySite.map((site) => ({
    ...site,
    restartCostUsd: 0,
    powerPricesUsdPerMwh: site.powerPricesUsdPerMwh.slice(0, 7),
  }));
  fc.assert(
    fc.property(short, (site) => {
      const hours = site.powerPricesUsdPerMwh;
      const values = Array.from({ length: 2 ** hours.length }, (_, choice) =>
        cash(
          site,
          hours.map((_price, hour) => ((choice >> hour) & 1) === 1),
        ),
      );
      expect(curtailment(site).netBenefit).toBeWithin(Math.max(...values) - cash(site, []), {
        absolute: 5e-7,
      });
    }),
    { numRuns: 100 },
  );
});

test("the net power price times the energy used is what the power costs after all", () => {
  fc.assert(
    fc.property(anySite, (site) => {
      const { strike, hoursOff, netPowerPrice } = curtailment({ ...site, drCreditUsdPerKwMonth: 3 });
      const hours = site.powerPricesUsdPerMwh.length;
      if (hoursOff === hours) {
        expect(netPowerPrice).toBeInstanceOf(NoAnswerError);
        return;
      }
      const isOff = site.powerPricesUsdPerMwh.map((price) => price > strike);
      const mwh = (site.itKw / 1000) * site.pue;
      const revenue = mwh * (hours - hoursOff) * strike;
      const powerCost = revenue - cash({ ...site, restartCostUsd: 0 }, isOff);
      const credits = (site.itKw * site.pue * 3 * hours) / 730.5;
      expect(Number(netPowerPrice) * mwh * (hours - hoursOff)).toBeWithin(powerCost - credits, {
        absolute: 5e-6,
      });
    }),
    { numRuns: 200 },
  );
});

test("ties and negative prices mine", () => {
  const site = { ...day, hashpriceUsdPerPhDay: 36, jPerTh: 20, pue: 1, poolFee: 0 };
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
  expect(curtailment({ ...day, powerPricesUsdPerMwh }).outages).toBe(outages);
});

test("a hundred thousand hours are one call", () => {
  const prices = Array.from({ length: 100_000 }, (_, hour) => (hour * 7919) % 211);
  const { hoursOff } = curtailment({ ...day, powerPricesUsdPerMwh: prices });
  expect(hoursOff).toBe(prices.filter((price) => price >= 106).length);
});
