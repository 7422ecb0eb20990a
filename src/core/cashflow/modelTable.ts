import { assumptionKeys, assumptions, type AssumptionKey } from "./assumptions";
import type { Settings } from "./block";
import { inMonth } from "./model";
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
 * The block as it is understood: assumption, value or `monthly`, unit, source, and a series month by month as far as
 * the horizon. It is itself a legal model block.
 */
export function modelRows(settings: Settings): Line[] {
  const model = resolve(settings);
  return assumptionKeys.map((key) => {
    const { name, unit } = assumptions[key];
    const value = model[key];
    const source = settings.get(key)?.source ?? "default";
    if (typeof value === "object") {
      return [
        name,
        "monthly",
        unit,
        source,
        ...Array.from({ length: model.months }, (_, index) => inMonth(value, index + 1)),
      ];
    }
    return [name, value ?? "", unit, source];
  });
}
