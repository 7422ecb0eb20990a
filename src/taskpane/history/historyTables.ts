import { dateOfDay, MS_PER_DAY } from "../../core/calendar";
import type { HistoryField } from "../../data/series";
import type { Interval } from "../../functions/market/days";
import type { Table, TableCell, TableChart } from "../../workbook/workbook";
import { dayText } from "../format";
import { dateFormula, type Dated } from "./historyDays";
import { fieldFacts, type Quantity } from "./historyFields";

const GENERAL = "General";
const DATE_FORMAT = "yyyy-mm-dd";
const VALUE = 1;

/** Of the values by date. */
export const historyChart = ({ label, unit }: Quantity): Omit<TableChart, "cells"> => ({
  title: label,
  axis: "dates",
  valueTitle: unit,
});

/** Values by date, as cells that never change. */
export function historyTable(quantity: Quantity, values: readonly Dated[]): Table {
  const { label, unit, numberFormat } = quantity;
  return {
    headers: ["Date (UTC)", `${label} (${unit})`],
    rows: values.map(({ day, value }) => [dateOfDay(day), value]),
    formats: [DATE_FORMAT, numberFormat],
    inputs: values.length === 0 ? [] : [{ row: 0, column: VALUE, rows: values.length, columns: 1 }],
    chart: { ...historyChart(quantity), cells: { row: 0, column: 0, rows: values.length, columns: 2 } },
  };
}

/** The same as a formula; both days are included. */
export const historyFormula = ({ name }: Quantity, from: number, to: number, interval: Interval) =>
  `=MINING.HISTORY("${name}", ${dateFormula(from)}, ${dateFormula(to)}, "${interval}")`;

/** What is shown of a past day. */
export const dayFields = [
  "btc.price",
  "btc.difficulty",
  "btc.height",
  "btc.subsidy",
  "btc.hashrate",
  "btc.hashprice_subsidy",
] as const satisfies readonly HistoryField[];

type FieldValue = (field: HistoryField) => number | undefined;

/** The network on a day as values with their units, or as formulas; what is not known has no value. */
export function dayTable(day: number, value: FieldValue, form: "values" | "formulas"): Table {
  const date = dayText(day * MS_PER_DAY);
  const cellOf = (field: HistoryField): TableCell =>
    form === "formulas" ? { formula: dayFormula(field, day) } : (value(field) ?? "");
  const noteOf = (field: HistoryField) =>
    form === "values" && value(field) === undefined ? `not known on ${date}` : `end of ${date}, UTC`;
  return {
    headers: ["Label", "Value", "Unit", "Note"],
    rows: dayFields.map((field) => [
      fieldFacts[field].label,
      cellOf(field),
      fieldFacts[field].unit,
      noteOf(field),
    ]),
    formats: [GENERAL, GENERAL, GENERAL, GENERAL],
    rowFormats: { [VALUE]: dayFields.map((field) => fieldFacts[field].numberFormat) },
    ...(form === "values" && { inputs: [{ row: 0, column: VALUE, rows: dayFields.length, columns: 1 }] }),
  };
}

const dayFormula = (field: HistoryField, day: number) => `=MINING.MARKET("${field}",${dateFormula(day)})`;
