import fc from "fast-check";
import { NOT_AVAILABLE } from "../../../../src/workfile/evaluate/scalar";
import { Area, Matrix } from "../../../../src/workfile/evaluate/values";
import { exactPlace, nearestPlace, sortedPlace } from "../../../../src/workfile/evaluate/searching";
import { evaluationOf, resultOf, singleResultOf, type Result, type TestBook } from "../formulas";

const sorted = { not: "a search by halves in a list that is not sorted" };

// Microsoft's pages MATCH, VLOOKUP, HLOOKUP, LOOKUP, INDEX, XLOOKUP, XMATCH, ROWS, COLUMNS, AREAS and TRANSPOSE function.
const pages: TestBook = {
  cells: {
    // MATCH
    Fruit: [
      ["Product", "Count"],
      ["Bananas", 25],
      ["Oranges", 38],
      ["Apples", 40],
      ["Pears", 41],
    ],
    // HLOOKUP
    Parts: [
      ["Axles", "Bearings", "Bolts"],
      [4, 4, 9],
      [5, 7, 10],
      [6, 8, 11],
    ],
    // LOOKUP
    Colours: [
      ["Frequency", "Color"],
      [4.14, "red"],
      [4.19, "orange"],
      [5.17, "yellow"],
      [5.77, "green"],
      [6.39, "blue"],
    ],
    // INDEX
    Prices: [
      ["Fruit", "Price", "Count"],
      ["Apples", 0.69, 40],
      ["Bananas", 0.34, 38],
      ["Lemons", 0.55, 15],
      ["Oranges", 0.25, 25],
      ["Pears", 0.59, 40],
      [null, null, null],
      ["Almonds", 2.8, 10],
      ["Cashews", 3.55, 16],
      ["Peanuts", 1.25, 20],
      ["Walnuts", 1.75, 12],
    ],
    // VLOOKUP
    Staff: [
      ["ID", "Last Name", "First Name", "Title", "Birth Date"],
      [101, "Davis", "Sara", "Sales Rep.", 25180],
      [102, "Fontana", "Olivier", "V.P. of Sales", 19043],
      [103, "Leal", "Karina", "Sales Rep.", 23253],
      [104, "Patten", "Michael", "Sales Rep.", 21447],
      [105, "Burke", "Brian", "Sales Manager", 20155],
      [106, "Sousa", "Luis", "Sales Rep.", 23194],
    ],
    // XLOOKUP
    Taxes: [
      [0.1, 9700],
      [0.22, 39475],
      [0.24, 84200],
      [0.32, 160726],
      [0.35, 204100],
      [0.37, 510300],
    ],
  },
};

test.each<[string, Result]>([
  ["MATCH(39,Fruit!B2:B5,1)", 2],
  ["MATCH(41,Fruit!B2:B5,0)", 4],
  ["MATCH(39,Fruit!B2:B5,-1)", sorted],
  ['MATCH("b",{"a","b","c"},0)', 2],
  ['HLOOKUP("Axles",Parts!A1:C4,2,TRUE)', 4],
  ['HLOOKUP("Bearings",Parts!A1:C4,3,FALSE)', 7],
  ['HLOOKUP("B",Parts!A1:C4,3,TRUE)', 5],
  ['HLOOKUP("Bolts",Parts!A1:C4,4)', 11],
  ['HLOOKUP(3,{1,2,3;"a","b","c";"d","e","f"},2,TRUE)', "c"],
  ["LOOKUP(4.19,Colours!A2:A6,Colours!B2:B6)", "orange"],
  ["LOOKUP(5.75,Colours!A2:A6,Colours!B2:B6)", "yellow"],
  ["LOOKUP(7.66,Colours!A2:A6,Colours!B2:B6)", "blue"],
  ["LOOKUP(0,Colours!A2:A6,Colours!B2:B6)", "#N/A"],
  ['LOOKUP("C",{"a","b","c","d";1,2,3,4})', 3],
  ['LOOKUP("bump",{"a",1;"b",2;"c",3})', 2],
  ["INDEX(Prices!A2:C6,2,3)", 38],
  ["INDEX((Prices!A1:C6,Prices!A8:C11),2,2,2)", 3.55],
  ["INDEX((Prices!A1:C6,Prices!A8:C11),2,2,3)", "#REF!"],
  ["INDEX({1,2;3,4},0,2)", [[2], [4]]],
  ["INDEX({1,2;3,4},2,2)", 4],
  ['VLOOKUP("Fontana",Staff!B2:E7,2,FALSE)', "Olivier"],
  ["VLOOKUP(102,Staff!A2:C7,2,FALSE)", "Fontana"],
  ["VLOOKUP(105,Staff!A2:E7,4,TRUE)", "Sales Manager"],
  ["XLOOKUP(46523,Taxes!B1:B6,Taxes!A1:A6,0,1,1)", 0.24],
  ["XLOOKUP(102,Staff!A2:A7,Staff!B2:D7)", [["Fontana", "Olivier", "V.P. of Sales"]]],
  ['XLOOKUP(1234,Staff!A2:A7,Staff!B2:B7,"ID not found")', "ID not found"],
  ["XMATCH(4,{5,4,3,2,1})", 2],
  ["XMATCH(4.5,{5,4,3,2,1},1)", 1],
  ['XMATCH("Gra",{"Apple";"Grape";"Pear";"Banana";"Cherry"},1)', 2],
  ["ROWS(Staff!C1:E4)", 4],
  ["ROWS({1,2,3;4,5,6})", 2],
  ["COLUMNS(Staff!C1:E4)", 3],
  ["COLUMNS({1,2,3;4,5,6})", 3],
  ["AREAS(B2:D4)", 1],
  ["AREAS((B2:D4,E5,F6:I9))", 3],
  [
    "TRANSPOSE(Taxes!A1:B2)",
    [
      [0.1, 0.22],
      [9700, 39475],
    ],
  ],
])("%s is what Microsoft's page says", (formula, expected) => {
  expect(resultOf(formula, pages)).toEqual(expected);
});

const mixed: TestBook = {
  cells: {
    Sheet1: [
      [5, "a", 1],
      ["5", "B*", 2],
      [true, "b?", 3],
      [null, "", 4],
      [0, "~x", 5],
      ["#N/A", "Ärger", 6],
      [2, null, 7],
      [5, "b", 8],
      [0.30000000000000004, "B", 9],
    ],
  },
};

describe("the first of equals, of its own type", () => {
  test.each<[string, Result]>([
    ["MATCH(5,A1:A9,0)", 1],
    ['MATCH("5",A1:A9,0)', 2],
    ["MATCH(TRUE,A1:A9,0)", 3],
    ["MATCH(1,A1:A9,0)", "#N/A"],
    ["MATCH(FALSE,A1:A9,0)", "#N/A"],
    ["MATCH(0,A1:A9,0)", 5],
    // A blank cell is looked for as 0, and is not found.
    ["MATCH(A4,A1:A9,0)", 5],
    ["MATCH(A4,A1:A4,0)", "#N/A"],
    ['MATCH("",A1:A9,0)', "#N/A"],
    ['MATCH("",B1:B9,0)', 4],
    ["MATCH(A6,A1:A9,0)", "#N/A"],
    // = sees 15 digits, searches all.
    ["MATCH(0.3,A1:A9,0)", "#N/A"],
    ["MATCH(0.1+0.2,A1:A9,0)", 9],
    ['MATCH("B",B1:B9,0)', 8],
    ['MATCH("äRGER",B1:B9,0)', 6],
    ['MATCH("b*",B1:B9,0)', 2],
    ['MATCH("b~*",B1:B9,0)', 2],
    ['MATCH("b~?",B1:B9,0)', 3],
    ['MATCH("??",B1:B9,0)', 2],
    ['MATCH("*r",B1:B9,0)', 6],
    ['MATCH("~~x",B1:B9,0)', 5],
    ['MATCH("~x",B1:B9,0)', { not: "a ~ before an ordinary character is not computed" }],
    ['MATCH("*",A1:A9,0)', 2],
    [`MATCH("${"a".repeat(256)}",B1:B9,0)`, "#VALUE!"],
    [`MATCH("${"a".repeat(255)}",B1:B9,0)`, "#N/A"],
    [`MATCH("${"a".repeat(256)}",{"b","a"},-1)`, "#VALUE!"],
    ["MATCH(5,A1:B9,0)", "#N/A"],
    ["MATCH(1/0,A1:A9,0)", "#DIV/0!"],
    ["MATCH({5,2},A1:A9,0)", [[1, 7]]],
    ["MATCH(2,A1:A9,)", 7],
    ["MATCH(2,A7,0)", 1],
    ["MATCH(2,2,0)", 1],
    ["MATCH(2,{1,2},0.5)", { not: "MATCH with a type between -1 and 1" }],
    ["XMATCH(5,A1:A9)", 1],
    ["XMATCH(5,A1:A9,0,-1)", 8],
    ['XMATCH("b*",B1:B9)', 2],
    ['XMATCH("b*",B2:B9,2,-1)', 8],
    ["XMATCH(5,A1:A9,4)", "#VALUE!"],
    ["XMATCH(5,A1:A9,0,0)", "#VALUE!"],
    ["XMATCH(5,A1:A9,2,2)", "#VALUE!"],
    ["XMATCH(5,A1:B9)", "#VALUE!"],
    ["XMATCH(5,A1:A9,3)", { not: "a search by regular expressions" }],
    ["XMATCH(A4,B1:B9)", { not: "a search for a blank beside a 0 or an empty text" }],
    ["XMATCH(A4,B5:B9)", 3],
    ["XMATCH(A4,A1:A9)", 4],
    ["XMATCH(,B5:B9)", 3],
    ["XMATCH(,C1:C9)", "#N/A"],
    ["XMATCH(,C:C)", 10],
  ])("%s", (formula, expected) => {
    expect(resultOf(formula, mixed)).toEqual(expected);
  });
});

describe("sorted lists", () => {
  test.each<[string, Result]>([
    ["MATCH(0,{1,2,3})", "#N/A"],
    ["MATCH(2,{1,2,2,2,3})", 4],
    ["MATCH(9,{1,2,3})", 3],
    ["MATCH(1.5,{1,2,3})", 1],
    ['MATCH(2,{1,"x",2,#N/A,3})', 3],
    ["MATCH(1E+306,{5,3,9,1})", 4],
    ['MATCH("zzz",{"b",5,"a",TRUE})', 3],
    ["MATCH(4,{5,3,9,1})", sorted],
    ["MATCH(3,{1,3,2})", sorted],
    ["MATCH(TRUE,{FALSE,TRUE,1})", 2],
    ["MATCH(4,{5,4,3},-1)", 2],
    ["MATCH(4.5,{5,4,3},-1)", 1],
    ["MATCH(6,{5,4,3},-1)", "#N/A"],
    // A forum of Microsoft's shows these two.
    ["MATCH(0,{3,2,2},-1)", 3],
    ["XMATCH(0,{3,2,2},1)", 2],
    ["XMATCH(0,{3,2,2},1,-2)", 3],
    ["MATCH(2,{3,2,2},-1)", { not: "equal values in a falling list" }],
    ['MATCH("m",{"a","k","n"})', 2],
    ['MATCH("a-c",{"a","ab","b"})', { not: "the order of texts with such signs is not known" }],
    ["XMATCH(2,{1,2,3},0,2)", 2],
    ["XMATCH(4,{1,2,3},0,2)", "#N/A"],
    ["XMATCH(2.5,{1,2,3},-1,2)", 2],
    ["XMATCH(2.5,{1,2,3},1,2)", 3],
    ["XMATCH(2.5,{3,2,1},-1,-2)", 2],
    ["XMATCH(2,{1,2,2},0,2)", { not: "a search by halves among equal values" }],
    ['XMATCH(2,{1,2,"x"},0,2)', { not: "a search by halves among values of several types" }],
    ["XMATCH(2,{3,1,2},0,2)", sorted],
    ["LOOKUP(2,1/(({1,0,1,0})=1),{10,20,30,40})", 30],
    ["LOOKUP(2,{1,2,3},{7;8;9})", 8],
    ["LOOKUP(3,{1,2,3},{7,8})", { not: "LOOKUP with fewer results than values" }],
    ["LOOKUP(2,{1,2,3},{7,8;9,10})", "#N/A"],
    ["LOOKUP(2,{1,2;3,4})", 2],
  ])("%s", (formula, expected) => {
    expect(resultOf(formula)).toEqual(expected);
  });
});

describe("the nearest", () => {
  test.each<[string, Result]>([
    ["XMATCH(4,{9,3,5,3,5},-1)", 2],
    ["XMATCH(4,{9,3,5,3,5},-1,-1)", 4],
    ["XMATCH(4,{9,3,5,3,5},1)", 3],
    ["XMATCH(4,{9,3,5,3,5},1,-1)", 5],
    ["XMATCH(2,{9,3,5},-1)", "#N/A"],
    ["XMATCH(10,{9,3,5},1)", "#N/A"],
    ['XMATCH(10,{9,"x",5},1)', { not: "whether a value of another type is the nearest is not known" }],
    ['XMATCH("b",{"d","a","c"},1)', 3],
    ['XMATCH("b",{"d","a","c"},-1)', 2],
    ['XMATCH("b",{"C","a","c"},1)', 1],
    ['XMATCH("b",{"C","a","c"},1,-1)', 3],
    ['XMATCH("b",{"d",1,"c"},-1)', { not: "whether a value of another type is the nearest is not known" }],
    ["XMATCH(2,C1:C9,-1)", 2],
    ["XMATCH(2,A4:A5,-1)", 2],
    ["XMATCH(1,A3:A4,-1)", { not: "whether a value of another type is the nearest is not known" }],
    ["XMATCH(-1,C:C,1)", { not: "whether a value of another type is the nearest is not known" }],
  ])("%s", (formula, expected) => {
    expect(resultOf(formula, mixed)).toEqual(expected);
  });
});

describe("tables", () => {
  test.each<[string, Result]>([
    ["VLOOKUP(5,A1:C9,3,FALSE)", 1],
    ["VLOOKUP(5,A:C,3,FALSE)", 1],
    ["VLOOKUP(2,A:C,{3,1},FALSE)", [[7, 2]]],
    ['VLOOKUP("b~?",B1:C9,2,0)', 3],
    ["VLOOKUP(5,A1:C9,0,FALSE)", "#VALUE!"],
    ["VLOOKUP(5,A1:C9,4,FALSE)", "#REF!"],
    ["VLOOKUP(77,A1:C9,3,FALSE)", "#N/A"],
    ["VLOOKUP(2,A1:C9,3,)", 7],
    ["VLOOKUP(6,C1:C9,1)", 6],
    ["ISBLANK(VLOOKUP(7,HSTACK(C1:C9,B1:B9),2,FALSE))", true],
    ["VLOOKUP(A1:A2,A1:C9,3,FALSE)", [[1], [2]]],
    ["HLOOKUP(5,TRANSPOSE(A1:C9),3,FALSE)", 1],
    ["HLOOKUP(5,TRANSPOSE(A1:C9),4,FALSE)", "#REF!"],
    ["INDEX(A1:C9,0,3)", [[1], [2], [3], [4], [5], [6], [7], [8], [9]]],
    ["INDEX(A1:C9,2,0)", [["5", "B*", 2]]],
    ["ROWS(INDEX(C:C,3):INDEX(C:C,7))", 5],
    ["ISREF(INDEX(C:C,3))", true],
    ["INDEX(A1:C9,2)", "#REF!"],
    ["INDEX(A1:C9,2,)", [["5", "B*", 2]]],
    ["INDEX({1,2;3,4},2)", [[3, 4]]],
    ["INDEX(A1:C1,3)", 1],
    ["INDEX(A1:C1,2,1)", "#REF!"],
    ["INDEX(C1:C9,4)", 4],
    ["INDEX(C1:C9,10)", "#REF!"],
    ["INDEX(C1:C9,-1)", "#VALUE!"],
    ["INDEX(C1:C9,{2;4})", [[2], [4]]],
    [
      "INDEX(A1:C9,{1;2},{3,2})",
      [
        [1, "a"],
        [2, "B*"],
      ],
    ],
    ["INDEX(C1:C9,2.9)", 2],
    ["INDEX(7,1,1)", 7],
    ["INDEX(1/0,1)", "#DIV/0!"],
    ["ROWS(A:A)", 1048576],
    ["COLUMNS(3:3)", 16384],
    ["ROWS(5)", 1],
    ["ROWS(1/0)", "#DIV/0!"],
    ["AREAS(5)", "#VALUE!"],
    ["TRANSPOSE({1,2})", [[1], [2]]],
    ["TRANSPOSE(A:A)", { not: "an array of all the rows or columns of a sheet" }],
    ["TRANSPOSE(#N/A)", "#N/A"],
  ])("%s", (formula, expected) => {
    expect(resultOf(formula, mixed)).toEqual(expected);
  });
});

describe("XLOOKUP", () => {
  test.each<[string, Result]>([
    ["XLOOKUP(2,C1:C9,A1:B9)", [["5", "B*"]]],
    ["XLOOKUP(2,C:C,A:A)", "5"],
    ["ROWS(XLOOKUP(2,C:C,A:A):XLOOKUP(7,C:C,A:A))", 6],
    ["ISREF(XLOOKUP(2,C1:C9,A1:A9))", true],
    ["XLOOKUP({2,3},C1:C9,A1:A9)", [["5", true]]],
    ["XLOOKUP({2;3},C1:C9,A1:B9)", [["5"], [true]]],
    ["XLOOKUP(99,C1:C9,A1:A9)", "#N/A"],
    ['XLOOKUP(99,C1:C9,A1:A9,"none")', "none"],
    ["XLOOKUP(99,C1:C9,A1:A9,1/0)", "#DIV/0!"],
    ["XLOOKUP(2,C1:C9,A1:A9,1/0)", "5"],
    ["XLOOKUP(99,C1:C9,A1:A9,{1,2})", [[1, 2]]],
    ["XLOOKUP(2,C1:C9,A1:A8)", "#VALUE!"],
    ["XLOOKUP(2,C1:C9,{1,2,3,4,5,6,7,8,9})", "#VALUE!"],
    ["XLOOKUP(2,{1,2,3},{4,5,6;7,8,9})", [[5], [8]]],
    ["XLOOKUP(1,{1},{4;5})", [[4], [5]]],
    ["XLOOKUP(1,{1},{4,5})", [[4, 5]]],
    ["XLOOKUP(1,{1},{4,5;6,7})", "#VALUE!"],
    ["XLOOKUP(5,A1:A9,C1:C9,,0,-1)", 8],
    ["XLOOKUP(1/0,C1:C9,A1:A9)", "#DIV/0!"],
    ["XLOOKUP(1,C1:C9,#N/A)", "#N/A"],
    ["XLOOKUP(2.5,C1:C9,C1:C9,,-1)", 2],
    ["XLOOKUP(2.5,C1:C9,C1:C9,,1,2)", 3],
  ])("%s", (formula, expected) => {
    expect(resultOf(formula, mixed)).toEqual(expected);
  });
});

// In a cell of row 3.
test.each<[string, Result]>([
  ["LOOKUP(2,1/(C1:C9<5),C1:C9)", 4],
  ['MATCH(1,INDEX((A1:A9=5)*(B1:B9="b"),0),0)', 8],
  ['MATCH(1,(A1:A9=5)*(B1:B9="b"),0)', "#N/A"],
  ["INDEX(C1:C9,C1:C9)", 3],
  ["VLOOKUP(C1:C9,C1:C9,1,FALSE)", 3],
  ["MATCH(C1:C9,C1:C9,0)", 3],
  ["INDEX(A1:C9,0,3)", 3],
])("in a formula of the old kind %s takes its own row where one value is wanted", (formula, expected) => {
  expect(singleResultOf(formula, mixed, { row: 3, column: 30 })).toEqual(expected);
});

/** The last index at which a test is true. */
function lastIndex<T>(values: readonly T[], test: (value: T) => boolean): number {
  for (let index = values.length - 1; index >= 0; index--) {
    const one = values[index];
    if (one !== undefined && test(one)) return index;
  }
  return -1;
}

const value = fc.oneof(
  fc.integer({ min: -4, max: 4 }),
  fc.constantFrom("a", "B", "b", "c", "Ab", "5"),
  fc.boolean(),
  fc.constant(null),
);
const sought = value.filter((one) => one !== null);
const isSame = (a: unknown, b: unknown) =>
  typeof a === "string" && typeof b === "string" ? a.toLowerCase() === b.toLowerCase() : a === b;

test("a list that is searched again and again gives what going through it gives", () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 40, size: "max" }),
      fc.array(sought, { maxLength: 8, size: "max" }),
      (cells, all) => {
        const list = new Matrix(cells.length, 1, cells);
        for (const one of all) {
          expect(exactPlace(list, one)).toBe(cells.findIndex((cell) => isSame(cell, one)));
          expect(exactPlace(list, one, true)).toBe(lastIndex(cells, (cell) => isSame(cell, one)));
        }
      },
    ),
  );
});

test("the nearest number is what going through the list gives", () => {
  const numbers = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant("x")), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(
      numbers,
      fc.integer({ min: 0, max: 10 }),
      fc.constantFrom<-1 | 1>(-1, 1),
      fc.boolean(),
      (cells, one, side, fromEnd) => {
        const allowed = cells.filter(
          (cell): cell is number => typeof cell === "number" && (cell - one) * side >= 0,
        );
        fc.pre(allowed.length > 0);
        const best = side === 1 ? Math.min(...allowed) : Math.max(...allowed);
        const place = nearestPlace(new Matrix(1, cells.length, cells), one, side, fromEnd, false);
        expect(place).toBe(fromEnd ? cells.lastIndexOf(best) : cells.indexOf(best));
      },
    ),
  );
});

test("a sorted list is searched as going through it gives", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(null, "x", true)), {
        minLength: 1,
        maxLength: 30,
      }),
      fc.integer({ min: 0, max: 10 }),
      (raw, one) => {
        const numbers = raw.filter((cell): cell is number => typeof cell === "number").sort((a, b) => a - b);
        let next = 0;
        const cells = raw.map((cell) => (typeof cell === "number" ? (numbers[next++] ?? null) : cell));
        const place = sortedPlace(new Matrix(1, cells.length, cells), one, 1);
        expect(place).toBe(lastIndex(cells, (cell) => typeof cell === "number" && cell <= one));
      },
    ),
  );
});

test("the values of a long range are one array as long as they do not change", () => {
  const rows = Array.from({ length: 300 }, (_, row) => [row, null, null]);
  const evaluation = evaluationOf({
    cells: { Sheet1: [...rows, [-1, null, "=C2", "=MATCH(299,A1:A300,0)"]] },
  });
  const [sheet] = evaluation.book.sheets;
  if (sheet === undefined) throw new Error("no sheet");
  const values = (column: number) => evaluation.around.matrix(new Area(sheet, 1, column, 300, column));
  evaluation.run();
  expect(sheet.value(301, 4)).toBe(300);
  const before = values(1);
  expect(values(1)).toBe(before);
  sheet.set(300, 2, 5);
  expect(values(1)).toBe(before);
  sheet.set(300, 1, -1);
  expect(values(1)).not.toBe(before);
  expect(values(1).at(299, 0)).toBe(-1);
  const [, found] = sheet.formulas;
  if (found !== undefined) found.state = "due";
  evaluation.run();
  expect(sheet.value(301, 4)).toEqual(NOT_AVAILABLE);
});

test("many searches of one list look at each of its values a few times only", () => {
  const length = 2000;
  let looks = 0;
  const counted = <T>(values: T[]) =>
    new Proxy(values, {
      get: (target, key, receiver): unknown => {
        looks++;
        return Reflect.get(target, key, receiver);
      },
    });
  const places = Array.from({ length }, (_, place) => place);
  const texts = new Matrix(length, 1, counted(places.map((place) => `key ${place}`)));
  const numbers = new Matrix(length, 1, counted(places.map((place) => 2 * place)));
  for (const place of places) {
    expect(exactPlace(texts, `KEY ${place}`)).toBe(place);
    expect(sortedPlace(numbers, 2 * place + 1, 1)).toBe(place);
    expect(nearestPlace(numbers, 2 * place - 1, 1, false, false)).toBe(place);
  }
  // To halve 2,000 values takes 11 looks.
  expect(looks).toBeLessThan(100 * length);
});

test("many searches of one long range read it a few times only", () => {
  const length = 2000;
  const rows = Array.from({ length }, (_, row) => [
    `key ${length - row}`,
    row + 1,
    `=VLOOKUP("KEY ${row + 1}",A$1:B$${length},2,FALSE)`,
    `=XLOOKUP(${row + 1},B$1:B$${length},A$1:A$${length})`,
    `=MATCH(${row + 0.5},B$1:B$${length})`,
  ]);
  const evaluation = evaluationOf({ cells: { Sheet1: rows } });
  const [sheet] = evaluation.book.sheets;
  if (sheet === undefined) throw new Error("no sheet");
  const read = jest.spyOn(sheet, "each");
  evaluation.run();
  expect(read.mock.calls.length).toBeLessThan(10);
  for (const row of [1, 2, 999, length]) {
    expect(sheet.value(row, 3)).toBe(length + 1 - row);
    expect(sheet.value(row, 4)).toBe(`key ${length + 1 - row}`);
    expect(sheet.value(row, 5)).toEqual(row === 1 ? NOT_AVAILABLE : row - 1);
  }
});
