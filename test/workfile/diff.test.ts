import fc from "fast-check";
import { aligned } from "../../src/workfile/alignment";
import { diff, sideOf } from "../../src/workfile/diff";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { withPart } from "./fixtures";
import { smallBook, type SmallCell } from "./smallBook";

type Rows = readonly (readonly SmallCell[])[];

const model = (changes: Readonly<Record<string, number>> = {}): SmallCell[][] => [
  ["assumption", "value"],
  ...Object.entries({
    "btc price": 60000,
    difficulty: 1e14,
    hashrate: 200,
    efficiency: 17.5,
    "power price": 0.05,
    capex: 3000,
    months: 36,
    subsidy: 3.125,
    ...changes,
  }),
  ["Net present value", { f: "_xldudf_MINING_MINER_NPV(A1:B9)", v: 1 }],
  ["Twice", { f: "B10*2", v: 2 }, { f: "C9*2", v: 0 }],
  ["Note", "first"],
];
const book = (rows: Rows, more: Partial<Parameters<typeof smallBook>[0]> = {}) =>
  smallBook({ sheets: { Model: rows }, ...more });
const between = (one: Uint8Array, two: Uint8Array) =>
  diff(sideOf(one, nodeCompression), sideOf(two, nodeCompression));

test("a workbook does not differ from itself", () => {
  const found = between(book(model()), book(model()));
  for (const list of Object.values(found)) expect(list).toEqual([]);
});

test("assumptions are bridged, one after the other, and add up", () => {
  const found = between(book(model()), book(model({ "power price": 0.06, capex: 2500 })));
  expect(found.models).toHaveLength(1);
  const [change] = found.models;
  expect(change?.model).toBe("Model!A1:B9");
  expect(change?.steps.map(({ name, from, to }) => [name, from, to])).toEqual([
    ["power price", 0.05, 0.06],
    ["capex", 3000, 2500],
  ]);
  const [before = NaN, after = NaN] = typeof change?.npv === "object" ? change.npv : [];
  const sum = change?.steps.reduce((total, { effect }) => total + effect, 0) ?? NaN;
  expect(before + sum).toBeCloseTo(after, 8);
  // Lower capex is worth what it saves.
  expect(change?.steps[1]?.effect).toBeCloseTo(500, 8);
  // They are said once.
  expect(found.constants).toEqual([]);
});

test("a model that cannot be compared says why, and its values are listed", () => {
  const found = between(book(model()), book(model({ efficiency: -1 })));
  expect(found.models[0]?.npv).toMatch(/efficiency must be above 0, got -1/);
  expect(found.constants).toMatchObject([{ at: "B5", label: "efficiency", before: 17.5, after: -1 }]);
});

test("other typed-in values come with their labels", () => {
  const rows = model();
  rows[11] = ["Note", "second"];
  expect(between(book(model()), book(rows)).constants).toMatchObject([
    { sheet: "Model", at: "B12", label: "Note", before: "first", after: "second" },
  ]);
});

test("formulas that changed alike are one change", () => {
  const row = (f: (column: string) => string): Rows => [
    [1, 2, 3],
    ["A", "B", "C"].map((c) => ({ f: f(c), v: 1 })),
  ];
  const found = between(book(row((c) => `${c}1*2`)), book(row((c) => `${c}1*3`)));
  expect(found.formulas).toMatchObject([{ at: "A2", last: "C2", count: 3, before: "=A1*2", after: "=A1*3" }]);
});

test("a formula that was typed over is a changed formula", () => {
  const rows = model();
  rows[10] = ["Twice", 5];
  expect(between(book(model()), book(rows)).formulas).toMatchObject([
    { at: "B11", before: "=B10*2", after: "5" },
    { at: "C11", before: "=C9*2", after: undefined },
  ]);
});

test("inserted rows are followed: formulas that moved with their cells have not changed", () => {
  const rows = model();
  const shifted = [
    ...rows.slice(0, 9),
    ["A new line", 1],
    ["Net present value", { f: "_xldudf_MINING_MINER_NPV(A1:B9)", v: 1 }],
    ["Twice", { f: "B11*2", v: 2 }, { f: "C9*2", v: 0 }],
    ["Note", "first"],
  ];
  const found = between(book(rows), book(shifted));
  expect(found.formulas).toEqual([]);
  expect(found.rowsAdded).toEqual(["Model, row 10"]);
  const back = between(book(shifted), book(rows));
  expect(back.formulas).toEqual([]);
  expect(back.rowsRemoved).toEqual(["Model, row 10"]);
});

test("sheets and names that came, went and changed", () => {
  const one = smallBook({ sheets: { A: [[1]], B: [[1]] }, names: { X: "A!$A$1", Y: "1" } });
  const two = smallBook({ sheets: { A: [[1]], C: [[1]] }, names: { X: "A!$A$2", Z: "2" } });
  expect(between(one, two)).toMatchObject({
    sheetsAdded: ["C"],
    sheetsRemoved: ["B"],
    names: [
      { name: "X", before: "=A!$A$1", after: "=A!$A$2" },
      { name: "Y", before: "=1" },
      { name: "Z", after: "=2" },
    ],
  });
});

test("the market and results of the same formulas are kept apart", () => {
  const rows = (price: number): Rows => [
    [
      { f: '_xldudf_MINING_MARKET("btc.price")', v: price },
      { f: "_xldudf_MINING_HASHPRICE(A1,1E+14,3.125)", v: price / 1000 },
    ],
  ];
  const found = between(book(rows(60000)), book(rows(70000)));
  expect(found.market).toMatchObject([{ at: "A1", before: 60000, after: 70000 }]);
  expect(found.results).toMatchObject([{ at: "B1", before: 60, after: 70 }]);
  expect(found.cells.map(({ at }) => at)).toEqual(["A1", "B1"]);
});

test("a sheet with cells in its last row and in its last column is gone through where it has cells", () => {
  const far = (value: number) =>
    withPart(book([[1]]), "xl/worksheets/sheet1.xml", (text) =>
      text.replace(
        "</sheetData>",
        `<row r="2"><c r="XFD2"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>${value}</v></c></row></sheetData>`,
      ),
    );
  expect(between(far(1), far(2)).constants).toMatchObject([{ at: "A1048576", before: 1, after: 2 }]);
});

// Laws of the alignment: pairs go both ways, keep their order, and never join two of one side.
test("rows keep their order, and each has one partner at most", () => {
  const texts = fc.array(fc.constantFrom("a", "b", "c", "d", "", "x"), { maxLength: 12 });
  fc.assert(
    fc.property(texts, texts, (one, two) => {
      const { toSecond, toFirst } = aligned(one, two);
      const pairs = [...toSecond].sort(([a], [b]) => a - b);
      expect(pairs.length).toBe(toFirst.size);
      for (const [a, b] of pairs) expect(toFirst.get(b)).toBe(a);
      for (const [index, [, b]] of pairs.entries())
        if (index > 0) expect(b).toBeGreaterThan(pairs[index - 1]?.[1] ?? -1);
      if (JSON.stringify(one) === JSON.stringify(two)) expect(pairs.length).toBe(one.length);
    }),
  );
});

test("one row more anywhere is found as one row more", () => {
  const texts = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(texts, fc.nat(), (one, seed) => {
      const at = seed % (one.length + 1);
      const two = [...one.slice(0, at), "a line of its own", ...one.slice(at)];
      const { toSecond } = aligned(one, two);
      expect([...toSecond].sort(([a], [b]) => a - b)).toEqual(one.map((_, a) => [a, a < at ? a : a + 1]));
    }),
  );
});

test("rows more in two places are found in both, with all rows between them", () => {
  const texts = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(), (one, first, second) => {
      const [from = 0, to = 0] = [first, second].map((seed) => seed % (one.length + 1)).sort((a, b) => a - b);
      const two = [...one.slice(0, from), "a new line", ...one.slice(from, to), "another", ...one.slice(to)];
      const { toSecond } = aligned(one, two);
      expect([...toSecond].sort(([a], [b]) => a - b)).toEqual(
        one.map((_, a) => [a, a + (a < from ? 0 : a < to ? 1 : 2)]),
      );
    }),
  );
});
