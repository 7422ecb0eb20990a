import { isArrayFormula } from "../../src/formula/arrays";
import { parse } from "../../src/formula/formula";

// What earlier Excel asks to be entered with Ctrl+Shift+Enter: Microsoft, "Guidelines and examples of array formulas".

test.each([
  "A1:A3",
  "A1:A3*2",
  "-A1:A3",
  "ROUND(A1:A3,0)",
  "IF(A1:A3>0,1,2)",
  "SUM(A1:A3*2)",
  "SUM(IF(A1:A3>0,B1:B3))",
  "1+MAX(ABS(A1:A3))",
  "SUMPRODUCT(IF(A1:A3>0,B1:B3))",
  "A1#*2",
  "_xlfn.ANCHORARRAY(A1)",
  "Table1[Price]*1",
  "A1:.A9",
  "{1,2}*A1",
  "_xlfn.NORM.S.DIST(A1:A3,TRUE)",
  "INDEX(A1:A3*2,1)",
  "(A1:A3)%",
])("%s is an array formula", (text) => expect(isArrayFormula(parse(text))).toBe(true));

test.each([
  "A1*2",
  "SUM(A1:A3)",
  "SUM((A1:A3),B1)",
  "SUM(A1#)",
  "INDEX(A1:C3,2,1)*A1",
  "SUMPRODUCT(A1:A3*2)",
  "SUMPRODUCT(--(A1:A3>0),ABS(B1:B3))",
  "IF(COUNT(A1:A3)=3,SUMPRODUCT(A1:A3*B1:B3),#VALUE!)",
  'VLOOKUP("x",A1:C9,2,FALSE)+1',
  "Table1[@Price]*2",
  "SUM(Table1[Price])",
  "@A1:A3",
  "rate",
  '"A1:A3"',
  "_xlfn.MAXIFS(A1:A3,B1:B3,1)",
])("%s is none", (text) => expect(isArrayFormula(parse(text))).toBe(false));
