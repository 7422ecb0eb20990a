import { isLoaded } from "./addin";
import type { Format } from "./looks";
import { Page } from "./page";

interface Check {
  readonly name: string;
  /** A difference or a count of what is wrong, without "="; 0 is right, an error is wrong. */
  readonly value: string;
  /** Of the value: "USD", "months". */
  readonly unit: string;
  readonly format?: Format;
  /** What to do, and where: a text, or a formula that begins with "=" and may name the first place. */
  readonly advice: string;
}

const FIRST_ROW = 7;
/** What fits into a line of the columns that say what is checked, and what to do. */
const [NAME, WIDE] = [46, 84];

/** The sheet on which everything is checked; its verdict stands on every sheet. */
export class ChecksPage extends Page {
  private row = FIRST_ROW;

  constructor() {
    super(
      "Checks",
      "checks",
      "Checks",
      "Each line is 0 where all is well; the sentence above stands on every sheet",
    );
    Object.assign(this.widths, { A: 50, B: 16, C: 14, D: 12, E: 90 });
    this.put("A4", "Verdict on all checks", "strongLabel");
    this.putRow("A6", ["Check"], "leftHead");
    this.putRow("B6", ["Value", "Unit", "Result"], "head");
    this.putRow("E6", ["What to do"], "leftHead");
    this.frozenAt = "A7";
    this.printing.titleRows = "1:6";
    this.call("checks_verdict", "B4");
  }

  /** Whatever the tolerance, a whole number that is not 0 counts what is wrong. */
  check({ name, value, unit, format = "decimal", advice }: Check): void {
    const { row } = this;
    this.row += 1;
    if (advice.startsWith("=") || advice.length > WIDE || name.length > NAME) this.heights.set(row, 30);
    const text = advice.startsWith("=") ? advice.slice(1) : `"${advice.replaceAll('"', '""')}"`;
    this.put(`A${row}`, name, "wrapped");
    this.put(`B${row}`, `=${value}`, "figure", format);
    this.put(`C${row}`, unit, "unit");
    this.put(
      `D${row}`,
      `=IF(ISNUMBER(B${row}),IF(AND(ABS(B${row})<=check_tolerance,ABS(B${row})<1),"OK","Check"),"Check")`,
      "pass",
    );
    this.put(`E${row}`, `=IF(D${row}="OK","",${text})`, "wrapped");
  }

  /** To be called after the last check. */
  finish(): void {
    const results = `D${FIRST_ROW}:D${this.row - 1}`;
    this.put(
      "B4",
      `=IF(NOT(${isLoaded}),"Hashcell is not loaded: its figures are missing or as last saved",` +
        `IF(COUNTIF(${results},"OK")=ROWS(${results}),"All "&ROWS(${results})&" checks pass",` +
        `ROWS(${results})-COUNTIF(${results},"OK")&" of "&ROWS(${results})&" checks fail: see the sheet Checks"))`,
      "verdict",
    );
    this.markVerdict("B4");
    this.marks.push({ range: results, formula: `D${FIRST_ROW}="Check"`, look: "red" });
  }
}
