import { typed } from "../formula/stored";
import type { Compression } from "./compression";
import { needsOf } from "./coverSheet";
import { originalsIn } from "./originals";
import { planOf } from "./plan";
import type { Grade, MiningCell, Preflight } from "./reports";
import { rewriter } from "./rewriting";
import { openWorkbook } from "./workbook";

/** What a workbook holds that can be made portable, and what it will need. Throws a `FileError`. */
export function preflight(bytes: Uint8Array, compression?: Compression): Preflight {
  const workbook = openWorkbook(bytes, compression);
  const { sheets, warnings } = planOf(workbook);
  const rewriters = [
    ["lambda", rewriter("lambda")],
    ["classic", rewriter("classic")],
  ] as const;
  const cells: MiningCell[] = [];
  for (const { sheet, cells: planned } of sheets)
    for (const { cell, at, formula, functions, value } of planned) {
      const grades: Exclude<Grade, "values">[] = [];
      const reasons: string[] = [];
      for (const [grade, rewrite] of rewriters) {
        const result = rewrite(formula, cell);
        if ("text" in result) grades.push(grade);
        else reasons.push(result.why);
      }
      if (value === undefined) reasons.push(NO_VALUE);
      cells.push({
        sheet: sheet.name,
        cell: at,
        formula: `=${typed(formula)}`,
        functions,
        grades,
        ...(reasons.length === 0 ? {} : { why: [...new Set(reasons)].join("; ") }),
        hasValue: value !== undefined,
      });
    }
  const originals = originalsIn(workbook);
  return {
    cells,
    warnings,
    needs: needsOf(workbook),
    signed: workbook.signed,
    macros: workbook.macros,
    ...(originals === undefined
      ? {}
      : { converted: { grade: originals.grade, version: originals.version, at: originals.at } }),
  };
}

export const NO_VALUE =
  "the file holds no value for it: open the workbook in Excel with Hashcell, let it calculate, and save it";
