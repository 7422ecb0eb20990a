const DAYS = 365;
/** How far back a last value is looked for, in days. */
const PATIENCE = 4 * DAYS;

/** The values of a year, oldest first, and the days of the first and the last, counted from 1970-01-01 UTC. */
export interface Year {
  readonly values: readonly number[];
  readonly first: number;
  readonly last: number;
}

/** The year up to the last day that has a value; days without one are left out. Undefined where there is no line. */
export function yearOf(day: (at: number) => number | undefined, today: number): Year | undefined {
  let last = today;
  while (day(last) === undefined) {
    last -= 1;
    if (last < today - PATIENCE) return undefined;
  }
  const found: { at: number; value: number }[] = [];
  for (let at = last - DAYS + 1; at <= last; at++) {
    const value = day(at);
    if (value !== undefined) found.push({ at, value });
  }
  const first = found[0]?.at ?? last;
  return first === last ? undefined : { values: found.map(({ value }) => value), first, last };
}
