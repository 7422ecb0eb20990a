import { unparse } from "papaparse";
import { assumptions, type AssumptionKey } from "../core/cashflow/assumptions";
import { metricsOf, type Metric } from "../core/cashflow/metrics";
import type { Settings } from "../core/cashflow/block";
import type { Model } from "../core/cashflow/model";
import { checksOf } from "../core/cashflow/modelTable";
import type { Months } from "../core/cashflow/months";
import { ZERO_DISCOUNT_RATE } from "../core/cashflow/portfolio";
import { resolve } from "../core/cashflow/resolve";
import { InputError, NumericError, type Answer } from "../core/errors";
import { percentile } from "../core/numeric/percentile";
import { scenariosOf, weightedMean, type Scenario } from "../core/risk/scenarios";
import { fastestKernel } from "../core/simulation/fastestKernel";
import {
  distributionOf,
  simulatedNpvs,
  type SimulatedMiner,
  type SimulatedNpvs,
} from "../core/simulation/simMiner";
import { simulatedAfter, simulatedBefore, type Plan } from "./plan";
import type { SiteRow } from "./siteRow";

// What a run computes for its sites. It knows no file, clock or machine: the same plan and sites give the same bits.

/** The results of some sites. */
export interface Valued {
  /** Lines of CSV without a heading, each with its end. */
  readonly text: string;
  readonly sites: number;
  readonly lines: number;
  /** Sites of which at least one line has no results. */
  readonly failed: number;
}

type Line = (string | number)[];

/** The line of a model, and whether it has results. */
interface ValuedModel {
  readonly metrics: Readonly<Record<Metric, Answer>>;
  readonly cells: Line;
}

export type Valuer = (rows: Iterable<SiteRow>) => Valued;

/** What simulation gives for a model, the columns between the metrics and the check; `index` counts the scenarios. */
export type Simulate = (model: Model, index: number) => Simulated;

export interface Simulated {
  readonly cells: readonly number[];
  /** What is to be known about them. */
  readonly remark?: string;
}

/**
 * A function that values sites by a plan, each model's paths in one go unless `simulate` has them from elsewhere. Throws
 * InputError where the table of scenarios is wrong.
 */
export function valuerOf(plan: Plan, simulate: Simulate = simulatedAtOnce(plan)): Valuer {
  const table = plan.scenarios === undefined ? undefined : scenariosOf(plan.scenarios);
  const blank: Line = new Array<string>(plan.metrics.length + simulatedWidth(plan)).fill("");
  const begin = (site: string, scenario: string): Line => (table === undefined ? [site] : [site, scenario]);

  const linesOf = (row: SiteRow): SiteLines => {
    const failure = (scenario: string, problem: string): Line => [
      ...begin(row.name, scenario),
      ...blank,
      `error: ${problem}`,
    ];
    if ("problem" in row) return { lines: [failure("", row.problem)], failed: true };
    const { name, settings } = row;
    const base = answered(() => resolve(settings));
    if ("problem" in base) return { lines: [failure("", base.problem)], failed: true };
    if (table === undefined) {
      const oddOf = (months?: Months) => oddIn(base.value, settings, months);
      const { cells } = valuedModel(plan, base.value, oddOf, (model) => simulate(model, 0));
      return { lines: [[name, ...cells]], failed: false };
    }
    const odd = oddIn(base.value, settings);
    const valued: (ValuedModel | undefined)[] = [];
    const lines = table.scenarios.map((scenario: Scenario, index) => {
      const model = answered(() => scenario.modelOf(settings, base.value));
      if ("problem" in model) {
        valued.push(undefined);
        return failure(scenario.name, model.problem);
      }
      const result = valuedModel(
        plan,
        model.value,
        () => odd,
        (found) => simulate(found, index),
      );
      valued.push(result);
      return [...begin(name, scenario.name), ...result.cells];
    });
    const { probabilities } = table;
    const all = valued.filter((result) => result !== undefined);
    const failed = all.length < valued.length;
    if (probabilities !== undefined && !failed)
      lines.push([...begin(name, "Probability-weighted"), ...weightedCells(plan, all, probabilities), ""]);
    return { lines, failed };
  };

  return (rows) => {
    let text = "";
    let [sites, lines, failed] = [0, 0, 0];
    for (const row of rows) {
      sites += 1;
      const valued = withoutFault(row, linesOf);
      for (const line of valued.lines) text += textOfLine(line);
      lines += valued.lines.length;
      if (valued.failed) failed += 1;
    }
    return { text, sites, lines, failed };
  };
}

/** A line of CSV with its end. */
const textOfLine = (line: Line) => `${line.map(textOfCell).join(",")}\n`;

/** Numbers, and texts of these letters alone, stand in CSV as they are; the others are left to the library. */
const PLAIN = /^(?:[\w.()-](?:[\w .()-]*[\w.()-])?)?$/;

const textOfCell = (cell: string | number) =>
  typeof cell === "number" || PLAIN.test(cell) ? String(cell) : unparse([[cell]]);

interface SiteLines {
  readonly lines: Line[];
  readonly failed: boolean;
}

/** A fault of ours in one site, of a kind that nobody has met yet, stays in its line: a night's run goes on. */
function withoutFault(row: SiteRow, linesOf: (row: SiteRow) => SiteLines): SiteLines {
  try {
    return linesOf(row);
  } catch (error) {
    const problem = `a fault in Hashcell, please report it: ${error instanceof Error ? error.message : String(error)}`;
    return linesOf({ name: row.name, problem });
  }
}

/** A value, or the sentence that says what to mend. */
function answered<T>(compute: () => T): { readonly value: T } | { readonly problem: string } {
  try {
    return { value: compute() };
  } catch (error) {
    if (error instanceof InputError || error instanceof NumericError) return { problem: error.message };
    throw error;
  }
}

const simulatedWidth = ({ paths, percentiles }: Plan) =>
  paths === 0 ? 0 : simulatedBefore.length + percentiles.length + simulatedAfter.length;

const metricNames: Readonly<Record<Metric, string>> = {
  npv: "NPV",
  irr: "IRR",
  payback: "payback",
  economic_life: "economic life",
  profit: "profit",
  btc: "BTC",
  cost_per_btc: "cost per BTC",
  ratio: "BTC mined per BTC bought",
  dscr: "debt service coverage",
};

/** What looks odd about the assumptions of a site, as PORTFOLIO says it. */
function oddIn(model: Model, settings: Settings, months?: Months): string[] {
  const remarks = Object.entries(checksOf(model, settings, months)).map(
    ([key, remark]) => `${assumptions[key as AssumptionKey].name}: ${remark}`,
  );
  if (model.discountRate === 0) remarks.push(ZERO_DISCOUNT_RATE);
  return remarks;
}

function valuedModel(
  plan: Plan,
  model: Model,
  oddOf: (months?: Months) => readonly string[],
  simulate: (model: Model) => Simulated,
): ValuedModel {
  const remarks: string[] = [];
  let odd: readonly string[] | undefined;
  const metrics = metricsOf(model, plan.metrics, (months) => (odd = oddOf(months)));
  const cells: Line = plan.metrics.map((metric) => {
    const answer = metrics[metric];
    if (typeof answer === "number") return answer;
    remarks.push(`no ${metricNames[metric]}: ${answer.message}`);
    return "";
  });
  if (plan.paths > 0) {
    const simulated = answered(() => simulate(model));
    if ("problem" in simulated) remarks.push(`not simulated: ${simulated.problem}`);
    else if (simulated.value.remark !== undefined) remarks.push(simulated.value.remark);
    const values =
      "value" in simulated ? simulated.value.cells : new Array<string>(simulatedWidth(plan)).fill("");
    for (const value of values) cells.push(value);
  }
  cells.push([...remarks, ...(odd ?? oddOf())].join("; "));
  return { metrics, cells };
}

const simulatedAtOnce =
  ({ paths, percentiles, seed }: Plan): Simulate =>
  (model) => ({
    cells: cellsOfPaths(
      simulatedNpvs(fastestKernel(), [model], { first: 0, count: paths }, seed),
      model,
      percentiles,
    ),
  });

/** The columns that all paths of a model give. */
export function cellsOfPaths(
  simulated: SimulatedNpvs,
  model: Model,
  percentiles: readonly number[],
): number[] {
  const sorted = simulated.npvs.slice().sort();
  return cellsOfDistribution(distributionOf(simulated, [model], sorted), percentiles, (share) =>
    percentile(sorted, share),
  );
}

export const cellsOfDistribution = (
  results: SimulatedMiner,
  percentiles: readonly number[],
  percentileAt: (share: number) => number,
): number[] => [
  ...simulatedBefore.map((row) => results[row]),
  ...percentiles.map((percent) => percentileAt(percent / 100)),
  ...simulatedAfter.map((row) => results[row]),
];

/** The models of a site by a plan, one for each scenario; undefined for what is no model. */
export function modelsOf(plan: Plan): (row: SiteRow) => (Model | undefined)[] {
  const table = plan.scenarios === undefined ? undefined : scenariosOf(plan.scenarios);
  return (row) => {
    if ("problem" in row) return [];
    const base = answered(() => resolve(row.settings));
    if ("problem" in base) return [];
    if (table === undefined) return [base.value];
    return table.scenarios.map(({ modelOf }) => {
      const model = answered(() => modelOf(row.settings, base.value));
      return "value" in model ? model.value : undefined;
    });
  };
}

/** As in SCENARIOS, of the net present value and the profit. */
function weightedCells(plan: Plan, valued: readonly ValuedModel[], probabilities: readonly number[]): Line {
  const cells = plan.metrics.map((metric): string | number => {
    if (metric !== "npv" && metric !== "profit") return "";
    const mean = weightedMean(
      valued.map(({ metrics }) => metrics[metric]),
      probabilities,
    );
    return typeof mean === "number" ? mean : "";
  });
  return [...cells, ...new Array<string>(simulatedWidth(plan)).fill("")];
}
