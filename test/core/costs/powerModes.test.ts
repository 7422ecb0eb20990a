import fc from "fast-check";
import { powerModes, powerModesByInterval, type SiteWithModes } from "../../../src/core/costs/powerModes";

const site: SiteWithModes = {
  modes: [
    { name: "Turbo", hashrateTh: 140, watts: 4200 },
    { name: "Normal", hashrateTh: 120, watts: 3200 },
    { name: "Eco", hashrateTh: 90, watts: 2050 },
  ],
  powerPricesUsdPerMwh: [20, 30, 60, 70, 85, 80, 160, 150, 75, 72, 35, 10, -25, 45, 62, 88, 30],
  hashpriceUsdPerPhDay: [48],
  units: 100,
  switchCostUsd: 1.5,
  intervalH: 1,
  pue: 1,
  poolFee: 0,
};

const statesIn = (given: SiteWithModes) => powerModesByInterval(given).map(([, state]) => state);

// From the contract, where it holds against brute force.
test("worked case", () => {
  const path = "Turbo Turbo Eco Eco Eco Eco off off Eco Eco Turbo Turbo Turbo Turbo Eco Eco Turbo".split(" ");
  expect(statesIn(site)).toEqual(path);
  const expected = [340, 182.26, 6, 9, 148.74, 91.365, 133.86, 14.88];
  for (const [index, value] of Object.values(powerModes(site)).entries())
    expect(value).toBeWithin(expected[index], { relative: 1e-13 });
});

test("a single mode, hour by hour in watts, hashes and dollars", () => {
  // 2 machines of 500 TH/s and 10 kW: 1 PH/s earns 2 USD an hour less 4 %; 20 kW x 1.25 x 0.5 h = 0.0125 MWh.
  const one = {
    ...site,
    modes: [{ name: "On", hashrateTh: 500, watts: 10_000 }],
    units: 2,
    powerPricesUsdPerMwh: [40, 80, 400],
    intervalH: 0.5,
    pue: 1.25,
    poolFee: 0.04,
    switchCostUsd: 0.1,
  };
  expect(powerModesByInterval(one)).toEqual([
    [1, "On", expect.closeTo(0.96 - 0.5, 12)],
    [2, "off", -0.1],
    [3, "off", 0],
  ]);
  const answer = powerModes(one);
  expect(answer.revenue).toBeWithin(0.96, { relative: 1e-15 });
  expect(answer.powerCost).toBeWithin(0.5, { relative: 1e-15 });
  expect(answer.bestSingle).toBeWithin(3 * 0.96 - 6.5, { relative: 1e-14 });
});

/** Sites whose gains are whole: a PH/s earns hashprice / 24 an hour, a MW costs the price. */
const anySite = (mostModes: number, longest: number): fc.Arbitrary<SiteWithModes> =>
  fc.integer({ min: 1, max: longest }).chain((intervals) => {
    const each = (value: fc.Arbitrary<number>) =>
      fc.array(value, { minLength: intervals, maxLength: intervals });
    const hashprice = fc.integer({ min: 0, max: 4 }).map((usd) => 24 * usd);
    return fc.record({
      modes: fc
        .array(fc.record({ ph: fc.integer({ min: 1, max: 6 }), mw: fc.integer({ min: 1, max: 4 }) }), {
          minLength: 1,
          maxLength: mostModes,
        })
        .map((modes) =>
          modes.map(({ ph, mw }, index) => ({ name: `M${index}`, hashrateTh: ph * 10, watts: mw * 10_000 })),
        ),
      powerPricesUsdPerMwh: each(fc.integer({ min: -3, max: 9 })),
      hashpriceUsdPerPhDay: fc.oneof(
        hashprice.map((one) => [one]),
        each(hashprice),
      ),
      units: fc.constant(100),
      switchCostUsd: fc.constantFrom(0, 1, 2, 5, 1000),
      intervalH: fc.constant(1),
      pue: fc.constant(1),
      poolFee: fc.constant(0),
    });
  });

/** What a state brings in an interval, exactly; off is the state after the last mode. */
function gainOf(
  { modes, powerPricesUsdPerMwh, hashpriceUsdPerPhDay }: SiteWithModes,
  state: number,
  interval: number,
) {
  const mode = modes[state];
  if (mode === undefined) return 0;
  const hashprice = hashpriceUsdPerPhDay[interval] ?? hashpriceUsdPerPhDay[0] ?? NaN;
  return (
    (mode.hashrateTh / 10) * (hashprice / 24) -
    (mode.watts / 10_000) * (powerPricesUsdPerMwh[interval] ?? NaN)
  );
}

/** The largest sum over all paths through the states, one by one. */
function bestOfAll(given: SiteWithModes, states: readonly number[]): number {
  const intervals = given.powerPricesUsdPerMwh.length;
  let best = -Infinity;
  for (let path = 0; path < states.length ** intervals; path++) {
    let total = 0;
    let before: number | undefined;
    let rest = path;
    for (let interval = 0; interval < intervals; interval++) {
      const state = states[rest % states.length] ?? NaN;
      rest = Math.floor(rest / states.length);
      total += gainOf(given, state, interval);
      if (before !== undefined && before !== state) total -= given.switchCostUsd;
      before = state;
    }
    best = Math.max(best, total);
  }
  return best;
}

/** The path by the rule for ties: the state stays, else the first of the best ones. */
function pathByRule(given: SiteWithModes): number[] {
  const intervals = given.powerPricesUsdPerMwh.length;
  const states = [...given.modes.keys(), given.modes.length];
  const known = new Map<string, number>();
  const worth = (interval: number, state: number): number => {
    const key = `${interval} ${state}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const next =
      interval + 1 === intervals ? [0] : states.map((other) => worthAfter(interval + 1, state, other));
    const value = gainOf(given, state, interval) + Math.max(...next);
    known.set(key, value);
    return value;
  };
  const worthAfter = (interval: number, before: number, state: number) =>
    worth(interval, state) - (before === state ? 0 : given.switchCostUsd);
  const path: number[] = [];
  for (let interval = 0; interval < intervals; interval++) {
    const before = path.at(-1);
    const values = states.map((state) => worthAfter(interval, before ?? state, state));
    const most = Math.max(...values);
    path.push(before !== undefined && values[before] === most ? before : values.indexOf(most));
  }
  return path;
}

test.each([
  ["three modes", anySite(3, 9), 40],
  ["one mode", anySite(1, 12), 100],
])("of all paths through %s it takes the best, and ties by the rule", (_, sites, numRuns) => {
  fc.assert(
    fc.property(sites, (given) => {
      const off = given.modes.length;
      const answer = powerModes(given);
      const inputs = { given };
      expect(answer.net).toBeWithin(bestOfAll(given, [...given.modes.keys(), off]), {
        absolute: 1e-9,
        inputs,
      });
      const alone = [...given.modes.keys()].map((mode) => bestOfAll(given, [mode]));
      expect(answer.bestSingle).toBeWithin(Math.max(...alone), { absolute: 1e-9, inputs });
      const switched = [...given.modes.keys()].map((mode) => bestOfAll(given, [mode, off]));
      expect(answer.bestOnOff).toBeWithin(Math.max(...switched), { absolute: 1e-9, inputs });
      const path = pathByRule(given).map((state) => given.modes[state]?.name ?? "off");
      expect(statesIn(given)).toEqual(path);
    }),
    { numRuns },
  );
});

test("the rows foot, the table adds up to them, and the gain is never negative", () => {
  const rough = fc
    .tuple(
      anySite(5, 60),
      fc.double({ min: 0.01, max: 30, noNaN: true }),
      fc.double({ min: 1, max: 1.5, noNaN: true }),
      fc.double({ min: 0, max: 0.05, noNaN: true }),
    )
    .map(([given, switchCostUsd, pue, poolFee]) => ({
      ...given,
      switchCostUsd,
      pue,
      poolFee,
      intervalH: 0.25,
    }));
  fc.assert(
    fc.property(rough, (given) => {
      const { revenue, powerCost, switches, switchingCost, net, bestSingle, bestOnOff, gain } =
        powerModes(given);
      const states = statesIn(given);
      expect(switches).toBe(states.filter((state, index) => index > 0 && states[index - 1] !== state).length);
      expect(switchingCost).toBeWithin(switches * given.switchCostUsd, { relative: 1e-15 });
      expect(net).toBeWithin(revenue - powerCost - switchingCost, { absolute: 1e-9 });
      let total = 0;
      for (const [, , value] of powerModesByInterval(given)) total += value;
      expect(net).toBeWithin(total, { absolute: 1e-9 });
      expect(gain).toBeGreaterThanOrEqual(0);
      expect(gain).toBeWithin(net - Math.max(bestSingle, bestOnOff), { absolute: 1e-9 });
      if (given.modes.length === 1) expect(gain).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test("a switch that costs more than everything is never made", () => {
  const { switches, net, bestSingle } = powerModes({ ...site, switchCostUsd: 1e6 });
  expect([switches, net]).toEqual([0, bestSingle]);
});

test("without a cost of switching each interval has its own best mode", () => {
  const free = { ...site, switchCostUsd: 0 };
  for (const [index, state] of statesIn(free).entries()) {
    const price = site.powerPricesUsdPerMwh[index] ?? NaN;
    const gains = site.modes.map(({ hashrateTh, watts }) => hashrateTh * 0.2 - (watts / 10_000) * price);
    const best = Math.max(0, ...gains);
    expect(state).toBe(best > 0 ? site.modes[gains.indexOf(best)]?.name : "off");
  }
});

test("two modes that are alike in all but their names: the first is taken", () => {
  const modes = site.modes.flatMap((mode) => [mode, { ...mode, name: `${mode.name} again` }]);
  expect(statesIn({ ...site, modes })).toEqual(statesIn(site));
});

test.each([
  [
    [{ name: "Off", hashrateTh: 1, watts: 1 }],
    'modes must not name a mode "off", which is the state without power',
  ],
  [
    [
      { name: "Eco", hashrateTh: 1, watts: 1 },
      { name: "eco", hashrateTh: 2, watts: 3 },
    ],
    'modes must have different names, got the text "eco"',
  ],
])("the names of modes %# are refused", (modes, message) => {
  expect(() => powerModes({ ...site, modes })).toThrow(message);
});

test("hashprices of another length are refused, and both lengths are named", () => {
  expect(() => powerModes({ ...site, hashpriceUsdPerPhDay: [48, 50] })).toThrow(
    "hashprice_usd_per_ph_day must have one value or as many as power_prices_usd_per_mwh (17), got 2",
  );
});

test("a year of quarter-hours is one call", () => {
  const powerPricesUsdPerMwh = Array.from({ length: 35_136 }, (_, index) => 70 + 60 * Math.sin(index / 15));
  const { switches, net, bestOnOff } = powerModes({ ...site, powerPricesUsdPerMwh, intervalH: 0.25 });
  expect(switches).toBeGreaterThan(0);
  expect(net).toBeGreaterThan(bestOnOff);
});

test("refuses more modes than seconds allow, and says how many serve", () => {
  const modes = Array.from({ length: 201 }, (_, index) => ({
    name: `M${index}`,
    hashrateTh: 100,
    watts: 3000,
  }));
  const powerPricesUsdPerMwh = new Array<number>(100_000).fill(50);
  expect(() => powerModes({ ...site, modes, powerPricesUsdPerMwh })).toThrow(
    "modes must be at most 200 for 100000 intervals, got 201",
  );
});
