import fc from "fast-check";
import { Decimal, toSatoshis, total } from "../../../src/core/money/decimal";
import { holding, pooled, takePart } from "../../../src/core/money/holding";

test("an amount is quantity times price, half-even to the cent", () => {
  expect(holding(new Decimal("0.5"), 42265.19).amount.toString()).toBe("21132.6"); // 21132.595
  expect(holding(new Decimal("0.5"), 42265.17).amount.toString()).toBe("21132.58"); // 21132.585
});

test("the parts of a holding add up to it, and none is negative", () => {
  const parts = fc.array(fc.integer({ min: 1, max: 10 ** 7 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 0, max: 10 ** 8 }), (satoshis, cents) => {
      const quantities = satoshis.map((count) => toSatoshis(count / 1e8));
      let left = holding(total(quantities), cents / 100);
      const whole = left.amount;
      const taken = quantities.map((quantity) => {
        const part = takePart(left, quantity);
        left = part.left;
        return part.taken;
      });
      expect(total(taken).toString()).toBe(whole.toString());
      for (const amount of taken) expect(amount.lt(0)).toBe(false);
      expect([left.quantity.toNumber(), left.amount.toNumber()]).toEqual([0, 0]);
    }),
    { numRuns: 300 },
  );
});

test("parts that round up never take more than there is", () => {
  // 10 coins at 0.006 cost 0.06; each coin alone would be a cent, so the last four are free.
  let left = holding(new Decimal(10), 0.006);
  const taken = Array.from({ length: 10 }, () => {
    const part = takePart(left, new Decimal(1));
    left = part.left;
    return part.taken.toNumber();
  });
  expect(taken).toEqual([0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0, 0, 0, 0]);
});

test("a pool holds all coins at the average price", () => {
  const pool = pooled([holding(new Decimal(1), 100), holding(new Decimal(2), 40)]);
  expect([pool.quantity.toNumber(), pool.amount.toNumber(), pool.unit.toNumber()]).toEqual([3, 180, 60]);
  expect(pooled([]).unit.toNumber()).toBe(0);
});
