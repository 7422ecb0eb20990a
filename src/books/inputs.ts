import type { Stricter } from "./inputCheck";
import type { Format } from "./looks";
import { type Content, Page, quoted, type Rule } from "./page";

export interface Input extends Stricter {
  /** In the workbook: "power_price". */
  readonly name: string;
  readonly label: string;
  readonly value: string | number;
  readonly unit: string;
  readonly format?: Format;
  readonly allows: Rule["allows"];
  /** What to type, in a sentence or two. */
  readonly prompt: string;
  /** Where the value is from, or what it is for. */
  readonly note: string;
}

/** An input, and its cell with the sheet, for what checks it. */
interface PlacedInput extends Input {
  readonly place: string;
}

/** A line that follows from the inputs above it. */
interface Result {
  readonly name?: string;
  readonly label: string;
  readonly formula: string;
  readonly unit: string;
  readonly format?: Format;
  readonly note: string;
}

/** A table in which each column has a head and a rule, for lists such as lots or sites. */
interface InputTable {
  /** Names the cells under the heads, where a formula reads them all: "lots". */
  readonly name?: string;
  readonly heads: readonly {
    readonly label: string;
    readonly format?: Format;
    readonly allows: Rule["allows"];
    readonly prompt: string;
    /** Names the column under its head. */
    readonly name?: string;
  }[];
  readonly rows: readonly (readonly Content[])[];
  /** Rows in all, the empty ones for more of the user's included. */
  readonly size: number;
}

const HEAD_ROW = 5;
/** A text that Excel can show when a cell is chosen has at most so many characters. */
const LONGEST_PROMPT = 255;
const LONGEST_TITLE = 32;

/** A sheet of inputs: what each is called, its value in blue, its unit, and where it is from. */
export class InputPage extends Page {
  /** The next free row. */
  row = HEAD_ROW + 1;
  /** Those outside of tables. */
  readonly inputs: PlacedInput[] = [];

  constructor(title: string, explanation: string, name = "Inputs", width: "narrow" | "wide" = "wide") {
    super(name, "inputs", title, explanation);
    Object.assign(this.widths, { A: 34, B: 22, C: 18, D: width === "wide" ? 70 : 16 });
    this.put("A4", "Legend: blue cells are inputs, black figures are calculated", "note");
    this.frozenAt = `A${HEAD_ROW + 1}`;
    this.printing.titleRows = `1:${HEAD_ROW}`;
    if (width === "wide") {
      this.putRow(`A${HEAD_ROW}`, ["Input"], "leftHead");
      this.putRow(`B${HEAD_ROW}`, ["Value", "Unit"], "head");
      this.putRow(`D${HEAD_ROW}`, ["Note or source"], "leftHead");
    }
  }

  /** Begins a group of inputs under a bar. */
  group(title: string): void {
    if (this.row > HEAD_ROW + 1) this.row += 1;
    this.section(this.row, "A", "D", title);
    this.row += 1;
  }

  /** Adds an input, and returns its name for formulas. */
  input(input: Input): string {
    const { name, label, value, unit, format, allows, prompt, note } = input;
    const row = this.next();
    const cell = `B${row}`;
    this.inputs.push({ ...input, place: `${quoted(this.name)}!${cell}` });
    this.put(`A${row}`, label, "label");
    this.put(cell, value, typeof value === "string" ? "textInput" : "input", format);
    this.put(`C${row}`, unit, "unit");
    this.put(`D${row}`, note, "note");
    this.rules.push(ruleOf(cell, label, allows, prompt));
    return this.call(name, cell);
  }

  /** Adds what follows from inputs, so that a reader sees it beside them. */
  result({ name, label, formula, unit, format, note }: Result): void {
    const row = this.next();
    this.put(`A${row}`, label, "label");
    this.put(`B${row}`, `=${formula}`, "figure", format);
    this.put(`C${row}`, unit, "unit");
    this.put(`D${row}`, note, "note");
    if (name !== undefined) this.call(name, `B${row}`);
  }

  /** Adds a table from column A; returns the first and the last row under its heads. */
  table({ name, heads, rows, size }: InputTable): { first: number; last: number } {
    const head = this.next();
    const [first, last] = [head + 1, head + size];
    for (const [index, { label, format, allows, prompt, name: columnName }] of heads.entries()) {
      const letter = String.fromCharCode("A".charCodeAt(0) + index);
      this.put(`${letter}${head}`, label, "head");
      for (let row = first; row <= last; row++) {
        const content = rows[row - first]?.[index] ?? "";
        this.put(
          `${letter}${row}`,
          content,
          index === 0 || (typeof content === "string" && content !== "") ? "textInput" : "input",
          format,
        );
      }
      const range = `${letter}${first}:${letter}${last}`;
      this.rules.push(ruleOf(range, label, allows, prompt));
      if (columnName !== undefined) this.call(columnName, range);
    }
    if (name !== undefined)
      this.call(name, `A${first}:${String.fromCharCode("A".charCodeAt(0) + heads.length - 1)}${last}`);
    this.heights.set(head, 32);
    this.row = last + 1;
    return { first, last };
  }

  private next(): number {
    this.row += 1;
    return this.row - 1;
  }
}

export function ruleOf(range: string, label: string, allows: Rule["allows"], prompt: string): Rule {
  if (prompt.length > LONGEST_PROMPT) throw new Error(`The prompt of ${label} is too long`);
  return { range, allows, title: label.slice(0, LONGEST_TITLE), prompt };
}

/** The tolerance of checks, which every workbook has. */
export function addTolerance(page: InputPage): void {
  page.input({
    name: "check_tolerance",
    label: "Tolerance of checks",
    value: 0.01,
    unit: "unit of the check",
    format: "decimal",
    allows: { kind: "decimal", least: 0, most: 1 },
    prompt: "How far apart two ways to compute the same figure may be, such as 0.01 for a cent. From 0 to 1.",
    note: "Differences up to this count as none",
  });
}
