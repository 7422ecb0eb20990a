import { power } from "../numeric/elementary";
import { BLOCKS_PER_MONTH } from "../calendar";
import { InputError, NumericError } from "../errors";
import { meanSubsidy } from "./subsidy";

export interface DifficultyOutlook {
  /** Difficulty today. */
  difficulty: number;
  months: number;
  /** Effective, per month, at the start. */
  growthPerMonth: number;
  shape: "exponential" | "logistic";
  /** Difficulty that a logistic path approaches; not read by an exponential one. */
  limit: number | undefined;
  /** First block of month 1. */
  startHeight: number | undefined;
}

interface DifficultyMonth {
  month: number;
  /** First block of the month; undefined without a start height. */
  height: number | undefined;
  difficulty: number;
  /** Mean of the month's blocks in BTC; undefined without a start height. */
  subsidy: number | undefined;
}

/** Difficulty in the middle of each month, as in a mining model. */
export function difficultyPath(outlook: DifficultyOutlook): DifficultyMonth[] {
  const difficultyAt = curveOf(outlook);
  return Array.from({ length: outlook.months }, (_, index) => {
    const difficulty = difficultyAt(index + 0.5);
    if (!(difficulty > 0 && difficulty < Infinity)) throw new NumericError();
    const height =
      outlook.startHeight === undefined ? undefined : outlook.startHeight + BLOCKS_PER_MONTH * index;
    const subsidy = height === undefined ? undefined : meanSubsidy(height, BLOCKS_PER_MONTH);
    return { month: index + 1, height, difficulty, subsidy };
  });
}

function curveOf({
  difficulty,
  growthPerMonth,
  shape,
  limit,
}: DifficultyOutlook): (months: number) => number {
  if (shape === "exponential") return (months) => difficulty * power(1 + growthPerMonth, months);
  if (limit === undefined) throw new InputError("limit", "is missing: a logistic path needs one");
  if (limit <= difficulty)
    throw new InputError("limit", `must be above the difficulty of ${difficulty}`, limit);
  return (months) => limit / (1 + (limit / difficulty - 1) * power(1 + growthPerMonth, -months));
}
