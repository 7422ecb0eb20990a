import fc from "fast-check";
import { inventory } from "../../../src/core/costs/inventory";
import { costMethods, takingOrder } from "../../../src/core/costs/lots";
import { Decimal } from "../../../src/core/money/decimal";
import { holding } from "../../../src/core/money/holding";

const one = new Decimal(1);
const methods = costMethods.filter((method) => method !== "average" && method !== "specific");

/** Coins come in at a price, or one goes out where there is one. */
const step = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 1000 }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

test("coins go out in the order of a list that is sorted again each time", () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 200, size: "max" }),
      fc.constantFrom(...methods),
      (steps, method) => {
        const held = inventory(method);
        const order = takingOrder(method);
        const list: { date: number; unitCost: number; place: number }[] = [];
        const taken: [number | undefined, number | undefined][] = [];
        const take = () => taken.push([held.take(one)?.toNumber(), list.shift()?.unitCost]);
        for (const [place, price] of steps.entries()) {
          if (price !== undefined) {
            const rank = { date: 45000 + Math.floor(place / 3), unitCost: price, place };
            held.add(holding(one, price), rank);
            list.push(rank);
            list.sort(order);
          } else take();
        }
        while (list.length > 0) take();
        expect(taken.map(([got]) => got)).toEqual(taken.map(([, expected]) => expected));
        expect(held.take(one)).toBeUndefined();
        expect(held.stock().amount.toNumber()).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});

test("the average moves with what comes in, not with what goes out", () => {
  const held = inventory("average");
  const rank = { date: 45000, unitCost: 0, place: 0 };
  held.add(holding(one, 100), rank);
  held.add(holding(one, 200), rank);
  expect(held.take(one)?.toNumber()).toBe(150);
  held.add(holding(one, 250), rank);
  expect(held.take(one)?.toNumber()).toBe(200);
  expect(held.take(new Decimal("1.00000001"))).toBeUndefined();
  expect(held.stock().amount.toNumber()).toBe(200);
});

test("a lot that is named gives its own coins, as long as it has them", () => {
  const held = inventory("specific");
  expect(held.takeFrom(7, one)).toBeUndefined();
  expect(held.leftIn(7)).toBeUndefined();
  held.add(holding(new Decimal(3), 100), { date: 45000, unitCost: 100, place: 7 });
  held.add(holding(one, 200), { date: 45000, unitCost: 200, place: 3 });
  expect(held.takeFrom(7, one)?.toNumber()).toBe(100);
  expect(held.takeFrom(3, one)?.toNumber()).toBe(200);
  expect(held.takeFrom(3, one)).toBeUndefined();
  expect(held.leftIn(7)?.toNumber()).toBe(2);
  expect(held.stock().amount.toNumber()).toBe(200);
});
