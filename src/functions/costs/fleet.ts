import { fleet as fleetOf, type MachineGroup } from "../../core/costs/fleet";
import { guessedUnit, type PowerUnit } from "../../core/costs/machinePower";
import { InputError, type Cell } from "../../core/errors";
import { hashrates } from "../../core/units";
import { numberColumn, optionalColumn, table } from "../tableParameter";
import { define, type RangeParameter } from "../define";
import { optional } from "../parameters";
import { output, pue } from "../vocabulary";

const rows = table("Groups of identical machines, one per row, with or without headings", {
  count: numberColumn("count", { atLeast: 0 }),
  hashrateTh: numberColumn("hashrate (TH/s)", { above: 0 }, hashrates),
  power: numberColumn("J/TH or W", { above: 0 }),
  uptime: optionalColumn(numberColumn("uptime", { above: 0, atMost: 1 }), 1),
});

const machineGroups: RangeParameter<readonly MachineGroup[]> = {
  ...rows,
  fallback: undefined,
  read: (cells: Cell[][], name: string) => {
    const groups = rows.read(cells, name);
    const unit = unitInHeading(cells[0]?.[2] ?? null, name);
    return groups.map((group) => ({ ...group, powerUnit: unit ?? guessedUnit(group.power) }));
  },
};

const perTerahash = /\b(?:j|joules?|w|watts?)\s*(?:\/|per)\s*\(?\s*(?:th|t|terahash)(?:s|es)?\b/gi;
const inWatts = /\bw(?:atts?)?\b(?!\s*(?:\/|per\b))/i;

/** The unit that the heading of column 3 names; undefined where the table has no headings, or names both units. */
export function unitInHeading(heading: Cell, name: string): PowerUnit | undefined {
  if (typeof heading !== "string" || heading.trim() === "") return undefined;
  const others = heading.replace(perTerahash, "");
  const [isPerTerahash, isWatts] = [others !== heading, inWatts.test(others)];
  if (isPerTerahash && isWatts) return undefined;
  if (isPerTerahash) return "J/TH";
  if (isWatts) return "W";
  throw new InputError(`${name}, heading of column 3,`, "must say J/TH or W", heading);
}

const machines = [
  ["Count", "TH/s", "W", "Uptime"],
  [100, 200, 3500, 0.95],
  [50, 110, 3250, 0.9],
];

export const fleet = define({
  name: "FLEET",
  group: "Costs and accounting",
  summary: "Totals of a fleet of different machines: hashrate, power, efficiency and energy",
  parameters: { units: machineGroups, pue: optional(pue, 1), output },
  returns: {
    shape: "record",
    rows: {
      machines: ["Machines", "units"],
      hashrate: ["Hashrate", "TH/s"],
      runningHashrate: ["Hashrate after downtime", "TH/s"],
      itPower: ["IT power", "kW"],
      facilityPower: ["Facility power", "kW"],
      efficiency: ["Efficiency", "J/TH"],
      energy: ["Energy", "MWh per day"],
    },
  },
  compute: fleetOf,
  formula: "efficiency = Σ count × W ÷ Σ count × TH/s; energy = Σ count × W × uptime × 24 × PUE ÷ 1,000,000",
  remarks: [
    "The heading of column 3 says whether it holds J/TH or W. Without headings a number up to 200 is J/TH and one above is W.",
    "Hashrate, power and efficiency are nameplate, as if every machine ran; hashrate after downtime and energy allow for uptime.",
    "Facility power and energy are at the meter, with the PUE.",
  ],
  sources: ["Identity: sums over the machines; 1 J/TH is 1 W for each TH/s"],
  examples: [
    {
      formula: '=MINING.FLEET(A1:D3, 1.1, "Efficiency")',
      cells: machines,
      result: 20.09803921568627,
      note: "150 machines of two kinds draw 20.1 J/TH together.",
    },
    {
      formula: '=MINING.FLEET(A1:D3, 1.1, "Energy (MWh per day)")',
      cells: machines,
      result: 12.639,
      note: "Their metered energy in a day.",
    },
  ],
  seeAlso: ["POWER_BILL", "HASHCOST", "MINER_PNL"],
});
