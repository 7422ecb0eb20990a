import { documented } from "../../functions/documented";
import { isCallOf } from "../../functions/formulaCall";
import { resultFormats } from "../../functions/resultFormats";
import type { Outcome, Target, Workbook } from "../../workbook/workbook";

/** Writes a formula; the result of a bare function gets formats, so that dates are dates and shares percentages. */
export async function insertFormula(workbook: Workbook, formula: string, target: Target): Promise<Outcome> {
  const outcome = await workbook.insertFormula(formula, target);
  const called = documented.find(({ name }) => isCallOf(name, formula));
  if (outcome.status === "written" && called !== undefined) {
    // Formats are optional: where Excel is too old to say how far a result reaches, the formula is kept anyway.
    await workbook
      .formatResult(outcome.place, (cells) => resultFormats(called, formula, cells))
      .catch(() => undefined);
  }
  return outcome;
}
