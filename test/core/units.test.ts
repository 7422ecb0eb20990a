import {
  asGiven,
  converted,
  scaleOf,
  unitKind,
  unitOf,
  unscaled,
  withoutBrackets,
} from "../../src/core/units";

const key = (text: string) => unitOf(text)?.key;

test.each([
  ["USD per PH per day", "USD/PH/s/day", "$ / day / PH", "eur per ph/s per day"],
  ["USD/kWh", "usd per kwh", "USD kWh", "EUR/kWh", "$/kWh, at the meter"],
  ["ct/kWh", "cents per kWh", "c/kWh", "€ ct/kWh", "US cents/kWh"],
  ["kUSD", "USD k", "USD thousand", "$k", "USD '000", "USD 000s", "EUR k"],
  ["MUSD", "USD m", "USD million", "$mn", "USDm", "US$ mm"],
  ["per year", "p.a.", "p. a.", "pa", "per annum", "/yr", "years"],
  ["per month", "/mo", "pm", "p.m.", "months"],
  ["J/TH", "joules per TH/s", "J per terahash", "W/TH", "W/TH/s", "watts per TH"],
  ["share", "ratio"],
])("%s has its synonyms", (unit, ...others) => {
  expect(key(unit)).toBeDefined();
  for (const other of others) expect(key(other)).toBe(key(unit));
});

test("different units are distinguished", () => {
  const units = [
    "TH",
    "PH",
    "J/TH",
    "J/GH",
    "W",
    "kW",
    "kWh",
    "MWh",
    "USD/kWh",
    "USD/MWh",
    "ct/kWh",
    "USD",
    "kUSD",
  ];
  const more = [
    "MUSD",
    "USD bn",
    "USD/month",
    "USD/year",
    "USD/day",
    "kUSD/month",
    "BTC",
    "BTC/block",
    "sat",
    "month",
    "year",
  ];
  const keys = [...units, ...more, "share", "block", "T", "P", "s", "min", "h", "kWh/USD", "USD/m"].map(key);
  expect(keys).not.toContain(undefined);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each([
  "",
  "of the year",
  "at the meter",
  "5 USD",
  "2026",
  "-1 to 1",
  "method",
  "%",
  "count",
  "currency",
  "loss",
])("%s is no unit", (text) => expect(unitOf(text)).toBeUndefined());

test("the currency is given in capitals", () => {
  for (const [text, code] of [
    ["$", "USD"],
    ["€/kWh", "EUR"],
    ["£k", "GBP"],
    ["cad per month", "CAD"],
    ["USDT", "USDT"],
    ["kEUR", "EUR"],
  ] as const)
    expect(unitOf(text)?.currency).toBe(code);
  expect(unitOf("TH/s")?.currency).toBeUndefined();
});

describe("brackets", () => {
  const power = unitKind("W, kW", [["W"], ["kW", 1e3]]);

  test("both kinds are dropped, and what stands round them stays", () => {
    expect(withoutBrackets("a (b) c [d] e (f")).toBe("a  c  e (f");
  });

  test("a unit of the kind converts, and back", () => {
    expect(converted(2.5, scaleOf("power (kW)", "power", power))).toBe(2500);
    expect(asGiven(2500, scaleOf("power [kW, IT]", "power", power))).toBe(2.5);
    expect(converted(7, scaleOf("power (W) (rated)", "power", power))).toBe(7);
  });

  test("a note does not", () => {
    for (const name of [
      "power",
      "power (at the meter)",
      "power ()",
      "power (%)",
      "power (note; 5 kW)",
      "power (kW",
    ])
      expect(scaleOf(name, "power", power)).toBe(unscaled);
  });

  test("a unit of another kind, and two that differ, are refused", () => {
    expect(() => scaleOf("power (USD)", "power", power)).toThrow("power (USD): power is in W, kW");
    expect(() => scaleOf("power (note, USD)", "power", power)).toThrow("power is in W, kW");
    expect(() => scaleOf("power (W) (kW)", "power", power)).toThrow("must name one unit, not two");
    expect(scaleOf("power (kW; kW)", "power", power)).toMatchObject({ times: 1000 });
  });
});
