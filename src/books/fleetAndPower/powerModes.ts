import { Page } from "../page";
import { MODES_SIZE } from "./inputs";
import { putFacts, putTable } from "./lines";
import { factsOf, modesLines } from "./records";

const RECORD_ROW = 6;
const TABLE_ROW = 17;

/** The sheet "Power modes": how the machines of one type run when each hour may have its own mode. */
export function powerModesPage(): Page {
  const page = new Page(
    "Power modes",
    "output",
    "Power modes",
    "The machines of one type in the best mode of each hour, or off: what that brings, and how long each mode runs",
  );
  Object.assign(page.widths, { A: 38, B: 16, C: 16, D: 16, E: 16, F: 16, G: 16 });
  page.section(RECORD_ROW - 1, "A", "G", "Result for all machines of the type");
  putFacts(page, RECORD_ROW, factsOf("modes_record", "modes_run", modesLines));
  page.put(
    "A15",
    '=IF(modes_run=0,"The machine with modes is not in the fleet, or has no modes",TEXT(modes_units,"#,##0")&" of "&modes_machine&" run, after downtime; hour by hour on the sheet Hours")',
    "note",
  );
  page.section(TABLE_ROW - 1, "A", "G", "Hours in each mode");
  const mode = (column: number) => `INDEX(modes_used,ROW()-ROW($A$${TABLE_ROW}),${column})`;
  const ifUsed = (row: number, formula: string) => `IF($A${row}="","",${formula})`;
  const { first, last, total } = putTable(page, {
    row: TABLE_ROW,
    size: MODES_SIZE,
    columns: [
      { head: "Mode", look: "text", formula: () => mode(1) },
      { head: "Hashrate (TH/s)", format: "oneDecimal", formula: () => mode(2) },
      { head: "Power (W)", format: "count", formula: () => mode(3) },
      { head: "Efficiency (J/TH)", format: "oneDecimal", formula: (row) => ifUsed(row, `C${row}/B${row}`) },
      {
        head: "Strike (USD/MWh)",
        format: "decimal",
        formula: (row) => ifUsed(row, `1000*net_hashprice/(24*D${row}*pue)`),
      },
      { head: "Hours", format: "count", formula: (row) => ifUsed(row, `COUNTIF(hour_modes,A${row})`) },
      {
        head: "Share of hours",
        format: "percent",
        formula: (row) => ifUsed(row, `IF(hours_given=0,0,F${row}/hours_given)`),
      },
    ],
  });
  page.put(`A${total}`, "off", "label");
  page.put(`F${total}`, '=COUNTIF(hour_modes,"off")', "figure", "count");
  page.put(`G${total}`, `=IF(hours_given=0,0,F${total}/hours_given)`, "figure", "percent");
  page.call("mode_hours", `F${first}:F${total}`);
  page.charts.push({
    kind: "bar",
    title: "Hours in each mode",
    labels: page.at(`A${first}:A${last + 1}`),
    series: [{ name: "Hours", values: page.at(`F${first}:F${last + 1}`) }],
    xTitle: "Hours",
    yFormat: "#,##0",
    over: `I${RECORD_ROW}:Q${TABLE_ROW + MODES_SIZE + 1}`,
  });
  page.frozenAt = "B5";
  return page;
}
