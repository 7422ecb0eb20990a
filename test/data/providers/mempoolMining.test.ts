import { days as recordedDays, epochs } from "../../core/history/recorded";
import { changed, readingsOf, recorded, refusalOf, reportOf, routeOf } from "./answers";

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
    [{ currentDifficulty: 1e21, currentHashrate: 0 }, "the difficulty is 1e+21, more than can be right"],
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
    [{ totalFee: "131174825400000" }, "the sum of fees is 131174825400000, more than can be right"],
    [{ totalFee: "131174825400" }, "the rewards less fees are"],
    // In BTC, not satoshi.
    [{ totalReward: "638", totalFee: "13" }, "the rewards less fees are 6.25e-8 BTC per block"],
    [{ endBlock: 736555 }, "the fees are of 0 blocks"],
    [{ endBlock: 736000 }, "the fees are of -555 blocks"],
    [{ endBlock: 736705 }, "the rewards less fees are"],
    [{ startBlock: 0 }, "the fees are of 736656 blocks"],
    [{ endBlock: 9e15 }, "the block height is 9000000000000000, more than can be right"],
    [{ endBlock: "736655" }, "endBlock is the text"],
  ])("with %j they are refused", (fields, message) =>
    expect(refusalOf(id, changed(file, fields), now)).toContain(message),
  );

  test("of 2022 are refused in 2026", () =>
    expect(refusalOf(id, recorded(file), Date.UTC(2026, 9, 5))).toContain(
      "the block height is 736655, less than can be right",
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
    [{ pools: [{ name: "A", blockCount: -1 }] }, "with fewer than no blocks"],
    [{ pools: [{ name: "<b></b>", blockCount: 1 }] }, "a pool without a name"],
    [{ blockCount: 400 }, "the pools have found 486 blocks of 400"],
    [{ blockCount: 0 }, "the number of blocks is 0"],
    [{ blockCount: -1 }, "the number of blocks is missing (-1)"],
    [{ blockCount: 1e6 }, "the number of blocks is 1000000, more than can be right"],
  ])("with %j they are refused", (fields, message) =>
    expect(refusalOf(id, changed(file, fields), now)).toContain(message),
  );
});
