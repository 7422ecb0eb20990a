import { machineRank as machineRankOf, type Machine } from "../../core/cashflow/machineRank";
import { modelOf } from "../../core/cashflow/resolve";
import { guessedUnit, watts } from "../../core/costs/machinePower";
import type { Cell } from "../../core/errors";
import { isNumberText } from "../../core/numberText";
import { hashrates, money } from "../../core/units";
import { numberColumn, optionalColumn, table, textColumn } from "../tableParameter";
import { unitInHeading } from "../costs/fleet";
import { define, type RangeParameter } from "../define";
import { number, optional } from "../parameters";
import { headers, model } from "../vocabulary";
import { besides, exampleBlock } from "./exampleBlock";

const rows = table("Machines to compare, one per row, with or without headings", {
  name: textColumn("name"),
  hashrateTh: numberColumn("TH/s", { above: 0 }, hashrates),
  power: numberColumn("J/TH or W", { above: 0 }),
  price: numberColumn("price (USD)", { atLeast: 0 }, money),
  resale: optionalColumn(numberColumn("resale (USD)", { atLeast: 0 }, money), 0),
});

const machines: RangeParameter<readonly Machine[]> = {
  ...rows,
  fallback: undefined,
  read: (cells: Cell[][], name: string) => {
    const hasResale = holdsResale(cells.map((row) => row[4] ?? null));
    const list = rows.read(hasResale ? cells : cells.map((row) => row.slice(0, 4)), name);
    const unit = unitInHeading(cells[0]?.[2] ?? null, name);
    return list.map(({ power, resale, ...machine }) => ({
      ...machine,
      jPerTh: watts(power, unit ?? guessedUnit(power), machine.hashrateTh) / machine.hashrateTh,
      resale: hasResale ? resale : undefined,
    }));
  },
};

/** Whether a fifth column holds resale values: one of notes is ignored, and so is one that is blank from top to bottom. */
function holdsResale(column: readonly Cell[]): boolean {
  const filled = column.filter((cell) => cell !== null && cell !== "" && cell !== 0);
  if (filled.some((cell) => !isNote(cell))) return true;
  return filled.length === 1 && filled[0] === column[0] && /resale/i.test(String(column[0]));
}

const isNote = (cell: Cell) => typeof cell === "string" && !isNumberText(cell);

const offers = [
  ["Machine", "TH/s", "W", "Price"],
  ["Hydro", 473, 5676, 9000],
  ["S21 Pro", 234, 3510, 3800],
  ["S19j Pro", 104, 3068, 450],
];

const secondHand = [
  ["Machine", "TH/s", "J/TH", "Price", "Resale"],
  ["S19j Pro", 104, 29.5, 60, 20],
  ["S19 XP", 140, 21.5, 230, 150],
];

export const machineRank = define({
  name: "MACHINE_RANK",
  group: "Lifecycle valuation",
  summary: "Machines compared under one model, the best use of a site's power first",
  parameters: {
    machines,
    model,
    headers,
    siteKw: optional(number("Power of the site at the meter", "kW", { above: 0 })),
  },
  returns: {
    shape: "table",
    columns: [
      "Machine",
      "NPV (USD)",
      "NPV per kW (USD per kW)",
      "IRR (per year)",
      "Payback (months)",
      "Break-even power price (USD per kWh)",
      "First-year return (share)",
      "Units (units)",
      "Site NPV (USD)",
    ],
  },
  steps: 300,
  compute: (given) =>
    machineRankOf(given.machines, modelOf(given.model, []), given.siteKw).map((machine) => [
      machine.name,
      machine.npv,
      machine.npvPerKw,
      machine.irr,
      machine.payback,
      machine.breakEvenPower,
      machine.firstYearReturn,
      machine.units ?? "",
      machine.siteNpv ?? "",
    ]),
  formula: "NPV ÷ (TH/s × J/TH ÷ 1000 × PUE): NPV per kW at the meter",
  remarks: [
    "NPV is that of one machine: its own hashrate, efficiency and price take the place of the model's hashrate, efficiency and capex. The model's other opex and other revenue, which are the site's, are shared by power: a machine gets its kW over site_kw, or over the kW of the model's own machines without it. The model's loan and capex schedule are left out; everything else is the model's.",
    "A fifth column of numbers holds resale values. Without it a machine is resold at the share of its price that the model's resale value is of its whole capex, at most at its price.",
    "With site_kw, Units is how many of the machines the site has power for, and Site NPV is the NPV of all of them; both are blank without it.",
    "The heading of column 3 says whether it holds J/TH or W. Without headings a number up to 200 is J/TH and one above is W. A fifth column of texts is ignored.",
    "Break-even power price is that of the start month at which the month's profit is 0. First-year return is the operating cash after tax of the 12 months from then on over the price. At most 2,000 machines.",
  ],
  sources: ["Identity: MINER_NPV, MINER_IRR and PAYBACK of each machine"],
  examples: [
    {
      formula: "=MINING.MACHINE_RANK(D1:G4, A1:B21, FALSE)",
      cells: besides(exampleBlock, offers),
      result: [
        ["S19j Pro", -403.2948746729426, -125.1924239997959],
        ["S21 Pro", -3146.727688654925, -853.8129666680029],
        ["Hydro", -7390.364189856801, -1240.035603519716],
      ],
      note: "Over three months none pays back; the cheap old machine loses least per kW.",
    },
    {
      formula: "=MINING.MACHINE_RANK(D1:H3, A1:B21, FALSE, 1000)",
      cells: besides(exampleBlock, secondHand),
      result: [
        [
          "S19 XP",
          8.433236479690474,
          2.668323518332692,
          0.3422147503283868,
          2.907393184935869,
          0.07672688524439797,
          0.4082154732192374,
          316,
          2664.90272758219,
        ],
        ["S19j Pro", -24.77887312363227, -7.691957882793902, -0.9323371444277177],
      ],
      note: "Second-hand machines with resale values of their own, for a site of 1 MW.",
    },
  ],
  seeAlso: ["MINER_NPV", "MINER_IRR", "PAYBACK", "FLEET"],
});
