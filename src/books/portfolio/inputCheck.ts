import { isRight, putWrong } from "../inputCheck";
import type { InputPage } from "../inputs";
import { Page } from "../page";
import { siteRows } from "./sites";
import { bySite, FIRST_SITE, LAST_SITE, letters } from "./slots";

const COMMON = 12;

/** Columns of tables whose cells hold numbers in each row. */
const COLUMNS = [
  ["price_shocks", "Steps of the bitcoin price", "Inputs"],
  ["difficulty_shocks", "Steps of difficulty", "Inputs"],
  ["power_shocks", "Steps of the power price", "Inputs"],
  ["outage_probabilities", "Probability of an outage", "Exposures"],
  ["outage_days", "Days of an outage", "Exposures"],
] as const;

/**
 * The sheet "Input check": each input against what may be typed, as pasting goes round the rules of cells, and which sites
 * count. A site with a wrong cell is left out, so that the others are still compared.
 */
export function inputCheckPage({ inputs }: InputPage): Page {
  const page = new Page(
    "Input check",
    "calculation",
    "Check of the inputs",
    "Each input against its rule: 1 is wrong, 0 is right; a site with a wrong cell is left out until it is corrected",
  );
  Object.assign(page.widths, { A: 34, B: 24, C: 11, J: 52 });
  for (const letter of letters) page.widths[letter] = 12;

  page.section(5, "A", "J", "Sites");
  const labels = [
    ["Column of the sheet Sites", "number"],
    ["Is named", "1 or 0"],
    ["Place among the sites that count", "number, 0 for none"],
  ] as const;
  for (const [index, [label, unit]] of labels.entries()) {
    page.put(`A${6 + index}`, label, "label");
    page.put(`B${6 + index}`, unit, "unit");
  }
  for (const letter of letters) page.put(`${letter}6`, "=COLUMN()-COLUMN($C$6)", "figure", "count");
  page.call("site_numbers", bySite(6));
  page.put("A9", "Its letter there", "label");
  page.put("B9", "text", "unit");
  for (const letter of letters) page.put(`${letter}9`, letter, "figure");
  page.call("site_columns", bySite(9));

  page.section(COMMON - 1, "A", "J", "Inputs that all sites share");
  let row = COMMON;
  const first = row;
  const line = (label: string, where: string, wrong: string) => {
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, where, "unit");
    page.put(`C${row}`, `=${wrong}`, "figure", "flag");
    row += 1;
  };
  for (const input of inputs)
    line(input.label, input.place, `IF(${isRight(input.name, input.allows, input)},0,1)`);
  for (const [name, label, where] of COLUMNS) line(label, where, `ROWS(${name})-COUNT(${name})`);
  const common = (letter: string) => `${letter}${first}:${letter}${row - 1}`;
  putWrong(
    page,
    { count: "C4", first: "D4" },
    { labels: common("A"), places: common("B"), wrong: common("C") },
  );

  const head = row + 1;
  page.section(head, "A", "B", "Cells of the sites");
  page.dress(`${FIRST_SITE}${head}:${LAST_SITE}${head}`, "section");
  page.put(`C${head}`, "All", "sectionFigure");
  page.put(`J${head}`, "First that is wrong", "section");
  const from = head + 1;
  row = from;
  const siteLine = (label: string, wrong: (letter: string) => string) => {
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, "1 is wrong", "unit");
    page.put(`C${row}`, `=SUM(${bySite(row)})`, "figure", "count");
    for (const letter of letters)
      page.put(`${letter}${row}`, `=IF(${letter}$7=1,${wrong(letter)},0)`, "figure", "flag");
    page.put(
      `J${row}`,
      `=IF(C${row}>0,A${row}&" of "&INDEX(site_names,1,MATCH(1,${bySite(row)},0))&" (column "&INDEX(site_columns,1,MATCH(1,${bySite(row)},0))&")","")`,
      "note",
    );
    row += 1;
  };
  const cell = (name: string, letter: string) => `INDEX(${name},1,${letter}$6)`;
  for (const one of siteRows)
    if (!TEXTS.has(one.name))
      siteLine(one.label, (letter) => `IF(${isRight(cell(one.name, letter), one.allows, one)},0,1)`);
  siteLine("Hashrate and power of the machine", (letter) => {
    const machine = cell("site_machines", letter);
    const of = (column: string) => `SUMIFS(${column},machine_names,${machine})`;
    return `IF(COUNTIF(machine_names,${machine})>0,IF(MIN(${of("machine_hashrates")},${of("machine_powers")})>0,0,1),0)`;
  });
  siteLine(
    "Start month within the months",
    (letter) =>
      `IF(COUNT(${cell("site_starts", letter)},${cell("site_months", letter)})=2,IF(${cell("site_starts", letter)}<=MIN(${cell("site_months", letter)},plan_months),0,1),0)`,
  );
  const last = row - 1;
  const twice = row;
  page.put(`A${row}`, "Name stands further left", "label");
  page.put(`B${row}`, "1 is wrong", "unit");
  page.put(`C${row}`, `=SUM(${bySite(row)})`, "figure", "count");
  for (const letter of letters)
    page.put(
      `${letter}${row}`,
      `=IF(${letter}$7=1,MIN(1,SUMPRODUCT((site_names=${cell("site_names", letter)})*(site_numbers<${letter}$6))),0)`,
      "figure",
      "flag",
    );
  page.call("doubled_names", bySite(twice));
  row += 1;
  page.put(`A${row}`, "Empty name left of a site, or over its cells", "label");
  page.put(`B${row}`, "1 is wrong", "unit");
  page.put(`C${row}`, `=SUM(${bySite(row)})`, "figure", "count");
  for (const [index, letter] of letters.entries()) {
    const right = letters[index + 1];
    const after = right === undefined ? "0" : `SUM(${right}$7:$${LAST_SITE}$7)`;
    page.put(
      `${letter}${row}`,
      `=IF(${letter}$7=1,0,IF(${after}+IF(${cell("site_machines", letter)}<>"",1,0)+IF(ISNUMBER(${cell("site_counts", letter)}),1,0)>0,1,0))`,
      "figure",
      "flag",
    );
  }
  page.call("missing_names", bySite(row));
  row += 1;
  page.put(`A${row}`, "Wrong cells", "totalLabel");
  page.put(`B${row}`, "cells", "unit");
  page.put(`C${row}`, `=SUM(${bySite(row)})`, "total", "count");
  for (const letter of letters)
    page.put(`${letter}${row}`, `=SUM(${letter}${from}:${letter}${last})`, "total", "count");
  page.put(
    `J${row}`,
    `=IF(C${row}>0,INDEX(J${from}:J${last},MATCH(1,INDEX((C${from}:C${last}>0)*1,0),0)),"none")`,
    "text",
  );
  page.call("site_errors", bySite(row));
  page.call("first_wrong_cell", `J${row}`);
  for (const letter of letters) {
    page.put(`${letter}7`, `=IF(${cell("site_names", letter)}="",0,1)`, "figure", "flag");
    page.put(
      `${letter}8`,
      `=IF(AND(${letter}7=1,${letter}${row}=0),SUMPRODUCT(($${FIRST_SITE}7:${letter}7=1)*($${FIRST_SITE}${row}:${letter}${row}=0)),0)`,
      "figure",
      "count",
    );
  }
  page.put("C7", `=SUM(${bySite(7)})`, "figure", "count");
  page.put("C8", `=MAX(${bySite(8)})`, "strong", "count");
  page.call("sites_named", "C7");
  page.call("sites_counted", "C8");
  page.call("site_places", bySite(8));
  page.marks.push(
    { range: `C${first}:C${head - 2}`, formula: `C${first}>0`, look: "red" },
    { range: `${FIRST_SITE}${from}:${LAST_SITE}${row}`, formula: `${FIRST_SITE}${from}>0`, look: "red" },
  );
  page.frozenAt = "D6";
  page.printing.titleRows = "1:5";
  return page;
}

/** Rows in which any text, or none, may stand. */
const TEXTS: ReadonlySet<string> = new Set(["site_names", "site_hosts", "site_jurisdictions"]);
