import * as v from "valibot";
import { FormulaError, tokens } from "../formula/tokens";
import { areaText } from "./addresses";
import { addCustomPart, checksum, customPartIn, takeOutCustomPart } from "./customPart";
import { unquoted } from "./evaluate/compile";
import { addressOf, type Evaluation } from "./evaluate/evaluation";
import type { FormulaCell } from "./evaluate/grid";
import { areaAt } from "./evaluate/references";
import { relativeText, type Shape } from "./evaluate/shape";
import { ErrorValue, errorOf, type Scalar } from "./evaluate/scalar";
import { Matrix } from "./evaluate/values";
import { FileError } from "./fileError";
import { modelBlocks, type MiningCell } from "./miningCells";
import { plainFormula } from "./rewriting";
import { typedFormula } from "./typedFormula";
import { usedNames } from "./usedNames";
import type { Workbook } from "./workbook";
import { attributeOf, escaped, escapedValue, textBetween } from "./xml";

// What the results of a workbook were made from, kept in the workbook, so that they can be checked years later.

const NAMESPACE = "urn:hashcell:capsule:1";
const FORMAT = 1;
const LONGEST = 200_000_000;

/** A value as it is kept: blank as null, an error as its code. */
const valueSchema = v.union([v.number(), v.string(), v.boolean(), v.null(), v.object({ error: v.string() })]);
type Kept = v.InferOutput<typeof valueSchema>;

const cellSchema = v.object({
  sheet: v.string(),
  at: v.string(),
  /** As it is typed. */
  formula: v.string(),
  /** Of the values of all cells that the formula refers to, and of what the names that it uses hold themselves. */
  inputs: v.string(),
  /** Row by row, all that it fills. */
  values: v.array(v.array(valueSchema)),
});

const modelSchema = v.object({
  sheet: v.string(),
  range: v.string(),
  /** As the add-in's function MODEL lists it. */
  rows: v.array(v.array(valueSchema)),
});

const capsuleSchema = v.object({
  /** Of the add-in that made the results. */
  version: v.string(),
  /** When, in milliseconds since 1970. */
  at: v.number(),
  /** The market that was read, as a frozen workbook keeps it. */
  market: v.optional(v.string()),
  models: v.array(modelSchema),
  cells: v.array(cellSchema),
  /** Cells that could not be computed, as "Sheet!A1". */
  left: v.array(v.string()),
  /** Of all that was typed into the workbook: values, formulas and names. */
  content: v.string(),
});

export type Capsule = v.InferOutput<typeof capsuleSchema>;
export type CapsuleCell = v.InferOutput<typeof cellSchema>;

const kept = (value: Scalar): Kept => (value instanceof ErrorValue ? { error: value.code } : value);

export const scalarOf = (value: Kept): Scalar =>
  typeof value === "object" && value !== null ? errorOf(value.error) : value;

/** The values of a formula's cells as they are now. */
export function filledValues({ sheet, row, column, bottom, right }: FormulaCell): Scalar[][] {
  return Array.from({ length: bottom - row + 1 }, (_, r) =>
    Array.from({ length: right - column + 1 }, (_unused, c) => sheet.value(row + r, column + c)),
  );
}

/** A formula without what programs write differently: 1E+14 as 100000000000000, names in small letters, spaces. */
export function plainText(formula: string, hasReferences = true): string {
  try {
    return tokens(formula.replace(/^=/, ""))
      .map(({ type, text, sheet }) => {
        if (type === "reference" && !hasReferences) return "#";
        const from = sheet === undefined ? "" : `'${unquoted(sheet).toUpperCase()}'!`;
        return type === "number" ? String(Number(text)) : type === "text" ? text : from + text.toUpperCase();
      })
      .join(" ");
  } catch (error) {
    if (error instanceof FormulaError) return formula;
    throw error;
  }
}

/** A short text of the values that a formula refers to; other values mostly have another. */
export function inputsDigest(evaluation: Evaluation, cell: FormulaCell): string {
  const { areas } = evaluation.precedentsOf(cell);
  const digest = new Digest();
  for (const relative of areas) {
    const area = areaAt(relative, cell);
    const { columns, cells } = evaluation.around.matrix(area);
    digest.add(`${area.rows}x${area.columns}`);
    // Where a sheet ends says nothing about whole columns: only cells that hold something count, with their places.
    for (const [place, value] of cells.entries()) {
      if (value === null) continue;
      digest.add(`${Math.floor(place / columns)},${place % columns}`);
      digest.add(inputText(value));
    }
  }
  // The cells of a name are inputs whatever their place; what else it holds is one itself.
  for (const { text } of usedNames(evaluation, cell)) digest.add(plainText(text, false));
  return digest.text;
}

function inputText(value: Exclude<Scalar, null>): string {
  if (value instanceof ErrorValue) return `!${value.code}`;
  if (typeof value === "string") return `"${value}`;
  return typeof value === "number" ? String(Number(value.toPrecision(INPUT_DIGITS))) : String(value);
}
/** Programs that save a file may cut the last of 17 digits. */
const INPUT_DIGITS = 13;

/** A short text of all that was typed into a workbook: whatever a formula may find in it. */
export function contentDigest(evaluation: Evaluation): string {
  const { book } = evaluation;
  const digest = new Digest();
  const texts = new Map<Shape, string>();
  const textOf = (formula: FormulaCell): string => {
    const shape = evaluation.shapeOf(formula);
    let text = texts.get(shape);
    if (text === undefined) {
      const { row, column } = shape.home;
      texts.set(shape, (text = plainFormula(relativeText(shape.text, row, column))));
    }
    return text;
  };
  for (const { name, sheet, text } of book.names)
    if (!name.startsWith("_xlnm.")) digest.add(`${sheet ?? ""}!${name} ${plainText(text)}`);
  for (const sheet of book.sheets) {
    digest.add(sheet.name);
    for (let row = 1; row <= sheet.lastRow; row++)
      for (const column of sheet.columnsAt(row)) {
        const formula = sheet.formulaAt(row, column);
        const isOwn = formula?.row === row && formula.column === column;
        const value = formula === undefined ? sheet.value(row, column) : null;
        if (isOwn) digest.add(`${row},${column}=${textOf(formula)}`);
        else if (value !== null && value !== "") digest.add(`${row},${column} ${inputText(value)}`);
      }
  }
  return digest.text;
}

/** Two 32-bit sums of texts, each mixed in its own way. */
class Digest {
  private a = 0x811c9dc5;
  private b = 0x9e3779b9;

  add(text: string): void {
    let { a, b } = this;
    for (let at = 0; at <= text.length; at++) {
      const code = at < text.length ? text.charCodeAt(at) : 0x1f;
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul((b << 5) ^ (b >>> 27) ^ code, 0x85ebca6b);
    }
    [this.a, this.b] = [a, b];
  }

  get text(): string {
    return [this.a, this.b].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

export interface CapsuleFacts {
  readonly version: string;
  readonly at: number;
  readonly market: string | undefined;
}

/** What the results of the add-in's cells were made from, those that are not computed left out. */
export function capsuleOf(
  evaluation: Evaluation,
  mining: readonly MiningCell[],
  { version, at, market }: CapsuleFacts,
): Capsule {
  return {
    version,
    at,
    ...(market === undefined ? {} : { market }),
    models: modelBlocks(evaluation, mining).map((area) => ({
      sheet: area.sheet.name,
      range: areaText(area),
      rows: rowsOf(evaluation.called("MODEL", [area])),
    })),
    left: mining.filter(({ cell }) => !evaluation.computed.has(cell)).map(({ cell }) => addressOf(cell)),
    content: contentDigest(evaluation),
    cells: mining
      .filter(({ cell }) => evaluation.computed.has(cell))
      .map(({ cell }) => ({
        sheet: cell.sheet.name,
        at: addressOf(cell, cell.sheet),
        formula: typedFormula(cell),
        inputs: inputsDigest(evaluation, cell),
        values: filledValues(cell).map((row) => row.map(kept)),
      })),
  };
}

function rowsOf(operand: unknown): Kept[][] {
  if (!(operand instanceof Matrix)) return operand instanceof ErrorValue ? [[kept(operand)]] : [];
  return Array.from({ length: operand.rows }, (_, row) =>
    Array.from({ length: operand.columns }, (_unused, column) => kept(operand.at(row, column))),
  );
}

/** Puts a capsule into a workbook, in the place of one that it has. */
export function addCapsule(workbook: Workbook, capsule: Capsule): void {
  const before = customPartIn(workbook, NAMESPACE, "capsule");
  if (before !== undefined) takeOutCustomPart(workbook, before);
  const json = JSON.stringify(capsule);
  const { version, at } = capsule;
  addCustomPart(workbook, {
    namespace: NAMESPACE,
    seed: `capsule ${version} ${at}`,
    text: () =>
      `<capsule xmlns="${NAMESPACE}" format="${FORMAT}" version="${escapedValue(version)}" ` +
      `checksum="${checksum(json)}">${escaped(json)}</capsule>`,
  });
}

/** The capsule of a workbook; undefined where it has none. Throws a `FileError` where it is damaged or was edited. */
export function capsuleIn(workbook: Workbook): Capsule | undefined {
  const found = customPartIn(workbook, NAMESPACE, "capsule");
  if (found === undefined) return undefined;
  const { xml, root, path } = found;
  const format = Number(attributeOf(xml, root, "format"));
  const version = attributeOf(xml, root, "version") ?? "";
  if (format > FORMAT)
    throw new FileError(
      `its capsule (${path}) was written by Hashcell ${version}, and this version cannot read it`,
    );
  const json = root.kind === "empty" ? "" : textBetween(xml, root.end, xml.text.lastIndexOf("</"));
  const damaged = new FileError(`its capsule (${path}) is damaged or was edited`);
  if (json.length > LONGEST || String(checksum(json)) !== attributeOf(xml, root, "checksum")) throw damaged;
  const read = v.safeParse(capsuleSchema, parsed(json));
  if (!read.success || read.output.version !== version) throw damaged;
  return read.output;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
