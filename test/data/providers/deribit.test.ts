import { historyOf, readingsOf, recorded, refusalOf, routeOf } from "./answers";

const MS_PER_DAY = 86_400_000;
const answer = (result: unknown) => ({ jsonrpc: "2.0", result });
const rateLimit = recorded("deribit/error-10028.json");

describe("the index", () => {
  const id = "deribit.index";
  const now = Date.UTC(2026, 9, 5);

  test("in the documented shape", () => {
    expect(routeOf(id).path(now)).toBe("/api/v2/public/get_index_price?index_name=btc_usd");
    const body = answer({ index_price: 11628.81, estimated_delivery_price: 11628.81 });
    expect(readingsOf(id, body, now)).toEqual({ "btc.index": [11628.81, now] });
  });

  test.each([
    [rateLimit, "Deribit says: too_many_requests (10028)"],
    [answer({ index_price: -1 }), "the index is missing (-1)"],
    [answer({ index_price: 0 }), "the index is 0"],
    [answer({}), "the index is missing"],
    [answer({ index_price: "11628.81" }), 'result.index_price is the text "11628.81", not a number'],
    [answer(null), "result is empty, not a group of fields"],
    [{}, "result is missing"],
    ["<html>", "the answer is a web page, not data"],
  ])("%j is refused", (body, message) => expect(refusalOf(id, body, now)).toContain(message));
});

describe("the volatility index", () => {
  const id = "deribit.dvol";
  const body = recorded("deribit/get_volatility_index_data.60s.json");
  // The last row starts at 1791282120000.
  const start = Date.UTC(2026, 9, 6, 10, 22);
  const rowOf = (moment: number, close: unknown) => answer({ data: [[moment, 40, 41, 39, close]] });

  test("the last close as recorded, 47.55 % per year, as of now in the running hour", () => {
    expect(start).toBe(1791282120000);
    const now = start + 30_000;
    expect(routeOf(id).path(now)).toBe(
      "/api/v2/public/get_volatility_index_data?currency=BTC" +
        `&start_timestamp=${now - MS_PER_DAY}&end_timestamp=${now}&resolution=3600`,
    );
    expect(readingsOf(id, body, now)).toEqual({ "btc.dvol": [47.55 / 100, now] });
  });

  test("an hour that is over gives the value of its end", () => {
    const noon = Date.UTC(2026, 9, 6, 12);
    expect(readingsOf(id, rowOf(noon, 40), noon + 3 * 3_600_000)).toEqual({
      "btc.dvol": [0.4, noon + 3_600_000],
    });
  });

  test("the latest row counts, in whatever order they come", () => {
    const rows = [
      [start, 40, 41, 39, 40.5],
      [start - 3_600_000, 50, 51, 49, 50.5],
    ];
    for (const data of [rows, [...rows].reverse()]) {
      expect(readingsOf(id, answer({ data }), start + 1000)["btc.dvol"]?.[0]).toBeCloseTo(0.405, 15);
    }
  });

  test.each([
    ["an empty list", answer({ data: [], continuation: null }), "the list of volatilities is empty"],
    ["no list", answer({}), "result.data is missing"],
    ["-1", rowOf(start, -1), "the volatility is missing (-1)"],
    ["zero", rowOf(start, 0), "the volatility is 0"],
    ["a fraction for per cent", rowOf(start, 0.4755), "the volatility is 0.4755, less than can be right"],
    ["an absurd one", rowOf(start, 4755), "the volatility is 4755, more than can be right"],
    ["a text", rowOf(start, "47.55"), 'result.data.0.4 is the text "47.55", not a number'],
    ["a short row", answer({ data: [[start, 1, 2]] }), "result.data.0.3 is missing"],
    ["seconds", rowOf(start / 1000, 47), "the volatility is of 1970-01-21, not of today"],
    ["an old row", rowOf(start - 2 * MS_PER_DAY, 47), "the volatility is of 2026-10-04, not of today"],
    ["the recorded rate limit", rateLimit, "Deribit says: too_many_requests (10028)"],
  ])("of %s is refused", (_, broken, message) => expect(refusalOf(id, broken, start)).toContain(message));
});

describe("the history of the volatility index", () => {
  const id = "deribit.history.dvol";
  const [first, second] = recorded("deribit/get_volatility_index_data.paging.json") as [unknown, unknown];
  const now = Date.UTC(2026, 8, 28, 12);
  const yearBefore = now - 366 * MS_PER_DAY;
  const pathTo = (end: number) =>
    "/api/v2/public/get_volatility_index_data?currency=BTC" +
    `&start_timestamp=${yearBefore}&end_timestamp=${end}&resolution=1D`;
  const nextPath = (body: unknown, at = now) => routeOf(id).nextPath?.(body, at);

  test("two recorded pages: 1790467200000 is 2026-09-27, the row of the running day is left out", () => {
    expect(routeOf(id).path(now)).toBe(pathTo(now));
    expect(historyOf(id, "btc.dvol", first, now)).toEqual({ "2026-09-27": 35.07 / 100 });
    expect(historyOf(id, "btc.dvol", first, now + MS_PER_DAY)).toEqual({
      "2026-09-27": 35.07 / 100,
      "2026-09-28": 35.93 / 100,
    });
    expect(historyOf(id, "btc.dvol", second, now)).toEqual({
      "2026-09-25": 34.62 / 100,
      "2026-09-26": 34.92 / 100,
    });
  });

  test("the continuation leads to the next page, and its absence ends", () => {
    expect(nextPath(first)).toBe(pathTo(1790380800000));
    expect(nextPath(second)).toBeUndefined();
  });

  test("a continuation that leads nowhere, or is none, ends", () => {
    const page = (continuation: unknown) => answer({ data: [[now - MS_PER_DAY, 1, 1, 1, 40]], continuation });
    expect(nextPath(page(now - 2 * MS_PER_DAY))).toBe(pathTo(now - 2 * MS_PER_DAY));
    expect(nextPath(page(now - MS_PER_DAY))).toBeUndefined();
    expect(nextPath(page(now))).toBeUndefined();
    expect(nextPath(page(yearBefore))).toBeUndefined();
    for (const wrong of ["1790380800000", 1.5, -1, 0, {}, undefined])
      expect(nextPath(page(wrong))).toBeUndefined();
    for (const body of [null, [], {}, "<html>", rateLimit]) expect(nextPath(body)).toBeUndefined();
    expect(nextPath(answer({ data: [], continuation: now - 5 * MS_PER_DAY }))).toBeUndefined();
  });

  test("a list of any length leads on", () => {
    const data = new Array(200_000).fill([now - MS_PER_DAY, 1, 1, 1, 40]);
    expect(nextPath({ result: { data, continuation: now - 2 * MS_PER_DAY } })).toBe(
      pathTo(now - 2 * MS_PER_DAY),
    );
  });

  const rowOf = (moment: number, close: number) => answer({ data: [[moment, 1, 1, 1, close]] });
  const yesterday = Date.UTC(2026, 8, 27);
  test.each([
    ["an empty list", answer({ data: [] }), "the list of volatilities is empty"],
    [
      "rows of a minute",
      recorded("deribit/get_volatility_index_data.60s.json"),
      "the values are not of days",
    ],
    ["seconds", rowOf(yesterday / 1000, 35), "not of days"],
    ["-1 alone", rowOf(yesterday, -1), "the answer holds no day that is over"],
    ["a fraction for per cent", rowOf(yesterday, 0.35), "the volatility of 2026-09-27 is 0.35, less than"],
    ["an error", rateLimit, "Deribit says: too_many_requests (10028)"],
  ])("of %s is refused", (_, body, message) =>
    expect(refusalOf(id, body, now + 9 * MS_PER_DAY)).toContain(message),
  );
});
