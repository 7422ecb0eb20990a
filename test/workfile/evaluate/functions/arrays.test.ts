import fc from "fast-check";
import { resultOf, type Result, type TestBook } from "../formulas";

const grid: TestBook = {
  cells: {
    Sheet1: [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
    // UNIQUE and SORTBY function.
    People: [
      ["Tom", 52],
      ["Fred", 65],
      ["Amy", 22],
      ["Sal", 73],
      ["Fritz", 19],
      ["Srivan", 39],
      ["Xi", 19],
      ["Hector", 66],
    ],
    Blanks: [
      [null, null, null, null],
      [null, 1, null, null],
      [null, null, "", null],
      [null, null, null, null],
    ],
    Mixed: [["b"], [true], [null], [3], ["#N/A"], ["A"], [false], [-1], ["a"]],
    Few: [[2], [null], [2], [0.30000000000000004], [0.3], ["x"], ["X"]],
    Zero: [[0], [null]],
    Column: [[5], [7], [5]],
  },
};

const letters = (...rows: string[]) => rows.map((row) => row.split(","));

// Microsoft's page of each function.
test.each<[string, Result]>([
  ["SEQUENCE(4,5)", [1, 6, 11, 16].map((first) => [0, 1, 2, 3, 4].map((add) => first + add))],
  [
    "TAKE(A1:C3,2)",
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ],
  [
    "TAKE(A1:C3,,2)",
    [
      [1, 2],
      [4, 5],
      [7, 8],
    ],
  ],
  [
    "TAKE(A1:C3,-2)",
    [
      [4, 5, 6],
      [7, 8, 9],
    ],
  ],
  [
    "TAKE(A1:C3,2,2)",
    [
      [1, 2],
      [4, 5],
    ],
  ],
  ["DROP(A1:C3,2)", [[7, 8, 9]]],
  ["DROP(A1:C3,,2)", [[3], [6], [9]]],
  ["DROP(A1:C3,-2)", [[1, 2, 3]]],
  ["DROP(A1:C3,2,2)", 9],
  [
    "EXPAND({1,2;3,4},3,3)",
    [
      [1, 2, "#N/A"],
      [3, 4, "#N/A"],
      ["#N/A", "#N/A", "#N/A"],
    ],
  ],
  [
    'EXPAND({1;2},3,3,"-")',
    [
      [1, "-", "-"],
      [2, "-", "-"],
      ["-", "-", "-"],
    ],
  ],
  [
    "CHOOSEROWS({1,2;3,4;5,6;7,8;9,10;11,12},1,3,5,1)",
    [
      [1, 2],
      [5, 6],
      [9, 10],
      [1, 2],
    ],
  ],
  [
    "CHOOSEROWS({1,2;3,4;5,6;7,8;9,10;11,12},{1,3,-2})",
    [
      [1, 2],
      [5, 6],
      [9, 10],
    ],
  ],
  [
    "CHOOSECOLS({1,2,13,14;3,4,15,16},-2,-1)",
    [
      [13, 14],
      [15, 16],
    ],
  ],
  [
    'TOCOL({"Ben","Peter","Mary","Sam";"John","Hillary","Jenny","James"})',
    [["Ben"], ["Peter"], ["Mary"], ["Sam"], ["John"], ["Hillary"], ["Jenny"], ["James"]],
  ],
  ['TOROW({"Ben","Peter";"John","Hillary"},,TRUE)', [["Ben", "John", "Peter", "Hillary"]]],
  ['WRAPROWS({"A","B","C","D","E","F","G"},3)', letters("A,B,C", "D,E,F", "G,#N/A,#N/A")],
  ['WRAPROWS({"A","B","C","D","E","F","G"},3,"x")', letters("A,B,C", "D,E,F", "G,x,x")],
  ['WRAPCOLS({"A","B","C","D","E","F","G"},3,"x")', letters("A,D,G", "B,E,x", "C,F,x")],
  ['WRAPROWS({"A","B"},3,"x")', letters("A,B")],
  ['WRAPCOLS({"A","B"},3)', letters("A", "B")],
  ['VSTACK({"A","B","C";"D","E","F"},{"AA","BB","CC"})', letters("A,B,C", "D,E,F", "AA,BB,CC")],
  [
    "VSTACK({1,2;3,4},{10;20})",
    [
      [1, 2],
      [3, 4],
      [10, "#N/A"],
      [20, "#N/A"],
    ],
  ],
  [
    "HSTACK({1;2;3},{4,5})",
    [
      [1, 4, 5],
      [2, "#N/A", "#N/A"],
      [3, "#N/A", "#N/A"],
    ],
  ],
  [
    "SORTBY(People!A1:B8,People!B1:B8)",
    [
      ["Fritz", 19],
      ["Xi", 19],
      ["Amy", 22],
      ["Srivan", 39],
      ["Tom", 52],
      ["Fred", 65],
      ["Hector", 66],
      ["Sal", 73],
    ],
  ],
  ["SORT(People!A1:A8)", [["Amy"], ["Fred"], ["Fritz"], ["Hector"], ["Sal"], ["Srivan"], ["Tom"], ["Xi"]]],
  ["SORT({622;961;691;445;378;483},1,-1)", [[961], [691], [622], [483], [445], [378]]],
  ["UNIQUE({1;2;2;3})", [[1], [2], [3]]],
  [
    "FILTER(A1:C3,B1:B3>2)",
    [
      [4, 5, 6],
      [7, 8, 9],
    ],
  ],
  ['FILTER(A1:C3,B1:B3>20,"")', ""],
  [
    "TRIMRANGE(Blanks!A1:D4)",
    [
      [1, 0],
      [0, ""],
    ],
  ],
])("%s is what Microsoft's page says", (formula, expected) => {
  expect(resultOf(formula, grid)).toEqual(expected);
});

test.each<[string, Result]>([
  [
    "SEQUENCE(2,2,0,0.5)",
    [
      [0, 0.5],
      [1, 1.5],
    ],
  ],
  ["SEQUENCE(,3)", [[1, 2, 3]]],
  ["SEQUENCE(3,,5,-1)", [[5], [4], [3]]],
  ["SEQUENCE(2.9)", [[1], [2]]],
  ["SEQUENCE(0)", "#CALC!"],
  ["SEQUENCE(-1)", "#VALUE!"],
  ['SEQUENCE("x")', "#VALUE!"],
  ["SEQUENCE(2000000)", { not: "SEQUENCE of more cells than a sheet has" }],
  ["ISREF(TAKE(A1:C3,1))", true],
  [
    "TAKE(A1:C3,99)",
    [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
  ],
  ["TAKE(A1:C3,0)", "#CALC!"],
  ["TAKE(A1:C3,-1,-1)", 9],
  ["TAKE(1/0,1)", "#DIV/0!"],
  ["ROWS(TAKE(A:A,-5))", 5],
  ["DROP(A1:C3,3)", "#CALC!"],
  ["DROP(A1:C3,-9)", "#CALC!"],
  [
    "DROP(A1:C3,0)",
    [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
  ],
  ["ROWS(DROP(A:A,1))", 1048575],
  ["EXPAND(A1:C3,2)", "#VALUE!"],
  [
    "EXPAND(A1:C3,,4)",
    [
      [1, 2, 3, "#N/A"],
      [4, 5, 6, "#N/A"],
      [7, 8, 9, "#N/A"],
    ],
  ],
  ["EXPAND(5,2,1,0)", [[5], [0]]],
  ["CHOOSEROWS(A1:C3,0)", "#VALUE!"],
  ["CHOOSEROWS(A1:C3,-4)", "#VALUE!"],
  ["CHOOSEROWS(A1:C3,1,#N/A)", "#N/A"],
  [
    "CHOOSECOLS(A1:C3,{3;1})",
    [
      [3, 1],
      [6, 4],
      [9, 7],
    ],
  ],
  ["CHOOSECOLS(A1:C3,4)", "#VALUE!"],
  ['CHOOSECOLS(A1:C3,"x")', "#VALUE!"],
  ["TOCOL(Blanks!A1:D4,1)", [[1], [""]]],
  ["TOCOL({1,#N/A,2},2)", [[1], [2]]],
  ["TOCOL({1,#N/A,2},3)", [[1], [2]]],
  ["TOCOL({#N/A,#N/A},3)", "#CALC!"],
  ["TOCOL({1,2},4)", "#VALUE!"],
  ["TOCOL(Blanks!A:D,1)", [[1], [""]]],
  ["TOCOL(Blanks!A:D)", { not: "an array of all the rows or columns of a sheet" }],
  ["TOROW(A1:B2)", [[1, 2, 4, 5]]],
  ["TOROW(1/0,2)", "#CALC!"],
  ["WRAPROWS(A1:C3,2)", "#VALUE!"],
  ["WRAPROWS(A1:C1,0)", "#NUM!"],
  [
    "WRAPROWS(A1:C1,2,0)",
    [
      [1, 2],
      [3, 0],
    ],
  ],
  [
    "WRAPCOLS(A1:A3,2)",
    [
      [1, 7],
      [4, "#N/A"],
    ],
  ],
  ["WRAPCOLS(A1:A3,-1)", "#NUM!"],
  [
    "VSTACK(1,#N/A,A1:B1)",
    [
      [1, "#N/A"],
      ["#N/A", "#N/A"],
      [1, 2],
    ],
  ],
  ["VSTACK(A:A,1)", { not: "an array of all the rows or columns of a sheet" }],
  [
    "HSTACK(1,A1:A2)",
    [
      [1, 1],
      ["#N/A", 4],
    ],
  ],
  ["HSTACK((A1,B2),1)", "#VALUE!"],
  ["ISBLANK(INDEX(VSTACK(Blanks!A1,1),1))", true],
  [
    "FILTER(A1:C3,{1,0,1})",
    [
      [1, 3],
      [4, 6],
      [7, 9],
    ],
  ],
  ["FILTER(A1:C3,{1;0})", "#VALUE!"],
  ['FILTER(A1:A3,{1;"x";0})', "#VALUE!"],
  ['FILTER(A1:A3,{1;"TRUE";0})', { not: "FILTER by texts" }],
  ["FILTER(A1:A3,{1;#N/A;0})", "#N/A"],
  ["FILTER(A1:A3,{0;0;0})", "#CALC!"],
  ["FILTER(A1:A3,{0;0;0},{7,8})", [[7, 8]]],
  ["FILTER(A1:C1,A1:C1>1)", [[2, 3]]],
  ["FILTER(A:A,B:B>2)", [[4], [7]]],
  ["FILTER(5,TRUE)", 5],
  ["SORT(Mixed!A1:A9)", [[-1], [3], ["A"], ["a"], ["b"], [false], [true], ["#N/A"], [0]]],
  ["SORT(Mixed!A1:A9,,-1)", [["#N/A"], [true], [false], ["b"], ["A"], ["a"], [3], [-1], [0]]],
  ["SORT({2,1,3},,,TRUE)", [[1, 2, 3]]],
  [
    "SORT({1,9;2,8;1,7},{1,2})",
    [
      [1, 7],
      [1, 9],
      [2, 8],
    ],
  ],
  [
    "SORT({1,9;2,8;1,7},{1,2},{-1,1})",
    [
      [2, 8],
      [1, 7],
      [1, 9],
    ],
  ],
  ["SORT({1,9;2,8;1,7},{1,2},-1)", { not: "SORT by another number of orders than of columns" }],
  ["SORT({1;2},2)", "#VALUE!"],
  ["SORT({1;2},1,2)", "#VALUE!"],
  ["SORT({#N/A;#REF!})", { not: "the order of different errors is not known" }],
  ['SORT({"é";"f";"e"})', [["e"], ["é"], ["f"]]],
  ['SORT({"_";"1";"a";" ";"Z"})', [[" "], ["_"], ["1"], ["a"], ["Z"]]],
  ['SORT({"coop";"co-op";"coat"})', { not: "the order of texts with such signs is not known" }],
  ['SORT({"x-b";"w"})', [["w"], ["x-b"]]],
  ["SORT(1/0)", "#DIV/0!"],
  ["SORTBY({1;2;3},{1;1;2},-1,{3;4;1})", [[3], [1], [2]]],
  ["SORTBY({1,2,3},{3,1,2})", [[2, 3, 1]]],
  ["SORTBY({1,2;3,4},{2;1},1,{2,1},1)", "#VALUE!"],
  ["SORTBY({1;2;3},{1;2})", "#VALUE!"],
  ["SORTBY({1;2},{1;2},0)", "#VALUE!"],
  ["SORTBY({1;2},{2;1},)", [[2], [1]]],
  ["UNIQUE(Few!A1:A7)", [[2], [0], [0.30000000000000004], [0.3], ["x"]]],
  ["UNIQUE(Few!A1:A7,,TRUE)", [[0], [0.30000000000000004], [0.3]]],
  ["UNIQUE({1,1,2},TRUE)", [[1, 2]]],
  [
    "UNIQUE({1,2;1,2;2,1})",
    [
      [1, 2],
      [2, 1],
    ],
  ],
  ["UNIQUE({1;1},,TRUE)", "#CALC!"],
  ['UNIQUE({1;"1";TRUE})', [[1], ["1"], [true]]],
  ["UNIQUE({#N/A;#REF!;#N/A})", [["#N/A"], ["#REF!"]]],
  ["UNIQUE(Zero!A1:A2)", { not: "UNIQUE of blank cells beside 0 or empty texts" }],
  ["UNIQUE(Column!A:A)", [[5], [7], [0]]],
  ["UNIQUE(Column!A:A,,TRUE)", 7],
  [
    "TRIMRANGE(Blanks!A1:D4,2,0)",
    [
      [0, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, "", 0],
    ],
  ],
  ["ROWS(TRIMRANGE(Blanks!A:D))", 2],
  ["ROWS(TRIMRANGE(Blanks!A:D,1))", 1048575],
  ["ISREF(TRIMRANGE(Blanks!A:D))", true],
  ["ROWS(Blanks!A1:.D4)", 3],
  ["COLUMNS(Blanks!A1.:D4)", 3],
  [
    "Blanks!A.:.D",
    [
      [1, 0],
      [0, ""],
    ],
  ],
  ["TRIMRANGE(Blanks!A1:A4)", { not: "TRIMRANGE of blank cells" }],
  ["TRIMRANGE(Blanks!A1:D4,4)", "#VALUE!"],
  ["TRIMRANGE({1,2})", [[1, 2]]],
  ["PERCENTOF({1,2},{1,2,3,4})", 0.3],
  ["PERCENTOF(A1:A2,A1:A3)", 5 / 12],
  ["PERCENTOF(5,{0,0})", "#DIV/0!"],
  ["PERCENTOF({1,#N/A},{1,2})", "#N/A"],
])("%s", (formula, expected) => {
  expect(resultOf(formula, grid)).toEqual(expected);
});

const number = fc.integer({ min: -9, max: 9 });
const rowsOf = (rows: number[][]) => `{${rows.map((row) => row.join(",")).join(";")}}`;
const asRows = (result: Result) => (Array.isArray(result) ? result : [[result]]);
const pairs = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 12 });

test("SORT by two columns is a stable sort by each, the last first", () => {
  fc.assert(
    fc.property(pairs, fc.constantFrom(1, -1), fc.constantFrom(1, -1), (rows, first, second) => {
      const expected = [...rows].sort((a, b) => (a[1] - b[1]) * second).sort((a, b) => (a[0] - b[0]) * first);
      const text = rowsOf(rows);
      expect(asRows(resultOf(`SORT(${text},{1,2},{${first},${second}})`))).toEqual(expected);
      const keys = [0, 1].map((place) => `{${rows.map((row) => row[place]).join(";")}}`);
      expect(asRows(resultOf(`SORTBY(${text},${keys[0]},${first},${keys[1]},${second})`))).toEqual(expected);
    }),
  );
});

test("UNIQUE keeps the first of each, and the ones that are alone", () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 20 }), (values) => {
      const text = rowsOf(values.map((value) => [value]));
      expect(asRows(resultOf(`UNIQUE(${text})`))).toEqual([...new Set(values)].map((value) => [value]));
      const alone = values.filter((value) => values.indexOf(value) === values.lastIndexOf(value));
      const expected = alone.length === 0 ? [["#CALC!"]] : alone.map((value) => [value]);
      expect(asRows(resultOf(`UNIQUE(${text},,TRUE)`))).toEqual(expected);
    }),
  );
});

test("what TAKE takes and DROP leaves is the whole, and wrapped values are the values", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 14 }), (size, count) => {
      const values = Array.from({ length: size }, (_, index) => [index + 1]);
      const part = Math.min(count, size - 1);
      expect(
        asRows(resultOf(`VSTACK(TAKE(SEQUENCE(${size}),${part}),DROP(SEQUENCE(${size}),${part}))`)),
      ).toEqual(values);
      expect(
        asRows(resultOf(`VSTACK(DROP(SEQUENCE(${size}),-${part}),TAKE(SEQUENCE(${size}),-${part}))`)),
      ).toEqual(values);
      expect(asRows(resultOf(`TOCOL(WRAPROWS(SEQUENCE(${size}),${count}),2)`))).toEqual(values);
      expect(asRows(resultOf(`TOCOL(WRAPCOLS(SEQUENCE(${size}),${count}),2,TRUE)`))).toEqual(values);
    }),
  );
});
