import fc from "fast-check";
import { blackPrice } from "../../../src/core/options/black";
import type { OptionQuote } from "../../../src/data/market";
import { instrumentOf } from "../../../src/data/providers/deribit";
import { historyOf, readingsOf, recorded, refusalOf, reportOf, routeOf } from "./answers";

describe("index and volatility", () => {
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
      ["a fraction for per cent", rowOf(start, 0.4755), "the volatility is 0.4755, too low to be right"],
      ["an absurd one", rowOf(start, 4755), "the volatility is 4755, too high to be right"],
      ["a text", rowOf(start, "47.55"), 'result.data.0.4 is the text "47.55", not a number'],
      ["a short row", answer({ data: [[start, 1, 2]] }), "result.data.0.3 is missing"],
      ["seconds", rowOf(start / 1000, 47), "the volatility is dated 1970-01-21, not today"],
      ["an old row", rowOf(start - 2 * MS_PER_DAY, 47), "the volatility is dated 2026-10-04, not today"],
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

    test("a continuation that leads nowhere, or is missing, ends", () => {
      const page = (continuation: unknown) =>
        answer({ data: [[now - MS_PER_DAY, 1, 1, 1, 40]], continuation });
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
        "the values are not daily",
      ],
      ["seconds", rowOf(yesterday / 1000, 35), "not daily"],
      ["only -1", rowOf(yesterday, -1), "the answer has no completed day"],
      [
        "a fraction for per cent",
        rowOf(yesterday, 0.35),
        "the volatility of 2026-09-27 is 0.35, too low to be right",
      ],
      ["an error", rateLimit, "Deribit says: too_many_requests (10028)"],
    ])("of %s is refused", (_, body, message) =>
      expect(refusalOf(id, body, now + 9 * MS_PER_DAY)).toContain(message),
    );
  });
});

describe("options", () => {
  const id = "deribit.chain";
  const ticker = recorded("deribit/ticker.result.json") as Record<string, number> & {
    instrument_name: string;
    greeks: { delta: number };
  };
  const written = 1556125162701;
  const now = written + 1000;

  /** The recorded ticker as a row of the book summary: the same facts under that interface's names. */
  const row = (fields: Record<string, unknown> = {}) => ({
    instrument_name: ticker.instrument_name,
    creation_timestamp: ticker.timestamp,
    bid_price: ticker.best_bid_price,
    ask_price: ticker.best_ask_price,
    mark_price: ticker.mark_price,
    mark_iv: ticker.mark_iv,
    underlying_price: ticker.underlying_price,
    open_interest: ticker.open_interest,
    base_currency: "BTC",
    quote_currency: "BTC",
    volume: 0.5,
    ...fields,
  });
  const bodyOf = (...rows: unknown[]): unknown =>
    JSON.parse(JSON.stringify({ jsonrpc: "2.0", result: rows, testnet: false }));
  const optionsOf = (...rows: unknown[]) => reportOf(id, bodyOf(...rows), now).chain?.options ?? [];
  const refusal = (...rows: unknown[]) => refusalOf(id, bodyOf(...rows), now);

  test("the recorded option: a put at 5,000 USD that expires on 2019-05-03 at 08:00 UTC", () => {
    expect(routeOf(id).path(now)).toBe(
      "/api/v2/public/get_book_summary_by_currency?currency=BTC&kind=option",
    );
    const chain = reportOf(id, bodyOf(row()), now).chain;
    expect(chain?.asOf).toBe(written);
    expect(chain?.options).toEqual([
      {
        instrument: "BTC-3MAY19-5000-P",
        expiry: Date.UTC(2019, 4, 3, 8),
        strike: 5000,
        type: "put",
        bid: 0.01,
        ask: 0.0135,
        mark: 0.01236567,
        volatility: 68.48 / 100,
        forward: 5433.06,
        delta: expect.any(Number) as number,
        openInterest: 0.5,
      },
    ]);
  });

  describe("Deribit's own figures", () => {
    const [option] = optionsOf(row());
    const years = (Date.UTC(2019, 4, 3, 8) - written) / 86_400_000 / 365;

    test("the delta is the one that it published, to its last digit", () => {
      expect(ticker.greeks.delta).toBe(-0.19998);
      expect(Math.abs((option?.delta ?? NaN) - ticker.greeks.delta)).toBeLessThan(5e-6);
    });

    test("Black's price at the mark's volatility is the mark, as far as two decimals of volatility go", () => {
      const { forward = NaN, volatility = NaN } = option ?? {};
      const price = (sigma: number) =>
        blackPrice({ type: "put", forward, strike: 5000, years, volatility: sigma, rate: 0 }) / forward;
      expect(price(volatility - 0.00005)).toBeLessThan(0.01236567);
      expect(price(volatility + 0.00005)).toBeGreaterThan(0.01236567);
    });

    test("the delta is the slope of the price", () => {
      const { forward = NaN, volatility = NaN } = option ?? {};
      const price = (f: number) =>
        blackPrice({ type: "put", forward: f, strike: 5000, years, volatility, rate: 0 });
      expect(option?.delta).toBeCloseTo((price(forward + 0.5) - price(forward - 0.5)) / 1, 7);
    });

    test("call and put deltas differ by one", () => {
      const [call, put] = optionsOf(row(), row({ instrument_name: "BTC-3MAY19-5000-C", mark_price: 0.09 }));
      expect((call?.delta ?? NaN) - (put?.delta ?? NaN)).toBeCloseTo(1, 14);
    });
  });

  test.each([
    ["BTC-3MAY19-5000-P", Date.UTC(2019, 4, 3, 8), 5000, "put"],
    ["BTC-25DEC26-90000-C", Date.UTC(2026, 11, 25, 8), 90000, "call"],
    ["BTC-29FEB28-120000-C", Date.UTC(2028, 1, 29, 8), 120000, "call"],
  ] as const)("%s", (name, expiry, strike, type) =>
    expect(instrumentOf(name)).toEqual({ expiry, strike, type }),
  );

  test.each([
    "BTC_USDC-25DEC26-90000-C",
    "ETH-22FEB19-140-P",
    "BTC-PERPETUAL",
    "BTC-25DEC26",
    "BTC-30FEB26-90000-C",
    "BTC-31NOV26-90000-C",
    "BTC-29FEB27-90000-C",
    "BTC-25XYZ26-90000-C",
    "BTC-25dec26-90000-C",
    "BTC-0DEC26-90000-C",
    "BTC-025DEC26-90000-C",
    "BTC-25DEC2026-90000-C",
    "BTC-25DEC26-0-C",
    "BTC-25DEC26-90000.5-C",
    "BTC-25DEC26-90000-X",
    "BTC-25DEC26-90000-C\n",
    " BTC-25DEC26-90000-C",
    "",
  ])("%j is no option settled in bitcoin", (name) => expect(instrumentOf(name)).toBeUndefined());

  test("sorted by expiry, strike, calls first", () => {
    const names = [
      "BTC-28JUN19-4000-P",
      "BTC-3MAY19-6000-P",
      "BTC-3MAY19-5000-P",
      "BTC-3MAY19-10000-C",
      "BTC-3MAY19-5000-C",
      "BTC-27SEP19-4000-C",
    ];
    const options = optionsOf(...names.map((instrument_name) => row({ instrument_name, mark_price: 0.05 })));
    expect(options.map(({ instrument }) => instrument)).toEqual([
      "BTC-3MAY19-5000-C",
      "BTC-3MAY19-5000-P",
      "BTC-3MAY19-6000-P",
      "BTC-3MAY19-10000-C",
      "BTC-28JUN19-4000-P",
      "BTC-27SEP19-4000-C",
    ]);
  });

  test("a missing bid or ask is absent, never 0", () => {
    for (const nobody of [null, undefined, 0, -1]) {
      const [option] = optionsOf(row({ bid_price: nobody, ask_price: nobody }));
      expect(option).not.toHaveProperty("bid");
      expect(option).not.toHaveProperty("ask");
    }
    expect(optionsOf(row({ open_interest: 0 }))[0]?.openInterest).toBe(0);
  });

  test.each([
    ["no mark", { mark_price: null }],
    ["a mark of 0", { mark_price: 0 }],
    ["a mark of -1", { mark_price: -1 }],
    ["a mark in USD", { mark_price: 67.18 }],
    ["no volatility", { mark_iv: undefined }],
    ["a volatility of 0", { mark_iv: 0 }],
    ["a volatility as a fraction", { mark_iv: 0.6848 }],
    ["no forward", { underlying_price: null }],
    ["no open interest", { open_interest: undefined }],
    ["a negative open interest", { open_interest: -1 }],
    ["an expiry that has passed", { instrument_name: "BTC-24APR19-5000-P" }],
    ["another currency", { instrument_name: "BTC_USDC-3MAY19-5000-P" }],
  ])("an option with %s is left out, the others stay", (_, fields) => {
    const other = row({ instrument_name: "BTC-28JUN19-5000-P" });
    expect(optionsOf(row(fields), other).map(({ instrument }) => instrument)).toEqual(["BTC-28JUN19-5000-P"]);
  });

  test.each([
    ["an empty list", bodyOf(), "the answer has no open option on bitcoin"],
    [
      "the recorded row, which is of another coin",
      bodyOf(recorded("deribit/book_summary.result-item.json")),
      "the answer has no open option on bitcoin",
    ],
    [
      "the recorded rate limit",
      recorded("deribit/error-10028.json"),
      "Deribit says: too_many_requests (10028)",
    ],
    [
      "texts for numbers",
      bodyOf(row({ mark_iv: "68.48" })),
      'result.0.mark_iv is the text "68.48", not a number',
    ],
    ["no time", bodyOf(row({ creation_timestamp: undefined })), "result.0.creation_timestamp is missing"],
    [
      "an old time",
      bodyOf(row({ creation_timestamp: written - 90_000_000 })),
      "the list of options is dated 2019-04-23",
    ],
    [
      "seconds",
      bodyOf(row({ creation_timestamp: 1556125162 })),
      "the list of options is dated 1970-01-19, not today",
    ],
    ["one object", { jsonrpc: "2.0", result: row() }, "result is a group of fields, not a list"],
    ["a page", "<html>", "the answer is a web page, not data"],
  ])("a body with %s is refused", (_, body, message) => expect(refusalOf(id, body, now)).toContain(message));

  test("where no option is left the first reason is given", () => {
    expect(refusal(row({ mark_price: -1 }))).toBe("the price of BTC-3MAY19-5000-P is missing (-1)");
    expect(refusal(row({ mark_iv: 0.6848 }))).toBe(
      "the volatility of BTC-3MAY19-5000-P is 0.6848, too low to be right",
    );
  });

  test("an expired instrument in an old row does not make the list old", () => {
    const old = row({ instrument_name: "BTC-19APR19-5000-P", creation_timestamp: written - 432_000_000 });
    expect(reportOf(id, bodyOf(old, row()), now).chain?.asOf).toBe(written);
  });

  test("deltas lie between -1 and 1, whatever the strike and the volatility", () => {
    const inRange = ({ type, delta }: OptionQuote) =>
      type === "call" ? delta >= 0 && delta <= 1 : delta >= -1 && delta <= 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 1_000_000 }),
        fc.double({ min: 1, max: 5000, noNaN: true }),
        fc.constantFrom("C", "P"),
        (strike, mark_iv, side) => {
          const [option] = optionsOf(row({ instrument_name: `BTC-3MAY19-${strike}-${side}`, mark_iv }));
          expect(option !== undefined && inRange(option)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
