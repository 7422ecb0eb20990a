import { hashcost } from "../../../src/core/economics/hashcost";

// By hand: 24 h × J/TH × USD/kWh × PUE, and other opex.
const table: [number, number, number, number, number][] = [
  // J/TH, USD/kWh, PUE, opex, USD per PH/s per day
  [20, 0.05, 1, 0, 24],
  [17.5, 0.08, 1.1, 0, 36.96],
  [15, 0.04, 1.25, 3, 21],
  [30, -0.01, 1, 0, -7.2],
];

test.each(table)(
  "%p J/TH at %p USD/kWh, PUE %p, opex %p",
  (jPerTh, usdPerKwh, pue, opexUsdPerPhDay, expected) => {
    const inputs = { jPerTh, usdPerKwh, pue, opexUsdPerPhDay };
    expect(hashcost({ ...inputs, unit: "PH" })).toBeWithin(expected, {
      relative: 1e-15,
      inputs,
      source: "by hand",
    });
    expect(hashcost({ ...inputs, unit: "TH" })).toBeWithin(expected / 1000, { relative: 1e-15, inputs });
    expect(hashcost({ ...inputs, unit: "EH" })).toBeWithin(expected * 1000, { relative: 1e-15, inputs });
  },
);
