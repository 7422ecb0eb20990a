import { argumentReader, argumentsOf } from "../functions/arguments";
import { documented } from "../functions/documented";
import { UnavailableError } from "../core/errors";
import { greatest } from "../core/numeric/extremes";
import { embedded } from "../data/embedded/embedded";
import { MarketStore } from "../data/store";
import { columnLetters } from "../formula/tokens";
import { groups, type Definition, type Example, type RecordValues, type Value } from "../functions/define";
import { exampleCall } from "../functions/formulaCall";
import { recordTable, rowValue } from "../functions/records";
import { hasHead, numberFormat, resultFormats } from "../functions/resultFormats";
import { aboutPage } from "./about";
import type { Book } from "./book";
import { ChecksPage } from "./checks";
import { addTolerance, InputPage } from "./inputs";
import { type Content, Page, placed } from "./page";

/** What the examples are computed on: none of them reads the clock. */
const market = new MarketStore(embedded, () => 0);
market.show({ kind: "embedded" });

const [FIRST_WIDTH, WIDTH] = [34, 20];
/** More columns than these do not fit on paper. */
const LAST_PRINTED = 12;
const SECTION = "H";
const FIRST_ROW = 5;

interface TourSheet {
  readonly page: Page;
  readonly group: string;
  readonly definitions: readonly Definition[];
  /** Examples that have no answer until the pane has loaded something. */
  readonly waiting: number;
}

/** The tour: every function with its first example, computed where it stands. */
export function tour(): Book {
  const sheets = groups.flatMap((group) => {
    const definitions = documented.filter((definition) => definition.group === group);
    return definitions.length === 0 ? [] : [tourSheet(group, definitions)];
  });
  const title = "A tour of the functions";
  const settings = new InputPage(title, "What the checks of this workbook take for equal", "Settings");
  addTolerance(settings);
  const checks = new ChecksPage();
  for (const { page, group, waiting } of sheets)
    checks.check({
      name: `${group}: every example has its answer`,
      value: `MAX(0,SUMPRODUCT(--ISERROR(${page.at(`A${FIRST_ROW}:A${lastRow(page)}`)}))-${waiting})`,
      unit: "cells",
      format: "count",
      advice: `An example on the sheet ${page.name} shows an error: choose the cell, its message says why.`,
    });
  checks.finish();
  return {
    name: "tour",
    title,
    purpose:
      "Every function with an example that computes, by group: for finding one, and for copying its formula.",
    pages: [
      contents(title, sheets),
      settings,
      ...sheets.map(({ page }) => page),
      checks,
      about(title, sheets),
    ],
  };
}

const lastRow = (page: Page) => greatest([...page.cells.keys()].map((cell) => placed(cell).row));

/** What there is, group by group, with the sheet that has it. */
function contents(title: string, sheets: readonly TourSheet[]): Page {
  const page = new Page(
    "Contents",
    "output",
    title,
    "Each function computes its first example on the sheet named beside it; the formulas are live: change what they refer to",
  );
  Object.assign(page.widths, { A: 28, B: 28, C: 90 });
  page.putRow("A4", ["Function", "Sheet", "What it gives"], "leftHead");
  let row = 5;
  for (const { page: sheet, group, definitions } of sheets) {
    page.section(row, "A", "C", group);
    row += 1;
    for (const { name, summary } of definitions) {
      page.putRow(`A${row}`, [`MINING.${name}`, sheet.name, `${summary}.`], "text");
      row += 1;
    }
  }
  page.frozenAt = "A5";
  page.printing.titleRows = "1:4";
  return page;
}

/** "Network" for Network and protocol: short enough for a tab. */
const tabOf = (group: string) => group.replace(/,.*| and .*| in cells/, "").replace("Market data", "Market");

function tourSheet(group: string, definitions: readonly Definition[]): TourSheet {
  const page = new Page(
    tabOf(group),
    "output",
    group,
    "Blue cells are what the examples refer to. Below each formula is its answer, live; where there is none, the reason is below it. Wide answers print to column L",
  );
  page.frozenAt = "A4";
  page.printing.titleRows = "1:3";
  const blocks = new Map<Example["cells"], number>();
  let waiting = 0;
  let row = FIRST_ROW;
  for (const definition of definitions) {
    const [example] = definition.examples;
    if (example === undefined) continue;
    page.section(row, "A", SECTION, `MINING.${definition.name}`);
    page.put(`A${row + 1}`, `${definition.summary}.`);
    page.put(`A${row + 2}`, example.note, "note");
    const { end, isWaiting } = putExample(page, row + 3, definition, example, blocks);
    if (isWaiting) waiting += 1;
    row = end + 2;
  }
  for (const cell of page.cells.keys()) {
    const column = cell.replace(/\d+$/, "");
    page.widths[column] = column === "A" ? FIRST_WIDTH : WIDTH;
  }
  const used = greatest([...page.cells.keys()].map((cell) => placed(cell).column));
  if (used > LAST_PRINTED) page.printing.area = `A1:${columnLetters(LAST_PRINTED)}${lastRow(page)}`;
  return { page, group, definitions, waiting };
}

/** Writes the cells that an example refers to (once a sheet), its formula as text and live; returns the last row used. */
function putExample(
  page: Page,
  row: number,
  definition: Definition,
  example: Example,
  blocks: Map<Example["cells"], number>,
): { end: number; isWaiting: boolean } {
  const { cells = [], formula } = example;
  let top = blocks.get(example.cells) ?? row + 1;
  let formulaRow = row;
  if (cells.length > 0 && !blocks.has(example.cells)) {
    top = row;
    blocks.set(example.cells, top);
    for (const [index, line] of cells.entries()) putInputs(page, top + index, line, cells[0] ?? []);
    formulaRow = row + cells.length + 1;
  }
  const live = cells.length === 0 ? formula : movedTo(formula, top);
  page.put(`A${formulaRow}`, `'${live}`, "verdict");
  const result = resultOf(definition, example);
  const formats = resultFormats(definition, formula, result);
  const { returns } = definition;
  const isHeaded = returns.shape === "table" && hasHead(returns.columns, result);
  for (const [down, line] of result.entries())
    for (const [right, value] of line.entries()) {
      const cell = `${columnLetters(right + 1)}${formulaRow + 1 + down}`;
      const code = formats[down]?.[right];
      page.put(
        cell,
        down === 0 && right === 0 ? live : "",
        isHeaded && down === 0 ? "head" : lookOf(value, result),
        code === undefined || code === "General" ? undefined : { code },
      );
    }
  let end = formulaRow + Math.max(1, result.length);
  const reasons = new Map<string, string[]>();
  for (const [down, line] of result.entries())
    for (const [right, value] of line.entries()) {
      if (!(value instanceof Error)) continue;
      const cells = reasons.get(value.message) ?? [];
      reasons.set(value.message, [...cells, `${columnLetters(right + 1)}${formulaRow + 1 + down}`]);
    }
  for (const [message, where] of reasons) {
    end += 1;
    page.put(`A${end}`, `No answer in ${where.join(", ")}: ${message}.`, "note");
  }
  return { end, isWaiting: result[0]?.[0] instanceof UnavailableError };
}

const lookOf = (value: Value, { length }: readonly unknown[]) =>
  typeof value === "number" ? (length === 1 ? "strong" : "figure") : length === 1 ? "text" : "wrapped";

/** Writes a row of the cells that an example refers to; `heads` is their first row. */
function putInputs(page: Page, row: number, line: readonly Content[], heads: readonly Content[]): void {
  for (const [index, content] of line.entries()) {
    if (content === "") continue;
    const isDate = [line[0], heads[index]].some((name) => /\bdate\b/i.test(String(name)));
    const isNumber = typeof content === "number";
    const format =
      isNumber && isDate
        ? ("date" as const)
        : isNumber && (Math.abs(content) >= 1000 || !Number.isInteger(content))
          ? { code: numberFormat("", [content]) }
          : undefined;
    page.put(`${columnLetters(index + 1)}${row}`, content, isNumber ? "input" : "textInput", format);
  }
}

/** The formula with its references moved from A1 to where the cells are; quoted texts stay unchanged. */
function movedTo(formula: string, top: number): string {
  const parts = formula.split(/("[^"]*")/);
  const moved = (text: string) =>
    text.replace(
      /(?<![A-Z0-9_.])([A-Z])(\d{1,3})(?![\d(A-Z_.])/g,
      (_, column: string, row: string) => `${column}${Number(row) + top - 1}`,
    );
  return parts.map((part, index) => (index % 2 === 1 ? part : moved(part))).join("");
}

/** What an example shows; the error that says so where an answer has to be fetched first. */
function resultOf(definition: Definition, { formula, cells }: Example): Value[][] {
  const reader = argumentReader(definition);
  const { given: typed } = exampleCall(formula, cells);
  const shapes = Object.values(definition.parameters).map(({ shape }) => shape);
  const raw = shapes.map((shape, index) => (shape === "repeating" ? typed.slice(index) : typed[index]));
  reader.load(argumentsOf(definition, raw));
  // The reader gives each argument the type that `Definition` has erased.
  const given = reader.at(0, 0);
  try {
    return computed(definition, given);
  } catch (error) {
    if (error instanceof UnavailableError) return [[error]];
    throw error;
  }
}

function computed({ returns, compute }: Definition, given: Readonly<Record<string, unknown>>): Value[][] {
  const answer = compute(given as never, market);
  switch (returns.shape) {
    case "scalar":
      return [[answer as Value]];
    case "record": {
      const { detail } = returns;
      if (detail !== undefined && given.detail === true)
        return [detail.columns, ...detail.rows(given as never)].map((line) => [...line]);
      const named = given[returns.selector ?? "output"];
      const values = answer as RecordValues;
      return typeof named === "string"
        ? [[rowValue(returns, values, named)]]
        : recordTable(returns.rows, values);
    }
    case "table": {
      const body = answer as Value[][];
      const head = returns.header?.(given as never, market) ?? returns.columns;
      return given.headers === false || head.length === 0 ? body : [[...head], ...body];
    }
  }
}

function about(title: string, sheets: readonly TourSheet[]): Page {
  return aboutPage(title, {
    purpose: "Every function of the add-in with an example that computes, group by group",
    audience: "Analysts who look for a function, and want to see it work before they use it",
    steps: [
      "Find the function on the sheet Contents, and go to the sheet that it names",
      "Change a blue cell: the answer follows",
      "Copy the formula into your own workbook, or take it from the pane's view Functions",
    ],
    sheets: [
      ["Contents", "All functions, with the sheet that shows each"],
      ["Settings", "What the checks take for equal"],
      ...sheets.map(({ page, group }) => [page.name, group] as const),
      ["Checks", "Whether every example has its answer"],
      ["About", "This sheet"],
    ],
    market: "Built in: the state of 5 October 2026, until the pane loads newer values",
    limits: [
      "Live quotes and option chains are not built in: such examples show #N/A until the pane has loaded them",
    ],
    sources: ["Each function's help page names its sources; `npx hashcell functions NAME` shows it"],
    versions: [["1.0", "2026-11-29", "First version, generated from the examples of the functions"]],
  });
}
