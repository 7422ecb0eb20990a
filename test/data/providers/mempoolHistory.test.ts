import { days as recordedDays, epochs } from "../../core/history/recorded";
import { historyOf, recorded, refusalOf, routeOf } from "./answers";

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
      "breaks between blocks 818496 and 822528",
    ],
    [
      "a height that is none of an adjustment",
      broken(0, 1, 822529),
      now,
      "822529, which is no multiple of 2016",
    ],
    ["times that run backwards", broken(0, 0, 1702180000), now, "breaks between blocks 820512 and 822528"],
    ["a time that is missing", broken(2, 0, 0), now, "breaks between blocks 818496 and 820512"],
    [
      "an epoch of 61 days",
      broken(2, 0, Date.UTC(2023, 11, 10, 3) / 1000 - 61 * 86_400),
      now,
      "breaks between blocks 818496 and 820512",
    ],
    [
      "milliseconds",
      broken(0, 0, 1703311464000),
      now,
      "the last adjustment listed is of time 1703311464000000",
    ],
    [
      "a list that ends long ago",
      rows(),
      Date.UTC(2024, 3, 1),
      "the last adjustment listed is of 2023-12-23",
    ],
    ["-1", broken(1, 2, -1), now, "the difficulty of block 820512 is missing (-1)"],
    ["zero", broken(1, 2, 0), now, "the difficulty of block 820512 is 0"],
    ["a difficulty that no block can have", broken(1, 2, 67306000000000), now, "compact bits"],
    ["a difficulty in units of 10^12", broken(1, 2, 67.3), now, "compact bits"],
    ["a text", broken(1, 2, "67305906902031.39"), now, '1.2 is the text "67305906902031.3'],
    ["a short row", [[1703311464, 822528]], now, "0.2 is missing"],
    ["objects", [{ time: 1703311464 }], now, "0 is a group of fields, not a list"],
    ["today alone", rows().slice(0, 1), Date.UTC(2023, 11, 23, 23), "the answer holds no day that is over"],
    ["an object", { error: "x" }, now, "it is a group of fields, not a list"],
    ["a page", "<html>", now, "the answer is a web page, not data"],
  ])("from %s is refused", (_, body, at, message) => expect(refusalOf(id, body, at)).toContain(message));
});

describe("daily hashrate", () => {
  const id = "mempool.history.hashrate";
  const now = Date.UTC(2022, 4, 17, 12);
  const body = recorded("mempool/mining-hashrate-3d.json");

  test("as recorded: each value stands at the midnight that ends its day", () => {
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
    ["zero alone", one(1652486400, 0), "the answer holds no day that is over"],
    ["-1 alone", one(1652486400, -1), "the answer holds no day that is over"],
    ["EH/s", one(1652486400, 236.5), "the hashrate of 2022-05-13 is 236.5, less than can be right"],
    ["a text", one(1652486400, "236499762108771800000"), "hashrates.0.avgHashrate is the text"],
    ["milliseconds", one(1652486400000, 2.36e20), "which cannot be"],
    [
      "another time of day",
      one(1652490000, 2.36e20),
      "the values are not of days: one is of 2022-05-13 01:00 UTC",
    ],
    ["a far future", one(1662486400 - (1662486400 % 86400), 2.36e20), "which cannot be"],
  ])("from %s is refused", (_, broken, message) => expect(refusalOf(id, broken, now)).toContain(message));
});
