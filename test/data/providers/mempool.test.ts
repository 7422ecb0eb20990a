import { readFileSync } from "node:fs";
import { days as recordedDays } from "../../core/history/recorded";
import { changed, readingsOf, recorded, recordedText, refusalOf, routeOf } from "./answers";

const MS_PER_DAY = 86_400_000;

describe("the height", () => {
  const now = Date.UTC(2021, 8, 3, 6);

  test("of the recorded tip, which lies between those that another source has for the ends of two days", () => {
    expect(routeOf("mempool.tip").path(now)).toBe("/api/blocks/tip/height");
    const value = recorded("mempool/blocks-tip-height.json");
    expect(readingsOf("mempool.tip", value, now)).toEqual({ "btc.height": [698767, now] });
    const tipOf = (date: string) => recordedDays.find((day) => day.date === date)?.tipHeight;
    expect([tipOf("2021-09-02"), tipOf("2021-09-03")]).toEqual([698757, 698905]);
  });

  test("every height that was recorded at the end of a day is taken", () => {
    const recordedTips = recordedDays.filter(({ tipHeight }) => Number.isFinite(tipHeight));
    expect(recordedTips.length).toBeGreaterThan(1000);
    for (const { date, tipHeight } of recordedTips) {
      const end = Date.parse(date) + MS_PER_DAY;
      expect(readingsOf("mempool.tip", tipHeight, end)).toEqual({ "btc.height": [tipHeight, end] });
    }
  });

  test.each([
    [
      "the tip of 2021 in 2026",
      698767,
      Date.UTC(2026, 9, 5),
      "the block height is 698767, less than can be right",
    ],
    ["a testnet's", 4_500_000, now, "the block height is 4500000, more than can be right"],
    ["-1", -1, now, "the block height is missing (-1)"],
    ["zero", 0, now, "the block height is 0"],
    ["a fraction", 698767.5, now, "which is not a whole number"],
    ["an unsafe integer", 2 ** 53, now, "which is not a whole number"],
    ["a text", "698767", now, 'the answer is not data but the text "698767"'],
    ["an object", { height: 698767 }, now, "it is a group of fields, not a number"],
    ["nothing", null, now, "the answer is empty"],
    ["a page", "<html>", now, "the answer is a web page, not data"],
  ])("is refused: %s", (_, body, at, message) =>
    expect(refusalOf("mempool.tip", body, at)).toContain(message),
  );
});

describe("the adjustment", () => {
  const id = "mempool.adjustment";
  const october = "mempool/difficulty-adjustment.2026-10-05.json";
  const now = Date.UTC(2026, 9, 5, 9, 41, 44);

  // Excel's date of 2026-10-17 is 46312, of 2026-08-09 46243: 25569 for 1970-01-01 and 20743 or 20674 days.
  test.each([
    // 2026-10-17 14:31:23.120 UTC; -1.909... %.
    [october, now, 46312 + (14 * 3600 + 31 * 60 + 23.12) / 86400, -0.01909509687533617],
    // 2026-08-09 06:29:16.920 UTC; -2.099... %.
    [
      "mempool/difficulty-adjustment.2026-07-31.json",
      Date.UTC(2026, 6, 31, 14, 32, 1),
      46243 + (6 * 3600 + 29 * 60 + 16.92) / 86400,
      -0.020994769221320375,
    ],
    // The older documented one has its date in seconds: 2021-07-31 20:14:38 UTC is 44408 and a fraction.
    [
      "mempool/difficulty-adjustment.json",
      Date.UTC(2021, 6, 24),
      44408 + (20 * 3600 + 14 * 60 + 38) / 86400,
      0.9845932018381687,
    ],
  ])("recorded in %s", (file, at, date, change) => {
    expect(routeOf(id).path(at)).toBe("/api/v1/difficulty-adjustment");
    const readings = readingsOf(id, recorded(file), at);
    expect(Object.keys(readings)).toEqual(["btc.next_retarget", "btc.next_retarget_change"]);
    expect(readings["btc.next_retarget"]?.[0]).toBeCloseTo(date, 8);
    expect(readings["btc.next_retarget_change"]?.[0]).toBeCloseTo(change, 15);
    expect(readings["btc.next_retarget"]?.[1]).toBe(at);
  });

  test("the older one is refused today, as its date has passed; its change alone would still be told", () => {
    const readings = readingsOf(id, recorded("mempool/difficulty-adjustment.json"), now);
    expect(Object.keys(readings)).toEqual(["btc.next_retarget_change"]);
  });

  interface Vector {
    in: { now: string };
    out: { estimatedRetargetDate: number; remainingTime: number; difficultyChange: number };
  }
  const vectors: Vector[] = JSON.parse(
    readFileSync("test/fixtures/mempool/difficulty-adjustment.vectors.json", "utf8"),
  );

  test.each(vectors)("the service's own vector at $in.now", ({ in: given, out }) => {
    const at = Date.parse(given.now);
    const readings = readingsOf(id, out, at);
    const days = (readings["btc.next_retarget"]?.[0] ?? NaN) - (at / MS_PER_DAY + 25569);
    // The vector says in how many milliseconds, too.
    expect(days * MS_PER_DAY).toBeCloseTo(out.remainingTime, -1);
    expect(readings["btc.next_retarget_change"]?.[0]).toBeCloseTo(out.difficultyChange / 100, 15);
  });

  test("seconds for milliseconds give the same date to the second", () => {
    const seconds = changed(october, { estimatedRetargetDate: 1792247483 });
    const [value] = readingsOf(id, seconds, now)["btc.next_retarget"] ?? [];
    const [exact] = readingsOf(id, recorded(october), now)["btc.next_retarget"] ?? [];
    expect(Math.abs((value ?? NaN) - (exact ?? NaN)) * 86400).toBeLessThan(1);
  });

  test.each([
    ["-1", -1],
    ["zero", 0],
    ["the past", now - 2 * MS_PER_DAY],
    ["61 days ahead", now + 61 * MS_PER_DAY],
    ["microseconds", 1792247483120000],
    ["days", 20743],
  ])("a date of %s is left out, the change stays", (_, estimatedRetargetDate) =>
    expect(Object.keys(readingsOf(id, changed(october, { estimatedRetargetDate }), now))).toEqual([
      "btc.next_retarget_change",
    ]),
  );

  test.each([-75.1, 300.1, 1e9])("a change of %d %% is left out, the date stays", (difficultyChange) =>
    expect(Object.keys(readingsOf(id, changed(october, { difficultyChange }), now))).toEqual([
      "btc.next_retarget",
    ]),
  );

  test.each([
    [{ nextRetargetHeight: 971713 }, "the next adjustment is at block 971713, which is no multiple of 2016"],
    [{ nextRetargetHeight: 0 }, "the next adjustment is at block 0"],
    [{ nextRetargetHeight: -2016 }, "the next adjustment is at block -2016"],
    [
      { nextRetargetHeight: 2 ** 53 },
      "nextRetargetHeight is number 9007199254740992, which is not a whole number",
    ],
    [{ remainingBlocks: 1721.5 }, "remainingBlocks is number 1721.5, which is not a whole number"],
    [{ remainingBlocks: 1700 }, "1700 blocks left do not fit a progress of 14.68"],
    [{ remainingBlocks: -1 }, "-1 blocks left do not fit"],
    [{ progressPercent: 0.1468 }, "1720 blocks left do not fit a progress of 0.1468 %"],
    [{ progressPercent: "14.68" }, 'progressPercent is the text "14.68", not a number'],
    [{ difficultyChange: undefined }, "difficultyChange is missing"],
    [{ difficultyChange: null }, "difficultyChange is empty, not a number"],
    [{ estimatedRetargetDate: "1792247483120" }, "estimatedRetargetDate is the text"],
    [{ estimatedRetargetDate: -1, difficultyChange: 400 }, "the date of the next adjustment is missing (-1)"],
    [
      { estimatedRetargetDate: Date.UTC(2026, 9, 4), difficultyChange: 400 },
      "the next adjustment is dated 2026-10-04, which has passed",
    ],
  ])("with %j it is refused", (fields, message) =>
    expect(refusalOf(id, changed(october, fields), now)).toContain(message),
  );

  test("without any field, as a list, and as the recorded page of a rate limit it is refused", () => {
    expect(refusalOf(id, {}, now)).toContain("progressPercent is missing");
    expect(refusalOf(id, [], now)).toContain("progressPercent is missing");
    expect(refusalOf(id, recordedText("mempool/error-429.html"), now)).toBe(
      "the answer is a web page, not data",
    );
  });
});

describe("fee rates", () => {
  const id = "mempool.fees";
  const now = Date.UTC(2026, 9, 5);

  test.each([
    ["mempool/fees-recommended.json", 1, 1],
    ["mempool/fees-precise.json", 2.023, 0.502],
  ])("recorded in %s", (file, next, hour) => {
    expect(routeOf(id).path(now)).toBe("/api/v1/fees/recommended");
    expect(readingsOf(id, recorded(file), now)).toEqual({
      "btc.feerate": [next, now],
      "btc.feerate_hour": [hour, now],
    });
  });

  test("one that is missing is left out", () => {
    const kept = { "btc.feerate_hour": [0.502, now] };
    for (const fastestFee of [-1, 0, null, undefined, 1e6]) {
      expect(readingsOf(id, changed("mempool/fees-precise.json", { fastestFee }), now)).toEqual(kept);
    }
  });

  test.each([
    [{ fastestFee: -1, hourFee: -1 }, "the fee rate is missing (-1)"],
    [{}, "the fee rate is missing"],
    [{ fastestFee: "2", hourFee: "1" }, 'fastestFee is the text "2", not a number'],
    [[], "the fee rate is missing"],
  ])("%j are refused", (body, message) => expect(refusalOf(id, body, now)).toContain(message));
});

describe("prices", () => {
  const id = "mempool.prices";
  const file = "mempool/prices.json";
  // 1703252411 seconds.
  const asOf = Date.UTC(2023, 11, 22, 13, 40, 11);
  const now = asOf + 60_000;

  test("as recorded, in all three currencies", () => {
    expect(routeOf(id).path(now)).toBe("/api/v1/prices");
    expect(routeOf(id).topics).toEqual(["price", "price_eur", "price_gbp"]);
    expect(readingsOf(id, recorded(file), now)).toEqual({
      "btc.price": [43753, asOf],
      "btc.price_eur": [40545, asOf],
      "btc.price_gbp": [37528, asOf],
    });
    const close = recordedDays.find(({ date }) => date === "2023-12-22")?.close ?? NaN;
    expect(Math.abs(43753 / close - 1)).toBeLessThan(0.01);
  });

  test("one that is missing, -1 among them, is left out", () => {
    const readings = readingsOf(id, changed(file, { EUR: -1, GBP: undefined }), now);
    expect(readings).toEqual({ "btc.price": [43753, asOf] });
  });

  test.each([
    [{ USD: -1, EUR: -1, GBP: -1 }, "the price in USD is missing (-1)"],
    [{ USD: 0, EUR: -1, GBP: null }, "the price in USD is 0"],
    [{ USD: "43753" }, 'USD is the text "43753", not a number'],
    [{ time: undefined }, "time is missing"],
    [{ time: 1703252411000 }, "the price is of time 1703252411000000, not of today"],
    [{ time: 1703252411 - 90_000 }, "the price is of 2023-12-21, not of today"],
    [{ time: -1 }, "not of today"],
    [{ time: "1703252411" }, "time is the text"],
  ])("with %j are refused", (fields, message) =>
    expect(refusalOf(id, changed(file, fields), now)).toContain(message),
  );

  test("of another question are refused", () =>
    expect(refusalOf(id, recorded("mempool/historical-price.json"), now)).toContain("time is missing"));
});
