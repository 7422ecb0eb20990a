import { cellKey, type Values } from "./sheetContent";
import { parsedRange, type Cell } from "./cells";
import { checksum } from "./originals";
import { plainFormula } from "./rewriting";
import type { CellValue } from "./values";

// Whether a cell is as it was written: checksums of what it holds that stay the same when another program saves the file.

export const formulaPrint = (formula: string) => checksum(plainFormula(formula));

/** Of a cell's value, or of those of the range that its formula filled. */
export function valuePrint(values: Values, { row, column }: Cell, range?: string): number {
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
    for (let at = start.column; at <= end.column; at++) texts.push(plainValue(values.get(cellKey(line, at))));
  return checksum(texts.join("\n"));
}

/**
 * Programs write numbers with 15 to 17 digits: of these, far fewer stay the same however they are rounded. An empty text is
 * as good as nothing, and some programs write it so.
 */
function plainValue(value: CellValue | undefined): string {
  if (value === undefined || value.text === "") return "";
  return value.kind === "number" ? Number(value.text).toPrecision(10) : `${value.kind} ${value.text}`;
}
