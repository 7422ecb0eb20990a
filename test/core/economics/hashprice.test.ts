import fc from "fast-check";
import { expectedBtc, hashprice } from "../../../src/core/economics/hashprice";
import { networkHashrate } from "../../../src/core/network/hashrate";
import { exact } from "../../exact";

const reward = fc.record({
  btcPrice: fc.double({ min: 100, max: 1e7, noNaN: true }),
  difficulty: fc.double({ min: 1, max: 1e17, noNaN: true }),
  subsidyBtc: fc.double({ min: 0.001, max: 50, noNaN: true }),
  feesBtc: fc.double({ min: 0, max: 5, noNaN: true }),
});

test("hashprice with 50 digits: hashes a day over hashes a block, times the block's worth", () => {
  fc.assert(
    fc.property(reward, (given) => {
      const { btcPrice, difficulty, subsidyBtc, feesBtc } = given;
      const blocks = exact(1e15).times(86_400).div(exact(difficulty).times("4294967296"));
      const expected = blocks.times(exact(subsidyBtc).plus(exact(feesBtc))).times(exact(btcPrice));
      const source = "decimals with 50 digits";
      expect(hashprice({ ...given, unit: "PH" })).toBeWithin(expected, {
        relative: 1e-15,
        inputs: given,
        source,
      });
    }),
  );
});

test("all hashrate of the network earns 144 blocks a day", () => {
  fc.assert(
    fc.property(reward, (given) => {
      const networkPh = networkHashrate({ difficulty: given.difficulty, blockTimeS: 600, unit: "PH" });
      const blocks = 144 * (given.subsidyBtc + given.feesBtc) * given.btcPrice;
      expect(networkPh * hashprice({ ...given, unit: "PH" })).toBeWithin(blocks, {
        relative: 1e-14,
        inputs: given,
      });
    }),
  );
});

test("a petahash earns a thousand terahashes and a thousandth of an exahash", () => {
  const given = { btcPrice: 60_000, difficulty: 1e14, subsidyBtc: 3.125, feesBtc: 0.05 };
  const perPh = hashprice({ ...given, unit: "PH" });
  expect(1000 * hashprice({ ...given, unit: "TH" })).toBeWithin(perPh, { relative: 1e-15 });
  expect(hashprice({ ...given, unit: "EH" }) / 1000).toBeWithin(perPh, { relative: 1e-15 });
});

test("the coins are worth the hashprice for as long as the machines run, less the pool's share", () => {
  fc.assert(
    fc.property(reward, (given) => {
      const coins = expectedBtc({ ...given, hashrateTh: 250, days: 30, uptime: 0.9, poolFee: 0.02 });
      const worth = 0.25 * 30 * 0.9 * 0.98 * hashprice({ ...given, unit: "PH" });
      expect(coins * given.btcPrice).toBeWithin(worth, { relative: 1e-14, inputs: given });
    }),
  );
});
