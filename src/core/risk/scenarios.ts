import { assumptionNamed, unknownName, type NamedAssumption } from "../cashflow/assumptionNames";
import { assumptions, type AssumptionKey } from "../cashflow/assumptions";
import { withReplaced, type Setting, type Settings } from "../cashflow/block";
import { metricOrError } from "../cashflow/metrics";
import type { Model } from "../cashflow/model";
import { resolve } from "../cashflow/resolve";
import { changedBy } from "../cashflow/scaling";
import { CellError, InputError, textOf, type Cell, type Answer } from "../errors";
import { boundsTest, outOfBounds } from "../numeric/bounds";
import { sum, sumProduct } from "../numeric/sum";
import { notANumber } from "../numberText";

interface ScenarioResult {
  name: string;
  /** USD. */
  npv: Answer;
  irr: Answer;
  payback: Answer;
  /** USD, of month 1. */
  profit: Answer;
  economicLife: Answer;
}

interface ScenarioTable {
  scenarios: ScenarioResult[];
  /** Means by probability; undefined where the table has no probabilities. */
  weighted: { npv: Answer; profit: Answer } | undefined;
}

/** Beyond this the models take more than a few seconds. */
const mostScenarios = 2000;

/** A column of the table: an assumption, the probability, or a blank one. */
type Heading = NamedAssumption | "probability" | undefined;

/**
 * The results of a model under each row of a table of scenarios.
 *
 * Its first row names assumptions, its first column the scenarios. A number replaces the assumption (and its series),
 * "x1.2" multiplies it (a series too, growth stays), a blank leaves it; so does a 0 where 0 is meaningless, as desktop
 * Excel passes blanks as 0.
 */
export function scenarioTable(settings: Settings, cells: readonly (readonly Cell[])[]): ScenarioTable {
  const [first = [], ...rows] = cells;
  const headings = first.map((cell, index) => (index === 0 ? undefined : headingOf(cell, index)));
  refuseRepeated(headings);
  const base = resolve(settings);
  const scenarios = rows
    .map((row, index) => ({ row, place: `scenarios, row ${index + 2},` }))
    .filter(({ row }) => row.some((cell) => !isBlank(cell)));
  if (scenarios.length === 0)
    throw new InputError("scenarios", "must have a row for each scenario below the names");
  if (scenarios.length > mostScenarios)
    throw new InputError("scenarios", `must be at most ${mostScenarios} rows`, scenarios.length);
  const results = scenarios.map(({ row, place }) => {
    const model = resolvedAt(place, changed(settings, base, headings, row, place));
    return resultOf(nameOf(row[0] ?? null, place), model);
  });
  const at = headings.indexOf("probability");
  const weights =
    at < 0 ? undefined : scenarios.map(({ row, place }) => probabilityOf(row[at] ?? null, place));
  return { scenarios: results, weighted: weights === undefined ? undefined : weightedBy(weights, results) };
}

const isBlank = (cell: Cell) =>
  cell === null || cell === 0 || (typeof cell === "string" && cell.trim() === "");

function headingOf(cell: Cell, index: number): Heading {
  if (cell instanceof CellError) throw cell;
  if (isBlank(cell)) return undefined;
  const name = String(cell);
  if (name.trim().toLowerCase() === "probability") return "probability";
  const named = assumptionNamed(name);
  if (named !== undefined) return named;
  const rule = unknownName("must be the name of an assumption", name);
  throw new InputError(`scenarios, column ${index + 1},`, rule, cell);
}

function refuseRepeated(headings: readonly Heading[]): void {
  const named = headings
    .filter((heading) => heading !== undefined)
    .map((heading) => (heading === "probability" ? heading : assumptions[heading.key].name));
  const twice = named.find((name, index) => named.indexOf(name) < index);
  if (twice !== undefined) throw new InputError("scenarios", "must name each assumption once", twice);
}

function nameOf(cell: Cell, place: string): string {
  if (cell instanceof CellError) throw cell;
  if (cell === null || isBlank(cell))
    throw new InputError(place, "must begin with the scenario's name", cell);
  return textOf(cell);
}

/** The settings with a scenario's values in place. */
function changed(
  settings: Settings,
  base: Model,
  headings: readonly Heading[],
  row: readonly Cell[],
  place: string,
): Settings {
  const replaced = new Map<AssumptionKey, Setting | undefined>();
  for (const [index, heading] of headings.entries()) {
    const cell = row[index] ?? null;
    if (heading === undefined && index > 0 && typeof cell === "number" && cell !== 0)
      throw new InputError(`${place} column ${index + 1},`, "must be below the name of an assumption", cell);
    if (heading === undefined || heading === "probability" || isLeft(heading.key, cell)) continue;
    const where = `${place} ${assumptions[heading.key].name},`;
    replaced.set(heading.key, changedBy(cell, heading, settings, base, where));
  }
  return withReplaced(settings, replaced);
}

/** Whether a cell leaves the assumption as it is. */
function isLeft(key: AssumptionKey, cell: Cell): boolean {
  if (cell !== 0) return isBlank(cell);
  const { kind, bounds } = assumptions[key];
  return kind === "words" || kind === "shape" || bounds.above === 0 || (bounds.atLeast ?? 0) > 0;
}

function resolvedAt(place: string, settings: Settings): Model {
  try {
    return resolve(settings);
  } catch (error) {
    throw error instanceof InputError ? error.of(`${place} ${error.parameter}`) : error;
  }
}

function resultOf(name: string, model: Model): ScenarioResult {
  return {
    name,
    npv: metricOrError(model, "npv"),
    irr: metricOrError(model, "irr"),
    payback: metricOrError(model, "payback"),
    profit: metricOrError(model, "profit"),
    economicLife: metricOrError(model, "economic_life"),
  };
}

const probabilityBounds = { atLeast: 0, atMost: 1 };

function probabilityOf(cell: Cell, place: string): number {
  if (cell instanceof CellError) throw cell;
  const value = cell === null || isBlank(cell) ? 0 : cell;
  if (typeof value !== "number") throw notANumber(`${place} probability,`, value);
  if (!boundsTest(probabilityBounds)(value))
    throw outOfBounds(`${place} probability,`, value, probabilityBounds);
  return value;
}

function weightedBy(weights: readonly number[], results: readonly ScenarioResult[]) {
  const total = sum(weights);
  if (Math.abs(total - 1) > 1e-9)
    throw new InputError("scenarios, probability,", "must sum to 1 over the scenarios", total);
  const mean = (of: (result: ScenarioResult) => Answer): Answer => {
    const answers = results.map(of);
    const bad = answers.find((answer) => typeof answer !== "number");
    return bad ?? sumProduct(answers.map(Number), weights);
  };
  return { npv: mean(({ npv }) => npv), profit: mean(({ profit }) => profit) };
}
