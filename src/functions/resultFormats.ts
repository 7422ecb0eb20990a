import type { Definition, RecordFunction } from "./define";
import { typedArguments } from "./formulaCall";
import { numberFormat } from "./numberFormat";
import { labelOf, rowNamed } from "./records";

type Cells = readonly (readonly unknown[])[];

const GENERAL = "General";

/** Excel's number formats for the cells of a function's result as they stand in a sheet, by their labels and units. */
export function resultFormats(definition: Definition, formula: string, cells: Cells): string[][] {
  const { name, returns } = definition;
  switch (returns.shape) {
    case "scalar":
      return alike(`${name} (${returns.unit})`, cells);
    case "record": {
      const asked = labelAskedFor({ ...definition, returns }, formula);
      if (asked !== undefined) return alike(asked, cells);
      if (cells[0]?.[0] === "Period") return byColumn(cells[0].map(String), cells);
      return cells.map((line) => line.map((value) => formatOf(String(line[0]), value)));
    }
    case "table":
      return byColumn(
        hasHead(returns.columns, cells) ? (cells[0] ?? []).map(String) : returns.columns,
        cells,
      );
  }
}

/** Whether a formula is a call of the function and nothing else, so that its result is the function's. */
export function isCallOf(name: string, formula: string): boolean {
  const opening = `=MINING.${name}(`;
  if (!formula.toUpperCase().startsWith(opening)) return false;
  // Texts in quotes may hold brackets.
  const rest = formula.slice(opening.length).replace(/"[^"]*"/g, "");
  let depth = 1;
  for (const [index, letter] of [...rest].entries()) {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (depth === 0) return index === rest.length - 1;
  }
  return false;
}

/** Whether the first row names the columns; a grid's begins with the names of two assumptions. */
export const hasHead = ([column]: readonly string[], [[first] = [undefined]]: Cells): boolean =>
  first === column || (typeof first === "string" && first.includes(" \\ "));

/** The label of the one row of a record that a formula asks for. */
function labelAskedFor(
  { parameters, returns }: Pick<RecordFunction, "parameters" | "returns">,
  formula: string,
): string | undefined {
  const place = Object.keys(parameters).indexOf(returns.selector ?? "output");
  const text = /^"(.*)"$/.exec(typedArguments(formula)[place] ?? "")?.[1];
  if (text === undefined) return undefined;
  try {
    const row = returns.rows[rowNamed(returns, text)];
    return row && labelOf(row);
  } catch {
    // No such row: the cell says so.
    return undefined;
  }
}

function alike(label: string, cells: Cells): string[][] {
  const format = numberFormat(label, cells.flat());
  return cells.map((line) => line.map((value) => (typeof value === "number" ? format : GENERAL)));
}

/** One format for a column whose label has a unit; else one for each value, by the unit that stands beside it. */
function byColumn(labels: readonly string[], cells: Cells): string[][] {
  const unitColumn = labels.indexOf("Unit");
  const formats = labels.map((label, column) =>
    label.endsWith(")")
      ? numberFormat(
          label,
          cells.map((line) => line[column]),
        )
      : undefined,
  );
  return cells.map((line) =>
    line.map((value, column) => {
      if (typeof value !== "number") return GENERAL;
      const unit = unitColumn < 0 ? "" : ` (${String(line[unitColumn])})`;
      const label = labels[column] === "Value" ? `${String(line[0])}${unit}` : (labels[column] ?? "");
      return formats[column] ?? numberFormat(label, [value]);
    }),
  );
}

const formatOf = (label: string, value: unknown) =>
  typeof value === "number" ? numberFormat(label, [value]) : GENERAL;
