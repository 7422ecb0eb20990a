import { DATES_END, dayOfDate, isoDay } from "../../core/calendar";
import { numberText } from "../wording";
import {
  isMany,
  type Argument,
  type Explanation,
  type Label,
  type ManyValues,
  type NativeResult,
  type Plain,
  type Precedent,
  type PrecedentRange,
  type Value,
} from "./explanation";

// What is said of a cell in words, on the command line and in the pane.

const DATE = /^(?:excel )?date$/i;

/** What one cell holds; `unit` makes a date of a number. */
export function plainText(value: Plain, unit = ""): string {
  if (value === null) return "blank";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "string") return value === "" ? "an empty text" : `"${value}"`;
  if (typeof value === "object") return value.error;
  if (DATE.test(unit) && value >= 1 && value < DATES_END)
    return `${isoDay(dayOfDate(value))} (${numberText(value)})`;
  return numberText(value);
}

/** Of several values, so many are named. */
const MOST_NAMED = 4;

export const sizeText = ({ rows, columns }: Pick<ManyValues, "rows" | "columns">) =>
  columns === 1
    ? `${rows.toLocaleString("en-US")} cells`
    : rows === 1
      ? `${columns.toLocaleString("en-US")} cells`
      : `${rows.toLocaleString("en-US")} rows by ${columns.toLocaleString("en-US")} columns`;

export function valueText(value: Value, unit = ""): string {
  if (!isMany(value)) {
    return typeof value === "object" && value !== null && "is" in value ? value.is : plainText(value, unit);
  }
  const { rows, columns, first } = value;
  const cells = first.flat();
  const named = cells.slice(0, MOST_NAMED).map((cell) => plainText(cell, unit));
  return `${sizeText(value).replace("cells", "values")}: ${named.join(", ")}${rows * columns > named.length ? ", ..." : ""}`;
}

/** Units that say what a value may be and not what it counts, and those that its name says. */
const UNSAID =
  /^(?:text|range|pairs|TRUE or FALSE|date|Excel date|method|-1 to 1|1 or 0|block|month|number|whole number|ratio|three numbers|difficulty)?$|^(?:that of|in the|as |currency|probability|hashes per second, in)/;

/** What an argument is, with its unit: "Power price at the meter, in USD/kWh". */
export const docText = ({ doc, unit }: Pick<Argument, "doc" | "unit">) =>
  isSaid(unit) ? `${doc}, ${unit.startsWith("per ") ? "" : "in "}${unit}` : doc;

export const isSaid = (unit: string) => !UNSAID.test(unit);

/** A value with its unit, where it is a number. */
export function measuredText(value: Value, unit = ""): string {
  const text = valueText(value, unit);
  const isNumber =
    typeof value === "number" ||
    (isMany(value) && value.first.flat().some((cell) => typeof cell === "number"));
  return !isSaid(unit) || !isNumber ? text : `${text} ${unit}`;
}

/** "Efficiency (J/TH)": the unit is not said twice. */
export const labelText = ({ text, unit }: Label) =>
  unit === undefined || text.includes(unit) ? text : `${text} (${unit})`;

/** How a cell has its value, in a few words. */
export function kindText({ kind, formula }: Pick<Precedent, "kind" | "formula">): string {
  switch (kind) {
    case "constant":
      return "typed in";
    case "blank":
      return "blank";
    case "filled":
      return "filled by a formula";
    case "formula":
      return formula === undefined ? "a formula" : "formula";
  }
}

export function rangeText({ constants, formulas, blanks, errors }: PrecedentRange): string {
  const parts = [
    constants > 0 ? `${constants.toLocaleString("en-US")} typed in` : "",
    formulas > 0 ? `${formulas.toLocaleString("en-US")} by formula` : "",
    blanks > 0 ? `${blanks.toLocaleString("en-US")} blank` : "",
    errors > 0 ? `${errors.toLocaleString("en-US")} with errors` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** Where an argument has its value from; without the address, which is a link in the pane. */
export function originText({ origin, text }: Argument): string {
  switch (origin.kind) {
    case "cell":
      return [
        origin.name === undefined ? "" : `by the name ${origin.name}`,
        origin.cell.label === undefined ? "" : labelText(origin.cell.label),
        kindText(origin.cell),
      ]
        .filter((part) => part !== "")
        .join(", ");
    case "range":
      return [
        origin.name === undefined ? "" : `by the name ${origin.name}`,
        origin.label === undefined ? "" : labelText(origin.label),
      ]
        .filter((part) => part !== "")
        .join(", ");
    case "typed":
      return "typed into the formula";
    case "formula":
      return `calculated: ${text}`;
    case "default":
      return "assumed: it is left out";
    case "none":
      return "left out";
  }
}

/** Whether what the workbook shows is what the formula gives. */
export function agreementText({ value, agrees, left, saved }: Explanation): string {
  if (value === undefined)
    return `It was not calculated here: ${left ?? "the reason is not known"}. The workbook shows ${plainText(saved)}.`;
  if (agrees === true) return "Calculated again here, it is the same.";
  return `The workbook shows ${plainText(saved)}; calculated from the cells that it refers to, it is ${valueText(value)}.`;
}

/** How the result in Excel's own functions compares with the function's. */
export function nativeText({ value, why, difference, isSame }: NativeResult): string {
  if (value === undefined)
    return why === undefined ? "" : /[.!?]$/.test(why) ? why : `Not calculated here: ${why}.`;
  const result = valueText(value);
  if (isSame === true)
    return difference === undefined || difference === 0
      ? `${result}, the same`
      : `${result}, the same but for rounding`;
  return difference === undefined || difference === 0
    ? `${result}, which is different`
    : `${result}, which differs by ${percentText(difference)}`;
}

const percentText = (share: number) => `${Number((100 * share).toPrecision(2))} %`;
