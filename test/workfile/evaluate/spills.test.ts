import { Area } from "../../../src/workfile/evaluate/values";
import { ErrorValue } from "../../../src/workfile/evaluate/scalar";
import type { Evaluation } from "../../../src/workfile/evaluate/evaluation";
import { evaluationOf, type Given } from "./formulas";

// Results that grow and shrink over cells that other formulas read, whichever is computed first.

function valueIn({ book }: Evaluation, row: number, column: number): Given {
  const value = book.sheets[0]?.value(row, column) ?? null;
  return value instanceof ErrorValue ? value.code : value;
}

function set(evaluation: Evaluation, row: number, column: number, value: number): void {
  const [sheet] = evaluation.book.sheets;
  if (sheet === undefined) throw new Error("no sheet");
  sheet.set(row, column, value);
  for (const cell of evaluation.dependentsOf([new Area(sheet, row, column, row, column)])) cell.state = "due";
  evaluation.run();
}

test.each([
  ["=E3+D1", "=SEQUENCE(B1,2)", 7, 1],
  ["=SUM(D1:D10)", "=SEQUENCE(B1)", 15, 1],
  ["=SUM(D:D)", "=SEQUENCE(B1)", 15, 1],
  ["=SUMPRODUCT(D1:F200*1)", "=SEQUENCE(B1,B1)", 180, 1],
  ["=SUM(D1#)", "=SEQUENCE(B1)", 15, 1],
  ["=SUM(OFFSET(D1,0,0,5))", "=SEQUENCE(B1)", 15, 1],
  ["=COUNT(D2:D9)", "=SEQUENCE(B1)", 4, 0],
])("%s, computed before %s in D1, sees all of it", (reading, spilling, withFive, withOne) => {
  const cells = { S: [[reading, 1, null, spilling]] };
  const evaluation = evaluationOf({ cells });
  evaluation.run();
  set(evaluation, 1, 2, 5);
  expect(valueIn(evaluation, 1, 1)).toBe(withFive);
  set(evaluation, 1, 2, 1);
  expect(valueIn(evaluation, 1, 1)).toBe(withOne);
});

test("a result that had no room gets it when another shrinks", () => {
  const evaluation = evaluationOf({
    cells: { S: [[3, null, "=SEQUENCE(A1)"], ["=SEQUENCE(1,3)"], [], ["=C2"]] },
  });
  evaluation.run();
  expect(valueIn(evaluation, 2, 1)).toBe("#SPILL!");
  set(evaluation, 1, 1, 1);
  expect([1, 2, 3].map((column) => valueIn(evaluation, 2, column))).toEqual([1, 2, 3]);
  expect(valueIn(evaluation, 4, 1)).toBe(3);
  set(evaluation, 1, 1, 3);
  expect(valueIn(evaluation, 1, 3)).toBe("#SPILL!");
});

test("a result that fills a cell that it depends on is a circle, and its cells are as they were", () => {
  const evaluation = evaluationOf({ cells: { S: [["=SEQUENCE(IF(A3=0,3,1))"], [], [], ["=A2+1"]] } });
  evaluation.run();
  const [first, second] = evaluation.book.sheets[0]?.formulas ?? [];
  expect(first?.why).toBe("a circular reference: A1 > A1");
  expect(valueIn(evaluation, 2, 1)).toBeNull();
  expect([...evaluation.computed]).toEqual([second]);
});

test("a result that has no room is settled, also where what it depends on is found while computing", () => {
  const evaluation = evaluationOf({
    cells: { S: [["=SEQUENCE(C1)", null, "=SUM(OFFSET(D1,0,0))", 3], ["taken"]] },
  });
  evaluation.run();
  expect(valueIn(evaluation, 1, 1)).toBe("#SPILL!");
});

// Whatever is set, what is reached from it and computed again is the same as everything computed anew.
test("of a changed cell, what depends on it is all that changes", () => {
  let state = 20_261_130;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
  const size = 6;
  const cell = () =>
    `${below(2) > 0 ? "$" : ""}${"ABCDEF".charAt(below(size))}${below(2) > 0 ? "$" : ""}${1 + below(size)}`;
  const range = () => `${cell()}:${cell()}`;
  const makers: readonly (() => string)[] = [
    () => `=${cell()}+${cell()}`,
    () => `=SUM(${range()})`,
    () => `=COUNT(${"ABCDEF".charAt(below(size))}:F)`,
    () => `=SEQUENCE(1+MOD(${cell()},4))`,
    () => `=SEQUENCE(1,1+MOD(${cell()},3))`,
    () => `=SUM(OFFSET(${cell()},1,0,2,1))`,
    () => `=SUMPRODUCT(--(${range()}>2))`,
    () => `=INDIRECT("${cell()}")*2`,
    () => `=IF(${cell()}>2,${cell()},${cell()})`,
    () => `=RATE_+${cell()}`,
  ];
  const some = (): Given => {
    const kind = below(10);
    return kind < 4 ? below(6) : kind < 6 ? (makers[below(makers.length)]?.() ?? 0) : null;
  };
  let compared = 0;
  for (let round = 0; round < 400; round++) {
    const rows = Array.from({ length: size }, () => Array.from({ length: size }, some));
    const [row, column, value] = [below(size), below(size), below(6)];
    if (typeof rows[row]?.[column] !== "number") continue;
    const computed = (given: Given[][]) => {
      const evaluation = evaluationOf({ cells: { S: given }, names: { RATE_: "S!$B$2" } });
      evaluation.run();
      return evaluation;
    };
    const changed = computed(rows);
    set(changed, row + 1, column + 1, value);
    const anew = computed(
      rows.map((line, r) => line.map((was, c) => (r === row && c === column ? value : was))),
    );
    const values = (evaluation: Evaluation) =>
      Array.from({ length: 12 }, (_, r) =>
        Array.from({ length: 12 }, (_unused, c) => valueIn(evaluation, r + 1, c + 1)),
      );
    const isPlain = [changed, anew].every(
      (evaluation) =>
        evaluation.book.sheets[0]?.formulas.every((formula) => formula.state === "done") === true &&
        !values(evaluation).flat().includes("#SPILL!"),
    );
    // Of circles, and of results in each other's way, the one that is computed first decides.
    if (!isPlain) continue;
    compared += 1;
    expect(values(changed)).toEqual(values(anew));
  }
  expect(compared).toBeGreaterThan(20);
});
