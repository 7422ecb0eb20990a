import type { Format } from "./looks";
import { type Axis, type Month, MonthPage } from "./months";

/** An assumption of the add-in's model block. */
interface Assumption {
  /** As MINING.MODEL_TEMPLATE lists it: "btc price". */
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  /** One value for all months, or one for each; without "=". */
  readonly value: string | ((month: Month) => string);
  readonly format?: Format;
}

const FIRST_ROW = 9;

/**
 * The sheet "Model": the assumptions as the add-in's functions read them, with the months of those that vary under the
 * same axis as everywhere. Its range has the name `model`: column C is what MINING functions call the assumption, D its
 * value or "monthly".
 */
export function modelPage(
  axis: Axis,
  groups: readonly (readonly [title: string, assumptions: readonly Assumption[]])[],
): MonthPage {
  const page = new MonthPage(
    axis,
    "Model",
    "calculation",
    "The model as the add-in reads it",
    "What MINING functions take: the assumption's name in column C, its value in D, or its months from E on",
  );
  page.widths["C"] = 24;
  let row = FIRST_ROW;
  for (const [title, assumptions] of groups) {
    if (row > FIRST_ROW) row += 1;
    page.section(row, "A", axis.last, title);
    row += 1;
    for (const { name, label, unit, value, format } of assumptions) {
      page.put(`A${row}`, label, "label");
      page.put(`B${row}`, unit, "unit");
      page.put(`C${row}`, name, "text");
      if (typeof value === "string") page.put(`D${row}`, `=${value}`, "figure", format);
      else {
        page.put(`D${row}`, "monthly", "figure");
        for (const month of page.everyMonth())
          page.put(`${month.here}${row}`, `=${value(month)}`, "figure", format);
      }
      row += 1;
    }
  }
  page.call("model", `C${FIRST_ROW}:${axis.last}${row - 1}`);
  page.row = row;
  return page;
}
