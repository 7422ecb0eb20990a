import { machines } from "../data/machines";
import { ruleOf } from "./inputs";
import { Page } from "./page";

const HEAD_ROW = 5;
const FIRST_ROW = HEAD_ROW + 1;
/** Empty rows for machines of the reader's own. */
const OWN_ROWS = 10;
/** Older machines are bought by nobody; those whose age the list does not know are shown. */
const OLDEST = "2021-01";

/**
 * The sheet "Machines": those that can be bought, from the add-in's list, and rows for the reader's own. It names the
 * columns `machine_names`, `machine_hashrates` (TH/s), `machine_powers` (W) and `machine_efficiencies` (J/TH).
 */
export function machinePage(): Page {
  const page = new Page(
    "Machines",
    "inputs",
    "Machines",
    "The list that the drop-downs offer: hashrate and power as makers state them; add your own in the empty rows below",
  );
  const known = machines()
    .filter(({ algorithm, release }) => algorithm === "SHA-256" && (release === "" || release >= OLDEST))
    .sort((one, other) => other.release.localeCompare(one.release) || one.name.localeCompare(other.name));
  const last = FIRST_ROW + known.length + OWN_ROWS - 1;
  Object.assign(page.widths, { A: 34, B: 14, C: 12, D: 14, E: 14, F: 12, G: 12, H: 70 });
  page.put("A4", "Legend: blue cells are inputs, black figures are calculated", "note");
  page.putRow(`A${HEAD_ROW}`, ["Machine"], "leftHead");
  page.putRow(
    `B${HEAD_ROW}`,
    ["Hashrate (TH/s)", "Power (W)", "Efficiency (J/TH)", "Maker", "Released", "Cooling"],
    "head",
  );
  page.putRow(`H${HEAD_ROW}`, ["Source"], "leftHead");
  page.heights.set(HEAD_ROW, 32);
  for (let row = FIRST_ROW; row <= last; row++) {
    const machine = known[row - FIRST_ROW];
    page.put(`A${row}`, machine?.name ?? "", "textInput");
    page.put(`B${row}`, machine?.hashrateTh ?? "", "input", "count");
    page.put(`C${row}`, machine?.powerW ?? "", "input", "count");
    page.put(`D${row}`, `=IF(ISNUMBER(B${row}),C${row}/B${row},"")`, "figure", "oneDecimal");
    page.put(`E${row}`, machine?.maker ?? "", "text");
    page.put(`F${row}`, machine?.release ?? "", "text", "text");
    page.put(`G${row}`, machine?.cooling ?? "", "text");
    page.put(`H${row}`, machine?.source ?? "", "note");
  }
  const column = (letter: string) => `${letter}${FIRST_ROW}:${letter}${last}`;
  page.rules.push(
    ruleOf(
      column("A"),
      "Machine",
      { kind: "any" },
      "The machine's name, as the drop-downs of other sheets show it.",
    ),
    ruleOf(
      column("B"),
      "Hashrate",
      { kind: "decimal", least: 0.001, most: 100_000 },
      "Hashrate of one machine in TH/s, more than 0.",
    ),
    ruleOf(
      column("C"),
      "Power",
      { kind: "decimal", least: 1, most: 1_000_000 },
      "Power of one machine at the wall in W.",
    ),
  );
  page.call("machine_names", column("A"));
  page.call("machine_hashrates", column("B"));
  page.call("machine_powers", column("C"));
  page.call("machine_efficiencies", column("D"));
  page.frozenAt = `B${FIRST_ROW}`;
  page.printing.titleRows = `1:${HEAD_ROW}`;
  return page;
}
