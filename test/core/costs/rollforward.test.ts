import fc from "fast-check";
import { costMethods, type CostMethod } from "../../../src/core/costs/lots";
import {
  movementTypes,
  rollforward,
  type Movement,
  type MovementType,
} from "../../../src/core/costs/rollforward";
import { centsOf, least, nextLot, type WholeLot } from "./exactLots";

/** A movement without what is optional. */
const plain = { type: undefined, unitCost: undefined, fees: 0, lot: undefined };

const year: Movement[] = [
  { ...plain, date: 45658, quantity: 10, price: 93500, type: "opening" },
  { ...plain, date: 45688, quantity: 1.25, price: 102000, type: "mined" },
  { ...plain, date: 45716, quantity: -4, price: 84000, type: "sold" },
  { ...plain, date: 45747, quantity: 1.5, price: 82500 },
  { ...plain, date: 45777, quantity: 2, price: 94000, type: "bought" },
];

const amounts = (method: CostMethod, movements = year, price = 108000) =>
  rollforward(movements, price, method).map(({ amount }) => amount);

// By hand: the sale takes 4 at 93500 (fifo); 1.25 at 102000 and 2.75 at 93500 (lifo, hifo); 4/11.25 of the 1,062,500
// that 11.25 coins cost (average), 377777.78.
test.each([
  ["fifo", [935000, 251250, 188000, -374000, -38000, 160750, 1161000, 0, 0, 0, 336000, 0, 38000]],
  ["lifo", [935000, 251250, 188000, -384625, -48625, 171375, 1161000, 0, 0, 0, 336000, 0, 48625]],
  ["hifo", [935000, 251250, 188000, -384625, -48625, 171375, 1161000, 0, 0, 0, 336000, 0, 48625]],
  [
    "average",
    [935000, 251250, 188000, -377777.78, -41777.78, 164527.78, 1161000, 0, 0, 0, 336000, 0, 41777.78],
  ],
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
    ["Transferred in", 0, 0],
    ["Paid at cost", 0, 0],
    ["Transferred out", 0, 0],
    ["Proceeds", undefined, undefined],
    ["Gains", undefined, undefined],
    ["Losses", undefined, undefined],
  ]);
});

const treasury: Movement[] = [
  { ...plain, date: 45658, quantity: 1, price: 30000, type: "opening", unitCost: 25000 },
  { ...plain, date: 45688, quantity: 1, price: 35000, type: "mined" },
  { ...plain, date: 45716, quantity: 0.2, price: 36000, type: "transfer in", unitCost: 20000 },
  { ...plain, date: 45747, quantity: -0.5, price: 40000, type: "sold", fees: 10, lot: 2 },
  { ...plain, date: 45777, quantity: -0.1, price: 41000, type: "paid", fees: 0.005, lot: 3 },
  { ...plain, date: 45808, quantity: -0.3, price: 0, type: "transfer out", lot: 1 },
];

// By hand. fifo: all from the first lot, 0.9 x 25,000 = 12,500 + 2,500 + 7,500, gains 7,490 and 1,600.
// specific: 0.5 x 35,000 = 17,500 (gain 2,490), 0.1 x 20,000 = 2,000 (gain 2,100), 0.3 x 25,000 = 7,500; what is left
// cost 17,500 + 17,500 + 2,000. Half a cent of fees is rounded to an even cent, which is none.
test.each([
  ["fifo", [30000, 35000, 0, -12500, 9090, 4900, 54600, 7200, -2500, -7500, 19990, 9090, 0], 41500],
  ["specific", [30000, 35000, 0, -17500, 4590, 9400, 54600, 7200, -2000, -7500, 19990, 4590, 0], 37000],
] as const)("transfers, payments, fees and costs of their own: %s", (method, expected, basis) => {
  const lines = rollforward(treasury, 42000, method);
  expect(lines.map(({ amount }) => amount)).toEqual(expected);
  expect(lines.map(({ costBasis }) => costBasis)).toEqual([
    25000,
    35000,
    0,
    expected[3],
    undefined,
    undefined,
    basis,
    4000,
    expected[8],
    expected[9],
    undefined,
    undefined,
    undefined,
  ]);
  expect(lines.map(({ quantity }) => quantity).slice(6, 10)).toEqual([1.3, 0.2, -0.1, -0.3]);
});

/** A movement in whole satoshis and cents: `centsPerCoin` is its price, `lot` draws one of the lots that came in. */
interface WholeMovement extends WholeLot {
  type: MovementType;
  unitCostCents: number;
  feeCents: number;
  lot: number;
}

const isOut = (type: MovementType) => ["sold", "paid", "transfer out"].includes(type);
const isCosted = (type: MovementType) => ["opening", "transfer in"].includes(type);
const isCharged = (type: MovementType) => ["sold", "paid"].includes(type);
const costOf = ({ type, unitCostCents, centsPerCoin }: WholeMovement) =>
  isCosted(type) && unitCostCents > 0 ? unitCostCents : centsPerCoin;

const centsPerCoin = fc.oneof(fc.integer({ min: 1, max: 10 ** 8 }), fc.constantFrom(1, 50, 6543210));
const movement = fc.record({
  type: fc.constantFrom<MovementType>(...movementTypes, "mined", "sold"),
  date: fc.integer({ min: 45000, max: 45009 }),
  satoshis: fc.integer({ min: 1, max: 4 * 10 ** 7 }),
  centsPerCoin,
  unitCostCents: fc.oneof(fc.constant(0), centsPerCoin),
  feeCents: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10 ** 5 })),
  lot: fc.nat({ max: 1000 }),
});
const anyYear = fc.record({
  movements: fc.array(movement, { minLength: 1, maxLength: 25, size: "max" }),
  closing: fc.integer({ min: 1, max: 10 ** 8 }),
  method: fc.constantFrom(...costMethods),
});

/** The place of the lot that a movement draws among those that came in. */
function drawn(given: readonly WholeMovement[], { lot }: WholeMovement): number {
  const places = [...given.keys()].filter((place) => !isOut(given[place]?.type ?? "sold"));
  return places[lot % Math.max(1, places.length)] ?? -1;
}

const asGiven = (given: readonly WholeMovement[]): Movement[] =>
  given.map((entry) => ({
    type: entry.type,
    date: entry.date,
    price: entry.centsPerCoin / 100,
    quantity: (isOut(entry.type) ? -entry.satoshis : entry.satoshis) / 1e8,
    unitCost: isCosted(entry.type) && entry.unitCostCents > 0 ? entry.unitCostCents / 100 : undefined,
    fees: isCharged(entry.type) ? entry.feeCents / 100 : 0,
    lot: drawn(given, entry) + 1,
  }));
const cents = (usd: number | undefined) => BigInt(Math.round((usd ?? NaN) * 100));

/** All lines of a ledger, kept in whole numbers. */
const names = [
  "Opening",
  "Mined at fair value",
  "Bought",
  "Sold at cost",
  "Realised gain",
  "Change in fair value",
  "Closing",
  "Transferred in",
  "Paid at cost",
  "Transferred out",
  "Proceeds",
  "Gains",
  "Losses",
] as const;
const lineOf: Record<MovementType, (typeof names)[number]> = {
  opening: "Opening",
  mined: "Mined at fair value",
  bought: "Bought",
  sold: "Sold at cost",
  paid: "Paid at cost",
  "transfer in": "Transferred in",
  "transfer out": "Transferred out",
};

/**
 * The year in whole numbers, day by day, with a search through all lots for each part; undefined if it takes more than
 * there is. Amounts and costs in cents, by line.
 */
function inWholeNumbers(given: readonly WholeMovement[], closing: number, method: CostMethod) {
  const days = [0, ...Array.from({ length: 10 }, (_, day) => 45000 + day)];
  const dayOf = ({ type, date }: WholeMovement) => (type === "opening" ? 0 : date);
  const order = days.flatMap((day) => given.filter((entry) => dayOf(entry) === day));
  const aged = given.map((entry) => ({
    ...entry,
    centsPerCoin: costOf(entry),
    date: dayOf(entry) === 0 ? entry.date - 1000 : entry.date,
  }));
  const left = given.map(() => 0);
  const costLeft = given.map(() => 0n);
  const coins = new Map<string, number>();
  const amounts = new Map<string, bigint>(names.map((name) => [name, 0n]));
  const costs = new Map<string, bigint>();
  const book = (name: string, amount: bigint) => amounts.set(name, (amounts.get(name) ?? 0n) + amount);
  let averaged = 0n;
  const held = () => left.reduce((sum, count) => sum + count, 0);
  const cost = () => costLeft.reduce((sum, amount) => sum + amount, 0n) - averaged;
  for (const entry of order) {
    const line = lineOf[entry.type];
    const amount = centsOf(entry.satoshis, entry.centsPerCoin);
    const place = given.indexOf(entry);
    if (!isOut(entry.type)) {
      left[place] = entry.satoshis;
      costLeft[place] = centsOf(entry.satoshis, costOf(entry));
      coins.set(line, (coins.get(line) ?? 0) + entry.satoshis);
      costs.set(line, (costs.get(line) ?? 0n) + (costLeft[place] ?? 0n));
      book(line, amount);
      continue;
    }
    const lot = drawn(given, entry);
    if (entry.satoshis > (method === "specific" ? (left[lot] ?? 0) : held())) return undefined;
    let taken = 0n;
    if (method === "average") {
      taken = least(centsOf(entry.satoshis, cost(), BigInt(held())), cost());
      averaged += taken;
    }
    for (let open = entry.satoshis; open > 0;) {
      const next = method === "specific" ? lot : nextLot(aged, left, method);
      const count = Math.min(open, left[next] ?? 0);
      const lotCost = costLeft[next] ?? 0n;
      const byPrice = least(centsOf(count, aged[next]?.centsPerCoin ?? 0), lotCost);
      const part = count === left[next] ? lotCost : byPrice;
      if (method !== "average") {
        taken += part;
        costLeft[next] = lotCost - part;
      }
      left[next] = (left[next] ?? 0) - count;
      open -= count;
    }
    coins.set(line, (coins.get(line) ?? 0) - entry.satoshis);
    costs.set(line, (costs.get(line) ?? 0n) - taken);
    book(line, -taken);
    if (entry.type === "transfer out") continue;
    const net = amount - BigInt(entry.feeCents);
    if (entry.type === "sold") book("Proceeds", net);
    book("Realised gain", net - taken);
    book(net > taken ? "Gains" : "Losses", net > taken ? net - taken : taken - net);
  }
  coins.set("Closing", held());
  costs.set("Closing", cost());
  amounts.set("Closing", centsOf(held(), closing));
  const inTransit = ["Opening", "Transferred in"].map(
    (name) => (amounts.get(name) ?? 0n) - (costs.get(name) ?? 0n),
  );
  const brought = inTransit.reduce((sum, gain) => sum + gain, 0n);
  amounts.set("Change in fair value", (amounts.get("Closing") ?? 0n) - cost() - brought);
  return { amounts, costs, coins };
}

test("whole numbers and a search through all lots give the same roll-forward, line by line", () => {
  let [compared, refused] = [0, 0];
  fc.assert(
    fc.property(anyYear, ({ movements, closing, method }) => {
      const exact = inWholeNumbers(movements, closing, method);
      if (exact === undefined) {
        refused += 1;
        expect(() => rollforward(asGiven(movements), closing / 100, method)).toThrow(
          method === "specific" ? /must not take more than|must be the number of/ : "must not take more than",
        );
        return;
      }
      compared += 1;
      const lines = rollforward(asGiven(movements), closing / 100, method);
      const isMemo = (name: string) => /gain|change|proceeds|losses/i.test(name);
      const got = lines.map(({ name, amount, costBasis, quantity }) =>
        isMemo(name)
          ? [name, cents(amount), costBasis, quantity]
          : [name, cents(amount), cents(costBasis), quantity],
      );
      const expected = names.map((name) =>
        isMemo(name)
          ? [name, exact.amounts.get(name), undefined, undefined]
          : [name, exact.amounts.get(name), exact.costs.get(name) ?? 0n, (exact.coins.get(name) ?? 0) / 1e8],
      );
      expect(got).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
  expect(Math.min(compared, refused)).toBeGreaterThan(150);
});

/** Years that never take more than there is: each movement out is cut to a share of what its lot, or all lots, have. */
const soundYear = anyYear.map(({ movements, ...rest }) => {
  const sorted = [...movements].sort((a, b) => Number(b.type === "opening") - Number(a.type === "opening"));
  let held = 0;
  const sound: WholeMovement[] = [];
  const left: number[] = [];
  for (const [index, entry] of sorted.entries()) {
    if (!isOut(entry.type)) {
      held += entry.satoshis;
      sound.push({ ...entry, date: 45000 + index });
      left.push(entry.satoshis);
      continue;
    }
    const lot = left.findIndex((count) => count > 0);
    const satoshis = Math.min(entry.satoshis, left[lot] ?? 0, held);
    if (satoshis === 0) continue;
    held -= satoshis;
    left[lot] = (left[lot] ?? 0) - satoshis;
    sound.push({ ...entry, satoshis, date: 45000 + index });
    left.push(0);
  }
  return { ...rest, movements: sound };
});

/** The lot with coins that `soundYear` took them from. */
const withLots = (movements: readonly WholeMovement[]): Movement[] => {
  const left = movements.map(({ type, satoshis }) => (isOut(type) ? 0 : satoshis));
  return asGiven(movements).map((given, place) => {
    const { type, satoshis } = movements[place] ?? { type: "mined" as const, satoshis: 0 };
    if (!isOut(type)) return given;
    const lot = left.findIndex((count) => count >= satoshis);
    left[lot] = (left[lot] ?? 0) - satoshis;
    return { ...given, lot: lot + 1 };
  });
};

test("the column foots, in dollars, coins and cost, whatever the method", () => {
  fc.assert(
    fc.property(soundYear, ({ movements, closing, method }) => {
      const lines = rollforward(withLots(movements), closing / 100, method);
      const column = (field: "amount" | "costBasis" | "quantity", by = 100) =>
        lines.map((line) => BigInt(Math.round((line[field] ?? 0) * by)));
      const moved = [0, 1, 2, 3, 7, 8, 9];
      const sumOf = (values: readonly bigint[]) =>
        moved.map((at) => values[at] ?? 0n).reduce((sum, value) => sum + value, 0n);
      const [amount, cost, coins] = [column("amount"), column("costBasis"), column("quantity", 1e8)];
      expect(sumOf(amount) + (amount[5] ?? 0n)).toBe(amount[6]);
      expect(sumOf(cost)).toBe(cost[6]);
      expect(sumOf(coins)).toBe(coins[6]);
      expect(amount[4]).toBe((amount[11] ?? 0n) - (amount[12] ?? 0n));
      expect(cost.slice(8, 10)).toEqual(amount.slice(8, 10));
    }),
    { numRuns: 500 },
  );
});

test("realised and unrealised gains together do not depend on the method, but for what transfers take along", () => {
  fc.assert(
    fc.property(soundYear, ({ movements, closing, method }) => {
      const gains = (by: CostMethod) => {
        const all = amounts(by, withLots(movements), closing / 100);
        return cents(all[4]) + cents(all[5]) + cents(all[9]);
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
    { ...plain, date: 45001, quantity: 1, price: 100 },
    { ...plain, date: 45000, quantity: -0.5, price: 100 },
  ];
  expect(() => rollforward(early, 100, "fifo")).toThrow(
    "movements, movement 2, quantity must not take more than the 0 held, got -0.5",
  );
});

test.each([
  [{ type: "sold", quantity: 1 }, 'quantity must be negative for the type "sold", got 1'],
  [{ type: "paid", quantity: 1 }, 'quantity must be negative for the type "paid", got 1'],
  [{ type: "transfer out", quantity: 1 }, 'quantity must be negative for the type "transfer out", got 1'],
  [{ type: "mined", quantity: -1 }, 'quantity must be positive for the type "mined", got -1'],
  [{ type: "opening", quantity: -1 }, 'quantity must be positive for the type "opening", got -1'],
  [{ type: "transfer in", quantity: -1 }, 'quantity must be positive for the type "transfer in", got -1'],
  [{ type: "bought", quantity: 1, unitCost: 5 }, 'unit cost must be blank for the type "bought", got 5'],
  [{ quantity: 1, unitCost: 5 }, 'unit cost must be blank for the type "mined", got 5'],
  [{ quantity: 1, fees: 5 }, 'fees must be blank for the type "mined", got 5'],
  [{ type: "transfer out", quantity: -1, fees: 5 }, 'fees must be blank for the type "transfer out", got 5'],
  [{ type: "transfer out", quantity: -1 }, "quantity must not take more than the 0 held, got -1"],
] as const)("%o is refused", (change, message) => {
  const given: Movement = { ...plain, date: 45000, price: 1, ...change };
  expect(() => rollforward([given], 1, "fifo")).toThrow(`movements, movement 1, ${message}`);
});

test.each([
  [undefined, "lot must be the number of a movement, 1 to 4, got 0"],
  [5, "lot must be the number of a movement, 1 to 4, got 5"],
  [1.5, "lot must be the number of a movement, 1 to 4, got 1.5"],
  [3, "lot must be the number of a movement by which coins came in, got 3"],
  [4, "lot must be the number of an earlier movement, got 4"],
  [1, "quantity must not take more than the 0.75 left of lot 1, got -1"],
])("under specific, lot %p is refused", (lot, message) => {
  const movements: Movement[] = [
    { ...plain, date: 45000, quantity: 1, price: 10 },
    { ...plain, date: 45001, quantity: -0.25, price: 10, lot: 1 },
    { ...plain, date: 45002, quantity: -1, price: 10, lot },
    { ...plain, date: 45003, quantity: 5, price: 10 },
  ];
  expect(() => rollforward(movements, 10, "specific")).toThrow(`movements, movement 3, ${message}`);
});

test("thousands of movements are accounted for", () => {
  const movements = Array.from({ length: 20_000 }, (_, index) => ({
    ...plain,
    date: 40000 + index,
    price: 1 + ((index * 7919) % 100_003),
    quantity: index % 3 === 2 ? -1.5 : 1,
  }));
  for (const method of costMethods.filter((other) => other !== "specific")) {
    expect(rollforward(movements, 50_000, method)[6]?.quantity).toBeWithin(13334 - 1.5 * 6666, {
      absolute: 5e-7,
    });
  }
});
