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
  const [first = null, ...below] = filled;
  if (below.length > 0) return below.some((cell) => !isNote(cell));
  return first !== null && (!isNote(first) || /resale/i.test(String(first)));
}

const isNote = (cell: Cell) => typeof cell === "string" && !isNumberText(cell);

const offers = [
  ["Machine", "TH/s", "W", "Price"],
  ["Hydro", 473, 5676, 9000],
  ["S21 Pro", 234, 3510, 3800],
  ["S19j Pro", 104, 3068, 450],
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
    "Each machine takes the place of the model's hashrate, efficiency and capex; everything else, including the resale value, is the model's.",
    "The heading of column 3 says whether it holds J/TH or W. Without headings a number up to 200 is J/TH and one above is W.",
    "Break-even power price is that of month 1 at which the month's profit is 0. First-year return is the operating cash after tax of the first 12 months over the price. At most 2,000 machines.",
  ],
  sources: ["Identity: MINER_NPV, MINER_IRR and PAYBACK of each machine"],
  examples: [
    {
      formula: "=MINING.MACHINE_RANK(D1:G4, A1:B21, FALSE)",
      cells: besides(exampleBlock, offers),
      result: [
        ["S19j Pro", -60.06525152664296, -18.64569799672284, -0.3727770004838027],
        ["S21 Pro", -3127.286380236785, -848.5378863754674],
        ["Hydro", -7867.313415325856, -1320.063326844165],
      ],
      note: "Over three months only the cheap old machine comes close to paying back.",
    },
  ],
  seeAlso: ["MINER_NPV", "MINER_IRR", "PAYBACK", "FLEET"],
});
