import { assumptionNamed, unknownName, type NamedAssumption } from "../cashflow/assumptionNames";
import { assumptions, type AssumptionKey } from "../cashflow/assumptions";
import { withReplaced, type Setting, type Settings } from "../cashflow/block";
import { metricsOf } from "../cashflow/metrics";
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

/** A row of a table of scenarios. */
export interface Scenario {
  readonly name: string;
  /** What it makes of a model, with its settings. Throws InputError where that is no model. */
  readonly modelOf: (settings: Settings, base: Model) => Model;
}

export interface Scenarios {
  readonly scenarios: readonly Scenario[];
  /** By scenario, with a sum of 1; undefined where the table has none. */
  readonly probabilities: readonly number[] | undefined;
}

/**
 * Reads a table of scenarios. Its first row names assumptions, its first column the scenarios. A number replaces the
 * assumption (and its series), "x1.2" multiplies it (a series too, growth stays), a blank leaves it; so does a 0 where 0 is
 * meaningless, as desktop Excel passes blanks as 0.
 */
export function scenariosOf(cells: readonly (readonly Cell[])[]): Scenarios {
  const [first = [], ...rows] = cells;
  const headings = first.map((cell, index) => (index === 0 ? undefined : headingOf(cell, index)));
  refuseRepeated(headings);
  const filled = rows
    .map((row, index) => ({ row, place: `scenarios, row ${index + 2},` }))
    .filter(({ row }) => row.some((cell) => !isBlank(cell)));
  if (filled.length === 0)
    throw new InputError("scenarios", "must have a row for each scenario below the names");
  if (filled.length > mostScenarios)
    throw new InputError("scenarios", `must be at most ${mostScenarios} rows`, filled.length);
  const scenarios = filled.map(({ row, place }) => ({
    name: nameOf(row[0] ?? null, place),
    modelOf: (settings: Settings, base: Model) =>
      resolvedAt(place, changed(settings, base, headings, row, place)),
  }));
  const at = headings.indexOf("probability");
  if (at < 0) return { scenarios, probabilities: undefined };
  const probabilities = filled.map(({ row, place }) => probabilityOf(row[at] ?? null, place));
  const total = sum(probabilities);
  if (Math.abs(total - 1) > 1e-9)
    throw new InputError("scenarios, probability,", "must sum to 1 over the scenarios", total);
  return { scenarios, probabilities };
}

/** The results of a model under each scenario of a table, and their means by probability where it gives those. */
export function scenarioTable(settings: Settings, cells: readonly (readonly Cell[])[]): ScenarioTable {
  const { scenarios, probabilities } = scenariosOf(cells);
  const base = resolve(settings);
  const results = scenarios.map(({ name, modelOf }) => resultOf(name, modelOf(settings, base)));
  return {
    scenarios: results,
    weighted: probabilities && {
      npv: weightedMean(
        results.map(({ npv }) => npv),
        probabilities,
      ),
      profit: weightedMean(
        results.map(({ profit }) => profit),
        probabilities,
      ),
    },
  };
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
  const { economic_life: economicLife, ...others } = metricsOf(model, [
    "npv",
    "irr",
    "payback",
    "profit",
    "economic_life",
  ]);
  return { name, ...others, economicLife };
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

/** The mean of answers by probability; the first error where there is one. */
export function weightedMean(answers: readonly Answer[], probabilities: readonly number[]): Answer {
  const bad = answers.find((answer) => typeof answer !== "number");
  return bad ?? sumProduct(answers.map(Number), probabilities);
}
