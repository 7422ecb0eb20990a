import { columnLetters } from "../formula/tokens";
import type { Format, Look } from "./looks";
import { ruleOf } from "./inputs";
import { type Kind, Page, quoted, type Rule } from "./page";

/** Months begin in this column: A is the label, B the unit, C the total, D what a line opens with. */
const FIRST_COLUMN = 5;
const FIRST_MONTH = "E";
const AXIS_ROWS = { month: 4, end: 5, days: 6, year: 7, flag: 8 } as const;
const FIRST_ROW = 9;
const MONTHS_PER_YEAR = 12;

/** The column of a line in a month, and that of the month before: "E" and "D" in the first. */
export interface Month {
  readonly here: string;
  readonly before: string;
}

interface Line {
  /** To refer to it from other lines. */
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  /** The same in each month, without "=". */
  readonly formula: (month: Month) => string;
  readonly format?: Format;
  /** What column C holds: the sum of the months, the last of the plan, nothing, or a formula. */
  readonly total?: "sum" | "last" | "none" | { readonly formula: string };
  /** What column D holds: a balance before the first month, or a flow at the order; without "=". */
  readonly opening?: string;
  readonly isTotal?: boolean;
}

/** A line whose months the reader may type. */
interface TypedLine extends Pick<Line, "key" | "label" | "unit" | "format"> {
  readonly allows: Rule["allows"];
  /** What to type, in a sentence or two. */
  readonly prompt: string;
}

/** One time axis for all monthly sheets of a workbook: the same column is the same month on each. */
export class Axis {
  constructor(readonly months: number) {}

  /** The letters of a month's column; month 1 is E. */
  column = (month: number) => columnLetters(FIRST_COLUMN + month - 1);

  get last(): string {
    return this.column(this.months);
  }

  /**
   * The sheet "Time", which all others follow. It needs the names `start_date`, the first day of month 1, and
   * `plan_months`, after which nothing counts.
   */
  timePage(): Page {
    const page = new MonthPage(
      this,
      "Time",
      "calculation",
      "Time axis",
      "One column is one month, the same on every sheet with months; those after the plan's last month are marked 0 and hold nothing",
    );
    return page;
  }
}

const axisLines: readonly (readonly [
  keyof typeof AXIS_ROWS,
  string,
  string,
  Format,
  (column: string) => string,
])[] = [
  ["month", "Month", "number", "count", () => "COLUMN()-COLUMN($D$1)"],
  ["end", "Period end", "date", "date", (here) => `EOMONTH(start_date,${here}${AXIS_ROWS.month}-1)`],
  ["days", "Days", "days", "count", (here) => `DAY(${here}${AXIS_ROWS.end})`],
  ["year", "Year of the plan", "number", "count", (here) => `ROUNDUP(${here}${AXIS_ROWS.month}/12,0)`],
  ["flag", "In the plan", "1 or 0", "flag", (here) => `IF(${here}${AXIS_ROWS.month}<=plan_months,1,0)`],
];

/** A sheet with a month in each column. */
export class MonthPage extends Page {
  row = FIRST_ROW;
  private readonly rows = new Map<string, number>();

  constructor(
    readonly axis: Axis,
    name: string,
    kind: Kind,
    title: string,
    explanation: string,
  ) {
    super(name, kind, title, explanation);
    Object.assign(this.widths, { A: 38, B: 13, C: 15, D: 15 });
    this.frozenAt = `${FIRST_MONTH}${FIRST_ROW}`;
    this.printing.titleRows = `1:${FIRST_ROW - 1}`;
    this.printing.titleColumns = "A:D";
    this.printing.pagesWide = Math.ceil(axis.months / MONTHS_PER_YEAR);
    for (let month = MONTHS_PER_YEAR; month < axis.months; month += MONTHS_PER_YEAR)
      this.printing.columnBreaks.push(FIRST_COLUMN + month - 1);
    for (let month = 1; month <= axis.months; month++) this.widths[axis.column(month)] = 13;
    for (const [key, label, unit, format, formula] of axisLines) {
      const row = AXIS_ROWS[key];
      this.rows.set(key, row);
      this.put(`A${row}`, label, "axisLabel");
      this.put(`B${row}`, unit, "axisLabel");
      this.put(`C${row}`, key === "month" ? "Total or end" : "", "axis");
      this.put(`D${row}`, key === "month" ? "Opening" : "", "axis");
      for (const { here } of this.everyMonth())
        this.put(
          `${here}${row}`,
          name === "Time" ? `=${formula(here)}` : `=Time!${here}${row}`,
          "axis",
          format,
        );
    }
  }

  everyMonth(): Month[] {
    return Array.from({ length: this.axis.months }, (_, index) => ({
      here: this.axis.column(index + 1),
      before: this.axis.column(index),
    }));
  }

  group(title: string): void {
    if (this.row > FIRST_ROW) this.row += 1;
    this.section(this.row, "A", this.axis.last, title);
    this.row += 1;
  }

  /** Adds a line; it is empty after the plan only where its formula says so. */
  line({ key, label, unit, formula, format = "count", total = "sum", opening, isTotal = false }: Line): void {
    const { row } = this;
    this.row += 1;
    this.rows.set(key, row);
    const look: Look = isTotal ? "total" : "figure";
    this.put(`A${row}`, label, isTotal ? "totalLabel" : "label");
    this.put(`B${row}`, unit, "unit");
    const sum = totalFormula(
      total,
      `${FIRST_MONTH}${row}:${this.axis.last}${row}`,
      opening === undefined ? "" : `D${row}`,
    );
    this.put(`C${row}`, sum === "" ? "" : `=${sum}`, look, format);
    this.put(`D${row}`, opening === undefined ? "" : `=${opening}`, look, format);
    for (const month of this.everyMonth())
      this.put(`${month.here}${row}`, `=${formula(month)}`, look, format);
  }

  /** Adds a line of blue cells, empty as delivered: what a month has otherwise is for formulas to say. */
  typed({ key, label, unit, format = "count", allows, prompt }: TypedLine): void {
    const { row } = this;
    this.row += 1;
    this.rows.set(key, row);
    const months = `${FIRST_MONTH}${row}:${this.axis.last}${row}`;
    this.put(`A${row}`, label, "label");
    this.put(`B${row}`, unit, "unit");
    this.dress(months, "input", format);
    this.rules.push(ruleOf(months, label, allows, prompt));
  }

  rowOf(key: string): number {
    const row = this.rows.get(key);
    if (row === undefined) throw new Error(`${this.name} has no line ${key}`);
    return row;
  }

  /** A line's cell in a column, for formulas of the same sheet: "E12". */
  cell = (key: string, column: string) => `${column}${this.rowOf(key)}`;

  /** The same for formulas of other sheets: 'Cash flow'!E12. */
  of = (key: string, column: string) => `${quoted(this.name)}!${column}${this.rowOf(key)}`;

  /** A line's months, for formulas of other sheets and for charts: 'Cash flow'!$E$12:$BL$12. */
  months = (key: string) => this.at(`${FIRST_MONTH}${this.rowOf(key)}:${this.axis.last}${this.rowOf(key)}`);

  /** A line's total in column C, for formulas of other sheets. */
  total = (key: string) => this.at(`C${this.rowOf(key)}`);

  /** A line's opening in column D, for formulas of other sheets. */
  opening = (key: string) => this.at(`D${this.rowOf(key)}`);
}

function totalFormula(total: Line["total"], months: string, opening: string): string {
  if (typeof total === "object") return total.formula;
  if (total === "none") return "";
  if (total === "last") return `INDEX(${months},1,plan_months)`;
  return opening === "" ? `SUM(${months})` : `SUM(${opening},${months})`;
}
