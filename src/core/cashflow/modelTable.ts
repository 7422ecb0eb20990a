import { assumptionKeys, assumptions, type AssumptionKey } from "./assumptions";
import type { Block } from "./block";
import { checksOf } from "./checks";
import { valuesOf } from "./model";
import { resolve } from "./resolve";

type Line = (string | number | boolean)[];

/** The empty model block: assumption, value, unit, note; a default where there is one. */
export function templateRows(): Line[] {
  return assumptionKeys.map((key) => {
    const { name, unit, isSeries, note } = assumptions[key];
    const remark = [isRequired(key) ? "required" : "", note, isSeries ? "may be monthly" : ""]
      .filter(Boolean)
      .join("; ");
    return [name, defaultCell(key), unit, remark];
  });
}

const isRequired = (key: AssumptionKey) => "required" in Object(assumptions[key].fallback);

function defaultCell(key: AssumptionKey): string | number | boolean {
  const { fallback } = assumptions[key];
  if (typeof fallback !== "object") return fallback;
  return isRequired(key) ? "" : "default";
}

/**
 * The block as it is understood, with its header: assumption, value or `monthly`, unit, source, a series month by month
 * as far as the horizon, and what looks odd about it. The rows that were taken for headings stand at the end. It is
 * itself a legal model block: no cell is blank, and texts end each series.
 */
export function modelTable({ settings, headings }: Block): Line[] {
  const model = resolve(settings);
  const checks = checksOf(model);
  const isMonthly = assumptionKeys.some((key) => typeof model[key] === "object");
  const width = isMonthly ? model.months : 0;
  const line = (start: Line, months: Line, check: string): Line => [
    ...start,
    ...months,
    ...Array.from({ length: width - months.length }, () => ""),
    check,
  ];
  const rows = assumptionKeys.map((key) => {
    const { name, unit } = assumptions[key];
    const value = model[key];
    const source = settings.get(key)?.source ?? "default";
    const check = checks[key] ?? "";
    if (typeof value !== "object") return line([name, value ?? "", unit, source], [], check);
    return line([name, "monthly", unit, source], valuesOf(value, model.months), check);
  });
  return [
    line(["Assumption", "Value", "Unit", "Source"], [], "Check"),
    ...rows,
    ...headings.map((heading) => line([heading, "", "", "heading"], [], "")),
  ];
}
