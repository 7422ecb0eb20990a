import fc from "fast-check";
import { Failure } from "../../../src/data/feed/failure";
import {
  afterFailure,
  afterSuccess,
  BREAKER_FAILURES,
  calm,
  isBroken,
  pausedUntil,
  restingUntil,
  type Patience,
} from "../../../src/data/feed/patience";
import { MINUTE, NOON } from "./smallRoutes";

const failure = new Failure("It failed", "host");
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const failedTimes = (times: number, share: number, kind = failure): Patience =>
  Array.from({ length: times }).reduce<Patience>(
    (patience) => afterFailure(patience, kind, NOON, () => share),
    calm,
  );

test("rests double from 15 seconds to a quarter of an hour, of which chance takes off up to half", () => {
  const full = [15, 30, 60, 120, 240, 480, 900, 900, 900].map((seconds) => seconds * 1000);
  fc.assert(
    fc.property(random, fc.integer({ min: 1, max: full.length }), (share, times) => {
      const rest = restingUntil(failedTimes(times, share), NOON) - NOON;
      const longest = full[times - 1] ?? NaN;
      expect(rest).toBeLessThanOrEqual(longest);
      // A chance just below 1 is lost in the rounding of moments.
      expect(rest).toBeGreaterThanOrEqual(longest / 2);
      expect(rest).toBeCloseTo(longest * (1 - share / 2), 3);
    }),
  );
});

test("a pause without a length is a minute, doubled up to an hour, and up to half more", () => {
  const vague = new Failure("Pause", "host", 0);
  fc.assert(
    fc.property(random, fc.integer({ min: 1, max: 20 }), (share, times) => {
      const pause = pausedUntil(failedTimes(times, share, vague), NOON) - NOON;
      const least = Math.min(MINUTE * 2 ** (times - 1), 60 * MINUTE);
      expect(pause).toBeCloseTo(least * (1 + share / 2), 3);
      expect(pause).toBeGreaterThanOrEqual(least);
    }),
  );
});

test("a pause that a host states is kept to the millisecond, and outlasts a success", () => {
  const paused = afterFailure(calm, new Failure("Pause", "host", 7 * MINUTE), NOON, () => 0.3);
  expect(pausedUntil(paused, NOON)).toBe(NOON + 7 * MINUTE);
  const mended = afterSuccess(paused, NOON + MINUTE);
  expect(pausedUntil(mended, NOON + MINUTE)).toBe(NOON + 7 * MINUTE);
  expect(restingUntil(mended, NOON + MINUTE)).toBe(0);
  expect(pausedUntil(mended, NOON + 7 * MINUTE)).toBe(0);
});

test("a shorter pause does not end a longer one", () => {
  const long = afterFailure(calm, new Failure("Pause", "host", 60 * MINUTE), NOON, () => 0);
  const both = afterFailure(long, new Failure("Pause", "host", MINUTE), NOON, () => 0);
  expect(pausedUntil(both, NOON)).toBe(NOON + 60 * MINUTE);
  expect(
    pausedUntil(
      afterFailure(long, failure, NOON, () => 0),
      NOON,
    ),
  ).toBe(NOON + 60 * MINUTE);
});

test("a host breaks at the third failure in a row; a success mends it; a lost connection is not its fault", () => {
  expect(BREAKER_FAILURES).toBe(3);
  expect([1, 2, 3, 4].map((times) => isBroken(failedTimes(times, 0)))).toEqual([false, false, true, true]);
  expect(isBroken(afterSuccess(failedTimes(5, 0), NOON))).toBe(false);
  expect(isBroken(failedTimes(9, 0, new Failure("Offline", "connection")))).toBe(false);
  expect(restingUntil(failedTimes(9, 0, new Failure("Offline", "connection")), NOON)).toBe(NOON + 15_000);
});

test("a clock that is set back does not make a rest or a pause last", () => {
  const patience = afterFailure(calm, new Failure("Pause", "host", MINUTE), NOON, () => 0);
  const yearAgo = NOON - 365 * 24 * 60 * MINUTE;
  expect(restingUntil(patience, yearAgo)).toBe(0);
  expect(pausedUntil(patience, yearAgo)).toBe(0);
});
