import { cellKey, type Values } from "./sheetContent";
import { parsedRange, type Cell } from "./cells";
import { checksum } from "./customPart";
import { plainFormula } from "./rewriting";
import type { CellValue } from "./values";

// Whether a cell is as it was written: checksums of what it holds that stay the same when another program saves the file.

export const formulaPrint = (formula: string) => checksum(plainFormula(formula));

/**
 * Of a cell's value, or of those of the range that its formula filled. Programs write numbers with 15 to 17 digits: rounded
 * to 15, they are mostly the same, but a number that was rounded to 16 before may be another. `by16` is of that one.
 */
export function valuePrints(values: Values, cell: Cell, range?: string): { print: number; by16?: number } {
  const texts = valueTexts(values, cell, range);
  const print = checksum(texts.join("\n"));
  const by16 = checksum(valueTexts(values, cell, range, 16).join("\n"));
  return print === by16 ? { print } : { print, by16 };
}

function valueTexts(values: Values, { row, column }: Cell, range?: string, digits?: number): string[] {
  const place = range === undefined ? undefined : parsedRange(range);
  const [start, end] =
    place === undefined
      ? [
          { row, column },
          { row, column },
        ]
      : [place.start, place.end];
  const texts: string[] = [];
  for (let line = start.row; line <= end.row; line++)
    for (let at = start.column; at <= end.column; at++)
      texts.push(plainValue(values.get(cellKey(line, at)), digits));
  return texts;
}

/** An empty text is as good as nothing, and some programs write it so. */
function plainValue(value: CellValue | undefined, digits: number | undefined): string {
  if (value === undefined || value.text === "") return "";
  if (value.kind !== "number") return `${value.kind} ${value.text}`;
  const number = Number(value.text);
  return (digits === undefined ? number : Number(number.toPrecision(digits))).toPrecision(15);
}
