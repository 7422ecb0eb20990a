import { macrsClasses, macrsConventions, macrsSchedule, type MacrsClass } from "../../core/costs/macrs";
import { InputError, type Cell } from "../../core/errors";
import { define, type CellParameter } from "../define";
import { choice, number, optional } from "../parameters";
import { headers } from "../vocabulary";

const years = number("Recovery period; 5 for mining machines", "years", { above: 0 });

const lifeYears: CellParameter<MacrsClass> = {
  ...years,
  fallback: undefined,
  rule: "must be 3, 5, 7, 10, 15 or 20",
  read: (cell: Cell, name: string) => {
    const given = years.read(cell, name);
    const known = macrsClasses.find((period) => period === given);
    if (known === undefined) throw new InputError(name, lifeYears.rule, given);
    return known;
  },
};

export const macrs = define({
  name: "MACRS",
  group: "Costs and accounting",
  summary: "US tax depreciation of an asset year by year, from the IRS tables, with bonus depreciation",
  parameters: {
    cost: number("Cost of the asset", "USD", { atLeast: 0 }),
    lifeYears,
    convention: optional(
      choice("Half-year, or mid-quarter by the quarter placed in service", macrsConventions),
      "hy",
    ),
    bonusShare: optional(
      number("Share of the cost deducted at once in year 1", "share", { atLeast: 0, atMost: 1 }),
      0,
    ),
    headers,
  },
  returns: {
    shape: "table",
    columns: ["Year", "Rate (share of cost)", "Deduction (USD)", "Book value (USD)"],
  },
  compute: (asset) =>
    macrsSchedule(asset).map(({ year, rate, deduction, bookValue }) => [year, rate, deduction, bookValue]),
  formula: "year 1: cost × (bonus + (1 − bonus) × table rate); later years: cost × (1 − bonus) × table rate",
  remarks: [
    "The rate applies to the whole cost, bonus included: rate × cost = deduction. Without a bonus it is the printed percentage.",
    "The tables are used as printed, although two columns depart from their own rule by a hundredth of a per cent or less: 7 years mq2 (17.85, 3.34) and 20 years mq1 (7.000, 0.565).",
    "There is no salvage value. Deductions are not rounded; they add up to the cost.",
  ],
  sources: ["IRS Publication 946, How To Depreciate Property, Appendix A, Tables A-1 to A-5"],
  examples: [
    {
      formula: "=MINING.MACRS(1000000, 5)",
      result: [
        ["Year", "Rate (share of cost)", "Deduction (USD)", "Book value (USD)"],
        [1, 0.2, 200000, 800000],
        [2, 0.32, 320000, 480000],
        [3, 0.192, 192000, 288000],
        [4, 0.1152, 115200, 172800],
        [5, 0.1152, 115200, 57600],
        [6, 0.0576, 57600, 0],
      ],
      note: "A million dollars of machines, five years, half-year convention.",
    },
    {
      formula: '=MINING.MACRS(1000000, 5, "mq4", 0.4, FALSE)',
      result: [
        [1, 0.43, 430000, 570000],
        [2, 0.228, 228000, 342000],
        [3, 0.1368, 136800, 205200],
      ],
      note: "Placed in service in the last quarter, with 40 % bonus depreciation.",
    },
  ],
  seeAlso: ["DEPRECIATION", "MINER_CASHFLOWS"],
});
