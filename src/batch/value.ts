import { unparse } from "papaparse";
import { assumptions, type AssumptionKey } from "../core/cashflow/assumptions";
import { metricsOf, type Metric } from "../core/cashflow/metrics";
import type { Settings } from "../core/cashflow/block";
import type { Model } from "../core/cashflow/model";
import { checksOf } from "../core/cashflow/modelTable";
import { resolve } from "../core/cashflow/resolve";
import { InputError, NoAnswerError, NumericError, type Answer } from "../core/errors";
import { percentile } from "../core/numeric/percentile";
import { scenariosOf, weightedMean, type Scenario } from "../core/risk/scenarios";
import { fastestKernel } from "../core/simulation/fastestKernel";
import { distributionOf, simulatedNpvs } from "../core/simulation/simMiner";
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
  readonly metrics: readonly Answer[];
  readonly cells: Line;
}

export type Valuer = (rows: readonly SiteRow[]) => Valued;

/** A function that values sites by a plan. Throws InputError where the table of scenarios is wrong. */
export function valuerOf(plan: Plan): Valuer {
  const table = plan.scenarios === undefined ? undefined : scenariosOf(plan.scenarios);
  const blank: Line = new Array<string>(plan.metrics.length + simulatedWidth(plan)).fill("");
  const begin = (site: string, scenario: string): Line => (table === undefined ? [site] : [site, scenario]);

  const linesOf = (row: SiteRow): { lines: Line[]; failed: boolean } => {
    const failure = (scenario: string, problem: string): Line => [
      ...begin(row.name, scenario),
      ...blank,
      `error: ${problem}`,
    ];
    if ("problem" in row) return { lines: [failure("", row.problem)], failed: true };
    const { name, settings } = row;
    const base = answered(() => resolve(settings));
    if ("problem" in base) return { lines: [failure("", base.problem)], failed: true };
    const odd = oddIn(base.value, settings);
    if (table === undefined)
      return { lines: [[name, ...valuedModel(plan, base.value, odd).cells]], failed: false };
    const valued: (ValuedModel | undefined)[] = [];
    const lines = table.scenarios.map((scenario: Scenario) => {
      const model = answered(() => scenario.modelOf(settings, base.value));
      if ("problem" in model) {
        valued.push(undefined);
        return failure(scenario.name, model.problem);
      }
      const result = valuedModel(plan, model.value, odd);
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
    const lines: Line[] = [];
    let failed = 0;
    for (const row of rows) {
      const valued = linesOf(row);
      for (const line of valued.lines) lines.push(line);
      if (valued.failed) failed += 1;
    }
    const text = lines.length === 0 ? "" : `${unparse(lines, { newline: "\n" })}\n`;
    return { text, sites: rows.length, lines: lines.length, failed };
  };
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

/** What looks odd about the assumptions of a site, as MODEL says it. */
const oddIn = (model: Model, settings: Settings): string[] =>
  Object.entries(checksOf(model, settings)).map(
    ([key, remark]) => `${assumptions[key as AssumptionKey].name}: ${remark}`,
  );

function valuedModel(plan: Plan, model: Model, odd: readonly string[]): ValuedModel {
  const remarks: string[] = [];
  const metrics = metricsOf(model, plan.metrics);
  const cells: Line = metrics.map((answer, index) => {
    if (typeof answer === "number") return answer;
    remarks.push(`no ${metricNames[plan.metrics[index] ?? "npv"]}: ${answer.message}`);
    return "";
  });
  if (plan.paths > 0) {
    const simulated = answered(() => simulatedCells(plan, model));
    if ("problem" in simulated) remarks.push(`not simulated: ${simulated.problem}`);
    const values = "value" in simulated ? simulated.value : new Array<string>(simulatedWidth(plan)).fill("");
    for (const value of values) cells.push(value);
  }
  cells.push([...remarks, ...odd].join("; "));
  return { metrics, cells };
}

function simulatedCells({ paths, percentiles, seed }: Plan, model: Model): number[] {
  const simulated = simulatedNpvs(fastestKernel(), [model], { first: 0, count: paths }, seed);
  const sorted = simulated.npvs.slice().sort();
  const results = distributionOf(simulated, [model], sorted);
  return [
    ...simulatedBefore.map((row) => results[row]),
    ...percentiles.map((percent) => percentile(sorted, percent / 100)),
    ...simulatedAfter.map((row) => results[row]),
  ];
}

/** As in SCENARIOS, of the net present value and the profit. */
function weightedCells(plan: Plan, valued: readonly ValuedModel[], probabilities: readonly number[]): Line {
  const cells = plan.metrics.map((metric, index): string | number => {
    if (metric !== "npv" && metric !== "profit") return "";
    const mean = weightedMean(
      valued.map(({ metrics }) => metrics[index] ?? new NoAnswerError("")),
      probabilities,
    );
    return typeof mean === "number" ? mean : "";
  });
  return [...cells, ...new Array<string>(simulatedWidth(plan)).fill("")];
}
