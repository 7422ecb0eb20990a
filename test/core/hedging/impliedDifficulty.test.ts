import fc from "fast-check";
import { hashprice } from "../../../src/core/economics/hashprice";
import { impliedDifficulty } from "../../../src/core/hedging/impliedDifficulty";
import { call } from "../../functions/host";

// By another implementation, and in 30 digits.
test.each([
  [0, 127740204334259, undefined, 914.4],
  [1, 134127214550972, 0.05, 960.12],
  [2, 136318544023915, 0.0163376946302765, 975.806147368421],
  [3, 145023688673973, 0.0638588440948324, 1038.12],
])("month %i of four", (month, difficulty, growth, networkEh) => {
  const found = impliedDifficulty({
    hashprices: [50, 48, 47.5, 45],
    btcForwards: [100000, 100800, 101700, 102500],
    subsidyBtc: [3.125],
    feesBtc: [0.05, 0.05, 0.04, 0.04],
  })[month];
  expect(found?.difficulty).toBeWithin(difficulty, { absolute: 0.51 });
  expect(found?.networkEh).toBeWithin(networkEh, { relative: 1e-14 });
  if (growth === undefined) expect(found?.growth).toBeUndefined();
  else expect(found?.growth).toBeWithin(growth, { absolute: 1e-15 });
});

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const month = fc.record({
  price: within(0.01, 1e4),
  forward: within(100, 1e7),
  subsidy: within(0, 50),
  fees: within(0.001, 5),
});
const months = fc.array(month, { minLength: 1, maxLength: 24 });

test("hashprice at the implied difficulty is the one given, and growth leads from month to month", () => {
  const law = (rows: { price: number; forward: number; subsidy: number; fees: number }[]) => {
    const implied = impliedDifficulty({
      hashprices: rows.map(({ price }) => price),
      btcForwards: rows.map(({ forward }) => forward),
      subsidyBtc: rows.map(({ subsidy }) => subsidy),
      feesBtc: rows.map(({ fees }) => fees),
    });
    expect(implied.length).toBe(rows.length);
    for (const [index, { price, forward, subsidy, fees }] of rows.entries()) {
      const { difficulty = NaN, growth } = implied[index] ?? {};
      const back = hashprice({
        btcPrice: forward,
        difficulty,
        subsidyBtc: subsidy,
        feesBtc: fees,
        unit: "PH",
      });
      expect(back).toBeWithin(price, { relative: 1e-14 });
      const before = implied[index - 1]?.difficulty;
      if (before === undefined) expect(growth).toBeUndefined();
      else
        expect(before * (1 + (growth ?? NaN))).toBeWithin(difficulty, {
          absolute: 1e-15 * Math.max(before, difficulty),
        });
    }
  };
  fc.assert(fc.property(months, law));
});

test("one subsidy and one fee count for every month", () => {
  const rows = { hashprices: [50, 48], btcForwards: [1e5, 1.1e5] };
  expect(impliedDifficulty({ ...rows, subsidyBtc: [3.125], feesBtc: [0.05] })).toEqual(
    impliedDifficulty({ ...rows, subsidyBtc: [3.125, 3.125], feesBtc: [0.05, 0.05] }),
  );
});

const column = (...values: unknown[]) => values.map((value) => [value]);

test.each([
  ["hashprices must be above 0, got 0", 0, 1e5, 3.125, 0.05],
  ["hashprices must be above 0, got 0", [[null]], 1e5, 3.125, 0.05],
  ["hashprices, value 2, must be above 0, got 0", column(50, 0, 48), column(1, 2, 3), 3.125, 0],
  ["btc_forwards, value 1, must be above 0, got -1", column(50, 48), column(-1, 1e5), 3.125, 0],
  [
    "btc_forwards must have as many values as hashprices (2), got 3",
    column(50, 48),
    column(1, 2, 3),
    3.125,
    0,
  ],
  // A price counts for its own month only.
  ["btc_forwards must have as many values as hashprices (2), got 1", column(50, 48), 1e5, 3.125, 0],
  ["btc_forwards must have as many values as hashprices (1), got 2", 50, column(1e5, 2e5), 3.125, 0],
  [
    "subsidy_btc must have as many values as hashprices (2), got 3",
    column(50, 48),
    column(1, 2),
    column(1, 1, 1),
    0,
  ],
  ["fees_btc must have as many values as hashprices (1), got 2", 50, 1e5, 3.125, column(0.1, 0.2)],
  ["subsidy_btc must be at least 0, got -3.125", 50, 1e5, -3.125, 0],
  ["subsidy_btc must be above 0 where there are no fees, got 0", 50, 1e5, 0, undefined],
  [
    "subsidy_btc, month 2, must be above 0 where there are no fees, got 0",
    column(50, 48),
    column(1, 2),
    column(1, 0),
    0,
  ],
])("%s", (message, ...given) => {
  expect(() => call("IMPLIED_DIFFICULTY", ...given)).toThrow(message);
});
