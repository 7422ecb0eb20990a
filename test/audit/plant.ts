import { parse, walk, withEdits, type CallNode, type Formula } from "../../src/formula/formula";
import { miningName } from "../../src/formula/miningCalls";
import { shifted } from "../../src/formula/shifted";
import { columnLetters, columnNumber, FormulaError, tokens } from "../../src/formula/tokens";
import type { Opened } from "../../src/workfile/audit/audit";
import type { FormulaCell } from "../../src/workfile/evaluate/grid";
import type { Place } from "../../src/workfile/evaluate/references";
import { type Scalar } from "../../src/workfile/evaluate/scalar";
import { Area } from "../../src/workfile/evaluate/values";

// Plants one error at a time into a workbook, as people make them, and takes it out again.

export const kinds = [
  "overwritten formula",
  "wrong reference",
  "wrong unit",
  "stale value",
  "sign",
  "range too short",
  "mixed order of arguments",
] as const;

export type Kind = (typeof kinds)[number];

/** Numbers from 0 to 1 that follow from a seed: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What is to become of a cell. */
export type Change =
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "formula"; readonly text: string }
  | { readonly kind: "saved"; readonly saved: Scalar };

/** The formula of a cell as the cell itself would hold it. */
export const ownText = ({ row, column, formula }: FormulaCell) =>
  row === formula.row && column === formula.column
    ? formula.text
    : shifted(formula.text, row - formula.row, column - formula.column);

type Random = () => number;
const oneOf = <T>(list: readonly T[], random: Random): T | undefined =>
  list[Math.floor(random() * list.length)];

/** A change of a kind to a cell; undefined where the cell does not lend itself to it. */
export function changeOf(kind: Kind, place: Place, random: Random): Change | undefined {
  const { sheet, row, column } = place;
  const found = sheet.formulaAt(row, column);
  const formula = found?.row === row && found.column === column && found.kind !== "range" ? found : undefined;
  if (found !== undefined && formula === undefined) return undefined;
  const isAlone = formula === undefined || (formula.bottom === row && formula.right === column);
  const value = sheet.value(row, column);
  switch (kind) {
    case "overwritten formula": {
      if (formula === undefined || typeof value !== "number" || !isAlone) return undefined;
      const other = value === 0 ? 1 : value * (0.8 + 0.4 * random());
      return { kind: "value", value: Number(other.toPrecision(3 + Math.floor(random() * 4))) };
    }
    case "stale value":
      if (formula === undefined || typeof value !== "number" || value === 0) return undefined;
      return { kind: "saved", saved: value * (1 + (random() < 0.5 ? -1 : 1) * (0.005 + 0.2 * random())) };
    case "wrong unit": {
      const factor = oneOf([1000, 1 / 1000, 100, 1 / 100, 1e6], random) ?? 1000;
      if (formula === undefined)
        return typeof value === "number" && value !== 0
          ? { kind: "value", value: value * factor }
          : undefined;
      return edited(formula, (text, tree) => {
        const operands = numbersIn(text, tree);
        const node = oneOf(operands, random);
        const by = factor >= 1 ? `*${factor}` : `/${Math.round(1 / factor)}`;
        return node && [{ start: node.end, end: node.end, text: by }];
      });
    }
    case "sign":
      if (formula === undefined)
        return typeof value === "number" && value !== 0 ? { kind: "value", value: -value } : undefined;
      return edited(formula, (text, tree) => {
        const signs = [...walk(tree)].flatMap((node) =>
          node.type === "binary" && (node.op === "+" || node.op === "-") ? [node] : [],
        );
        const sign = random() < 0.5 ? oneOf(signs, random) : undefined;
        if (sign !== undefined) {
          const between = text.slice(sign.left.end, sign.right.start);
          const at = sign.left.end + between.search(/[+-]/);
          return [{ start: at, end: at + 1, text: sign.op === "+" ? "-" : "+" }];
        }
        const node = oneOf(numbersIn(text, tree), random);
        return node && [{ start: node.start, end: node.start, text: "-" }];
      });
    case "wrong reference":
      if (formula === undefined) return undefined;
      return edited(formula, (text) => {
        const cells = tokens(text).filter(
          ({ type, text: ref }) => type === "reference" && /^\$?[A-Za-z]+\$?\d+$/.test(ref),
        );
        const token = oneOf(cells, random);
        if (token === undefined) return undefined;
        const start = token.end - token.text.length;
        const [, c = "", letters = "", r = "", digits = ""] =
          /^(\$?)([A-Za-z]+)(\$?)(\d+)$/.exec(token.text) ?? [];
        const step = oneOf([-2, -1, 1, 2], random) ?? 1;
        const isDown = random() < 0.6;
        const line = Number(digits) + (isDown ? step : 0);
        const across = columnNumber(letters) + (isDown ? 0 : step);
        if (line < 1 || across < 1) return undefined;
        return [{ start, end: token.end, text: `${c}${columnLetters(across)}${r}${line}` }];
      });
    case "range too short":
      if (formula === undefined) return undefined;
      return edited(formula, (_, tree) => {
        const ranges = [...walk(tree)].flatMap((node) =>
          node.type === "binary" && node.op === ":" && node.left.type === "ref" && node.right.type === "ref"
            ? [node]
            : [],
        );
        const range = oneOf(ranges, random);
        if (range === undefined) return undefined;
        const [from, to] = [endOf(range.left), endOf(range.right)];
        if (from === undefined || to === undefined) return undefined;
        const isDown = to.row > from.row;
        const length = isDown ? to.row - from.row + 1 : to.column - from.column + 1;
        if (length < 3) return undefined;
        const shorter = isDown
          ? `${to.columnMark}${columnLetters(to.column)}${to.rowMark}${to.row - 1}`
          : `${to.columnMark}${columnLetters(to.column - 1)}${to.rowMark}${to.row}`;
        return [{ start: to.start, end: range.right.end, text: shorter }];
      });
    case "mixed order of arguments":
      if (formula === undefined) return undefined;
      return edited(formula, (text, tree) => {
        const calls = [...walk(tree)].flatMap((node) =>
          miningName(node) === undefined ? [] : [node as CallNode],
        );
        const call = oneOf(calls, random);
        if (call === undefined) return undefined;
        const given = call.args.filter(
          (arg) =>
            text.slice(arg.start, arg.end).trim() !== "" && arg.type !== "text" && arg.type !== "boolean",
        );
        if (given.length < 2) return undefined;
        const index = Math.floor(random() * (given.length - 1));
        const [a, b] = [given[index], given[index + 1]];
        if (a === undefined || b === undefined) return undefined;
        const [one, other] = [text.slice(a.start, a.end), text.slice(b.start, b.end)];
        if (one.trim() === other.trim()) return undefined;
        return [
          { start: a.start, end: a.end, text: other },
          { start: b.start, end: b.end, text: one },
        ];
      });
  }
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

function edited(
  cell: FormulaCell,
  edit: (text: string, tree: Formula) => Edit[] | undefined,
): Change | undefined {
  try {
    const text = ownText(cell);
    const edits = edit(text, parse(text));
    if (edits === undefined) return undefined;
    const changed = withEdits(text, edits);
    parse(changed);
    return changed === text ? undefined : { kind: "formula", text: changed };
  } catch (error) {
    if (error instanceof FormulaError) return undefined;
    throw error;
  }
}

/** References and names that stand for one number each: arguments of MINING calls and operands of arithmetic. */
function numbersIn(text: string, tree: Formula): Formula[] {
  const found: Formula[] = [];
  const add = (node: Formula) => {
    if (node.type === "ref" || node.type === "name") found.push(node);
  };
  add(tree);
  for (const node of walk(tree)) {
    if (miningName(node) !== undefined) (node as CallNode).args.forEach(add);
    if (node.type === "binary" && ["+", "-", "*", "/"].includes(node.op)) {
      add(node.left);
      add(node.right);
    }
  }
  return found.filter(({ start, end }) => text.slice(start, end).trim() !== "");
}

function endOf(node: Formula) {
  if (node.type !== "ref") return undefined;
  const [, columnMark = "", letters = "", rowMark = "", digits = ""] =
    /^(\$?)([A-Za-z]+)(\$?)(\d+)$/.exec(node.ref) ?? [];
  if (letters === "") return undefined;
  return {
    start: node.end - node.ref.length,
    columnMark,
    column: columnNumber(letters),
    rowMark,
    row: Number(digits),
  };
}

/** Formulas that are computed again after a change: those that read the cell, and those that read these. */
const LEVELS = 3;

/**
 * Makes a change, computes what depends on it as Excel would on entry, and saves the new values, so that no value of the
 * workbook is older than its formula. Returns what takes it out again.
 */
export function planted(
  { evaluation, looks }: Opened,
  place: Place,
  change: Change,
  readersOf: (areas: readonly Area[]) => readonly FormulaCell[],
): () => void {
  const { sheet, row, column } = place;
  const undo: (() => void)[] = [];
  const before = sheet.formulaAt(row, column);
  const value = sheet.value(row, column);
  const replace = (cell: FormulaCell, other: FormulaCell | undefined) => {
    const filled = filledBy(cell);
    const at = sheet.formulas.indexOf(cell);
    if (other === undefined) sheet.formulas.splice(at, 1);
    else sheet.formulas[at] = other;
    sheet.setFormula(row, column, other);
    undo.push(() => {
      if (other === undefined) sheet.formulas.splice(at, 0, cell);
      else {
        sheet.formulas[at] = cell;
        evaluation.computed.delete(other);
        for (const now of filledBy(other)) {
          sheet.set(now.row, now.column, null);
          sheet.setFormula(now.row, now.column, undefined);
        }
      }
      for (const was of filled) {
        sheet.set(was.row, was.column, was.value);
        sheet.setFormula(was.row, was.column, cell);
      }
    });
  };
  if (change.kind === "saved") {
    if (before === undefined) throw new Error("only a formula has a saved value");
    const cell = { ...before, saved: change.saved };
    evaluation.computed.add(cell);
    replace(before, cell);
    return () => undo.reverse().forEach((step) => step());
  }
  let own: FormulaCell | undefined;
  if (change.kind === "value") {
    if (before !== undefined) {
      replace(before, undefined);
      const style = Number(before.source?.attributes.find(({ name }) => name === "s")?.value ?? 0);
      looks.turned(sheet, row, column, style, true);
      undo.push(() => looks.turned(sheet, row, column, style, false));
    } else undo.push(() => sheet.set(row, column, value));
    sheet.set(row, column, change.value);
  } else {
    if (before === undefined) throw new Error("only a formula is changed");
    own = { ...before, formula: { text: change.text, row, column }, state: "due" };
    delete own.why;
    replace(before, own);
  }
  const due = new Set<FormulaCell>(own === undefined ? [] : [own]);
  let areas = [new Area(sheet, row, column, row, column)];
  for (let level = 0; level < LEVELS; level++) {
    const next = readersOf(areas).filter(
      (cell) => !due.has(cell) && cell !== own && cell.why === undefined && evaluation.computed.has(cell),
    );
    for (const cell of next) due.add(cell);
    areas = next.map((cell) => new Area(cell.sheet, cell.row, cell.column, cell.bottom, cell.right));
  }
  const saved: (() => void)[] = [];
  for (const cell of due) {
    const was = { values: filledBy(cell), saved: cell.saved, bottom: cell.bottom, right: cell.right };
    saved.push(() => {
      if (cell !== own) {
        for (const at of filledBy(cell)) {
          cell.sheet.set(at.row, at.column, null);
          cell.sheet.setFormula(at.row, at.column, undefined);
        }
        [cell.bottom, cell.right] = [was.bottom, was.right];
        for (const { row: r, column: c, value: before } of was.values) {
          cell.sheet.set(r, c, before);
          cell.sheet.setFormula(r, c, cell);
        }
        (cell as { saved: Scalar }).saved = was.saved;
      }
      cell.state = "done";
      delete cell.why;
    });
    cell.state = "due";
  }
  evaluation.keepsSaved = true;
  evaluation.run();
  evaluation.keepsSaved = false;
  for (const cell of due) (cell as { saved: Scalar }).saved = cell.sheet.value(cell.row, cell.column);
  undo.unshift(...saved);
  return () => undo.reverse().forEach((step) => step());
}

function filledBy({ sheet, row, column, bottom, right }: FormulaCell) {
  const found: { row: number; column: number; value: Scalar }[] = [];
  for (let r = row; r <= bottom; r++)
    for (let c = column; c <= right; c++) found.push({ row: r, column: c, value: sheet.value(r, c) });
  return found;
}
