import fc from "fast-check";
import { coinRank, type MinableCoin } from "../../../src/core/economics/coinRank";
import { expectedBtc } from "../../../src/core/economics/hashprice";
import { networkHashrate } from "../../../src/core/network/hashrate";

const rig = { hashrate: 10, powerW: 3000, usdPerKwh: 0.05 };
const alone = { powerW: undefined, mergedWith: undefined };
const a = {
  name: "A",
  price: 100,
  networkHashrate: 1000,
  reward: 5,
  blocksPerDay: 100,
  poolFee: 0,
  ...alone,
};
const b = {
  name: "B",
  price: 2,
  networkHashrate: 500,
  reward: 50,
  blocksPerDay: 144,
  poolFee: 0.01,
  ...alone,
};

test("reference values, by fractions", () => {
  const [first, second] = coinRank([b, a], rig);
  expect(first).toMatchObject({ name: "A", coinsPerDay: 5, revenue: 500 });
  expect(first?.profit).toBeWithin(496.4, { absolute: 5e-13 });
  expect(first?.profitPerKwh).toBeWithin(496.4 / 72, { absolute: 5e-15 });
  expect(second?.name).toBe("B");
  expect(second?.coinsPerDay).toBeWithin(142.56, { absolute: 5e-12 });
  expect(second?.profit).toBeWithin(281.52, { absolute: 5e-12 });
});

test("bitcoin's coins are what EXPECTED_BTC gives", () => {
  const difficulty = 132716002350731.3;
  const bitcoin = {
    name: "BTC",
    price: 85956.45,
    reward: 3.139073,
    blocksPerDay: 144,
    poolFee: 0.01,
    ...alone,
    networkHashrate: networkHashrate({ difficulty, blockTimeS: 600, unit: "TH" }),
  };
  const [result] = coinRank([bitcoin], { hashrate: 270, powerW: 3645, usdPerKwh: 0.05 });
  const expected = expectedBtc({
    hashrateTh: 270,
    difficulty,
    subsidyBtc: 3.125,
    feesBtc: 0.014073,
    days: 1,
    uptime: 1,
    poolFee: 0.01,
  });
  expect(result?.coinsPerDay).toBeWithin(expected, { absolute: 5e-16 });
});

const anyCoin: fc.Arbitrary<MinableCoin> = fc.record({
  name: fc.string(),
  price: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  networkHashrate: fc.double({ min: 1, max: 1e9, noNaN: true }),
  reward: fc.double({ min: 0, max: 1e4, noNaN: true }),
  blocksPerDay: fc.double({ min: 1, max: 864_000, noNaN: true }),
  poolFee: fc.double({ min: 0, max: 0.5, noNaN: true }),
  powerW: fc.constant(undefined),
  mergedWith: fc.constant(undefined),
});

// By hand: A 500 USD a day, B 285.12, at 3 kW 3.6 USD a day.
test("merged coins share a row and its power, in the order of the rows", () => {
  const merged = { ...b, mergedWith: "a" };
  const third = { ...b, name: "C", price: 1, mergedWith: "A" };
  const [row, ...others] = coinRank([merged, a, third], rig);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ name: "A + B + C", coinsPerDay: 5 });
  expect(row?.revenue).toBeWithin(500 + 285.12 + 142.56, { relative: 1e-15 });
  expect(row?.profit).toBeWithin(927.68 - 3.6, { relative: 1e-15 });
  expect(row?.profitPerKwh).toBeWithin((927.68 - 3.6) / 72, { relative: 1e-15 });
});

test("a coin with its own power costs that power, which decides the rank", () => {
  const [first, second] = coinRank(
    [
      { ...a, powerW: 250_000 },
      { ...b, mergedWith: undefined },
    ],
    rig,
  );
  expect([first?.name, second?.name]).toEqual(["B", "A"]);
  expect(second?.profit).toBeWithin(500 - 300, { relative: 1e-14 });
  expect(second?.profitPerKwh).toBeWithin(200 / 6000, { relative: 1e-14 });
});

test("merging two coins adds their profits, and the power that one of them saves", () => {
  fc.assert(
    fc.property(anyCoin, anyCoin, (one, other) => {
      const [first, second] = [
        { ...one, name: "1" },
        { ...other, name: "2" },
      ];
      const [merged] = coinRank([first, { ...second, mergedWith: "1" }], rig);
      const apart = coinRank([first, second], rig);
      const profits = apart.reduce((total, { profit }) => total + profit, 0);
      const revenues = apart.reduce((total, { revenue }) => total + revenue, 0);
      expect(merged?.profit).toBeWithin(profits + 3.6, { absolute: 1e-12 * Math.max(1, revenues) });
    }),
  );
});

test.each([
  ["X", 'must be the name of another row, got the text "X"'],
  ["b", 'must be another coin than the row\'s own, got the text "b"'],
  ["C", 'must be a coin that is not itself merged with another, got the text "C"'],
  ["D", 'must be the name of one row, not of 2, got the text "D"'],
])("merged with %s is refused", (mergedWith, message) => {
  const rows = [
    a,
    { ...b, mergedWith },
    { ...b, name: "C", mergedWith: "A" },
    { ...a, name: "D" },
    { ...a, name: "d" },
  ];
  expect(() => coinRank(rows, rig)).toThrow(`coins, B, merged with, ${message}`);
});

test("sorted by profit, every coin once, and the same power off each revenue", () => {
  fc.assert(
    fc.property(fc.array(anyCoin, { minLength: 1, maxLength: 20 }), (coins) => {
      const ranked = coinRank(coins, rig);
      const profits = ranked.map(({ profit }) => profit);
      expect(profits).toEqual([...profits].sort((one, other) => other - one));
      expect(ranked.map(({ name }) => name).sort()).toEqual(coins.map(({ name }) => name).sort());
      for (const { revenue, profit } of ranked)
        expect(Math.abs(revenue - profit - 3.6)).toBeLessThan(1e-9 * Math.max(1, revenue));
    }),
    { numRuns: 200 },
  );
});

test("coins with the same profit keep their order", () => {
  const twins = [1, 2, 3].map((number) => ({ ...a, name: `twin ${number}` }));
  expect(coinRank(twins, rig).map(({ name }) => name)).toEqual(["twin 1", "twin 2", "twin 3"]);
});

test("merged coins are found as by trying every pair", () => {
  const coin = fc.record({
    name: fc.constantFrom("A", "a", "B", "C", "D", "E"),
    price: fc.integer({ min: 1, max: 9 }),
    mergedWith: fc.option(fc.constantFrom("A", "b", "C", "F"), { nil: undefined, freq: 2 }),
  });
  fc.assert(
    fc.property(fc.array(coin, { minLength: 1, maxLength: 6 }), (rows) => {
      const coins = rows.map((row) => ({ ...a, ...row }));
      const isParent = (parent: MinableCoin, merged: MinableCoin) =>
        merged.mergedWith !== undefined && parent.name.toLowerCase() === merged.mergedWith.toLowerCase();
      const parentsOf = (merged: MinableCoin) => coins.filter((parent) => isParent(parent, merged));
      const isLegal = coins.every((merged) => {
        const [parent, ...others] = parentsOf(merged);
        if (merged.mergedWith === undefined) return true;
        return others.length === 0 && parent !== undefined && parent.mergedWith === undefined;
      });
      if (!isLegal) {
        expect(() => coinRank(coins, rig)).toThrow("merged with");
        return;
      }
      const alone = coins.filter(({ mergedWith }) => mergedWith === undefined);
      const names = alone.map((parent) => {
        const merged = coins.filter((other) => isParent(parent, other));
        return [parent, ...merged].map(({ name }) => name).join(" + ");
      });
      expect(coinRank(coins, rig).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
      expect(coinRank(coins, rig)).toHaveLength(names.length);
    }),
  );
});
