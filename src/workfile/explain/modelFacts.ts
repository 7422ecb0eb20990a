import { assumptionNamed } from "../../core/cashflow/assumptionNames";
import { assumptions as known } from "../../core/cashflow/assumptions";
import { InputError } from "../../core/errors";
import type { Evaluation } from "../evaluate/evaluation";
import { ErrorValue, type Scalar } from "../evaluate/scalar";
import { Area, Matrix, type Operand } from "../evaluate/values";
import type { Assumption, CellName, ModelFacts } from "./explanation";
import { cellName, plain } from "./values";

// A model block as MODEL reads it: each assumption with its source, and what looks odd.

/** Of a series, so many values are kept. */
const MOST_OF_SERIES = 6;

const VALUES_FROM = 4;

/** What `MODEL` says of a model and its overrides; undefined where it is no model. */
export function modelFacts(
  evaluation: Evaluation,
  model: Operand,
  overrides: readonly Operand[],
): ModelFacts | undefined {
  const read = evaluation.context.mining("MODEL");
  if (read === undefined) return undefined;
  const table = read.call([model, ...overrides], evaluation.around);
  if (table instanceof ErrorValue) {
    const refused = table.text ?? table.code;
    const refusedAt = model instanceof Area ? blamedCell(refused, model) : undefined;
    return { assumptions: [], headings: [], refused, ...(refusedAt === undefined ? {} : { refusedAt }) };
  }
  if (!(table instanceof Matrix)) return undefined;
  const cells = model instanceof Area ? cellsOf(model) : new Map<string, CellName>();
  const assumptions: Assumption[] = [];
  const headings: string[] = [];
  for (let row = 1; row < table.rows; row++) {
    const [name, value, unit, source] = [0, 1, 2, 3].map((column) => table.at(row, column));
    if (source === "heading") {
      headings.push(textOf(name));
      continue;
    }
    assumptions.push(assumptionIn(table, row, { name, value, unit, source }, cells));
  }
  return { assumptions, headings };
}

const textOf = (value: Scalar | undefined) => (typeof value === "string" ? value : "");

function assumptionIn(
  table: Matrix,
  row: number,
  { name, value, unit, source }: Readonly<Record<"name" | "value" | "unit" | "source", Scalar | undefined>>,
  cells: ReadonlyMap<string, CellName>,
): Assumption {
  const series: number[] = [];
  for (let column = VALUES_FROM; column < table.columns - 1 && series.length < MOST_OF_SERIES; column++) {
    const month = table.at(row, column);
    if (typeof month === "number") series.push(month);
  }
  const check = textOf(table.at(row, table.columns - 1));
  const cell = source === "given" ? cells.get(textOf(name)) : undefined;
  return {
    name: textOf(name),
    value: plain(value ?? null),
    ...(series.length === 0 ? {} : { series }),
    unit: textOf(unit),
    source: textOf(source),
    ...(cell === undefined ? {} : { cell }),
    ...(check === "" ? {} : { check }),
  };
}

/** The cells of a block that hold the values, by the names that MODEL gives. */
function cellsOf({ sheet, top, left, bottom }: Area): Map<string, CellName> {
  const cells = new Map<string, CellName>();
  for (let row = top; row <= Math.min(bottom, sheet.lastRow); row++) {
    const label = sheet.value(row, left);
    const name = typeof label === "string" ? plainNameOf(label) : undefined;
    if (name !== undefined) cells.set(name, cellName({ sheet, row, column: left + 1 }));
  }
  return cells;
}

/** A message names a row of the block, or begins with the name of an assumption. */
function blamedCell(message: string, model: Area): CellName | undefined {
  const row = Number(/^row (\d+) of the model block/.exec(message)?.[1]);
  if (row >= 1) return cellName({ sheet: model.sheet, row: model.top + row - 1, column: model.left });
  const lowered = message.toLowerCase();
  const named = [...cellsOf(model)].filter(([name]) => lowered.startsWith(name));
  named.sort(([a], [b]) => b.length - a.length);
  return named[0]?.[1];
}

function plainNameOf(label: string): string | undefined {
  try {
    const named = assumptionNamed(label);
    return named === undefined ? undefined : known[named.key].name;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
