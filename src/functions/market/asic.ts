import { dateOfDay, dayOf } from "../../core/calendar";
import { NoAnswerError, type Cell } from "../../core/errors";
import { efficiencies, hashrates, powers } from "../../core/units";
import { machineNamed, type Machine } from "../../data/machines";
import { define, type CellParameter } from "../define";
import { optional, refuse } from "../parameters";
import { output } from "../vocabulary";

const rule = "must be a machine's name or a part of it";

const machine: CellParameter<Machine> = {
  shape: "cell",
  isNumber: false,
  doc: "Name of the machine, or a part found in no other name",
  unit: "text",
  rule,
  optional: false,
  read: (cell: Cell, argument: string) => {
    const isName = typeof cell === "string" ? cell.trim() !== "" : typeof cell === "number" && cell !== 0;
    if (!isName) refuse(cell, argument, rule);
    return machineNamed(String(cell), argument);
  },
};

function released({ name, release }: Machine): number | NoAnswerError {
  if (release === "") return new NoAnswerError(`the release date of ${name} is not known`);
  return dateOfDay(dayOf(Date.parse(`${release}-01`)));
}

export const asic = define({
  name: "ASIC",
  group: "Market data in cells",
  summary: "A mining machine's hashrate, power, efficiency, release and cooling",
  parameters: {
    machine,
    field: optional({ ...output, doc: "Label of a single value to return; machine may then be a range" }),
  },
  returns: {
    shape: "record",
    rows: {
      name: ["Machine", "name"],
      hashrate: ["Hashrate", "TH/s"],
      power: ["Power", "W"],
      efficiency: ["Efficiency", "J/TH"],
      released: ["Released", "date"],
      cooling: ["Cooling", "text"],
    },
    selector: "field",
    aliases: { release: "released", "release date": "released" },
    kinds: { hashrate: hashrates, power: powers, efficiency: efficiencies },
  },
  compute: ({ machine: found }) => ({
    name: found.name,
    hashrate: found.hashrateTh,
    power: found.powerW,
    efficiency: found.jPerTh,
    released: released(found),
    cooling: found.cooling,
  }),
  formula: "what the maker states; efficiency = power ÷ hashrate where it is not stated",
  remarks: [
    "Case, spaces and punctuation do not matter, but + does: an S21+ is not an S21. A whole name takes precedence over parts of others; a part of several names returns #VALUE! and lists them.",
    "Ninety-six machines are built in. Nothing is fetched: the list grows with the add-in's versions.",
    "Released is the first day of the month of the release; it is not known for every machine.",
    "Hashrates are in TH/s of the machine's own algorithm: Antminer L7 and L9 compute Scrypt, K7 Eaglesong, AL1 Blake3, and the KS machines kHeavyHash. Only SHA-256 machines, all the others, mine bitcoin.",
    'A field may name another unit of its kind, as "hashrate (PH/s)" or "power (kW)": the value is then in that unit.',
    "A blank cell for machine or field is refused.",
  ],
  sources: [
    "Public hardware lists of 2026, CambridgeAltFin/ccaf_cbeci_api, nhamilton1/btc-utils-be (MIT), cyberlais/bit-cube.new: facts as the makers state them; a machine on a site may differ",
  ],
  examples: [
    {
      formula: '=MINING.ASIC("S21 XP Hyd")',
      result: [
        ["Machine (name)", "Antminer S21 XP Hyd."],
        ["Hashrate (TH/s)", 473],
        ["Power (W)", 5676],
        ["Efficiency (J/TH)", 12],
      ],
      note: "The facts of a machine; its release and its cooling follow below.",
    },
    {
      formula: '=MINING.ASIC(A1:A2, "efficiency")',
      cells: [["Antminer S21"], ["M60S++"]],
      result: [[17.5], [15.5]],
      note: "The efficiency of two machines. The whole name distinguishes the S21 from similar models.",
    },
    {
      formula: '=MINING.ASIC("S23 Hyd 3U", "release")',
      result: 46023,
      note: "Released in January 2026.",
    },
  ],
  seeAlso: ["MINER_PNL", "MACHINE_RANK", "FLEET", "HASHCOST"],
});
