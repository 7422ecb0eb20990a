import { excelDate } from "../core/dates";
import type { LabelledValue } from "./workbook";

export const blockHeader = ["Label", "Value", "Unit", "Source", "As of"] as const;

/** Index of the column of values in a block. */
export const VALUE_COLUMN = 1;

const MOMENT_FORMAT = 'yyyy-mm-dd hh:mm "UTC"';

/** A text as it must be written so that Excel takes it for text, never for a formula. */
export function literal(value: string): string;
export function literal(value: number | string): number | string;
export function literal(value: number | string): number | string {
  return typeof value === "string" && /^\s*[=+\-@']/.test(value) ? `'${value}` : value;
}

/** What a block writes into its cells, header first. */
export function blockCells(rows: readonly LabelledValue[]): (number | string)[][] {
  return [
    [...blockHeader],
    ...rows.map(({ label, value, unit, source, asOf }) => [
      ...[literal(label), literal(value), literal(unit), literal(source), excelDate(asOf)],
    ]),
  ];
}

/** The number formats of those cells. */
export function blockFormats(rows: readonly LabelledValue[]): string[][] {
  const general = "General";
  return [
    blockHeader.map(() => general),
    ...rows.map(({ numberFormat }) => [general, numberFormat, general, general, MOMENT_FORMAT]),
  ];
}

/** Whether no cell of a range holds anything, by its formulas. */
export function areEmpty(formulas: readonly (readonly unknown[])[]): boolean {
  return formulas.every((row) => row.every((cell) => cell === "" || cell === null));
}
