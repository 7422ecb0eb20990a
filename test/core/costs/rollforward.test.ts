import fc from "fast-check";
import { costMethods, type CostMethod } from "../../../src/core/costs/lots";
import { rollforward, type Movement, type MovementType } from "../../../src/core/costs/rollforward";
import { centsOf, least, nextLot, type WholeLot } from "./exactLots";

const year: Movement[] = [
  { date: 45658, quantity: 10, price: 93500, type: "opening" },
  { date: 45688, quantity: 1.25, price: 102000, type: "mined" },
  { date: 45716, quantity: -4, price: 84000, type: "sold" },
  { date: 45747, quantity: 1.5, price: 82500, type: undefined },
  { date: 45777, quantity: 2, price: 94000, type: "bought" },
];

const amounts = (method: CostMethod, movements = year, price = 108000) =>
  rollforward(movements, price, method).map(({ amount }) => amount);

// By hand: the sale takes 4 at 93500 (fifo); 1.25 at 102000 and 2.75 at 93500 (lifo, hifo); 4/11.25 of the 1,062,500
// that 11.25 coins cost (average), 377777.78.
test.each([
  ["fifo", [935000, 251250, 188000, -374000, -38000, 160750, 1161000]],
  ["lifo", [935000, 251250, 188000, -384625, -48625, 171375, 1161000]],
  ["hifo", [935000, 251250, 188000, -384625, -48625, 171375, 1161000]],
  ["average", [935000, 251250, 188000, -377777.78, -41777.78, 164527.78, 1161000]],
] as const)("%s", (method, expected) => {
  expect(amounts(method)).toEqual(expected);
});

test("quantities and cost bases", () => {
  const lines = rollforward(year, 108000, "fifo");
  expect(lines.map(({ name, quantity, costBasis }) => [name, quantity, costBasis])).toEqual([
    ["Opening", 10, 935000],
    ["Mined at fair value", 2.75, 251250],
    ["Bought", 2, 188000],
    ["Sold at cost", -4, -374000],
    ["Realised gain", undefined, undefined],
    ["Change in fair value", undefined, undefined],
    ["Closing", 10.75, 1000250],
  ]);
});

/** A movement in whole satoshis and cents per coin. */
interface WholeMovement extends WholeLot {
  type: MovementType;
}

const movement = fc.record({
  type: fc.constantFrom<MovementType>("opening", "mined", "mined", "bought", "sold", "sold"),
  date: fc.integer({ min: 45000, max: 45009 }),
  satoshis: fc.integer({ min: 1, max: 4 * 10 ** 7 }),
  centsPerCoin: fc.oneof(fc.integer({ min: 1, max: 10 ** 8 }), fc.constantFrom(1, 50, 6543210)),
});
const anyYear = fc.record({
  movements: fc.array(movement, { minLength: 1, maxLength: 25, size: "max" }),
  closing: fc.integer({ min: 1, max: 10 ** 8 }),
  method: fc.constantFrom(...costMethods),
});

const asGiven = (given: readonly WholeMovement[]): Movement[] =>
  given.map(({ type, date, satoshis, centsPerCoin }) => ({
    type,
    date,
    price: centsPerCoin / 100,
    quantity: (type === "sold" ? -satoshis : satoshis) / 1e8,
  }));
const cents = (usd: number | undefined) => BigInt(Math.round((usd ?? NaN) * 100));

/** The year in whole numbers, day by day, with a search through all lots for each part; undefined if it sells short. */
function inWholeNumbers(given: readonly WholeMovement[], method: CostMethod) {
  const days = [0, ...Array.from({ length: 10 }, (_, day) => 45000 + day)];
  const dayOf = ({ type, date }: WholeMovement) => (type === "opening" ? 0 : date);
  const order = days.flatMap((day) => given.filter((entry) => dayOf(entry) === day));
  const aged = given.map((entry) => ({
    ...entry,
    date: dayOf(entry) === 0 ? entry.date - 1000 : entry.date,
  }));
  const left = given.map(() => 0);
  const costLeft = given.map(() => 0n);
  let [sold, proceeds] = [0n, 0n];
  const held = () => left.reduce((sum, count) => sum + count, 0);
  const cost = () => costLeft.reduce((sum, amount) => sum + amount, 0n) - (method === "average" ? sold : 0n);
  for (const entry of order) {
    if (entry.type !== "sold") {
      const place = given.indexOf(entry);
      left[place] = entry.satoshis;
      costLeft[place] = centsOf(entry.satoshis, entry.centsPerCoin);
      continue;
    }
    if (entry.satoshis > held()) return undefined;
    proceeds += centsOf(entry.satoshis, entry.centsPerCoin);
    if (method === "average") sold += least(centsOf(entry.satoshis, cost(), BigInt(held())), cost());
    for (let open = entry.satoshis; open > 0;) {
      const place = nextLot(aged, left, method);
      const count = Math.min(open, left[place] ?? 0);
      const lotCost = costLeft[place] ?? 0n;
      const byPrice = least(centsOf(count, given[place]?.centsPerCoin ?? 0), lotCost);
      const part = count === left[place] ? lotCost : byPrice;
      if (method !== "average") {
        sold += part;
        costLeft[place] = lotCost - part;
      }
      left[place] = (left[place] ?? 0) - count;
      open -= count;
    }
  }
  return { sold, proceeds, held: held(), cost: cost() };
}

test("whole numbers and a search through all lots give the same roll-forward", () => {
  let [compared, refused] = [0, 0];
  fc.assert(
    fc.property(anyYear, ({ movements, closing, method }) => {
      const exact = inWholeNumbers(movements, method);
      if (exact === undefined) {
        refused += 1;
        expect(() => rollforward(asGiven(movements), closing / 100, method)).toThrow(
          "must not sell more than",
        );
        return;
      }
      compared += 1;
      const lines = rollforward(asGiven(movements), closing / 100, method);
      const [, , , sold, gain, change, end] = lines;
      const value = centsOf(exact.held, closing);
      expect(cents(sold?.amount)).toBe(-exact.sold);
      expect(cents(gain?.amount)).toBe(exact.proceeds - exact.sold);
      expect(cents(change?.amount)).toBe(value - exact.cost);
      expect([cents(end?.amount), cents(end?.costBasis)]).toEqual([value, exact.cost]);
      expect(end?.quantity).toBe(exact.held / 1e8);
    }),
    { numRuns: 1000 },
  );
  expect(Math.min(compared, refused)).toBeGreaterThan(150);
});

/** Years that never sell short: each sale is cut to a share of what is held. */
const soundYear = anyYear.map(({ movements, ...rest }) => {
  let held = 0;
  const sorted = [...movements].sort((a, b) => Number(b.type === "opening") - Number(a.type === "opening"));
  const sound = sorted.flatMap((entry, index) => {
    const satoshis = entry.type === "sold" ? Math.min(entry.satoshis, held) : entry.satoshis;
    held += entry.type === "sold" ? -satoshis : satoshis;
    return satoshis > 0 ? [{ ...entry, satoshis, date: 45000 + index }] : [];
  });
  return { ...rest, movements: sound };
});

test("the column foots, in dollars, coins and cost, whatever the method", () => {
  fc.assert(
    fc.property(soundYear, ({ movements, closing, method }) => {
      const lines = rollforward(asGiven(movements), closing / 100, method);
      const column = (field: "amount" | "costBasis", by = 100) =>
        lines.map((line) => BigInt(Math.round((line[field] ?? 0) * by)));
      const [opening = 0n, mined = 0n, bought = 0n, sold = 0n, , change = 0n, end] = column("amount");
      expect(opening + mined + bought + sold + change).toBe(end);
      const costs = column("costBasis");
      expect(costs.slice(0, 4).reduce((sum, cost) => sum + cost, 0n)).toBe(costs[6]);
      const coins = lines.map(({ quantity }) => Math.round((quantity ?? 0) * 1e8));
      expect(coins.slice(0, 4).reduce((sum, count) => sum + count, 0)).toBe(coins[6]);
      expect(change).toBe((end ?? 0n) - (costs[6] ?? 0n));
    }),
    { numRuns: 500 },
  );
});

test("realised and unrealised gains together do not depend on the method", () => {
  fc.assert(
    fc.property(soundYear, ({ movements, closing, method }) => {
      const gains = (by: CostMethod) => {
        const [, , , , realised = 0, change = 0] = amounts(by, asGiven(movements), closing / 100);
        return cents(realised) + cents(change);
      };
      expect(gains(method)).toBe(gains("fifo"));
    }),
    { numRuns: 500 },
  );
});

test("movements go by date, opening coins first whatever their date", () => {
  const shuffled = [year[4], year[2], year[3], { ...year[0], date: 45800 }, year[1]] as Movement[];
  expect(amounts("fifo", shuffled)).toEqual(amounts("fifo"));
});

test("a sale needs coins on its date", () => {
  const early = [
    { date: 45001, quantity: 1, price: 100, type: undefined },
    { date: 45000, quantity: -0.5, price: 100, type: undefined },
  ];
  expect(() => rollforward(early, 100, "fifo")).toThrow(
    "movements, movement 2, quantity must not sell more than the 0 held, got -0.5",
  );
});

test.each([
  ["sold", 1, "movements, movement 1, quantity must be negative where coins are sold, got 1"],
  ["mined", -1, "movements, movement 1, quantity must be positive where coins are mined, got -1"],
  ["opening", -1, "movements, movement 1, quantity must be positive where coins are opening, got -1"],
] as const)("%s with quantity %d is refused", (type, quantity, message) => {
  expect(() => rollforward([{ date: 45000, quantity, price: 1, type }], 1, "fifo")).toThrow(message);
});

test("thousands of movements are accounted for", () => {
  const movements = Array.from({ length: 20_000 }, (_, index) => ({
    date: 40000 + index,
    price: 1 + ((index * 7919) % 100_003),
    type: undefined,
    quantity: index % 3 === 2 ? -1.5 : 1,
  }));
  for (const method of costMethods) {
    expect(rollforward(movements, 50_000, method)[6]?.quantity).toBeWithin(13334 - 1.5 * 6666, {
      absolute: 5e-7,
    });
  }
});
