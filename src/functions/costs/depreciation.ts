import { depreciation as depreciationOf, depreciationFormulas } from "../../core/costs/depreciation";
import { define } from "../define";
import { choice, number, optional } from "../parameters";

export const depreciation = define({
  name: "DEPRECIATION",
  group: "Costs and accounting",
  summary: "Depreciation of an asset in one period, by the usual methods",
  parameters: {
    cost: number("Cost of the asset", "USD", { atLeast: 0 }),
    salvage: number("Value at the end of its life", "USD", { atLeast: 0 }),
    life: number("Life: number of periods; for uop the asset's total units", "periods or units", {
      above: 0,
    }),
    period: number("The period, from 1; for uop the units used in it", "period or units", { atLeast: 0 }),
    method: optional(choice("Method", depreciationFormulas), "sln"),
    factor: optional(number("Rate of the declining balance; used by ddb", "multiple", { above: 0 }), 2),
    month: optional(
      number("Months in the first year; used by db", "months", { atLeast: 1, atMost: 12, whole: true }),
      12,
    ),
  },
  ignores: {
    by: "method",
    when: {
      sln: ["factor", "month"],
      ddb: ["month"],
      db: ["factor"],
      syd: ["factor", "month"],
      uop: ["factor", "month"],
    },
  },
  returns: { shape: "scalar", unit: "USD" },
  compute: depreciationOf,
  formula:
    "sln, ddb, db and syd as Excel's SLN, DDB, DB and SYD; uop = (cost − salvage) × units used ÷ total units",
  remarks: [
    "The period is at most the life; with db and a first year of less than 12 months, the life plus one.",
    "uop never writes off more than cost − salvage.",
  ],
  sources: ["Microsoft, documentation of SLN, DDB, DB and SYD"],
  examples: [
    {
      formula: '=MINING.DEPRECIATION(2400, 300, 10, 2, "ddb", 1.5)',
      result: 306,
      note: "Microsoft's own example of DDB.",
    },
    {
      formula: "=MINING.DEPRECIATION(4000, 400, 36, 1)",
      result: 100,
      note: "A machine written off over 36 months.",
    },
  ],
  seeAlso: ["MACRS", "MINER_CASHFLOWS", "MINER_NPV"],
});
