const MS_PER_DAY = 86_400_000;

/** The day of the first block, counted from 1970-01-01 UTC: the first that any history may know. */
export const FIRST_DAY = 14_247;
/** 2100-01-01, counted from 1970-01-01 UTC: later than any day that a version builds in. */
export const END_OF_DAYS = 47_482;

/** "2026-02-11": a day counted from 1970-01-01 UTC. */
export const isoDay = (day: number) => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
