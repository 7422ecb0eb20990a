import { createHash } from "node:crypto";
import { dayOf, FIRST_DAY } from "../../../src/core/calendar";
import { difficultyFromBits } from "../../../src/core/network/compactBits";
import { nextBits } from "../../core/network/nextBits";
import { blockSubsidy } from "../../../src/core/network/subsidy";
import { dailyMarket, embedded } from "../../../src/data/embedded/embedded";
import { dayObjection } from "../../../src/data/objection";
import { type HistoryField, historyFields } from "../../../src/data/series";
import { days, epochs, laterCloses, recordedHalvings } from "../../core/history/recorded";

const dayOfText = (text: string) => dayOf(Date.parse(text));
const textOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const at = (field: HistoryField, date: string) => embedded.day(field, dayOfText(date));

/** Days on which a field has a value, as ranges. */
function ranges(field: HistoryField): string[] {
  const found: string[] = [];
  const [from, to] = [dayOfText("2008-12-01"), dayOfText("2027-01-01")];
  for (let day = from; day < to; day++) {
    if (embedded.day(field, day) === undefined) continue;
    if (embedded.day(field, day - 1) === undefined) found.push(textOf(day));
    if (embedded.day(field, day + 1) === undefined) found.push(`${found.pop()} ${textOf(day)}`);
  }
  return found;
}

test.each([
  ["btc.price", ["2010-07-12 2026-02-11"]],
  ["btc.hashrate", ["2010-07-12 2026-04-22"]],
  ["btc.height", ["2021-01-03 2026-04-21"]],
  ["btc.hashprice_subsidy", ["2010-07-12 2026-02-11"]],
  // From the first block to the day before the snapshot of 5 October 2026.
  ["btc.subsidy", ["2009-01-03 2026-10-04"]],
  // Epoch 473 began within twenty minutes of 2026-06-14 00:17; of epochs 478 to 480 nothing is recorded.
  ["btc.difficulty", ["2009-01-03 2026-06-12", "2026-06-14 2026-08-08", "2026-10-03 2026-10-04"]],
  ["btc.dvol", []],
] as const)("%s is built in from the first to the last day recorded", (field, expected) =>
  expect(ranges(field)).toEqual(expected),
);

describe("against the recorded series, day by day", () => {
  const near = (name: string, actual: number | undefined, expected: number, tolerance: number) =>
    expect([name, Math.abs((actual ?? NaN) / expected - 1) <= tolerance]).toEqual([name, true]);

  test.each(days.filter(({ close }) => !Number.isNaN(close)).filter((_, row) => row % 500 === 0))(
    "close of $date",
    ({ date, close }) => expect(at("btc.price", date)).toBe(close),
  );

  test("every close and every height", () => {
    for (const { date, close, tipHeight } of days) {
      expect([date, at("btc.price", date) ?? NaN]).toEqual([date, close]);
      expect([date, at("btc.height", date) ?? NaN]).toEqual([date, tipHeight]);
    }
  });

  test("difficulty, which was recorded by day from another source", () => {
    expect(days.length).toBe(5764);
    // Early ones were recorded to six digits.
    for (const { date, difficulty } of days) near(date, at("btc.difficulty", date), difficulty, 5e-6);
  });

  test("hashrate, which was recorded to six digits or in whole TH/s", () => {
    for (const { date, hashrateTh, blocks } of days) {
      const tolerance = Number.isNaN(blocks) ? 1e-5 : 0.51 / hashrateTh;
      near(date, (at("btc.hashrate", date) ?? NaN) * 1e6, hashrateTh, tolerance);
    }
  });

  test("subsidy, where it was recorded", () => {
    const recorded = days.filter(({ subsidy }) => !Number.isNaN(subsidy));
    expect(recorded.length).toBe(1935);
    for (const { date, subsidy } of recorded)
      expect([date, at("btc.subsidy", date)]).toEqual([date, subsidy]);
  });

  test("hashprice of the subsidy is the day's issuance at its close over its hashrate", () => {
    // On days with one difficulty and one subsidy throughout.
    const plain = days.filter(({ date, difficulty, close, issuance, blocks, subsidy }, row) => {
      const isWhole = Math.abs(issuance - blocks * subsidy) < 1e-6;
      return isWhole && days[row - 1]?.difficulty === difficulty && !Number.isNaN(close) && date !== "";
    });
    expect(plain.length).toBeGreaterThan(1700);
    for (const { date, close, issuance, hashrateTh } of plain)
      near(
        date,
        at("btc.hashprice_subsidy", date),
        (issuance * close) / (hashrateTh / 1000),
        0.51 / hashrateTh + 1e-12,
      );
  });
});

test("each halving's day ends with the new subsidy, and the day before with the old", () => {
  const past = recordedHalvings.filter(({ time, height }) => time !== "" && height > 0);
  expect(past.length).toBe(4);
  for (const { time, height } of past) {
    const day = dayOfText(time);
    expect(embedded.day("btc.subsidy", day)).toBe(blockSubsidy(height));
    expect(embedded.day("btc.subsidy", day - 1)).toBe(blockSubsidy(height) * 2);
  }
});

test("each epoch whose start is exact holds at the end of its first day, and the one before at that of the day before", () => {
  const exact = epochs.filter(({ isExact }) => isExact);
  expect(exact.length).toBe(474);
  for (const { startTime, bits, epoch } of exact) {
    const day = dayOf(startTime * 1000);
    expect([epoch, embedded.day("btc.difficulty", day)]).toEqual([epoch, difficultyFromBits(bits)]);
    const before = epochs.find((other) => other.epoch === epoch - 1);
    if (before !== undefined)
      expect([epoch, embedded.day("btc.difficulty", day - 1)]).toEqual([
        epoch,
        difficultyFromBits(before.bits),
      ]);
  }
});

test("epoch 477 began on 8 August 2026: only a last block of 476 at that time leads to its bits", () => {
  const [from, to] = epochs.filter(({ epoch }) => epoch === 476 || epoch === 477);
  const led = (lastTime: number) =>
    nextBits({ bits: from?.bits ?? NaN, firstTime: from?.startTime ?? NaN, lastTime }) === to?.bits;
  const seconds = (text: string) => Date.parse(text) / 1000;
  expect(led(seconds("2026-08-08T19:33:45Z"))).toBe(true);
  for (const text of [
    "2026-08-08T19:33:30Z",
    "2026-08-08T19:34:00Z",
    "2026-08-07T23:59:59Z",
    "2026-08-09T00:00:00Z",
  ])
    expect(led(seconds(text))).toBe(false);
  expect(at("btc.difficulty", "2026-08-07")).toBe(difficultyFromBits(from?.bits ?? NaN));
  expect(at("btc.difficulty", "2026-08-08")).toBe(difficultyFromBits(to?.bits ?? NaN));
});

// Workbooks show these values: a later version may add days, and change none.
test.each([
  ["btc.price", ["2010-07-12 2026-02-11"], 5694, "17b48a78b92204a1"],
  [
    "btc.difficulty",
    ["2009-01-03 2026-06-12", "2026-06-14 2026-08-08", "2026-10-03 2026-10-04"],
    6428,
    "202d8859a0f8356a",
  ],
  ["btc.hashrate", ["2010-07-12 2026-04-22"], 5764, "5029a62ef0d5ae87"],
  ["btc.height", ["2021-01-03 2026-04-21"], 1935, "451d40c6c189ec3c"],
  ["btc.subsidy", ["2009-01-03 2026-10-04"], 6484, "4031aeff6bc86da5"],
  ["btc.hashprice_subsidy", ["2010-07-12 2026-02-11"], 5694, "617500f67be0e114"],
] as const)("what is built in of %s stays as it is", (field, known, count, pin) => {
  const lines = known.flatMap((range) => {
    const [from = "", to = ""] = range.split(" ");
    const first = dayOfText(from);
    return Array.from({ length: dayOfText(to) - first + 1 }, (_, index) => {
      // Ten digits: the last bits of a power or a product may differ between engines.
      return `${textOf(first + index)} ${embedded.day(field, first + index)?.toPrecision(10)}`;
    });
  });
  expect(lines.length).toBe(count);
  expect(createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16)).toBe(pin);
});

test("a day that does not exist has no value", () => {
  for (const field of historyFields)
    for (const day of [-1e9, 1e9, 0.5, NaN, Infinity]) expect(embedded.day(field, day)).toBeUndefined();
});

test.each(historyFields)("every day of %s is one that a source could state", (field) => {
  const objections: string[] = [];
  for (let day = FIRST_DAY; day < dayOfText("2027-01-01"); day++) {
    const value = embedded.day(field, day);
    const objection = value === undefined ? undefined : dayObjection(field, value);
    if (objection !== undefined) objections.push(`${textOf(day)} ${objection}`);
  }
  expect(objections).toEqual([]);
});

describe("the market that a backtest reads", () => {
  test("is that of the first to the last recorded close, without a gap", () => {
    expect(textOf(dailyMarket.firstDay)).toBe("2010-07-12");
    expect(textOf(dailyMarket.lastDay)).toBe("2026-02-11");
    for (let day = dailyMarket.firstDay; day <= dailyMarket.lastDay; day++) {
      const known = [dailyMarket.close(day), dailyMarket.difficulty(day), dailyMarket.height(day)];
      expect([textOf(day), known.every((value) => value > 0)]).toEqual([textOf(day), true]);
      expect(known.slice(0, 2)).toEqual([
        embedded.day("btc.price", day),
        embedded.day("btc.difficulty", day),
      ]);
    }
  });

  test("has a height that lies on the line between the epochs either side, and never falls", () => {
    const recordedFrom = dayOfText("2021-01-03");
    let before = -1;
    for (let day = FIRST_DAY; day < recordedFrom; day++) {
      const end = (day + 1) * 86_400;
      const next = epochs.findIndex(({ startTime }) => startTime > end);
      const [from, to] = [epochs[next - 1], epochs[next]];
      if (from === undefined || to === undefined) throw new Error("no epoch");
      // In whole numbers, which do not round.
      const passed = BigInt(end - from.startTime) * 2016n;
      const expected = BigInt(from.startHeight) + passed / BigInt(to.startTime - from.startTime);
      const height = dailyMarket.height(day);
      expect([textOf(day), height]).toEqual([textOf(day), Number(expected)]);
      expect(height).toBeGreaterThanOrEqual(before);
      before = height;
    }
    // Recorded: 664,212 at the end of 2 January 2021.
    expect(Math.abs(before - 664_212)).toBeLessThan(40);
    expect(dailyMarket.height(recordedFrom)).toBe(664_370);
  });

  test("derives each past halving on its day or the next", () => {
    for (const { time, height } of recordedHalvings.filter(
      (halving) => halving.height > 0 && halving.time !== "",
    )) {
      const day = dayOfText(time);
      expect(dailyMarket.height(day - 2)).toBeLessThan(height);
      expect(dailyMarket.height(day + 1)).toBeGreaterThanOrEqual(height);
    }
  });
});

describe("values of lower quality", () => {
  test("are the openings of the next day from 2026-02-12 to 2026-08-21, where no close is recorded", () => {
    expect(laterCloses.length).toBe(191);
    for (const { date, close } of laterCloses) {
      const day = dayOfText(date);
      expect(embedded.day("btc.price", day)).toBeUndefined();
      expect(embedded.approximateDay?.("btc.price", day)).toEqual({
        value: close,
        note: "opening of the next day",
      });
    }
    for (const day of ["2026-02-11", "2026-08-22"])
      expect(embedded.approximateDay?.("btc.price", dayOfText(day))).toBeUndefined();
  });

  test("are heights before they were recorded, as a backtest reads them", () => {
    for (const date of ["2009-01-03", "2012-11-28", "2020-05-11", "2021-01-02"]) {
      const day = dayOfText(date);
      expect(embedded.approximateDay?.("btc.height", day)).toEqual({
        value: dailyMarket.height(day),
        note: "derived",
      });
    }
    expect(embedded.approximateDay?.("btc.height", dayOfText("2009-01-02"))).toBeUndefined();
    expect(embedded.approximateDay?.("btc.height", dayOfText("2021-01-03"))).toBeUndefined();
    expect(embedded.approximateDay?.("btc.difficulty", dayOfText("2026-06-13"))).toBeUndefined();
  });
});
