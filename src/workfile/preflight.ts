import { typed } from "../formula/stored";
import type { Compression } from "./compression";
import { needsOf } from "./coverSheet";
import { originalsIn } from "./originals";
import { cellRewriter, HOME, NO_VALUE } from "./outcomes";
import { planOf, type PlannedFormula } from "./plan";
import type { Grade, MiningCell, Preflight } from "./reports";
import { rewriter } from "./rewriting";
import { titleOf } from "./clientCopy";
import { openWorkbook } from "./workbook";

/** What a workbook holds that can be made portable, and what it will need. Throws a `FileError`. */
export function preflight(bytes: Uint8Array, compression?: Compression): Preflight {
  const workbook = openWorkbook(bytes, compression);
  const { sheets, formulas, warnings } = planOf(workbook);
  const rewriters = [
    ["lambda", rewriter("lambda")],
    ["classic", rewriter("classic")],
  ] as const;
  const become = rewriters.map(
    ([grade, rewrite]) => [grade, cellRewriter(rewrite, grade === "classic")] as const,
  );
  /** In which copies a formula of a name or of a table's column stays, and why. */
  const formulaWarning = ({ kind, name, formula }: PlannedFormula): string => {
    const staying = ["values"];
    for (const [grade, rewrite] of rewriters) {
      const result = rewrite(formula, HOME);
      if ("why" in result) staying.push(`${WORDS[grade]} (${result.why})`);
    }
    const [label, effect] =
      kind === "name" ? [`name ${name}`, "cells that use it"] : [`formula of ${name}`, "new rows"];
    return `The ${label} calls MINING functions: "=${typed(formula)}". In a copy with ${staying.join(" or ")} it stays as it is, and ${effect} still need the add-in.`;
  };
  const cells: MiningCell[] = [];
  for (const sheet of sheets)
    for (const planned of sheet.cells) {
      const { at, formula, functions, value } = planned;
      const grades: Exclude<Grade, "values">[] = [];
      const reasons: string[] = [];
      const advice = new Set<string>();
      for (const [grade, becomes] of become) {
        const result = becomes(sheet, planned);
        if ("text" in result) grades.push(grade);
        else {
          reasons.push(result.why);
          if (result.advice !== undefined) advice.add(result.advice);
        }
      }
      for (const text of advice) reasons.push(text);
      if (value === undefined) reasons.push(NO_VALUE);
      cells.push({
        sheet: sheet.sheet.name,
        cell: at,
        formula: `=${typed(formula)}`,
        functions,
        grades,
        ...(reasons.length === 0 ? {} : { why: [...new Set(reasons)].join("; ") }),
        hasValue: value !== undefined,
      });
    }
  const originals = originalsIn(workbook);
  const title = titleOf(workbook);
  return {
    ...(title === undefined ? {} : { title }),
    sheets: workbook.tabs,
    cells,
    warnings: [...formulas.map(formulaWarning), ...warnings],
    needs: needsOf(workbook),
    signed: workbook.signed,
    macros: workbook.macros,
    ...(originals === undefined
      ? {}
      : { converted: { grade: originals.grade, version: originals.version, at: originals.at } }),
  };
}

const WORDS = { lambda: "LAMBDA names", classic: "classic formulas" } as const;
