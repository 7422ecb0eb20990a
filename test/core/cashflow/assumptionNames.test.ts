import { assumptionNamed, unknownName } from "../../../src/core/cashflow/assumptionNames";
import { assumptionKeys, assumptions } from "../../../src/core/cashflow/assumptions";
import { modelOf } from "../../../src/core/cashflow/resolve";
import type { Cell } from "../../../src/core/errors";
import { unitOf } from "../../../src/core/units";
import { golden1 } from "./golden";

/** Golden case 1 with a row in place of another of the same assumption. */
function modelWith(name: string, ...cells: Cell[]) {
  const key = assumptionNamed(name)?.key;
  const others = golden1.filter(([known]) => assumptionNamed(String(known))?.key !== key);
  return modelOf([...others, [name, ...cells]], []);
}

describe("nearest name", () => {
  test.each([
    ["opex", "other opex"],
    ["degradation", "hashrate degradation"],
    ["site hodl share", "hodl share"],
    ["hashrat", "hashrate"],
    ["capexx", "capex"],
    ["power prize", "power price"],
    ["dificulty grwth", "difficulty growth"],
    ["Loans", "loan"],
    ["price", "btc price"],
    ["Hash rate", "hashrate"],
  ])("%s is %s", (name, nearest) =>
    expect(unknownName("must be known", name)).toBe(`must be known (nearest: "${nearest}")`),
  );

  test.each(["wacc", "elektricity", "x", "tariff", "a".repeat(500)])("%s is like none", (name) =>
    expect(unknownName("must be known", name)).toBe("must be known (MODEL_TEMPLATE lists them)"),
  );
});

describe("headings", () => {
  test.each(["Power", "Opex", "WACC", "Machines of the site", "Market", "Price"])(
    "%s stands over rows",
    (name) => expect(() => modelOf([...golden1, [name, 0]], [])).not.toThrow(),
  );
  test.each(["Loans", "capexx", "Hash rates", "discont rate"])("%s is asked about", (name) =>
    expect(() => modelOf([...golden1, [name, 0]], [])).toThrow(/must be a known assumption \(nearest: /),
  );
});

describe("units in brackets", () => {
  test.each(assumptionKeys)("%s takes the unit that the template shows for it", (key) => {
    const { name, unit } = assumptions[key];
    expect(assumptionNamed(`${name} (${unit})`)).toMatchObject({ key, scale: { times: 1, over: 1 } });
    expect(assumptionNamed(`${name} [${unit}]`)).toMatchObject({ key, scale: { times: 1, over: 1 } });
  });

  test.each<[string, number, string, number]>([
    ["hashrate (PH/s)", 0.2, "hashrateTh", 200],
    ["hashrate [EH/s, nameplate]", 2, "hashrateTh", 2e6],
    ["Hashrate (GH)", 5000, "hashrateTh", 5],
    ["hashrate (site A; mh/s)", 3e6, "hashrateTh", 3],
    ["efficiency (J/GH)", 0.0175, "jPerTh", 17.5],
    ["efficiency (W per TH)", 17.5, "jPerTh", 17.5],
    ["power price (ct/kWh)", 6, "usdPerKwh", 0.06],
    ["power price (US cents per kWh)", 6, "usdPerKwh", 0.06],
    ["power price (EUR/MWh)", 62, "usdPerKwh", 0.062],
    ["difficulty (T)", 150, "difficulty", 1.5e14],
    ["difficulty (raw number)", 1.5e14, "difficulty", 1.5e14],
    ["fees (sats)", 3e6, "fees", 0.03],
    ["subsidy (BTC)", 3.125, "subsidy", 3.125],
    ["capex (kUSD)", 4, "capex", 4000],
    ["capex (USD thousand)", 4, "capex", 4000],
    ["capex ($m)", 0.004, "capex", 4000],
    ["capex (USD '000)", 4, "capex", 4000],
    ["loan (USD million)", 0.5, "loan", 5e5],
    ["other opex (USD/year)", 600, "otherOpex", 50],
    ["other opex (USD k p.a.)", 0.6, "otherOpex", 50],
    ["other revenue (USD per day)", 2, "otherRevenue", 60.875],
    ["months (years)", 3, "months", 36],
    ["uptime (%)", 0.97, "uptime", 0.97],
    ["uptime (% of the year)", 0.97, "uptime", 0.97],
    ["discount rate (p.a., WACC)", 0.12, "discountRate", 0.12],
    ["power price (at the meter)", 0.05, "usdPerKwh", 0.05],
    ["pue (ratio)", 1.05, "pue", 1.05],
    ["capex (was 2,000 USD)", 4000, "capex", 4000],
    ["capex (USD 3,000)", 4000, "capex", 4000],
    ["hashrate (S21 XP)", 200, "hashrateTh", 200],
    ["power price (P90)", 0.05, "usdPerKwh", 0.05],
    ["difficulty (T-1)", 1.5e14, "difficulty", 1.5e14],
  ])("%s %s", (name, value, key, expected) =>
    expect(modelWith(name, value)).toMatchObject({ [key]: expected }),
  );

  test("convert a series, too", () => {
    expect(modelWith("fees (sat)", "monthly", 1e6, 3e6).fees).toEqual([0.01, 0.03]);
  });

  test.each([
    ["hashrate (USD/kWh)", "hashrate (USD/kWh): hashrate is in TH/s, GH/s, PH/s, EH/s"],
    ["capex (USD per TH)", "capex (USD per TH): capex is in USD, kUSD, MUSD"],
    ["efficiency (W)", "efficiency (W): efficiency is in J/TH, W/TH, J/GH, W/GH"],
    ["difficulty growth (per year)", "difficulty growth (per year): difficulty growth is per month"],
    ["profit share (USD)", "profit share (USD): profit share is a share"],
    ["power price shape (USD/kWh)", "power price shape (USD/kWh): power price shape is a ratio"],
    ["btc price growth (per month)", "btc price growth (per month): btc price growth is per year"],
    ["capex (USD, EUR)", "capex (USD, EUR): must name one currency, not USD and EUR"],
    ["capex (USD/EUR)", "capex (USD/EUR): capex is in USD"],
    ["capex (USD/m)", "capex (USD/m): capex is in USD"],
    ["capex (USD bn)", "capex (USD bn): capex is in USD"],
    ["other opex (USD)", "other opex (USD): other opex is in USD/month"],
    ["shutdown (USD)", "shutdown (USD): shutdown has no unit"],
    ["hashrate (TH/s) [PH/s]", "hashrate (TH/s) [PH/s]: must name one unit, not two"],
  ])("%s is refused", (name, message) => expect(() => assumptionNamed(name)).toThrow(message));

  test("two currencies in one block are refused, naming both; any one is taken", () => {
    const inEuro = golden1.map(([name, value]): Cell[] =>
      name === "btc price" || name === "capex" ? [`${name} (EUR)`, value ?? ""] : [name ?? "", value ?? ""],
    );
    expect(modelOf(inEuro, [])).toEqual(modelOf(golden1, []));
    expect(() => modelOf([...inEuro, ["loan (USD)", 1]], [])).toThrow(
      "loan must be in EUR as btc price is, not in USD",
    );
    expect(() => modelOf(inEuro, [[["power price (US ct/kWh)"]], [[5]]])).toThrow(
      /in EUR as btc price is, not in USD/,
    );
  });

  test("a value that is too large in its unit is refused", () => {
    expect(() => modelWith("capex (MUSD)", 1e305)).toThrow("capex is too large in its unit, got 1e+305");
  });

  test("a blank value in a block of overrides is refused: the desktop would make it 0", () => {
    expect(() => modelOf(golden1, [[["capex", null]]])).toThrow(
      "overrides, capex, must have a value, got a blank cell",
    );
  });

  test("overrides convert", () => {
    expect(modelOf(golden1, [[["hashrate (PH/s)"]], [[0.2]]]).hashrateTh).toBe(200);
    expect(modelOf(golden1, [[["power price (ct/kWh)", 6]]] as Cell[][][]).usdPerKwh).toBe(0.06);
  });
});

test("every unit that a kind lists is read as one of its units", () => {
  for (const key of assumptionKeys) {
    const { scales, listed } = assumptions[key].units;
    const [units = ""] = listed.split(/, with | or no unit/);
    for (const unit of units.split(", ").filter((text) => text !== ""))
      expect(scales.has(unitOf(unit)?.key ?? "")).toBe(true);
  }
});

describe("bounds beyond which no honest use lies", () => {
  test.each<[string, number, string]>([
    ["volatility", 60, "volatility must be at most 10, got 60: is it 60 %? write 0.6"],
    ["difficulty volatility", 25, "is it 25 %? write 0.25"],
    ["pue", 110, "pue must be at most 10, got 110: is it 110 %? write 1.1"],
    ["discount rate", 12, "discount rate must be at most 10, got 12: is it 12 %? write 0.12"],
    ["discount rate", 20, "discount rate must be at most 10, got 20: is it 20 %? write 0.2"],
    ["risk-free rate", 4, "risk-free rate must be at most 2, got 4: is it 4 %? write 0.04"],
    ["btc price growth", 25, "is it 25 %? write 0.25"],
    ["uptime", 97, "uptime must be at most 1, got 97: is it 97 %? write 0.97"],
    ["pool fee", 2, "pool fee must be below 1, got 2: is it 2 %? write 0.02"],
    [
      "difficulty",
      2e20,
      "difficulty must be above 0 and at most 1000000000000000000, got 200000000000000000000",
    ],
  ])("%s %s", (name, value, message) => expect(() => modelWith(name, value)).toThrow(message));
});
