import fc from "fast-check";
import { columnLetters } from "../../../src/formula/tokens";
import { errorOf } from "../../../src/workfile/evaluate/scalar";
import { Area } from "../../../src/workfile/evaluate/values";
import { relativeText, Shape } from "../../../src/workfile/evaluate/shape";
import {
  addFormula,
  cellsOf,
  evaluationOf,
  resultOf,
  singleResultOf,
  type Given,
  type Result,
  type TestBook,
} from "./formulas";

const grid: TestBook = {
  cells: {
    Sheet1: [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
      ["text", true, null],
    ],
    "Other one": [[10], [20], [30]],
  },
  names: { RATE_: "0.25", CELLS_: "Sheet1!$A$1:$A$3", DOUBLE: "LAMBDA(x, 2 * x)", LEFT_OF: "Sheet1!A1" },
};

test.each<[string, Result]>([
  ["1+2*3", 7],
  ["-2^2", 4],
  ["2^3^2", 64],
  ["50%", 0.5],
  ["-50%", -0.5],
  ['"a"&1&TRUE', "a1TRUE"],
  ["1/0", "#DIV/0!"],
  ["0^0", "#NUM!"],
  ["(-8)^(1/3)", -2],
  ["0.5-0.4-0.1", 0],
  ["1*(0.5-0.4-0.1)", -2.7755575615628914e-17],
  ["0.1+0.2=0.3", true],
  ['"a"="A"', true],
  ['1<"a"', true],
  ['"a"<FALSE', true],
  [
    "A1:C1+A2:A3",
    [
      [5, 6, 7],
      [8, 9, 10],
    ],
  ],
  ["A1+'Other one'!A2", 21],
  [
    "{1,2;3,4}*10",
    [
      [10, 20],
      [30, 40],
    ],
  ],
  ["A1:A3 A2:C2", 4],
  ["A1:A2 B1:B2", "#NULL!"],
  ["RATE_*4", 1],
  ["CELLS_*2", [[2], [8], [14]]],
  ["10-{1,2,3}", [[9, 8, 7]]],
  ["{1,2,3}-{10}", [[-9, -8, -7]]],
  [
    "{1,2;3,4}-{4,3;2,1}",
    [
      [-3, -1],
      [1, 3],
    ],
  ],
  [
    "{1,2}-{4;3}",
    [
      [-3, -2],
      [-2, -1],
    ],
  ],
  ["DOUBLE(4)", 8],
  ["NOTHING+1", "#NAME?"],
  ["NOTHING(1)", { not: "NOTHING is not computed here" }],
  ['IF(A1=1,"yes")', "yes"],
  ['IF(A1=2,"yes")', false],
  ["IF(A1:A3>2,A1:A3,0)", [[0], [4], [7]]],
  ["IF(TRUE,,1)", 0],
  ["IFERROR(1/0,5)", 5],
  ["IFERROR({1,#N/A},5)", [[1, 5]]],
  ["IFNA(1/0,5)", "#DIV/0!"],
  ["IFS(A1=2,1,A1=1,2)", 2],
  ["CHOOSE(2,10,20)", 20],
  [
    "CHOOSE({1,2},A1:A2,B1:B2)",
    [
      [1, 2],
      [4, 5],
    ],
  ],
  ["CHOOSE(3,10,20)", "#VALUE!"],
  ['SWITCH(A1,2,"b",1,"a","none")', "a"],
  ['SWITCH(9,2,"b","none")', "none"],
  ["LET(x,3,y,x+1,x*y)", 12],
  ["LAMBDA(x,y,x+y)(3,4)", 7],
  ["LET(f,LAMBDA(n,IF(n<2,1,n*2)),f(5))", 10],
  ["MAP({1,2,3},LAMBDA(x,x^2))", [[1, 4, 9]]],
  ["REDUCE(0,A1:C3,LAMBDA(a,b,a+b))", 45],
  ["SCAN(0,{1,2,3},LAMBDA(a,b,a+b))", [[1, 3, 6]]],
  ["BYROW(A1:C3,LAMBDA(x,REDUCE(0,x,LAMBDA(a,b,a+b))))", [[6], [15], [24]]],
  ["BYCOL(A1:C3,LAMBDA(x,REDUCE(0,x,LAMBDA(a,b,a+b))))", [[12, 15, 18]]],
  [
    "MAKEARRAY(2,2,LAMBDA(i,j,10*i+j))",
    [
      [11, 12],
      [21, 22],
    ],
  ],
  ["LAMBDA(x,[y],IF(ISOMITTED(y),x,y))(3)", 3],
  ["ROW(A5)", 5],
  ["COLUMN(C1:D1)", [[3, 4]]],
  ["OFFSET(A1,1,1)", 5],
  [
    "OFFSET(A1,1,1,2,2)",
    [
      [5, 6],
      [8, 9],
    ],
  ],
  ["OFFSET(A1,-1,0)", "#REF!"],
  ['INDIRECT("B"&2)', 5],
  ["INDIRECT(\"'Other one'!A3\")", 30],
  ['INDIRECT("CELLS_")', [[1], [4], [7]]],
  ['INDIRECT("no reference")', "#REF!"],
  ["AND(A1:A3>0,TRUE)", true],
  ['OR(FALSE,"x")', "#VALUE!"],
  ["ISBLANK(C4)", true],
  ["ISNUMBER(A1:A4)", [[true], [true], [true], [false]]],
  ["TODAY()", { not: "TODAY gives another value at each calculation" }],
  ["[1]Sheet1!A1", { not: "it refers to another workbook" }],
  ["#REF!+1", "#REF!"],
])("%s", (formula, expected) => {
  expect(resultOf(formula, grid)).toEqual(expected);
});

const NOT_CERTAIN = { not: "it is not certain whether a plain formula takes all cells of a range here" };

// A formula of the old kind takes of a range the value in its own row or column.
test.each<[string, number, number, Result]>([
  ["A1:A3*2", 2, 30, 8],
  ["A1:C1*2", 100, 2, 4],
  ["A1:A3*2", 100, 30, "#VALUE!"],
  ["{1,2,3}", 100, 30, 1],
  ["AND(A1:A3>0)", 1, 30, true],
  ["SUMPRODUCT(A1:A3*2)", 100, 30, 24],
  ["SUMPRODUCT(MAX((A1:A3>1)*B1:B3))", 100, 30, 8],
  ["SUMPRODUCT(IF(A1=1,A1:A3,0))", 100, 30, 12],
  ["INDEX(A1:A3*2,2)", 100, 30, 8],
  // There, Excel takes one cell and others take all.
  ["SUMPRODUCT(IF(A1:A3>1,1,0))", 2, 30, NOT_CERTAIN],
  ["SUMPRODUCT(IFERROR(A1:A3,0))", 2, 30, NOT_CERTAIN],
  ["SUM(FILTER(A1:A3,A1:A3>1))", 2, 30, NOT_CERTAIN],
  ["XLOOKUP(1,(A1:A3=4)*1,B1:B3)", 2, 30, NOT_CERTAIN],
  ["SUM(LET(x,A1:A3,x*2))", 2, 30, NOT_CERTAIN],
  ["XLOOKUP(A2,A1:A3,B1:B3)", 100, 30, 5],
  ["SUM(SORT(A1:A3))", 100, 30, 12],
])("%s in row %d, column %d", (formula, row, column, expected) => {
  expect(singleResultOf(formula, grid, { row, column })).toEqual(expected);
});

test("a chain of 20,000 cells is computed from either end", () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => [index === 0 ? 1 : `=A${index}+1`]);
  expect(cellsOf({ cells: { Sheet1: rows } }, "A20000")).toBe(20_000);
  const back = Array.from({ length: 20_000 }, (_, index) => [index === 19_999 ? 1 : `=A${index + 2}+1`]);
  expect(cellsOf({ cells: { Sheet1: back } }, "A1")).toBe(20_000);
});

test("a result spills, and what reads it follows", () => {
  const cells = { Sheet1: [["={1;2;3}*2", "=A1#+1"], [null, null], [null, null], ["=B3*10"]] };
  expect(cellsOf({ cells }, "A1:B4")).toEqual([
    [2, 3],
    [4, 5],
    [6, 7],
    [70, 0],
  ]);
});

test("a result that has no room is an error", () => {
  expect(cellsOf({ cells: { Sheet1: [["={1;2}"], ["taken"]] } }, "A1")).toBe("#SPILL!");
});

test("cells in a circle are left with the circle, and so is what depends on them", () => {
  const evaluation = evaluationOf({ cells: { Sheet1: [["=B1+1", "=C1+1", "=A1+1", "=A1*2", 5, "=E1*2"]] } });
  evaluation.run();
  const [sheet] = evaluation.book.sheets;
  const cells = sheet?.formulas ?? [];
  expect(cells.map(({ state }) => state)).toEqual(["left", "left", "left", "left", "done"]);
  expect(cells.map(({ why }) => why).filter((why) => typeof why === "string")).toEqual([
    "a circular reference: A1 > B1 > C1 > A1",
  ]);
  expect(cells[3]?.why).toBe(cells[0]);
  expect(sheet?.value(1, 6)).toBe(10);
});

test("a circle longer than the stack is found", () => {
  const rows = Array.from({ length: 1000 }, (_, index) => [`=A${((index + 1) % 1000) + 1}+1`]);
  const evaluation = evaluationOf({ cells: { Sheet1: rows } });
  evaluation.run();
  const [sheet] = evaluation.book.sheets;
  expect(sheet?.formulas.every(({ state }) => state === "left")).toBe(true);
  expect(
    sheet?.formulas.some(({ why }) => typeof why === "string" && why.startsWith("a circular reference: ")),
  ).toBe(true);
});

test("what depends on a cell is found through ranges, names and other sheets", () => {
  const evaluation = evaluationOf({
    cells: {
      Sheet1: [[1, "=SUMS", "=B1*2", "=A2", "=SUM_OF(A1:A9)"]],
      Two: [["=Sheet1!C1", "=Sheet1!A1:A3", '=INDIRECT("A1")', "=A9:A20"]],
    },
    names: { SUMS: "Sheet1!$A$1+1" },
  });
  const [one] = evaluation.book.sheets;
  if (one === undefined) throw new Error();
  const found = [...evaluation.dependentsOf([new Area(one, 1, 1, 1, 1)])].map(
    ({ sheet, row, column }) => `${sheet.name} ${row},${column}`,
  );
  expect(found.sort()).toEqual(["Sheet1 1,2", "Sheet1 1,3", "Sheet1 1,5", "Two 1,1", "Two 1,2", "Two 1,3"]);
});

test("all formulas that refer to one cell depend on it, and what depends on them", () => {
  const cells = { S: [[1, "=A1", "=A1+1", "=-A1", "=D1"], ["=A2"]] };
  const evaluation = evaluationOf({ cells });
  const [sheet] = evaluation.book.sheets;
  if (sheet === undefined) throw new Error("no sheet");
  const columns = [...evaluation.dependentsOf([new Area(sheet, 1, 1, 1, 1)])].map(({ column }) => column);
  expect(columns.sort()).toEqual([2, 3, 4, 5]);
});

// What is shared must be the same formula: the shape of one cell, read in another, is that cell's own text.
test.each([
  ["A1+$B$2*C$3-$D4", "B2+$B$2*D$3-$D5", true],
  ["Sheet1!A1", "Sheet1!B2", true],
  ["AB1!A1", "AB1!B2", true],
  ["'A1 B2'!A1", "'A1 B2'!B2", true],
  ['"A1"&A1', '"A1"&B2', true],
  ["LOG10(A1)+tax_A1", "LOG10(B2)+tax_A1", true],
  ["T[A1]+A1", "T[A1]+B2", true],
  ["1E5+A1", "1E5+B2", true],
  ["A:A", "A:A", false],
  ["2:5", "2:5", false],
  ["A1.:.A9", "A1.:.A9", false],
  ["A1", "A1", false],
  ["a1", "b2", true],
  // Names, and sheets that are called as cells.
  ["ZZZ1", "AAAA2", false],
  ["ZZZ1", "AAAB2", false],
  ["XFE1", "XFF2", false],
  ["A1048577", "B1048578", false],
  ["A01", "B02", false],
  ["SUM(S1:S9!A1)", "SUM(T2:S9!B2)", false],
])("%s in A1 and %s in B2 have the same shape: %s", (first, second, isSame) => {
  expect(relativeText(first, 1, 1) === relativeText(second, 2, 2)).toBe(isSame);
  expect(isReadAs(first, second, 2, 2)).toBe(isSame);
});

/** Whether the shape of a formula in A1 takes another one, in a cell of its own, for the same. */
function isReadAs(first: string, second: string, row: number, column: number): boolean {
  const { book } = evaluationOf({ cells: { S: [] } });
  const [sheet] = book.sheets;
  if (sheet === undefined) throw new Error("no sheet");
  return new Shape({ sheet, row: 1, column: 1 }, first, relativeText(first, 1, 1)).isRead(
    second,
    row,
    column,
  );
}

test("a shape takes for the same what reads the same, of formulas filled down and of others", () => {
  const address = (row: number, column: number, fixed: number) =>
    `${fixed & 1 ? "$" : ""}${columnLetters(column)}${fixed & 2 ? "$" : ""}${row}`;
  const piece = fc.oneof(
    fc.constantFrom("'B2 C3'!", ...'+ *2 SUM( ) , "A1" T[A1] LOG10( : _A1 01 x .'.split(" ")),
    fc.record({
      row: fc.integer({ min: 1, max: 12 }),
      column: fc.integer({ min: 1, max: 30 }),
      fixed: fc.nat(3),
    }),
  );
  const formula = fc.array(piece, { minLength: 1, maxLength: 8 });
  type Pieces = typeof formula extends fc.Arbitrary<infer P> ? P : never;
  /** As it reads where it is filled to, its fixed places kept. */
  const textOf = (pieces: Pieces, down: number, right: number) =>
    pieces
      .map((part) =>
        typeof part === "string"
          ? part
          : address(
              part.row + (part.fixed & 2 ? 0 : down),
              part.column + (part.fixed & 1 ? 0 : right),
              part.fixed,
            ),
      )
      .join("");
  let same = 0;
  fc.assert(
    fc.property(
      formula,
      formula,
      fc.boolean(),
      fc.integer({ min: 1, max: 30 }),
      fc.nat(800),
      (pieces, others, isFilled, down, right) => {
        const [first, second] = [textOf(pieces, 0, 0), textOf(isFilled ? pieces : others, down, right)];
        const isSame = relativeText(first, 1, 1) === relativeText(second, 1 + down, 1 + right);
        if (isSame) same += 1;
        expect(isReadAs(first, second, 1 + down, 1 + right)).toBe(isSame);
      },
    ),
    { numRuns: 2_000 },
  );
  expect(same).toBeGreaterThan(300);
});

test("what cannot be read depends on everything", () => {
  const evaluation = evaluationOf({ cells: { S: [[1, "=NOTHING(", "=B1+1", "=Table9[x]", "=2"]] } });
  const [sheet] = evaluation.book.sheets;
  if (sheet === undefined) throw new Error("no sheet");
  const found = [...evaluation.dependentsOf([new Area(sheet, 1, 1, 1, 1)])].map(({ column }) => column);
  expect(found.sort()).toEqual([2, 3, 4]);
});

test("formulas of different sheets are never taken for the same", () => {
  const plain = {
    cells: Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`S${i}`, [[i]] as Given[][]])),
  };
  plain.cells.S1 = [[1, "=1+A1"]];
  plain.cells.S11 = [[11, "=+A1"]];
  expect(cellsOf(plain, "S1!B1")).toBe(2);
  expect(cellsOf(plain, "S11!B1")).toBe(11);
  const blank = (count: number) => new Array<Given[]>(count).fill([]);
  const whole = {
    cells: Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`S${i}`, [] as Given[][]])),
  };
  whole.cells.S1 = [...blank(11), [12, "=COUNT(C:C)+A12"]];
  whole.cells.S11 = [[], [2, "=COUNT(C:C)+A12"], ...blank(9), [120]];
  expect(cellsOf(whole, "S1!B12")).toBe(12);
  expect(cellsOf(whole, "S11!B2")).toBe(120);
});

test("a function in a range that was chosen for a result is an error in each of its cells", () => {
  const evaluation = evaluationOf({});
  const [sheet] = evaluation.book.sheets;
  if (sheet === undefined) throw new Error();
  const cell = addFormula(sheet, 1, 1, "LAMBDA(x,x)", "range");
  cell.bottom = 3;
  evaluation.run();
  expect([1, 2, 3].map((row) => sheet.value(row, 1))).toEqual(Array(3).fill(errorOf("#CALC!")));
  expect(cell.bottom).toBe(3);
});
