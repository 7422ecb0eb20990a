import { columnNumber, tokens, FormulaError } from "../../formula/tokens";
import { addressFrom } from "../addresses";
import type { Evaluation } from "../evaluate/evaluation";
import type { FormulaCell, GridSheet } from "../evaluate/grid";
import { areaAt, type Place } from "../evaluate/references";
import type { Scalar } from "../evaluate/scalar";
import type { Shape } from "../evaluate/shape";
import { typedFormula } from "../typedFormula";
import { numberText } from "../wording";
import type { Finding, Findings } from "./finding";
import { textAt } from "../labels";
import { Turns } from "./turns";

// Formulas that differ from their neighbours, and values typed over formulas.

/** A range of one cell, "$E17:E17", which some programs save as the cell: "$E17". */
const RANGE = /(\$?[A-Z]{1,3}\$?\d+):(\$?[A-Z]{1,3}\$?\d+)/gi;
const bare = (address: string) => address.replace(/\$/g, "").toUpperCase();
const withoutSingles = (formula: string) =>
  formula.replace(RANGE, (range, first: string, last: string) =>
    bare(first) === bare(last) ? first : range,
  );

/** Whether two formulas of a place are the same but for ranges of one cell. */
const areWrittenAlike = (one: FormulaCell, other: FormulaCell) =>
  withoutSingles(typedFormula(one)) === withoutSingles(typedFormula(other));

/** One step along a row or a column. */
type Step = readonly [rows: number, columns: number];
const ALONG: readonly Step[] = [
  [0, 1],
  [1, 0],
];

const tokenLists = new WeakMap<Shape, readonly string[]>();

/** A formula without what its references, names and numbers are: R, N and C stand for them. */
function skeletonOf(shape: Shape): readonly string[] {
  let list = tokenLists.get(shape);
  if (list !== undefined) return list;
  try {
    list = tokens(shape.text)
      .filter(({ type, text }) => !(type === "operator" && text === "@"))
      .map(({ type, text }) => {
        if (type === "reference") return "R";
        if (type === "name" || type === "table") return "N";
        return type === "number" ? "C" : text.toUpperCase();
      });
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    list = [shape.text];
  }
  tokenLists.set(shape, list);
  return list;
}

/** Whether two formulas are built alike: with the same references at other places, other signs, or a factor more. */
function areAlike(a: Shape, b: Shape): boolean {
  const [one, other] = [skeletonOf(a), skeletonOf(b)];
  const longer = Math.max(one.length, other.length);
  if (saysOther(a, b)) return false;
  if (areNearlySame(a, b) || areReordered(one, other)) return true;
  const most = Math.min(3, Math.floor(longer / 2));
  return (
    Math.abs(one.length - other.length) <= most && (longer > 400 ? false : distance(one, other, most) <= most)
  );
}

/** Texts for a reader differ from cell to cell; the words that functions take do not. */
const LONGEST_WORD = 16;
const saysOther = (a: Shape, b: Shape) => {
  const texts = (shape: Shape) =>
    skeletonOf(shape).filter((token) => token.startsWith('"') && token.length > LONGEST_WORD);
  return texts(a).join() !== texts(b).join();
};

const areSame = (a: Shape, b: Shape) => skeletonOf(a).join(" ") === skeletonOf(b).join(" ");

/** Whether they differ by no more than a sign or a factor, references being references and names names in both. */
function areNearlySame(a: Shape, b: Shape): boolean {
  const [one, other] = [skeletonOf(a), skeletonOf(b)];
  if (saysOther(a, b) || Math.max(one.length, other.length) > 400) return false;
  const more = Math.abs(one.length - other.length);
  return (more > 0 && more <= 2 && distance(one, other, 2, true) === more) || isWrapped(one, other);
}

/** What may stand around a formula that was given another sign or a factor: "-(R + R)", "(R + R) * C". */
const AROUND = new Set(["(", ")", "+", "-", "*", "/", "C"]);
const MOST_AROUND = 6;

/** Whether one of two is the other in brackets, with a sign or a factor. */
function isWrapped(one: readonly string[], other: readonly string[]): boolean {
  const [inner, outer] = one.length < other.length ? [one, other] : [other, one];
  const more = outer.length - inner.length;
  if (more === 0 || more > MOST_AROUND) return false;
  for (let start = 0; start <= more; start++)
    if (inner.every((token, index) => token === outer[start + index]))
      return outer.every(
        (token, index) => (index >= start && index < start + inner.length) || AROUND.has(token),
      );
  return false;
}

/** Whether they have the same parts in another order, as where arguments were exchanged. */
const areReordered = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && [...one].sort().join(" ") === [...other].sort().join(" ");

const OPERANDS = new Set(["R", "N", "C"]);

/** How many tokens must be put in, taken out or changed; an operand for another counts nothing. */
function distance(a: readonly string[], b: readonly string[], most: number, isStrict = false): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, token] of a.entries()) {
    const next = [i + 1];
    let least = i + 1;
    for (const [j, other] of b.entries()) {
      const isEqual = token === other || (OPERANDS.has(token) && OPERANDS.has(other));
      const change = isEqual ? (isStrict && token !== other ? 3 : 0) : 1;
      const cost = Math.min((row[j] ?? 0) + change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return least;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Lines in which references may go on step by step: rows and columns, and every second cell of them. */
const STRIDES: readonly Step[] = [
  [0, 1],
  [1, 0],
  [0, 2],
  [2, 0],
];

export class Patterns {
  private readonly turns: Turns;

  constructor(
    private readonly evaluation: Evaluation,
    /** Whether a cell with a number looks like those that formulas fill; undefined where looks say nothing. */
    private readonly looksComputed: (sheet: GridSheet, row: number, column: number) => boolean | undefined,
  ) {
    this.turns = new Turns(evaluation);
  }

  private shapeAt(sheet: GridSheet, row: number, column: number): Shape | undefined {
    if (row < 1 || column < 1) return undefined;
    const formula = sheet.formulaAt(row, column);
    if (formula?.row !== row || formula.column !== column) return undefined;
    return this.evaluation.shapeOf(formula);
  }

  /** How many cells in a row from a place on have the same formula, the place included. */
  private run(sheet: GridSheet, row: number, column: number, [down, right]: Step, most = 6): number {
    const shape = this.shapeAt(sheet, row, column);
    if (shape === undefined) return 0;
    let count = 1;
    while (count < most && this.shapeAt(sheet, row + count * down, column + count * right) === shape) count++;
    return count;
  }

  /** All that differs on a sheet. */
  *of(sheet: GridSheet): Findings {
    const seen = new Set<number>();
    for (const { row, column } of sheet.formulas) {
      yield undefined;
      const finding = this.inconsistent(sheet, row, column);
      if (finding !== undefined) yield finding;
      for (const [down, right] of [
        [0, 1],
        [1, 0],
        [0, -1],
        [-1, 0],
      ] as const) {
        const [r, c] = [row + down, column + right];
        if (r < 1 || c < 1) continue;
        const key = r * 16_384 + c;
        if (seen.has(key)) continue;
        seen.add(key);
        const typed = this.typedOver(sheet, r, c);
        if (typed !== undefined) yield typed;
      }
    }
  }

  private inconsistent(sheet: GridSheet, row: number, column: number): Finding | undefined {
    const own = this.shapeAt(sheet, row, column);
    if (own === undefined) return undefined;
    let found: { shape: Shape; row: number; column: number; isSure: boolean } | undefined;
    const turns = ALONG.map(([down, right]) => ({
      down,
      right,
      ...this.turns.of(sheet, row, column, right === 1),
    }));
    for (const { down, right, expected } of turns)
      if (
        expected !== undefined &&
        (expected.isEnd
          ? isWrapped(skeletonOf(own), skeletonOf(expected.shape))
          : areAlike(own, expected.shape))
      )
        found = {
          shape: expected.shape,
          row: row + expected.steps * down,
          column: column + expected.steps * right,
          isSure: expected.isBetween,
        };
    if (found === undefined && turns.some(({ isRegular }) => isRegular)) return undefined;
    for (const [down, right] of found === undefined ? ALONG : []) {
      const before = this.shapeAt(sheet, row - down, column - right);
      const after = this.shapeAt(sheet, row + down, column + right);
      if (before === own || after === own) return undefined;
      if (found !== undefined) continue;
      const runBefore = this.run(sheet, row - down, column - right, [-down, -right]);
      const runAfter = this.run(sheet, row + down, column + right, [down, right]);
      const place = { row: row - down, column: column - right };
      if (before !== undefined && before === after) {
        if (
          areAlike(own, before) &&
          (runBefore + runAfter >= 3 || !this.alternates(sheet, row, column, [down, right]))
        )
          found = { shape: before, ...place, isSure: runBefore + runAfter >= 3 };
      } else if (before !== undefined && runBefore >= 3 && after === undefined) {
        if (areSame(own, before) || (runBefore >= 4 && areNearlySame(own, before)))
          found = { shape: before, ...place, isSure: false };
      } else if (after !== undefined && runAfter >= 3 && before === undefined && isEdge(sheet, place)) {
        if (this.beginsRollForward(sheet, row, column, [down, right])) continue;
        if (areSame(own, after) || (runAfter >= 4 && areNearlySame(own, after)))
          found = { shape: after, row: row + down, column: column + right, isSure: false };
      }
    }
    found ??= this.outOfStep(sheet, row, column);
    if (found === undefined) return undefined;
    const place = { sheet, row, column };
    const cell = sheet.formulaAt(row, column);
    const other = sheet.formulaAt(found.row, found.column);
    if (cell === undefined || other === undefined) return undefined;
    if (areWrittenAlike(cell, { ...other, row, column })) return undefined;
    const neighbour = addressFrom({ sheet, row: found.row, column: found.column }, place);
    return {
      kind: "inconsistent",
      severity: found.isSure ? "error" : "warning",
      place,
      message: `The formula ${shortened(typedFormula(cell))} differs from that of its neighbours, such as ${neighbour}: ${shortened(typedFormula(other))}.`,
      advice: `Copy the formula from ${neighbour}, or say beside the cell why it differs.`,
      others: [{ sheet, row: found.row, column: found.column }],
    };
  }

  /** Whether the formulas after a cell read what was before them: what begins their line cannot. */
  private beginsRollForward(sheet: GridSheet, row: number, column: number, [down, right]: Step): boolean {
    return [1, 2].every((steps) => {
      const at = { row: row + steps * down, column: column + steps * right };
      const formula = sheet.formulaAt(at.row, at.column);
      if (formula === undefined) return false;
      return this.evaluation.precedentsOf(formula).areas.some((relative) => {
        const area = areaAt(relative, formula);
        if (area.sheet !== sheet || area.rows * area.columns !== 1) return false;
        return down > 0 ? area.top === at.row - down : area.left === at.column - right;
      });
    });
  }

  /** A formula whose references do not go on as those of its neighbours do, which step by step read the next cell. */
  private outOfStep(sheet: GridSheet, row: number, column: number) {
    const own = this.readAt(sheet, row, column);
    if (own === undefined || own.built === "") return undefined;
    let found: { shape: Shape; row: number; column: number; isSure: boolean } | undefined;
    const shape = this.shapeAt(sheet, row, column);
    if (shape === undefined) return undefined;
    found = this.builtOtherwise(sheet, row, column, own.built, shape);
    if (found !== undefined) return found;
    for (const [down, right] of STRIDES) {
      const at = (step: number) => {
        const other = this.readAt(sheet, row + step * down, column + step * right);
        return other?.built === own.built && other.places.length === own.places.length ? other : undefined;
      };
      const [before2, before, after, after2] = [at(-2), at(-1), at(1), at(2)];
      let expected: (number | undefined)[];
      if (before !== undefined && after !== undefined) {
        if (before2 === undefined && after2 === undefined) continue;
        expected = before.places.map((place, index) => {
          const step = ((after.places[index] ?? 0) - place) / 2;
          const isSteady = (from: Read | undefined, to: Read) =>
            from === undefined ||
            Math.abs((to.places[index] ?? 0) - (from.places[index] ?? 0)) === Math.abs(step);
          return isSteady(before2, before) && isSteady(after2, after) ? place + step : undefined;
        });
      } else {
        const [first, second, third] =
          before === undefined ? [after, after2, at(3)] : [before, before2, at(-3)];
        if (first === undefined || second === undefined || third === undefined) continue;
        const side = before === undefined ? -1 : 1;
        if (this.shapeAt(sheet, row + side * down, column + side * right) !== undefined) continue;
        const next: Step = [Math.sign(down), Math.sign(right)];
        if (before === undefined && this.beginsRollForward(sheet, row, column, next)) continue;
        expected = first.places.map((place, index) => {
          const step = place - (second.places[index] ?? 0);
          return (second.places[index] ?? 0) - (third.places[index] ?? 0) === step ? place + step : undefined;
        });
      }
      // Only where the neighbours tell of each reference what it should be.
      if (expected.includes(undefined)) continue;
      if (expected.every((place, index) => place === own.places[index])) return undefined;
      const [r, c] = before === undefined ? [row + down, column + right] : [row - down, column - right];
      found ??= { shape, row: r, column: c, isSure: before !== undefined && after !== undefined };
    }
    return found;
  }

  /** A formula that is nearly, but not quite, built as those on both of its sides are. */
  private builtOtherwise(sheet: GridSheet, row: number, column: number, built: string, shape: Shape) {
    const at = (down: number, right: number) => this.readAt(sheet, row + down, column + right)?.built;
    if (ALONG.some(([down, right]) => at(down, right) === built || at(-down, -right) === built))
      return undefined;
    for (const [down, right] of ALONG) {
      const before = at(-down, -right);
      if (before === undefined || before === "") continue;
      const isBetween =
        before === at(down, right) &&
        (before === at(-2 * down, -2 * right) || before === at(2 * down, 2 * right));
      const isLast =
        at(down, right) === undefined &&
        before === at(-2 * down, -2 * right) &&
        before === at(-3 * down, -3 * right);
      if (!isBetween && !isLast) continue;
      const other = this.shapeAt(sheet, row - down, column - right);
      const isAlike =
        other !== undefined &&
        (isBetween
          ? areAlike(shape, other)
          : areNearlySame(shape, other) || areReordered(skeletonOf(shape), skeletonOf(other)));
      if (isAlike) return { shape, row: row - down, column: column - right, isSure: isBetween };
    }
    return undefined;
  }

  /** Whether every second cell of a line is built as a cell is: names and values side by side. */
  private alternates(sheet: GridSheet, row: number, column: number, [down, right]: Step): boolean {
    const at = (step: number) => this.readAt(sheet, row + step * down, column + step * right)?.built;
    const own = at(0);
    return own === at(-2) || own === at(2);
  }

  private readonly reads = new Map<FormulaCell, Read>();

  private readAt(sheet: GridSheet, row: number, column: number): Read | undefined {
    if (row < 1 || column < 1) return undefined;
    const cell = sheet.formulaAt(row, column);
    if (cell?.row !== row || cell.column !== column) return undefined;
    let read = this.reads.get(cell);
    if (read === undefined) this.reads.set(cell, (read = readBy(cell)));
    return read;
  }

  /** A number or a text among formulas that are the same on both sides, or at the end of a row beside whole ones. */
  private typedOver(sheet: GridSheet, row: number, column: number): Finding | undefined {
    const value = sheet.value(row, column);
    if (value === null || sheet.formulaAt(row, column) !== undefined) return undefined;
    const isText = typeof value === "string";
    if (isText && textAt(sheet, row, column).length > 40) return undefined;
    for (const step of isText ? [] : ALONG) {
      const { expected } = this.turns.of(sheet, row, column, step[1] === 1);
      if (expected !== undefined)
        return overtyped(
          { sheet, row, column },
          { row: row + expected.steps * step[0], column: column + expected.steps * step[1] },
          { value, isSure: expected.isBetween, others: "the same cell of the other blocks has" },
        );
    }
    for (const step of ALONG) {
      const [down, right] = step;
      const before = this.shapeAt(sheet, row - down, column - right);
      const after = this.shapeAt(sheet, row + down, column + right);
      const runBefore = this.run(sheet, row - down, column - right, [-down, -right]);
      const runAfter = this.run(sheet, row + down, column + right, [down, right]);
      const isLone =
        !isText && (before !== undefined || after !== undefined) && this.isLone(sheet, row, column, step);
      const isBetween = (before !== undefined && before === after) || isLone;
      const isAtEnd =
        !isText &&
        after === undefined &&
        runBefore >= 2 &&
        this.besideRuns(sheet, row, column, [-down, -right]) >= (runBefore >= 4 ? 1 : 2);
      const isAtStart =
        !isText &&
        before === undefined &&
        runAfter >= 2 &&
        this.besideRuns(sheet, row, column, step) === 2 &&
        this.looksComputed(sheet, row, column) !== false;
      if (isBetween && !isLone ? isText && runBefore + runAfter < 4 : !isLone && !isAtEnd && !isAtStart)
        continue;
      const [r, c] =
        (isAtStart && !isBetween) || before === undefined
          ? [row + down, column + right]
          : [row - down, column - right];
      const isSure =
        isBetween &&
        !isLone &&
        !isText &&
        (runBefore + runAfter >= 3 || this.looksComputed(sheet, row, column) !== false);
      const others = isLone && before !== after ? "all other cells of the line have" : "its neighbours have";
      const finding = overtyped({ sheet, row, column }, { row: r, column: c }, { value, isSure, others });
      if (finding !== undefined) return finding;
    }
    return undefined;
  }

  /** Whether all other numbers of a longer line of cells without a gap are computed. */
  private isLone(sheet: GridSheet, row: number, column: number, [down, right]: Step): boolean {
    if (this.looksComputed(sheet, row, column) === false) return false;
    const countTo = (side: number): number | undefined => {
      let count = 0;
      for (let step = 1; step <= LONGEST_LINE; step++) {
        const [r, c] = [row + side * step * down, column + side * step * right];
        if (r < 1 || c < 1) break;
        const value = sheet.value(r, c);
        if (value === null) break;
        if (this.shapeAt(sheet, r, c) !== undefined) count += 1;
        else if (typeof value !== "string") return undefined;
      }
      return count;
    };
    const [before, after] = [countTo(-1), countTo(1)];
    return (
      before !== undefined &&
      after !== undefined &&
      before >= 1 &&
      (after >= 1 ? before + after >= LEAST_AROUND : before >= LEAST_BEFORE)
    );
  }

  /** How many of the lines beside a cell have the same formula at its place as further on. */
  private besideRuns(sheet: GridSheet, row: number, column: number, [down, right]: Step): number {
    const sides = [-1, 1].map((side) => {
      const [r, c] = [row + side * Math.abs(right), column + side * Math.abs(down)];
      return this.run(sheet, r, c, [down, right]) >= 3;
    });
    return sides.filter(Boolean).length;
  }
}

/** What is said of a value where other cells have a formula, such as that of `other`. */
function overtyped(
  place: Place,
  other: { readonly row: number; readonly column: number },
  { value, isSure, others }: { readonly value: Scalar; readonly isSure: boolean; readonly others: string },
): Finding | undefined {
  const at: Place = { sheet: place.sheet, row: other.row, column: other.column };
  const formula = at.sheet.formulaAt(at.row, at.column);
  if (formula === undefined) return undefined;
  const shown =
    typeof value === "number" ? numberText(value) : typeof value === "string" ? `"${value}"` : "a value";
  return {
    kind: "typedOver",
    severity: isSure ? "error" : "warning",
    place,
    message: `The cell holds ${shown} where ${others} a formula, such as ${addressFrom(at, place)}: ${shortened(typedFormula(formula))}.`,
    advice: `Copy the formula of ${addressFrom(at, place)} into the cell, or say beside it why a typed value stands there.`,
    others: [at],
  };
}

/** Computed cells around a typed number, or before one at the end of a line, that make it doubtful. */
const [LEAST_AROUND, LEAST_BEFORE] = [4, 6];
const LONGEST_LINE = 40;

/** What a formula reads, in numbers: of each reference the row and the column. */
interface Read {
  readonly built: string;
  readonly places: readonly number[];
}

const NONE: Read = { built: "", places: [] };

function readBy(cell: FormulaCell): Read {
  const { text, row, column } = cell.formula;
  const places: number[] = [];
  const built: string[] = [];
  try {
    for (const token of tokens(text)) {
      const numbered = token.type === "name" ? /^(.*?)(\d+)$/.exec(token.text) : null;
      if (numbered !== null) {
        // site_1, site_2: names go on as references do.
        built.push(`${numbered[1] ?? ""}#`);
        places.push(Number(numbered[2]), 0);
        continue;
      }
      if (token.type !== "reference") {
        built.push(token.type === "number" ? "C" : token.text.toUpperCase());
        continue;
      }
      built.push(`${token.sheet ?? ""}!`);
      for (const part of token.text.split(":")) {
        const [, c = "", letters = "", r = "", digits = ""] = /^(\$?)([A-Za-z]+)(\$?)(\d+)$/.exec(part) ?? [];
        if (letters === "") return NONE;
        places.push(
          Number(digits) + (r === "" ? cell.row - row : 0),
          columnNumber(letters) + (c === "" ? cell.column - column : 0),
        );
      }
    }
  } catch (error) {
    if (error instanceof FormulaError) return NONE;
    throw error;
  }
  return { built: built.join(" "), places };
}

/** Whether nothing that is computed stands before a place. */
const isEdge = (sheet: GridSheet, { row, column }: { row: number; column: number }) =>
  row < 1 || column < 1 || typeof sheet.value(row, column) !== "number";

export const shortened = (text: string, most = 120) =>
  text.length > most ? `${text.slice(0, most)}...` : text;
