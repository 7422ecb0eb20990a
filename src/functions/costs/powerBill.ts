import { powerBill as powerBillOf } from "../../core/costs/powerBill";
import { define } from "../define";
import { number, optional, vector } from "../parameters";
import { itKw, output, pue } from "../vocabulary";

const tariff = [
  ["Hours", "USD/kWh"],
  [300, 0.08],
  [250, 0.05],
  [180, 0.03],
];

export const powerBill = define({
  name: "POWER_BILL",
  group: "Costs and accounting",
  summary: "A month's power bill with time-of-use prices, demand charge, fixed charge and credits",
  parameters: {
    itKw,
    hours: vector("Hours that the load runs, or the hours in each band of a time-of-use tariff", "hours", {
      atLeast: 0,
    }),
    usdPerKwh: vector("Price of energy at the meter, or the price in each band", "USD/kWh"),
    pue: optional(pue, 1),
    peakKw: optional(
      number("Peak power at the meter in the month; 0 uses the load × PUE", "kW", { atLeast: 0 }),
      0,
    ),
    demandUsdPerKwMonth: optional(number("Demand charge", "USD per kW per month", { atLeast: 0 }), 0),
    fixedUsd: optional(number("Fixed charge, positive", "USD", { atLeast: 0 }), 0),
    creditsUsd: optional(number("Credits, positive", "USD", { atLeast: 0 }), 0),
    output,
  },
  together: ["hours", "usdPerKwh"],
  returns: {
    shape: "record",
    rows: {
      energy: ["Energy", "kWh"],
      energyCharge: ["Energy charge", "USD"],
      demandCharge: ["Demand charge", "USD"],
      fixed: ["Fixed charge", "USD"],
      credits: ["Credits", "USD"],
      total: ["Total", "USD"],
      effectivePrice: ["Effective price", "USD per kWh"],
    },
  },
  compute: powerBillOf,
  formula: "total = kW × PUE × Σ hours × USD/kWh + peak kW × demand charge + fixed charge − credits",
  remarks: [
    "One call is one bill, with one month of demand charge; twelve bills are twelve calls.",
    "Hours and prices are one number each, or two rows or columns of the same length.",
    "The effective price is the total over all energy.",
  ],
  sources: ["Identity of the bill's lines"],
  examples: [
    {
      formula: "=MINING.POWER_BILL(1000, 730, 0.05, 1.05, 1100, 8, 500, 2000)",
      result: [
        ["Energy (kWh)", 766500],
        ["Energy charge (USD)", 38325],
        ["Demand charge (USD)", 8800],
        ["Fixed charge (USD)", 500],
        ["Credits (USD)", 2000],
        ["Total (USD)", 45625],
        ["Effective price (USD per kWh)", 0.0595238095238095],
      ],
      note: "A megawatt of machines for a month of 730 hours, with demand charge and credits.",
    },
    {
      formula: '=MINING.POWER_BILL(1000, A2:A4, B2:B4, 1.05, , , , , "Effective price")',
      cells: tariff,
      result: 0.0573972602739726,
      note: "Three bands of a time-of-use tariff, 730 hours in all.",
    },
  ],
  seeAlso: ["FLEET", "HASHCOST", "CURTAILMENT"],
});
