import { readFileSync } from "node:fs";
import { days as recordedDays, epochs } from "../../core/history/recorded";
import {
  changed,
  historyOf,
  readingsOf,
  recorded,
  recordedText,
  refusalOf,
  reportOf,
  routeOf,
} from "./answers";

describe("chain, fees and prices", () => {
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
        "the block height is 698767, too low to be right",
      ],
      ["a testnet's", 4_500_000, now, "the block height is 4500000, too high to be right"],
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

    test("the older one is refused today, as its date has passed; only its change would still be taken", () => {
      const readings = readingsOf(id, recorded("mempool/difficulty-adjustment.json"), now);
      expect(Object.keys(readings)).toEqual(["btc.next_retarget_change"]);
    });

    interface Vector {
      in: { now: string };
      out: { estimatedRetargetDate: number; remainingTime: number; difficultyChange: number };
    }
    const vectors = JSON.parse(
      readFileSync("test/fixtures/mempool/difficulty-adjustment.vectors.json", "utf8"),
    ) as Vector[];

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
      [
        { nextRetargetHeight: 971713 },
        "the next adjustment is at block 971713, which is not a multiple of 2016",
      ],
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
      [
        { estimatedRetargetDate: -1, difficultyChange: 400 },
        "the date of the next adjustment is missing (-1)",
      ],
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
      [{ time: 1703252411000 }, "the price is dated time 1703252411000000, not today"],
      [{ time: 1703252411 - 90_000 }, "the price is dated 2023-12-21, not today"],
      [{ time: -1 }, "not today"],
      [{ time: "1703252411" }, "time is the text"],
    ])("with %j are refused", (fields, message) =>
      expect(refusalOf(id, changed(file, fields), now)).toContain(message),
    );

    test("of another question are refused", () =>
      expect(refusalOf(id, recorded("mempool/historical-price.json"), now)).toContain("time is missing"));
  });
});

describe("mining", () => {
  describe("difficulty and hashrate", () => {
    const id = "mempool.hashrate";
    const now = Date.UTC(2022, 4, 16, 12);
    const file = "mempool/mining-hashrate-3d.json";

    test.each([
      [file, 31251101365711.12, 252.0332473552123, 735840],
      // Integers above 2^53, and no list of difficulties.
      ["mempool/mining-hashrate.partial.2026-08-06.json", 126231507121868.2, 928.2650128302679, 959616],
    ])("recorded in %s", (name, difficulty, hashrate, epochStart) => {
      expect(routeOf(id).path(now)).toBe("/api/v1/mining/hashrate/3d");
      const readings = readingsOf(id, recorded(name), now);
      expect(readings["btc.difficulty"]).toEqual([difficulty, now]);
      expect(readings["btc.hashrate_observed"]?.[0]).toBeCloseTo(hashrate, 9);
      // Other recordings of the same difficulty epoch, to the digits they print.
      const printed = epochs.find(({ startHeight }) => startHeight === epochStart)?.difficulty;
      expect(difficulty.toFixed(1)).toBe(printed);
    });

    test.each([
      ["the difficulty is missing", { currentDifficulty: -1 }, "btc.hashrate_observed"],
      [
        "the difficulty is 0, as when the service has no node",
        { currentDifficulty: 0 },
        "btc.hashrate_observed",
      ],
      ["the hashrate is missing", { currentHashrate: -1 }, "btc.difficulty"],
      ["the hashrate is 0", { currentHashrate: 0 }, "btc.difficulty"],
      ["the hashrate is in TH/s", { currentHashrate: 252033247.355 }, "btc.difficulty"],
      ["the hashrate is in PH/h", { currentHashrate: 2.52e17 }, "btc.difficulty"],
      ["the hashrate is twenty times too high", { currentHashrate: 5e21 }, "btc.difficulty"],
      ["the hashrate is left out", { currentHashrate: undefined }, "btc.difficulty"],
    ])("where %s the other one stays", (_, fields, left) =>
      expect(Object.keys(readingsOf(id, changed(file, fields), now))).toEqual([left]),
    );

    test.each([
      [{ currentDifficulty: 0, currentHashrate: 0 }, "the difficulty is 0"],
      [{ currentDifficulty: -1, currentHashrate: -1 }, "the difficulty is missing (-1)"],
      [{ currentDifficulty: 1e21, currentHashrate: 0 }, "the difficulty is 1e+21, too high to be right"],
      [{ currentDifficulty: "31251101365711.12" }, "currentDifficulty is the text"],
      [{ currentHashrate: "252033247355212300000" }, "currentHashrate is the text"],
    ])("with %j they are refused", (fields, message) =>
      expect(refusalOf(id, changed(file, fields), now)).toContain(message),
    );

    test("an empty object, a list and a text are refused", () => {
      expect(refusalOf(id, {}, now)).toBe("the difficulty is missing");
      expect(refusalOf(id, [], now)).toBe("the difficulty is missing");
      expect(refusalOf(id, "Service Unavailable", now)).toContain("is not data but the text");
    });
  });

  describe("fees", () => {
    const id = "mempool.rewards";
    const file = "mempool/mining-reward-stats-100.json";
    const now = Date.UTC(2022, 4, 16, 20);

    test("as recorded: 13.11748254 BTC in 100 blocks", () => {
      expect(routeOf(id).path(now)).toBe("/api/v1/mining/reward-stats/144");
      const [fees, asOf] = readingsOf(id, recorded(file), now)["btc.fees"] ?? [];
      expect(fees).toBeCloseTo(0.1311748254, 12);
      expect(asOf).toBe(now);
      // Less the fees, 638.11748254 BTC are 100 subsidies of 6.25 BTC.
      expect(638.11748254 - 13.11748254).toBeCloseTo(100 * 6.25, 8);
      // The day's recorded heights hold the last block.
      expect(recordedDays.find(({ date }) => date === "2022-05-16")?.tipHeight).toBeGreaterThan(736655);
    });

    test("across a halving: two blocks, of 6.25 and of 3.125 BTC", () => {
      const body = { startBlock: 839999, endBlock: 840000, totalReward: "1137500000", totalFee: "200000000" };
      expect(readingsOf(id, body, Date.UTC(2024, 3, 20))["btc.fees"]?.[0]).toBe(1);
    });

    test.each([
      [{ totalFee: 1311748254 }, "totalFee is number 1311748254, not a text"],
      [{ totalFee: "-1" }, "the sum of fees is missing (-1)"],
      [{ totalFee: "0" }, "the sum of fees is 0"],
      [{ totalFee: "13.11748254" }, "which is not a whole number"],
      [{ totalFee: "1.3e9" }, "which is not a whole number"],
      [{ totalFee: "9007199254740993" }, "which is not a number that can be held exactly"],
      [{ totalFee: "" }, "which is not a whole number"],
      [{ totalFee: undefined }, "totalFee is missing"],
      [{ totalFee: "131174825400000" }, "the sum of fees is 131174825400000, too high to be right"],
      [{ totalFee: "131174825400" }, "the rewards less fees are"],
      // In BTC, not satoshi.
      [{ totalReward: "638", totalFee: "13" }, "the rewards less fees are 6.25e-8 BTC per block"],
      [{ endBlock: 736555 }, "the fees cover 0 blocks"],
      [{ endBlock: 736000 }, "the fees cover -555 blocks"],
      [{ endBlock: 736705 }, "the rewards less fees are"],
      [{ startBlock: 0 }, "the fees cover 736656 blocks"],
      [{ endBlock: 9e15 }, "the block height is 9000000000000000, too high to be right"],
      [{ endBlock: "736655" }, "endBlock is the text"],
    ])("with %j they are refused", (fields, message) =>
      expect(refusalOf(id, changed(file, fields), now)).toContain(message),
    );

    test("of 2022 are refused in 2026", () =>
      expect(refusalOf(id, recorded(file), Date.UTC(2026, 9, 5))).toContain(
        "the block height is 736655, too low to be right",
      ));
  });

  describe("pools", () => {
    const id = "mempool.pools";
    const file = "mempool/mining-pools-1w.json";
    const now = Date.UTC(2022, 4, 16);
    const poolsOf = (body: unknown) => reportOf(id, body, now).pools;
    const foundry = { name: "Foundry USA", blocks: 194 };

    test("as recorded, with the blocks of those that are not listed: 1005 - 194 - 154 - 138", () => {
      expect(routeOf(id).path(now)).toBe("/api/v1/mining/pools/1w");
      expect(poolsOf(recorded(file))).toEqual({
        pools: [
          { name: "Pools not listed", blocks: 519 },
          foundry,
          { name: "F2Pool", blocks: 154 },
          { name: "AntPool", blocks: 138 },
        ],
        days: 7,
        asOf: now,
      });
    });

    test("a whole list needs no such line, and a pool without blocks is not shown", () => {
      const pools = [
        { name: "B", blockCount: 1 },
        { name: "None", blockCount: 0 },
        { name: "A", blockCount: 9 },
      ];
      expect(poolsOf({ pools, blockCount: 10 })?.pools).toEqual([
        { name: "A", blocks: 9 },
        { name: "B", blocks: 1 },
      ]);
    });

    test("names are plain and short", () => {
      const name = `<img src=x onerror=alert(1)>A\u202epool\n${"x".repeat(100)}`;
      const [pool] = poolsOf({ pools: [{ name, blockCount: 5 }], blockCount: 5 })?.pools ?? [];
      expect(pool?.name).toBe(`A pool ${"x".repeat(53)}...`);
    });

    test.each([
      [{ pools: [] }, "the list of pools is empty"],
      [{ pools: undefined }, "pools is missing"],
      [{ pools: [{ name: "A" }] }, "pools.0.blockCount is missing"],
      [{ pools: [{ name: "A", blockCount: "194" }] }, 'pools.0.blockCount is the text "194", not a number'],
      [{ pools: [{ name: "A", blockCount: 1.5 }] }, "which is not a whole number"],
      [{ pools: [{ name: "A", blockCount: -1 }] }, "with negative blocks"],
      [{ pools: [{ name: "<b></b>", blockCount: 1 }] }, "a pool without a name"],
      [{ blockCount: 400 }, "the pools have found 486 blocks of 400"],
      [{ blockCount: 0 }, "the number of blocks is 0"],
      [{ blockCount: -1 }, "the number of blocks is missing (-1)"],
      [{ blockCount: 1e6 }, "the number of blocks is 1000000, too high to be right"],
    ])("with %j they are refused", (fields, message) =>
      expect(refusalOf(id, changed(file, fields), now)).toContain(message),
    );
  });
});

describe("history", () => {
  describe("daily difficulty", () => {
    const id = "mempool.history.difficulty";
    const now = Date.UTC(2023, 11, 24, 12);
    const rows = () =>
      recorded("mempool/mining-difficulty-adjustments-1m.json") as [number, number, number, number][];
    const valuesOf = (body: unknown, at: number) => historyOf(id, "btc.difficulty", body, at);

    test("as recorded: the one in force at the end of each day, from the first adjustment to yesterday", () => {
      expect(routeOf(id).path(now)).toBe("/api/v1/mining/difficulty-adjustments/1y");
      const values = valuesOf(rows(), now);
      // 2023-11-26 00:16 to 2023-12-23: 5 days of November, 23 of December.
      expect(Object.keys(values)).toHaveLength(28);
      expect(Object.keys(values)[0]).toBe("2023-11-26");
      expect(values["2023-11-26"]).toBe(67957790298897.88);
      expect(values["2023-12-09"]).toBe(67957790298897.88);
      // The adjustments came on 2023-12-10 at 03:57 and on 2023-12-23 at 06:04.
      expect(values["2023-12-10"]).toBe(67305906902031.39);
      expect(values["2023-12-22"]).toBe(67305906902031.39);
      expect(values["2023-12-23"]).toBe(72006146478567.1);
    });

    test("as another source recorded it for the end of each of these days", () => {
      const others = recordedDays.filter(({ date }) => date >= "2023-11-26" && date <= "2023-12-23");
      expect(others).toHaveLength(28);
      const values = valuesOf(rows(), now);
      for (const { date, difficulty } of others) {
        expect([date, Math.abs((values[date] ?? NaN) / difficulty - 1) < 1e-14]).toEqual([date, true]);
      }
    });

    test("the running day has no value yet, even when its adjustment has come", () => {
      const values = valuesOf(rows(), Date.UTC(2023, 11, 23, 23));
      expect(Object.keys(values).at(-1)).toBe("2023-12-22");
    });

    test("a year of adjustments gives the end of each day as recorded elsewhere", () => {
      const year = epochs
        .filter(({ startTime, isExact }) => isExact && startTime >= Date.UTC(2022, 0, 1) / 1000)
        .filter(({ startTime }) => startTime < Date.UTC(2023, 0, 1) / 1000)
        .map(({ startTime, startHeight, difficulty }) => [startTime, startHeight, Number(difficulty), 1]);
      expect(year.length).toBeGreaterThan(25);
      const values = valuesOf(year.reverse(), Date.UTC(2023, 0, 1, 1));
      const others = recordedDays.filter(({ date }) => values[date] !== undefined);
      expect(others.length).toBeGreaterThan(340);
      const differing = others.filter(({ date, difficulty }) => {
        const value = values[date] ?? NaN;
        return Math.abs(value / difficulty - 1) > 1e-12;
      });
      expect(differing).toEqual([]);
    });

    const broken = (at: number, place: number, value: unknown) => {
      const list: unknown[][] = rows();
      list[at]?.splice(place, 1, value);
      return list;
    };
    test.each([
      ["an empty list", [], now, "the list of adjustments is empty"],
      [
        "a gap",
        rows().filter(([, height]) => height !== 820512),
        now,
        "has a gap between blocks 818496 and 822528",
      ],
      [
        "a height that is none of an adjustment",
        broken(0, 1, 822529),
        now,
        "822529, which is not a multiple of 2016",
      ],
      [
        "times that run backwards",
        broken(0, 0, 1702180000),
        now,
        "has a gap between blocks 820512 and 822528",
      ],
      ["a time that is missing", broken(2, 0, 0), now, "has a gap between blocks 818496 and 820512"],
      [
        "an epoch of 61 days",
        broken(2, 0, Date.UTC(2023, 11, 10, 3) / 1000 - 61 * 86_400),
        now,
        "has a gap between blocks 818496 and 820512",
      ],
      [
        "milliseconds",
        broken(0, 0, 1703311464000),
        now,
        "the last adjustment listed is dated time 1703311464000000",
      ],
      [
        "a list that ends long ago",
        rows(),
        Date.UTC(2024, 3, 1),
        "the last adjustment listed is dated 2023-12-23",
      ],
      ["-1", broken(1, 2, -1), now, "the difficulty of block 820512 is missing (-1)"],
      ["zero", broken(1, 2, 0), now, "the difficulty of block 820512 is 0"],
      ["a difficulty that no block can have", broken(1, 2, 67306000000000), now, "compact bits"],
      ["a difficulty in units of 10^12", broken(1, 2, 67.3), now, "compact bits"],
      ["a text", broken(1, 2, "67305906902031.39"), now, '1.2 is the text "67305906902031.3'],
      ["a short row", [[1703311464, 822528]], now, "0.2 is missing"],
      ["objects", [{ time: 1703311464 }], now, "0 is a group of fields, not a list"],
      ["only today", rows().slice(0, 1), Date.UTC(2023, 11, 23, 23), "the answer has no completed day"],
      ["an object", { error: "x" }, now, "it is a group of fields, not a list"],
      ["a page", "<html>", now, "the answer is a web page, not data"],
    ])("from %s is refused", (_, body, at, message) => expect(refusalOf(id, body, at)).toContain(message));
  });

  describe("daily hashrate", () => {
    const id = "mempool.history.hashrate";
    const now = Date.UTC(2022, 4, 17, 12);
    const body = recorded("mempool/mining-hashrate-3d.json");

    test("as recorded: each value is dated by the midnight that ends its day", () => {
      expect(routeOf(id).path(now)).toBe("/api/v1/mining/hashrate/1y");
      const values = historyOf(id, "btc.hashrate", body, now);
      expect(Object.keys(values)).toEqual(["2022-05-13", "2022-05-14", "2022-05-15"]);
      expect(values["2022-05-13"]).toBeCloseTo(236.4997621087718, 10);
      expect(values["2022-05-14"]).toBeCloseTo(217.4732767873313, 10);
      expect(values["2022-05-15"]).toBeCloseTo(189.877203506913, 10);
    });

    test("within 1 % of what the blocks of these days say, and of no other days", () => {
      const values = Object.entries(historyOf(id, "btc.hashrate", body, now));
      const byBlocks = (date: string) =>
        (recordedDays.find((day) => day.date === date)?.hashrateTh ?? NaN) / 1e6;
      for (const [date, value] of values) expect(Math.abs(value / byBlocks(date) - 1)).toBeLessThan(0.01);
    });

    test("the value of the day that has just ended is there at once", () =>
      expect(Object.keys(historyOf(id, "btc.hashrate", body, Date.UTC(2022, 4, 16, 0, 5))).at(-1)).toBe(
        "2022-05-15",
      ));

    const one = (timestamp: unknown, avgHashrate: unknown) => ({ hashrates: [{ timestamp, avgHashrate }] });
    test.each([
      ["an empty list", { hashrates: [] }, "the list of hashrates is empty"],
      ["no list", {}, "hashrates is missing"],
      ["only zero", one(1652486400, 0), "the answer has no completed day"],
      ["only -1", one(1652486400, -1), "the answer has no completed day"],
      ["EH/s", one(1652486400, 236.5), "the hashrate of 2022-05-13 is 236.5, too low to be right"],
      ["a text", one(1652486400, "236499762108771800000"), "hashrates.0.avgHashrate is the text"],
      ["milliseconds", one(1652486400000, 2.36e20), "which is impossible"],
      [
        "another time of day",
        one(1652490000, 2.36e20),
        "the values are not daily: one is dated 2022-05-13 01:00 UTC",
      ],
      ["a far future", one(1662486400 - (1662486400 % 86400), 2.36e20), "which is impossible"],
    ])("from %s is refused", (_, broken, message) => expect(refusalOf(id, broken, now)).toContain(message));
  });
});
