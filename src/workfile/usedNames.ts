import { walk, type Formula } from "../formula/formula";
import { plainName, unquoted } from "./evaluate/compile";
import type { BookName, Evaluation } from "./evaluate/evaluation";
import type { FormulaCell, GridSheet } from "./evaluate/grid";
import { treeOf } from "./miningCells";

/** The workbook's names that a formula uses, and those that their formulas use, each once. */
export function usedNames(evaluation: Evaluation, cell: FormulaCell): BookName[] {
  const { sheets } = evaluation.book;
  const found = new Set<BookName>();
  const open: { readonly tree: Formula | undefined; readonly home: GridSheet }[] = [
    { tree: evaluation.shapeOf(cell).tree, home: cell.sheet },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.tree === undefined) continue;
    for (const node of walk(next.tree)) {
      if (node.type !== "name" && node.type !== "call") continue;
      const wanted = node.sheet === undefined ? undefined : unquoted(node.sheet).toLowerCase();
      const from = sheets.find(({ name }) => name.toLowerCase() === wanted) ?? next.home;
      const named = evaluation.nameAt(plainName(node.name), from);
      if (named === undefined || found.has(named)) continue;
      found.add(named);
      open.push({ tree: treeOf(named.text), home: sheets[named.sheet ?? -1] ?? from });
    }
  }
  return [...found];
}
