import type { Sheet } from "../workbookData";
import { SheetWriter, type NumberLook } from "./sheet";
import { MODEL_BLOCK } from "./siteModel";

/** Number formats of MINER_CASHFLOWS' columns from B on. */
const formats: readonly NumberLook[] = [
  "count",
  "btc",
  "count",
  "usd",
  "count",
  "btc",
  ...new Array<NumberLook>(12).fill("usd"),
];

/** The months of the site, spilled by one formula. */
export function cashFlows(): Sheet {
  const columns = "ABCDEFGHIJKLMNOPQRS".split("");
  const widths = {
    ...Object.fromEntries(columns.map((column) => [column, 100])),
    A: 64,
    D: 150,
    F: 70,
    G: 110,
  };
  const writer = new SheetWriter("Cash flows", widths, 250);
  writer.put("B1", "Cash flows of the site, month by month", "title");
  writer.put("B2", "One formula in A3 spills the table. Every row foots; costs are shown positive.", "note");
  writer.sheet.rowHeights = { 1: 32, 3: 60 };
  writer.put("A3", `=MINING.MINER_CASHFLOWS(${MODEL_BLOCK})`);
  writer.dress("A3:S3", "columnHead");
  for (const [index, format] of formats.entries())
    writer.dress(`${columns[index + 1]}4:${columns[index + 1]}250`, undefined, format);
  return { ...writer.sheet, frozenRows: 3, frozenColumns: 1 };
}
