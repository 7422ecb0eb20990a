import { evaluationOf, resultOf, type Result } from "./formulas";

// Whole columns have 1,048,576 rows, whatever the sheet has.
const book = {
  cells: {
    Sheet1: [
      [1, "x", 2],
      [5, "y", 3],
      [null, "x", 4],
      [7, "", null],
      [2, "x", 1],
    ],
    Two: [[1], [2]],
    One: [[3]],
  },
};
const ROWS = 1_048_576;
const tooMany = (what: string) => ({ not: what });

test.each<[string, Result]>([
  ['SUM(--(A:A=""))', ROWS - 4],
  ['SUMPRODUCT(--(A:A=""))', ROWS - 4],
  ["SUM((A:A>0)*1)", 4],
  ["ROWS(A:A*1)", ROWS],
  ["COUNT(-A:A)", ROWS],
  ["AVERAGE(A:A%)", 0.15 / ROWS],
  ["LARGE(A:A*1,6)", 0],
  ["SUM(--ISBLANK(A:A))", ROWS - 4],
  ['SUM(IF(A:A="",1,0))', ROWS - 4],
  ['SUM(IFS(A:A="",1,TRUE,0))', ROWS - 4],
  ["SUM(SWITCH(A:A,0,1,2))", ROWS + 4],
  ["SUM(IFERROR(1/(A:A>1),1))", ROWS],
  ["SUM(SIGN(A:A)+1)", ROWS + 4],
  ['MAX(IF(B:B="x",C:C))', 4],
  ['SUMPRODUCT((B:B={"x","y"})*C:C)', 10],
  ['XLOOKUP(1,(B:B="x")*(C:C=4),ROW(A:A))', 3],
  ['MATCH(1,(B:B="y")*(C:C=3),0)', 2],
  ['LOOKUP(2,1/(B:B="x"),C:C)', 1],
  ['VLOOKUP("y",CHOOSE({1,2},B:B,A:A),2,FALSE)', 5],
  ["COUNT(1:1*1)", 16_383],
  // Of sheets of different lengths.
  ["SUM(A:A*Two!A:A)", 11],
  ["SUM(One!A:A+1)", ROWS + 3],
  ["SUM(A:A*B1:B5)", "#VALUE!"],
  ["IFNA(SUM(A:A*C1:C5),0)", 0],
  ["SUM(A2:A1048576*1)", 14],
  ["SUM(A:A*A2:A1048576)", tooMany("whole columns beside others that are shorter")],
  ["FILTER(A:A,A:A>5)", 7],
  ["FILTER(A:A,A:A<5)", tooMany("FILTER of whole columns or rows by others")],
  ["FILTER(A1:A5,A:A>5)", tooMany("FILTER of whole columns or rows by others")],
  ["SUM(MAP(A:A,LAMBDA(x,1)))", tooMany("an array of all the rows or columns of a sheet")],
  ["REDUCE(0,A:A,LAMBDA(a,b,a+1))", tooMany("an array of all the rows or columns of a sheet")],
  ['TEXTJOIN(",",FALSE,A:A)', tooMany("a text of all the rows or columns of a sheet")],
  ['TEXTJOIN(",",TRUE,A:A)', "1,5,7,2"],
  ["COUNT(A:F*1)", tooMany("an array of too many whole columns or rows")],
])("%s", (formula, expected) => {
  const found = resultOf(formula, book);
  if (typeof expected === "number") expect(found).toBeCloseTo(expected, 9);
  else expect(found).toEqual(expected);
});

test.each(["=A:A", "=A:A*1", "=Sheet1!3:3", "=DROP(A:A,2)"])(
  "%s is no result for a few cells, and the others are computed",
  (formula) => {
    const evaluation = evaluationOf({ cells: { ...book.cells, Last: [[1, formula], ["=A1+1"]] } });
    evaluation.run();
    const last = evaluation.book.sheets[3];
    const [cell] = last?.formulas ?? [];
    expect(cell?.why).toBe("a result in all the rows or columns of a sheet");
    expect(last?.value(2, 1)).toBe(2);
  },
);
