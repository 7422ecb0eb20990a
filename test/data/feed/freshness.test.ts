import { freshUntil, pauseOf } from "../../../src/data/feed/freshness";
import { NOON } from "./smallRoutes";

const HOUR = 3_600_000;

// RFC 9111, section 5.2.2 and 5.3: max-age counts in seconds and goes before Expires.
test.each<[Record<string, string>, number]>([
  [{}, 0],
  [{ "cache-control": "max-age=30" }, 30_000],
  [{ "cache-control": "public, Max-Age=30, immutable" }, 30_000],
  [{ "cache-control": 'max-age="30"' }, 30_000],
  [{ "cache-control": "s-maxage=30" }, 0],
  [{ "cache-control": "max-age=0" }, 0],
  [{ "cache-control": "max-age=-5" }, 0],
  [{ "cache-control": "no-store, max-age=30" }, 0],
  [{ "cache-control": "no-cache, max-age=30" }, 0],
  [{ "cache-control": "max-age=99999999999999999999" }, HOUR],
  [{ expires: "Mon, 05 Oct 2026 12:01:00 GMT" }, 60_000],
  [{ expires: "Mon, 05 Oct 2026 11:59:00 GMT" }, 0],
  [{ expires: "Tue, 05 Oct 2100 12:00:00 GMT" }, HOUR],
  [{ expires: "0" }, 0],
  [{ expires: "-1" }, 0],
  [{ expires: "soon" }, 0],
  [{ expires: "Mon, 05 Oct 2026 12:01:00 GMT", "cache-control": "max-age=5" }, 5_000],
  [{ expires: "Mon, 05 Oct 2026 12:01:00 GMT", "cache-control": "public" }, 60_000],
])("%j is fresh for %d ms", (headers, ms) => {
  expect(freshUntil(new Headers(headers), NOON) - NOON).toBe(ms);
});

// RFC 9110, section 10.2.3: seconds, or a date.
test.each([
  [undefined, 0],
  ["120", 120_000],
  [" 120 ", 120_000],
  ["0", 0],
  ["-120", 0],
  ["12.5", 0],
  ["Mon, 05 Oct 2026 12:02:00 GMT", 120_000],
  ["Mon, 05 Oct 2026 11:00:00 GMT", 0],
  ["a while", 0],
  ["", 0],
  ["999999999", 24 * HOUR],
  ["Tue, 05 Oct 2100 12:00:00 GMT", 24 * HOUR],
])("Retry-After %j asks for %d ms", (text, ms) => {
  expect(pauseOf(new Headers(text === undefined ? {} : { "retry-after": text }), NOON)).toBe(ms);
});
