import type { Format } from "./looks";
import { Page, type Rule } from "./page";

const FIRST = 6;

/** What a value must be beside what its cell's rule says. */
export interface Stricter {
  /** The least that the rule allows is itself too little. */
  readonly isAboveLeast?: boolean;
  /** The most that the rule allows is itself too much. */
  readonly isBelowMost?: boolean;
  /** A date must be the first of a month. */
  readonly isFirstOfMonth?: boolean;
}

interface Line {
  readonly label: string;
  /** Without "=". */
  readonly value: string;
  readonly format?: Format | undefined;
  /** The cell or the sheet. */
  readonly where: string;
  /** How many are wrong, without "=". */
  readonly wrong: string;
  /** What may be typed. */
  readonly prompt: string;
}

/**
 * The sheet "Input check": each input against what may be typed, as pasting goes round the rules of cells. It names how
 * many are wrong `inputs_wrong`, the first of them with its place `first_wrong_input`, and what may be typed there
 * `first_prompt`.
 */
export function inputCheckSheet(lines: readonly Line[]): Page {
  const page = new Page(
    "Input check",
    "calculation",
    "Check of the inputs",
    "Each input against its rule, since what is pasted or filled is not stopped by the cell; 1 or more is wrong, 0 is right",
  );
  Object.assign(page.widths, { A: 44, B: 22, C: 20, D: 10, E: 110 });
  page.putRow("A5", ["Input"], "leftHead");
  page.putRow("B5", ["Value", "Where", "Wrong"], "head");
  page.putRow("E5", ["What may be typed"], "leftHead");
  page.frozenAt = `A${FIRST}`;
  page.printing.titleRows = "1:5";
  for (const [index, { label, value, format, where, wrong, prompt }] of lines.entries()) {
    const row = FIRST + index;
    page.put(`A${row}`, label, "label");
    page.put(`B${row}`, `=${value}`, "figure", format);
    page.put(`C${row}`, where, "unit");
    page.put(`D${row}`, `=${wrong}`, "figure", "flag");
    page.put(`E${row}`, prompt, "note");
  }
  const cells = (letter: string) => `${letter}${FIRST}:${letter}${FIRST + lines.length - 1}`;
  putWrong(page, { count: "B4", first: "D4" }, { labels: cells("A"), places: cells("C"), wrong: cells("D") });
  page.put("E4", `=IF(B4>0,${firstOf(cells("E"), cells("D"))},"")`, "text");
  page.call("first_prompt", "E4");
  page.put("C4", "inputs", "unit");
  page.marks.push({ range: cells("D"), formula: `D${FIRST}>0`, look: "red" });
  return page;
}

/** The cell of a range beside the first that is wrong. */
const firstOf = (range: string, wrong: string) => `INDEX(${range},MATCH(TRUE,INDEX(${wrong}>0,0),0))`;

/** Counts what is wrong in ranges side by side, and says which is the first. */
export function putWrong(
  page: Page,
  cells: { readonly count: string; readonly first: string },
  { labels, places, wrong }: { readonly labels: string; readonly places: string; readonly wrong: string },
): void {
  page.put("A4", "Inputs that are wrong", "strongLabel");
  page.put(cells.count, `=SUM(${wrong})`, "strong", "count");
  page.put(
    cells.first,
    `=IF(${cells.count}>0,${firstOf(labels, wrong)}&" ("&${firstOf(places, wrong)}&")","none")`,
    "text",
  );
  page.call("inputs_wrong", cells.count);
  page.call("first_wrong_input", cells.first);
}

/** Whether a value is what its rule allows, as a formula. A date may lie outside of its bounds, which are only plausible. */
export function isRight(value: string, allows: Rule["allows"], stricter: Stricter = {}): string {
  switch (allows.kind) {
    case "list":
      return `OR(${allows.values.map((one) => `${value}="${one}"`).join(",")})`;
    case "listFrom":
      return `IF(${value}<>"",ISNUMBER(MATCH(${value},${allows.range},0)),FALSE)`;
    case "any":
      return `${value}<>""`;
    case "date":
      return isNumber(value, [stricter.isFirstOfMonth === true ? `DAY(${value})=1` : `${value}>=1`]);
    default: {
      const { kind, least, most } = allows;
      const { isAboveLeast = false, isBelowMost = false } = stricter;
      return isNumber(value, [
        ...(least === undefined ? [] : [`${value}>${isAboveLeast ? "" : "="}${least}`]),
        ...(most === undefined ? [] : [`${value}<${isBelowMost ? "" : "="}${most}`]),
        ...(kind === "whole" ? [`${value}=INT(${value})`] : []),
      ]);
    }
  }
}

/** AND reads all that stands in it, and a text is no number to compare or to round. */
const isNumber = (value: string, tests: readonly string[]) =>
  tests.length === 0 ? `ISNUMBER(${value})` : `IF(ISNUMBER(${value}),AND(${tests.join(",")}),FALSE)`;
