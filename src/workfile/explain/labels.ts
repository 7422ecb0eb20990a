import type { GridSheet } from "../evaluate/grid";
import type { Area } from "../evaluate/values";
import { bracketUnit, SheetLabels, textAt } from "../labels";
import type { Label } from "./explanation";

// What the texts beside a cell call it.

const known = new WeakMap<GridSheet, { readonly labels: SheetLabels; readonly writes: number }>();

function labelsOf(sheet: GridSheet): SheetLabels {
  const writes = sheet.writesTo(1, sheet.lastColumn);
  const found = known.get(sheet);
  if (found?.writes === writes) return found.labels;
  const labels = new SheetLabels(sheet);
  known.set(sheet, { labels, writes });
  return labels;
}

/** Headings that say nothing of a single value. */
const GENERAL = /^(?:values?|inputs?|amounts?|assumptions?|your values?)$/i;

const LONGEST = 60;
const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

/** The name of a cell, and its unit; undefined where no text is near. */
export function labelOf(sheet: GridSheet, row: number, column: number): Label | undefined {
  const { name, isFar, heading, unit } = labelsOf(sheet).of(row, column);
  const isNamed = name !== "" && !isFar;
  const parts = isNamed || GENERAL.test(heading) ? [name] : [name, heading];
  const text = parts
    .filter((part) => part !== "")
    .map(cut)
    .join(", ");
  return text === "" ? undefined : { text, ...(unit === "" ? {} : { unit }) };
}

/** The name of a range: what stands above a column, or left of a row; a table of several columns has none. */
export function labelOfRange({ sheet, top, left, rows, columns }: Area): Label | undefined {
  if (rows === 1) return labelOf(sheet, top, left);
  if (columns > 1) return undefined;
  const text = textAt(sheet, top, left) || labelsOf(sheet).headingOf(top, left);
  const unit = bracketUnit([text]);
  return text === "" ? undefined : { text: cut(text), ...(unit === undefined ? {} : { unit }) };
}
