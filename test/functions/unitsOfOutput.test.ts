import { catalogue } from "../../src/functions/catalogue";
import { labelOf } from "../../src/functions/records";
import { unitOf } from "../../src/core/units";
import { call, errorOf, one } from "./host";
import { exampleCall } from "../../src/functions/formulaCall";

const miner = [85956.45, 1.3e14, 3.125, 0, 270, 13.5, 0.05, null, null, null, null] as const;

describe("a unit in the brackets of output", () => {
  test.each([
    ["Power cost (EUR per month)", "#VALUE! Power cost is in USD per day, not EUR per month"],
    ["Energy (MWh per day)", "#VALUE! Energy is in kWh per day, not MWh per day"],
    ["hashprice (USD per TH per day)", "#VALUE! Hashprice is in USD per PH per day, not USD per TH per day"],
    ["Margin (USD)", "#VALUE! Margin is in share, not USD"],
  ])("%s is refused where it is another", (output, message) => {
    expect(errorOf("MINER_PNL", ...miner, output)).toBe(message);
  });

  test.each([
    ["Power cost", "power cost (EUR/day)", "Power cost ($ per day)", "POWER COST (after tax)"],
    ["Margin", "margin (%)", "Margin (ratio)", "margin (% of revenue)"],
    ["Hashprice", "hashprice (USD/PH/s/day)", "hashprice (EUR per PH/s per day)"],
    ["BTC mined", "btc mined (bitcoin/day)"],
  ])("%s may be called otherwise", (output, ...others) => {
    for (const other of others)
      expect(one("MINER_PNL", ...miner, other)).toBe(one("MINER_PNL", ...miner, output));
  });

  test("square brackets, synonyms and marks that are no units", () => {
    expect(errorOf("MINER_PNL", ...miner, "Power cost [EUR per month]")).toBe(
      "#VALUE! Power cost is in USD per day, not EUR per month",
    );
    const fleet = [[100, 200, 3500]];
    expect(one("FLEET", fleet, null, "Efficiency (W/TH)")).toBe(one("FLEET", fleet, null, "Efficiency"));
    const pnl = [[10], [-20], [5]];
    expect(one("VAR_CVAR", pnl, null, null, "Mean (USD)")).toBe(one("VAR_CVAR", pnl, null, null, "Mean"));
    expect(one("ASIC", "S21 XP Hyd", "hashrate [PH/s]")).toBe(0.473);
  });

  test("the age of a market value is in hours", () => {
    expect(errorOf("MARKET_STATUS", "btc.price", "age (days)")).toBe("#VALUE! Age is in hours, not days");
  });

  const records = catalogue.flatMap((definition) =>
    definition.returns.shape === "record" ? [{ ...definition, returns: definition.returns }] : [],
  );
  test.each(records)("every label of $name names its own row", ({ name, returns, parameters, examples }) => {
    const [example] = examples;
    const given = exampleCall(example?.formula ?? "", example?.cells).given;
    const at = Object.keys(parameters).indexOf(returns.selector ?? "output");
    for (const row of Object.values(returns.rows)) {
      const [label, unit] = row;
      const answers = [label, labelOf(row)].map((output) => {
        const values = [...given];
        while (values.length <= at) values.push(null);
        values[at] = output;
        return errorOf(name, ...values);
      });
      expect(answers[1]).toBe(answers[0]);
      expect(answers.join()).not.toMatch(/must be one of|needs the unit|is in .* not /);
      if (unitOf(unit) === undefined) continue;
      const values = [...given];
      while (values.length <= at) values.push(null);
      values[at] = `${label} (sat per day)`;
      expect(errorOf(name, ...values)).toMatch(/ is in .*/);
    }
  });
});

describe("a field in another unit of its kind", () => {
  test.each<[string, number]>([
    ["hashrate", 473],
    ["hashrate (PH/s)", 0.473],
    ["Hashrate (TH/s)", 473],
    ["hashrate (GH/s)", 473000],
    ["power (kW)", 5.676],
    ["efficiency (J/GH)", 0.012],
    ["efficiency (W/TH)", 12],
  ])("ASIC %s", (field, value) => {
    expect(one("ASIC", "S21 XP Hyd", field)).toBe(value);
  });

  test("a unit of another kind is refused", () => {
    expect(errorOf("ASIC", "S21 XP Hyd", "hashrate (W)")).toBe(
      "#VALUE! hashrate (W): Hashrate is in TH/s, GH/s, PH/s, EH/s",
    );
    expect(errorOf("COIN", "LTC", "block time (TH)")).toBe(
      "#VALUE! block time (TH): block time is in s, min, h",
    );
  });

  test("COIN's block time", () => {
    expect(one("COIN", "LTC", "block time (min)")).toBe(2.5);
    expect(one("COIN", "LTC", "block time (s)")).toBe(150);
    expect(one("COIN", "BTC", "miner share (%)")).toBe(1);
    expect(call("COIN", "BTC", [["block time", "block time (h)"]])).toEqual([[600, 600 / 3600]]);
  });
});
