import type { AssumptionKey } from "../core/cashflow/assumptions";
import type { Metric } from "../core/cashflow/metrics";
import type { SimulatedMiner } from "../core/simulation/simMiner";
import { simulatedNpv } from "../functions/simulation/simMiner";

// What a run asks of each site, as plain data: it goes to threads, into a database and into the capsule.

/** A cell of a table of scenarios. */
export type PlainCell = string | number | boolean | null;

/** Market values that cells with the word `market` stand for, as they were at one moment. */
export interface PinnedMarket {
  /** Milliseconds since 1970. */
  readonly frozenAt: number;
  /** In the units of the assumptions. */
  readonly values: Partial<Readonly<Record<AssumptionKey, number>>>;
  /** As a frozen workbook keeps it. */
  readonly text: string;
}

export interface Plan {
  /** Of Hashcell: another version may give other bits. */
  readonly version: string;
  readonly metrics: readonly Metric[];
  /** Paths that are simulated for each model; 0 where nothing is. */
  readonly paths: number;
  /** Of the simulated NPV, in percent. */
  readonly percentiles: readonly number[];
  readonly seed: number;
  /** A table as SCENARIOS reads it. */
  readonly scenarios: readonly (readonly PlainCell[])[] | undefined;
  readonly market: PinnedMarket | undefined;
}

/** The headings of the metrics, as the functions of the same names have them. */
const metricHeadings: Readonly<Record<Metric, string>> = {
  npv: "NPV (USD)",
  irr: "IRR (per year)",
  payback: "Payback (months)",
  economic_life: "Economic life (months)",
  profit: "First-month profit (USD)",
  btc: "BTC (BTC)",
  cost_per_btc: "Cost per BTC (USD per BTC)",
  ratio: "BTC mined per BTC bought (ratio)",
  dscr: "Debt service coverage (ratio)",
};

/** The rows of SIM_MINER before its percentiles and after them. */
export const simulatedBefore = ["mean", "standardError", "standardDeviation"] as const;
export const simulatedAfter = ["lossProbability", "cvar95", "paybackProbability", "meanMonthsRun"] as const;

const simulatedHeading = (row: keyof SimulatedMiner) => {
  const [name, unit] = simulatedNpv[row];
  return `${name} (${unit})`;
};

/** "1st percentile (USD)"; the 50th is called what SIM_MINER calls it. */
function percentileHeading(percent: number): string {
  if (percent === 50) return simulatedHeading("median");
  const text = String(percent);
  const ending = /1[123]$/.test(text) ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[text.at(-1) ?? ""] ?? "th");
  return `${text}${ending} percentile (USD)`;
}

/** The headings of the results. */
export function headingsOf({ metrics, paths, percentiles, scenarios }: Plan): string[] {
  return [
    "Site",
    ...(scenarios === undefined ? [] : ["Scenario"]),
    ...metrics.map((metric) => metricHeadings[metric]),
    ...(paths === 0
      ? []
      : [
          ...simulatedBefore.map(simulatedHeading),
          ...percentiles.map(percentileHeading),
          ...simulatedAfter.map(simulatedHeading),
        ]),
    "Check",
  ];
}
