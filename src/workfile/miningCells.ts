import { parse, walk, type CallNode, type Formula } from "../formula/formula";
import { miningCalls, miningName } from "../formula/miningCalls";
import { FormulaError } from "../formula/tokens";
import { documented } from "../functions/documented";
import { plainName } from "./evaluate/compile";
import type { Book, Evaluation } from "./evaluate/evaluation";
import type { FormulaCell } from "./evaluate/grid";
import { readsMarket } from "./evaluate/mining";
import { areaAt, type RelativeArea } from "./evaluate/references";
import type { Shape } from "./evaluate/shape";
import type { Area } from "./evaluate/values";
import { finished, type Steps } from "./steps";

// The cells of a workbook that call the add-in's functions.

/** A cell that does, itself or by names. */
export interface MiningCell {
  readonly cell: FormulaCell;
  /** The functions, each once. */
  readonly functions: readonly string[];
}

/** The tree of a formula; undefined where it cannot be read. */
export function treeOf(text: string): Formula | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof FormulaError) return undefined;
    throw error;
  }
}

function callsIn(text: string): string[] {
  try {
    return miningCalls(text);
  } catch (error) {
    if (error instanceof FormulaError) return [];
    throw error;
  }
}

/** The add-in's functions that names call, themselves or by other names; by the name in small letters. */
function functionsOfNames({ names }: Book): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { name, text } of names) {
    const calls = callsIn(text);
    if (calls.length > 0) found.set(name.toLowerCase(), new Set(calls));
  }
  for (let grows = found.size > 0; grows;) {
    grows = false;
    for (const { name, text } of names)
      for (const used of namesIn(text)) {
        for (const call of found.get(used) ?? []) {
          const own = found.get(name.toLowerCase()) ?? new Set<string>();
          if (own.has(call)) continue;
          found.set(name.toLowerCase(), own.add(call));
          grows = true;
        }
      }
  }
  return new Map([...found].map(([name, calls]) => [name, [...calls]]));
}

function namesIn(text: string): Set<string> {
  const tree = treeOf(text);
  const used = new Set<string>();
  if (tree === undefined) return used;
  for (const node of walk(tree))
    if (node.type === "name" || node.type === "call") used.add(plainName(node.name));
  return used;
}

export const miningCells = (evaluation: Evaluation): MiningCell[] => finished(miningSteps(evaluation));

/** The same in small steps. */
export function* miningSteps(evaluation: Evaluation): Steps<MiningCell[]> {
  const { book } = evaluation;
  const ofNames = functionsOfNames(book);
  const cells: MiningCell[] = [];
  for (const sheet of book.sheets)
    for (const cell of sheet.formulas) {
      const shape = evaluation.shapeOf(cell);
      const functions = (shape.functions ??= functionsIn(shape.text, ofNames));
      if (functions.length > 0) cells.push({ cell, functions });
      yield undefined;
    }
  return cells;
}

function functionsIn(text: string, ofNames: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const own = callsIn(text);
  if (ofNames.size === 0) return own;
  return [...new Set([...own, ...[...namesIn(text)].flatMap((name) => ofNames.get(name) ?? [])])];
}

/** Those that show the market. */
export const marketCells = (cells: readonly MiningCell[]): FormulaCell[] =>
  cells.filter(({ functions }) => functions.some(readsMarket)).map(({ cell }) => cell);

/** The place of a parameter in the functions that have it. */
const placesOf = (parameter: string): ReadonlyMap<string, number> =>
  new Map(
    documented.flatMap(({ name, parameters }): [string, number][] => {
      const place = Object.keys(parameters).indexOf(parameter);
      return place < 0 ? [] : [[name, place]];
    }),
  );

const modelPlaces = placesOf("model");
/** PORTFOLIO's table and its kin's. */
const siteTablePlaces = placesOf("table");

/** The ranges that formulas give as their model, each once. */
export const modelBlocks = (evaluation: Evaluation, cells: readonly MiningCell[]): Area[] =>
  rangesGiven(evaluation, cells, modelPlaces);

/** The ranges that formulas give as their table of models, each once. */
export const siteTables = (evaluation: Evaluation, cells: readonly MiningCell[]): Area[] =>
  rangesGiven(evaluation, cells, siteTablePlaces);

function rangesGiven(
  evaluation: Evaluation,
  cells: readonly MiningCell[],
  places: ReadonlyMap<string, number>,
): Area[] {
  const found = new Map<string, Area>();
  const known = new Map<Shape, readonly RelativeArea[]>();
  for (const { cell, functions } of cells) {
    if (!functions.some((name) => places.has(name))) continue;
    const shape = evaluation.shapeOf(cell);
    let ranges = known.get(shape);
    if (ranges === undefined) known.set(shape, (ranges = rangesIn(shape, evaluation, places)));
    for (const range of ranges) {
      const area = areaAt(range, cell);
      found.set(`${area.sheet.index},${area.top},${area.left},${area.bottom},${area.right}`, area);
    }
  }
  return [...found.values()];
}

/** Those arguments at these places that are one range. */
function rangesIn(
  { tree, text, home }: Shape,
  evaluation: Evaluation,
  places: ReadonlyMap<string, number>,
): RelativeArea[] {
  if (tree === undefined) return [];
  return [...walk(tree)].flatMap((node) => {
    const place = places.get(miningName(node) ?? "");
    const arg = place === undefined ? undefined : (node as CallNode).args[place];
    if (arg === undefined) return [];
    const { areas } = evaluation.precedentsIn(text.slice(arg.start, arg.end), home);
    return areas.length === 1 ? areas : [];
  });
}
