import { powerBill as powerBillOf, type PowerUse } from "../../core/costs/powerBill";
import type { Cell } from "../../core/errors";
import { isNumberText } from "../../core/numberText";
import { powerPrices, unitKind } from "../../core/units";
import { define, type RangeParameter } from "../define";
import { number, optional, vector, wholeVector, widthOf } from "../parameters";
import { numberColumn, table, type TableColumn } from "../tableParameter";
import { itKw, output, pue } from "../vocabulary";

const limit = numberColumn("up to kWh", { above: 0 }, unitKind("kWh, MWh", [["kWh"], ["MWh", 1e3]]));

/** A limit that is blank, 0 or a word is none; only the last tier may be so. */
const limitOrNone: TableColumn<number> = {
  ...limit,
  read: (cell: Cell, place: string) =>
    cell === null || cell === 0 || (typeof cell === "string" && !isNumberText(cell))
      ? Infinity
      : limit.read(cell, place),
};

const tiers = table("Tiers of the tariff", {
  upToKwh: limitOrNone,
  usdPerKwh: numberColumn("USD per kWh", {}, powerPrices),
});

const bands = vector(
  "Price of energy at the meter, the price in each band, or a table of tiers with two columns: up to kWh, USD per kWh",
  "USD/kWh",
);

const bandsOrTiers: RangeParameter<PowerUse["usdPerKwh"]> = {
  ...bands,
  fallback: undefined,
  read: (cells: Cell[][], name: string) =>
    cells.length > 1 && widthOf(cells) === 2 ? { tiers: tiers.read(cells, name) } : bands.read(cells, name),
};

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
    usdPerKwh: bandsOrTiers,
    pue: optional(pue, 1),
    peakKw: optional(
      wholeVector(
        "Peak power at the meter in the month, or that of each demand charge; 0 uses the load × PUE",
        "kW",
        {
          atLeast: 0,
        },
      ),
      [0],
    ),
    demandUsdPerKwMonth: optional(
      wholeVector(
        "Demand charge, or several: on the peak, in a season, for transmission",
        "USD per kW per month",
        {
          atLeast: 0,
        },
      ),
      [0],
    ),
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
  formula: "total = kW × PUE × Σ hours × USD/kWh + Σ peak kW × demand charge + fixed charge − credits",
  remarks: [
    "One call is one bill, with one month of demand charge; twelve bills are twelve calls.",
    "Hours and prices are one number each, or two rows or columns of the same length: the bands of a time-of-use tariff.",
    "A range of two columns and two or more rows is a table of tiers instead: the kWh of the bill up to which a price applies, rising, and that price. Each price is for the kWh of its own tier; the hours are added up. The last limit may be blank or a word for no limit; otherwise more kWh are refused. Rows in which both cells are blank or 0 are skipped.",
    "Peaks and demand charges are one number each, or rows or columns of the same length, such as the month's own peak at one price and the year's coincident peak at another. A blank or 0 among the peaks is the load × PUE; no cell is skipped.",
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
    {
      formula: '=MINING.POWER_BILL(500, 660, A2:B4, 1, , , , , "Energy charge")',
      cells: [
        ["Up to kWh", "USD/kWh"],
        [100000, 0.05],
        [250000, 0.07],
        ["", 0.09],
      ],
      result: 22700,
      note: "Three tiers for 330,000 kWh: 100,000 at 0.05, 150,000 at 0.07 and 80,000 at 0.09.",
    },
    {
      formula: '=MINING.POWER_BILL(1000, 730, 0.05, 1.05, A2:A4, B2:B4, , , "Demand charge")',
      cells: [
        ["Peak kW", "USD per kW per month"],
        ["", 8],
        [1200, 3.5],
        [900, 2],
      ],
      result: 14400,
      note: "Three demand charges: on the load of 1,050 kW, on a peak of 1,200 kW, and on 900 kW at the time of the grid's own peak.",
    },
  ],
  seeAlso: ["FLEET", "HASHCOST", "CURTAILMENT"],
});
