import { powerBlock as powerBlockOf } from "../../core/costs/powerBlock";
import { define } from "../define";
import { number, vector } from "../parameters";
import { intervalH, output, powerPricesUsdPerMwh } from "../vocabulary";

const hours = [
  ["USD/MWh", "MW"],
  [30, 10],
  [80, 10],
  [400, 0],
  [-10, 12],
];

export const powerBlock = define({
  name: "POWER_BLOCK",
  group: "Costs and accounting",
  summary:
    "Cost of a load that holds a fixed block of power and settles the rest at the index, interval by interval",
  parameters: {
    powerPricesUsdPerMwh,
    loadMw: vector("Load at the meter in each interval, 0 where it is off, or one number for all", "MW", {
      atLeast: 0,
    }),
    blockMw: number("Size of the block, bought for every interval", "MW", { atLeast: 0 }),
    blockUsdPerMwh: number("Price of the block", "USD/MWh"),
    output,
    intervalH,
  },
  together: ["powerPricesUsdPerMwh", "loadMw"],
  returns: {
    shape: "record",
    rows: {
      energy: ["Energy used", "MWh"],
      blockCost: ["Block cost", "USD"],
      purchases: ["Index purchases", "USD"],
      sales: ["Index sales", "USD"],
      total: ["Total cost", "USD"],
      effectivePrice: ["Effective price", "USD per MWh"],
      blockValue: ["Block value", "USD"],
    },
  },
  steps: 100,
  compute: powerBlockOf,
  formula:
    "total = hours of an interval × (Σ block × block price + Σ max(load − block, 0) × index − Σ max(block − load, 0) × index); block value = hours × Σ block × (index − block price)",
  remarks: [
    "Interval by interval: what the load needs beyond the block is bought at the index, what it does not use is sold there. Sales are positive.",
    "Total = load at the index − block value: the block saves what it is worth, whatever the load does.",
    "The effective price is the total over the energy used.",
    "An interval at 0 USD/MWh in which the load is 0 is legal, and in desktop Excel blank cells at the end are just that: each adds an interval of the block. Write A2:.A9000 and B2:.B9000 or TRIMRANGE(A2:A9000), which end at the last filled cell, and compare Energy used and Block cost with the hours of the bill.",
    "Settlement by the quarter-hour: interval_h 0.25, with prices in USD/MWh and loads in MW as before.",
  ],
  sources: ["Identity of block-and-index supply"],
  examples: [
    {
      formula: "=MINING.POWER_BLOCK(A2:A5, B2:B5, 10, 45)",
      cells: hours,
      result: [
        ["Energy used (MWh)", 32],
        ["Block cost (USD)", 1800],
        ["Index purchases (USD)", -20],
        ["Index sales (USD)", 4000],
        ["Total cost (USD)", -2220],
        ["Effective price (USD per MWh)", -69.375],
        ["Block value (USD)", 3200],
      ],
      note: "A 10 MW block at 45 USD/MWh; the site is off in the dear hour and sells its block.",
    },
    {
      formula: '=MINING.POWER_BLOCK(A2:A5, 12, 10, 45, "Total cost")',
      cells: hours,
      result: 2800,
      note: "A load of 12 MW in every hour buys 2 MW at the index.",
    },
    {
      formula: '=MINING.POWER_BLOCK(A2:A5, B2:B5, 10, 45, "Total cost", 0.25)',
      cells: hours,
      result: -555,
      note: "The same prices and loads by the quarter-hour: a quarter of the cost.",
    },
    {
      formula: '=MINING.POWER_BLOCK(A2:.A9000, B2:.B9000, 10, 45, "Block cost")',
      cells: hours,
      result: 1800,
      note: "A year's hours that are still being filled in: A2:.A9000 ends at the last filled cell. This works in Microsoft 365; elsewhere give the ranges as they are.",
    },
  ],
  seeAlso: ["CURTAILMENT", "POWER_MODES", "POWER_BILL"],
});
