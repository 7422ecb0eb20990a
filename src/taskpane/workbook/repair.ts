import { waiting } from "../../workbook/cells";
import type { AddinFormula, SheetFormulas } from "../../workbook/workbook";
import { counted, listText } from "../format";

/** Why a formula has to be entered again, as it is counted; undefined where it works. */
export function faultOf({ isUnread, value }: AddinFormula): string | undefined {
  if (isUnread) return "_xldudf_";
  if (waiting.has(value)) return "#BUSY!";
  return value === "#NAME?" || value === "#SPILL!" ? value : undefined;
}

/** Only the formulas that do not work. */
export const faulty = (sheets: readonly SheetFormulas[]): SheetFormulas[] =>
  sheets.flatMap((sheet) => {
    const formulas = sheet.formulas.filter((formula) => faultOf(formula) !== undefined);
    return formulas.length === 0 ? [] : [{ ...sheet, formulas }];
  });

export const countOf = (sheets: readonly SheetFormulas[]) =>
  sheets.reduce((sum, { formulas }) => sum + formulas.length, 0);

/** Those that can be written. */
export const open = (sheets: readonly SheetFormulas[]) => sheets.filter(({ isProtected }) => !isProtected);

/** "3 show #NAME? and 1 shows #BUSY!". */
export function faultsText(formulas: readonly AddinFormula[]): string {
  const counts = new Map<string, number>();
  for (const formula of formulas) {
    const fault = faultOf(formula);
    if (fault !== undefined) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  }
  return listText([...counts].map(([fault, count]) => `${counted(count, "cell")} with ${fault}`));
}

/** How many formulas show something else than before. */
export function changes(before: readonly SheetFormulas[], after: readonly SheetFormulas[]): number {
  const shown = new Map<string, unknown>();
  for (const { sheet, formulas } of before)
    for (const { row, column, value } of formulas) shown.set(`${row} ${column} ${sheet}`, value);
  let count = 0;
  for (const { sheet, formulas } of after)
    for (const { row, column, value } of formulas) {
      const key = `${row} ${column} ${sheet}`;
      if (shown.has(key) && shown.get(key) !== value) count += 1;
    }
  return count;
}
