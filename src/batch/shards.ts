import { InputError, NumericError } from "../core/errors";
import type { Model } from "../core/cashflow/model";
import { SKETCH_ERROR } from "../core/numeric/quantileSketch";
import { fastestKernel } from "../core/simulation/fastestKernel";
import { distributionOfSummaries, summaryOf, type PathSummary } from "../core/simulation/pathSummary";
import { joined, simulatedNpvs, type SimulatedNpvs } from "../core/simulation/simMiner";
import type { Plan } from "./plan";
import { cellsOfDistribution, cellsOfPaths, type Simulated } from "./value";

// A simulation of more paths than one job takes, in parts of a fixed size. Only path and month decide which random numbers
// are used, and the parts are put together in their order: whoever computes them, and when, makes no difference.

/** The paths that a job simulates in one go; a cell simulates no more either. */
export const MOST_AT_ONCE = 100_000;

/** Paths in a part. */
const SHARD = 65_536;

/** Paths of a model that are kept, 24 bytes each; of more there are summaries. */
const MOST_KEPT = 4_194_304;

export const isLong = ({ paths }: Plan) => paths > MOST_AT_ONCE;

/** The parts of a simulation: the number of the first path, and how many. */
export function* rangesOf(paths: number): Generator<{ from: number; count: number }> {
  for (let from = 0; from < paths; from += SHARD) yield { from, count: Math.min(SHARD, paths - from) };
}

type Part =
  | { readonly kind: "paths"; readonly paths: SimulatedNpvs }
  | { readonly kind: "summary"; readonly summary: PathSummary }
  | { readonly kind: "problem"; readonly problem: string };

/** Simulates a part of the paths of a model; the result is bytes, the same on all machines. */
export function simulatedPart(
  { paths, seed }: Plan,
  model: Model,
  { from, count }: { readonly from: number; readonly count: number },
): Uint8Array {
  try {
    const simulated = simulatedNpvs(fastestKernel(), [model], { first: from, count }, seed);
    return paths > MOST_KEPT ? asText({ summary: summaryOf(simulated, model) }) : asBytes(simulated);
  } catch (error) {
    if (error instanceof NumericError || error instanceof InputError)
      return asText({ problem: error.message });
    throw error;
  }
}

const asText = (content: object) => new TextEncoder().encode(JSON.stringify(content));

/** Numbers come behind a word of 8 bytes that no text begins with. */
const MARK = "paths\0\0\0";

function asBytes({ npvs, controls, runs, paidBack }: SimulatedNpvs): Uint8Array {
  const numbers = [Float64Array.of(paidBack), npvs, controls, runs];
  const bytes = new Uint8Array(MARK.length + 8 * numbers.reduce((sum, { length }) => sum + length, 0));
  bytes.set(new TextEncoder().encode(MARK));
  const view = new DataView(bytes.buffer);
  let place = MARK.length;
  for (const column of numbers)
    for (const number of column) {
      view.setFloat64(place, number, true);
      place += 8;
    }
  return bytes;
}

function partOf(bytes: Uint8Array): Part {
  const text = new TextDecoder();
  if (text.decode(bytes.subarray(0, MARK.length)) !== MARK) {
    const { summary, problem = "" } = JSON.parse(text.decode(bytes)) as {
      summary?: PathSummary;
      problem?: string;
    };
    return summary === undefined ? { kind: "problem", problem } : { kind: "summary", summary };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = (bytes.byteLength - MARK.length - 8) / 24;
  const column = (index: number) => {
    const numbers = new Float64Array(count);
    const start = MARK.length + 8 + 8 * count * index;
    for (let path = 0; path < count; path++) numbers[path] = view.getFloat64(start + 8 * path, true);
    return numbers;
  };
  const [npvs, controls, runs] = [column(0), column(1), column(2)];
  return {
    kind: "paths",
    paths: { npvs, npvsBySite: [npvs], controls, runs, paidBack: view.getFloat64(MARK.length, true) },
  };
}

/** What all parts of the paths of a model give, in their order. Throws InputError where one of them could not be computed. */
export function putTogether({ percentiles }: Plan, model: Model, bytes: readonly Uint8Array[]): Simulated {
  const parts = bytes.map(partOf);
  for (const part of parts) if (part.kind === "problem") throw new NumericError(part.problem);
  const summaries = parts.flatMap((part) => (part.kind === "summary" ? [part.summary] : []));
  if (summaries.length === 0) {
    const paths = joined(parts.flatMap((part) => (part.kind === "paths" ? [part.paths] : [])));
    return { cells: cellsOfPaths(paths, model, percentiles) };
  }
  const { distribution, percentile } = distributionOfSummaries(summaries, model);
  return {
    cells: cellsOfDistribution(distribution, percentiles, percentile),
    remark: `percentiles are within ${100 * SKETCH_ERROR} %: there are more paths than are kept`,
  };
}
