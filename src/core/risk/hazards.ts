import { ln, ln1p, square } from "../numeric/elementary";
import { NumericError } from "../errors";
import { at } from "../numeric/at";
import { greatest } from "../numeric/extremes";
import { percentile } from "../numeric/percentile";
import { sum } from "../numeric/sum";
import { undiscountedBlack } from "../options/black";
import { reached } from "../progress";
import { fastestKernel } from "../simulation/fastestKernel";
import { inEights } from "../simulation/layout";

/** Events of one kind: independent of each other, with lognormal losses. */
export interface Hazard {
  readonly name: string;
  /** Mean number of events a year; at least 0. */
  readonly eventsPerYear: number;
  /** Mean loss of an event in USD; at least 0. */
  readonly meanSeverity: number;
  /** Standard deviation of an event's loss over its mean; 0 for a fixed loss. */
  readonly variation: number;
  /** USD of each event that insurance does not pay; at least 0. */
  readonly deductible: number;
  /** Most that insurance pays for an event beyond the deductible, in USD; 0 without insurance. */
  readonly limit: number;
}

interface HazardLine {
  readonly name: string;
  /** USD a year, before insurance. */
  readonly expected: number;
  /** Of a year's loss, before insurance, in USD. */
  readonly deviation: number;
  /** Expected payment of insurance, in USD a year. */
  readonly insured: number;
  /** Expected loss after insurance, in USD a year. */
  readonly retained: number;
}

/** Expected yearly losses of each hazard, in closed form, and of all together; hazards are independent. */
export function hazardLosses(hazards: readonly Hazard[]): { lines: HazardLine[]; total: HazardLine } {
  const lines = hazards.map(hazardLine);
  const all = (of: (line: HazardLine) => number) => sum(lines.map(of));
  const total = {
    name: "Total",
    expected: all(({ expected }) => expected),
    deviation: rootOfSquares(lines.map(({ deviation }) => deviation)),
    insured: all(({ insured }) => insured),
    retained: all(({ retained }) => retained),
  };
  return { lines, total };
}

/** Root of the sum of squares of numbers of at least 0, whose squares may be beyond a double's range. */
function rootOfSquares(values: readonly number[]): number {
  const scale = greatest(values);
  return scale > 0 && scale < Infinity
    ? scale * Math.sqrt(sum(values.map((value) => square(value / scale))))
    : scale;
}

function hazardLine(hazard: Hazard): HazardLine {
  const { name, eventsPerYear, meanSeverity, variation } = hazard;
  const expected = eventsPerYear * meanSeverity;
  const insured = eventsPerYear * insuredSeverity(hazard);
  return {
    name,
    expected,
    deviation: meanSeverity * Math.sqrt(eventsPerYear * (1 + square(variation))),
    insured,
    retained: expected - insured,
  };
}

/** A loss this small in relation to the deductible never reaches it; one so much larger always exceeds it. */
const negligible = 1e-200;

/** Mean payment of insurance for an event in USD: a call on its loss at the deductible, less one at the cover's end. */
function insuredSeverity({ meanSeverity, variation, deductible, limit }: Hazard): number {
  if (limit === 0) return 0;
  const deviation = logDeviation(variation);
  const excess = (over: number) => {
    if (meanSeverity <= negligible * over) return 0;
    if (over <= negligible * meanSeverity) return meanSeverity - over;
    return undiscountedBlack({ type: "call", forward: meanSeverity, strike: over, deviation });
  };
  return Math.min(excess(deductible) - excess(deductible + limit), limit);
}

/** Standard deviation of the log of a lognormal variable with this coefficient of variation. */
function logDeviation(variation: number): number {
  return Math.sqrt(ln1p(square(variation)));
}

export const simulatedYears = 200_000;
/** Events a year of all hazards, past which the simulation takes more than about a second. */
const mostEvents = 20;

/**
 * Quantile of a year's total loss after insurance, in USD, from 200,000 simulated years.
 *
 * Each hazard is a Poisson process over those years: exponential times between events and a lognormal loss for each,
 * from random numbers of its own, so that a change to one hazard leaves the others' losses as they were.
 */
export function retainedQuantile(hazards: readonly Hazard[], confidence: number, seed: number): number {
  const frequency = sum(hazards.map(({ eventsPerYear }) => eventsPerYear));
  if (frequency > mostEvents) {
    throw new NumericError(`the simulation handles up to ${mostEvents} events a year altogether`);
  }
  const years = new Float64Array(simulatedYears);
  let simulated = 0;
  for (const [stream, hazard] of hazards.entries()) {
    addLosses(years, hazard, { seed, stream }, (time) =>
      reached(simulated + hazard.eventsPerYear * time, frequency * simulatedYears),
    );
    simulated += hazard.eventsPerYear * simulatedYears;
  }
  return percentile(years.sort(), confidence);
}

/** Events drawn at a time, at most. */
const largestBatch = 2048;

/** Adds what the hazard costs in each year; `passed` is told the years of it that are done. */
function addLosses(
  years: Float64Array,
  hazard: Hazard,
  place: { seed: number; stream: number },
  passed: (years: number) => void,
): void {
  const { eventsPerYear, meanSeverity, variation } = hazard;
  // Also for -0, whose times between events would be minus infinity.
  if (eventsPerYear === 0) return;
  const deviation = logDeviation(variation);
  const median = meanSeverity / Math.sqrt(1 + square(variation));
  // Rare events take few numbers: with 100,000 hazards full batches would be drawn for nothing.
  const batch = Math.min(inEights(eventsPerYear * simulatedYears + 1), largestBatch);
  const kernel = fastestKernel();
  // Uniform numbers for the times, and growths over the median for the losses, behind them.
  const numbers = kernel.room(2 * batch);
  let time = 0;
  for (let drawn = 0; ; drawn += batch) {
    kernel.uniforms(0, batch, { ...place, row: 0, place: drawn, isAcross: false });
    if (deviation > 0) {
      kernel.inverseNormals(batch, batch);
      kernel.growths({ count: batch, to: batch, w: batch, z: batch, a: deviation, b: 0, drift: 0 });
    }
    for (let event = 0; event < batch; event++) {
      time -= ln(at(numbers, event)) / eventsPerYear;
      if (!(time < simulatedYears)) return;
      const severity = deviation === 0 ? meanSeverity : median * at(numbers, batch + event);
      const year = Math.floor(time);
      years[year] = at(years, year) + retainedOf(severity, hazard);
    }
    passed(time);
  }
}

function retainedOf(severity: number, { deductible, limit }: Hazard): number {
  return severity - Math.min(Math.max(severity - deductible, 0), limit);
}
