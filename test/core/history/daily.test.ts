import { expectedBtc, hashprice } from "../../../src/core/economics/hashprice";
import { halving } from "../../../src/core/network/halvings";
import { networkHashrate } from "../../../src/core/network/hashrate";
import { blockSubsidy, supplyBelow } from "../../../src/core/network/subsidy";
import { days, excelDate, recordedHalvings, type RecordedDay } from "./recorded";

const counted = days.filter(({ blocks }) => !Number.isNaN(blocks));
const dayBefore = new Map(days.map((day, index) => [day, days[index - 1]]));
const halvingDay = "2024-04-20";

/** Days on which difficulty and subsidy were one and the same throughout. */
const plain = counted.filter(
  (day) => dayBefore.get(day)?.difficulty === day.difficulty && day.date !== halvingDay,
);
const retargetDays = counted.filter(
  (day) => dayBefore.get(day)?.difficulty !== day.difficulty && dayBefore.has(day) && day.date !== halvingDay,
);

function minedAt(day: RecordedDay, difficulty: number): number {
  return expectedBtc({
    hashrateTh: day.hashrateTh,
    difficulty,
    subsidyBtc: day.subsidy,
    feesBtc: 0,
    days: 1,
    uptime: 1,
    poolFee: 0,
  });
}

test("the series hold what these tests are about", () => {
  expect([days.length, counted.length]).toEqual([5764, 1935]);
  expect(plain.length).toBeGreaterThan(1790);
  expect(retargetDays.length).toBeGreaterThan(130);
});

test("the network's hashrate is expected to mine what was issued, day by day", () => {
  // The hashrate is recorded in whole TH/s.
  for (const day of plain) {
    const mined = minedAt(day, day.difficulty);
    expect([day.date, Math.abs(mined / day.issuance - 1) < 0.51 / day.hashrateTh + 1e-12]).toEqual([
      day.date,
      true,
    ]);
  }
});

test("on a day with a retarget what was issued lies between the two difficulties", () => {
  for (const day of retargetDays) {
    const difficulties = [day.difficulty, dayBefore.get(day)?.difficulty ?? NaN];
    const [low = NaN, high = NaN] = difficulties
      .map((difficulty) => minedAt(day, difficulty))
      .sort((a, b) => a - b);
    expect([day.date, low <= day.issuance * (1 + 1e-8), day.issuance * (1 - 1e-8) <= high]).toEqual([
      day.date,
      true,
      true,
    ]);
  }
});

test("hashprice times the network's hashrate is the value of what was issued", () => {
  const priced = plain.filter(({ close }) => !Number.isNaN(close));
  expect(priced.length).toBeGreaterThan(1700);
  for (const { date, close, difficulty, subsidy, hashrateTh, issuance } of priced) {
    const perPh = hashprice({ btcPrice: close, difficulty, subsidyBtc: subsidy, feesBtc: 0, unit: "PH" });
    const revenue = (perPh * hashrateTh) / 1000;
    expect([date, Math.abs(revenue / (issuance * close) - 1) < 0.51 / hashrateTh + 1e-12]).toEqual([
      date,
      true,
    ]);
  }
});

test("subsidy and issuance of every day, the halving's included", () => {
  for (const { date, tipHeight, blocks, subsidy, issuance } of counted) {
    expect([date, blockSubsidy(tipHeight)]).toEqual([date, subsidy]);
    const issued = supplyBelow(tipHeight + 1) - supplyBelow(tipHeight + 1 - blocks);
    expect([date, Math.abs(issued - issuance) < 1e-7]).toEqual([date, true]);
  }
});

test("before blocks were counted the hashrate is that of blocks every 600 seconds", () => {
  const derived = days.filter(({ blocks }) => Number.isNaN(blocks));
  expect(derived.length).toBe(3829);
  for (const { date, difficulty, hashrateTh } of derived) {
    const implied = networkHashrate({ difficulty, blockTimeS: 600, unit: "TH" });
    expect([date, Math.abs(implied / hashrateTh - 1) < 1e-5]).toEqual([date, true]);
  }
});

test("halvings: heights, subsidies, and from one recorded date to the next at the pace between them", () => {
  // The recorded schedule halves without end; the protocol drops what is below a satoshi.
  for (const { height, subsidy } of recordedHalvings)
    expect(blockSubsidy(height)).toBe(Math.floor(subsidy * 1e8) / 1e8);
  const past = recordedHalvings.filter(({ time }) => time !== "");
  expect(past.length).toBe(5);
  for (const [index, { height, time }] of past.slice(0, -1).entries()) {
    const next = past[index + 1];
    const [from, to] = [Date.parse(time) / 1000, Date.parse(next?.time ?? "") / 1000];
    const expected = { height, date: excelDate(from), blockTimeS: (to - from) / 210_000 };
    const found = halving(expected, 1);
    expect(found.height).toBe(next?.height);
    expect(found.date).toBeWithin(excelDate(to), { absolute: 5e-9 });
    // At 600 seconds a block the forecast over four years came too late, by 139 days at the worst (2016).
    const forecast = Number(halving({ ...expected, blockTimeS: 600 }, 1).date) - excelDate(to);
    expect(forecast).toBeGreaterThan(0);
    expect(forecast).toBeLessThan(150);
  }
});
