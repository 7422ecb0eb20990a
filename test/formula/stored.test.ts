import fc from "fast-check";
import { NAMESPACE } from "../../src/functions/define";
import { compact } from "../../src/formula/laidOut";
import { stored, typed } from "../../src/formula/stored";
import "../seed";
import { formulas } from "./trees";

/** As they are typed, and as files of Excel hold them. */
const pairs: [string, string][] = [
  ["SUM(A1:A3)", "SUM(A1:A3)"],
  ["STDEV.S(A1:A3)+NORM.S.DIST(1,TRUE)", "_xlfn.STDEV.S(A1:A3)+_xlfn.NORM.S.DIST(1,TRUE)"],
  ["NETWORKDAYS.INTL(A1,A2)+WORKDAY.INTL(A1,2)", "NETWORKDAYS.INTL(A1,A2)+WORKDAY.INTL(A1,2)"],
  ["SORT(FILTER(A1:A9,A1:A9>0))", "_xlfn._xlws.SORT(_xlfn._xlws.FILTER(A1:A9,A1:A9>0))"],
  ["LET(x,1,x+1)", "_xlfn.LET(_xlpm.x,1,_xlpm.x+1)"],
  ["LET(x,1,y,x+1,x*y)", "_xlfn.LET(_xlpm.x,1,_xlpm.y,_xlpm.x+1,_xlpm.x*_xlpm.y)"],
  ["LAMBDA(x,x)(1)", "_xlfn.LAMBDA(_xlpm.x,_xlpm.x)(1)"],
  ["LAMBDA(1)", "_xlfn.LAMBDA(1)"],
  [
    "LAMBDA(x,[y],IF(ISOMITTED(y),x,x+y))",
    "_xlfn.LAMBDA(_xlpm.x,_xlop.y,IF(_xlfn.ISOMITTED(_xlpm.y),_xlpm.x,_xlpm.x+_xlpm.y))",
  ],
  // A name outside of LET is another one than that inside.
  ["x+LET(x,x,x)", "x+_xlfn.LET(_xlpm.x,x,_xlpm.x)"],
  ["LET(x,1,x)+x", "_xlfn.LET(_xlpm.x,1,_xlpm.x)+x"],
  ["LET(a,b,b,1,a+b)", "_xlfn.LET(_xlpm.a,b,_xlpm.b,1,_xlpm.a+_xlpm.b)"],
  [
    "LAMBDA([x],LET(x,IF(ISOMITTED(x),0,x),x+1))",
    "_xlfn.LAMBDA(_xlop.x,_xlfn.LET(_xlpm.x,IF(_xlfn.ISOMITTED(_xlpm.x),0,_xlpm.x),_xlpm.x+1))",
  ],
  ["REDUCE(0,a,LAMBDA(a,b,a+b))+b", "_xlfn.REDUCE(0,a,_xlfn.LAMBDA(_xlpm.a,_xlpm.b,_xlpm.a+_xlpm.b))+b"],
  ["LET(f,LAMBDA(t,t^2),f(3))", "_xlfn.LET(_xlpm.f,_xlfn.LAMBDA(_xlpm.t,_xlpm.t^2),_xlpm.f(3))"],
  ["LET(sum,2,SUM(1,sum))", "_xlfn.LET(_xlpm.sum,2,_xlpm.SUM(1,_xlpm.sum))"],
  ["LET(Rate,2,RATE*rate)", "_xlfn.LET(_xlpm.Rate,2,_xlpm.RATE*_xlpm.rate)"],
  ["LET(x,1,Sheet1!x+x)", "_xlfn.LET(_xlpm.x,1,Sheet1!x+_xlpm.x)"],
  ['LET(x,"x",x&"LET(x")', '_xlfn.LET(_xlpm.x,"x",_xlpm.x&"LET(x")'],
  ["LET(x,Table1[x],Sheet1!LET(x))", "_xlfn.LET(_xlpm.x,Table1[x],Sheet1!LET(_xlpm.x))"],
  ["SUM(A1#)+Sheet2!B1#", "SUM(_xlfn.ANCHORARRAY(A1))+_xlfn.ANCHORARRAY(Sheet2!B1)"],
  ["@A1:A3+@rate", "_xlfn.SINGLE(A1:A3)+_xlfn.SINGLE(rate)"],
  ["LET(x,A1:A3,@x)", "_xlfn.LET(_xlpm.x,A1:A3,_xlfn.SINGLE(_xlpm.x))"],
  ["@A1#", "_xlfn.SINGLE(_xlfn.ANCHORARRAY(A1))"],
  [
    "SUM(A1:.A9,A1.:A9,Sheet1!$A$1.:.$A$9)",
    "SUM(_xlfn._TRO_TRAILING(A1:A9),_xlfn._TRO_LEADING(A1:A9),_xlfn._TRO_ALL(Sheet1!$A$1:$A$9))",
  ],
  ["SUM(A:.B,Sheet1!2.:.9)", "SUM(_xlfn._TRO_TRAILING(A:B),_xlfn._TRO_ALL(Sheet1!2:9))"],
  [
    'MINING.HASHPRICE(A1,MINING.MARKET("btc.price"))',
    '_xldudf_MINING_HASHPRICE(A1,_xldudf_MINING_MARKET("btc.price"))',
  ],
  ["MINING_HASHPRICE(1,{2,3},,TRUE)", "MINING_HASHPRICE(1,{2,3},,TRUE)"],
];

test.each(pairs)("%s is stored as %s", (text, file) => {
  expect(stored(text)).toBe(file);
  expect(typed(file)).toBe(text);
});

test.each(pairs)("%s keeps what is marked already, and what is not", (text, file) => {
  expect(stored(file)).toBe(file);
  expect(typed(text)).toBe(text);
});

test("layout stays", () =>
  expect(stored("LET(\n  x, 1,\n  SORT( x ))")).toBe(
    "_xlfn.LET(\n  _xlpm.x, 1,\n  _xlfn._xlws.SORT( _xlpm.x ))",
  ));

test("functions are written in capitals, as only those are found in a file", () =>
  expect(stored("ifna(xlookup(1,a,b),mining.hashcost(1))")).toBe(
    "_xlfn.IFNA(_xlfn.XLOOKUP(1,a,b),_xldudf_MINING_HASHCOST(1))",
  ));

test.each([
  ["_xldudf_mining_hashprice(A1)", "MINING.HASHPRICE(A1)"],
  ["_xll.MINING.HASHPRICE(A1)", "MINING.HASHPRICE(A1)"],
  ["_XLFN.CONCAT(A1)", "CONCAT(A1)"],
  ["_xlfn.GROUPBY(A1:A3,B1:B3,_xleta.SUM)", "GROUPBY(A1:A3,B1:B3,SUM)"],
  ['"_xlfn.CONCAT("&A1', '"_xlfn.CONCAT("&A1'],
  ["'_xlfn.x'!A1+_xlfn.XOR(1)", "'_xlfn.x'!A1+XOR(1)"],
  ["ANCHORARRAY(A1)", "ANCHORARRAY(A1)"],
  ["_xlfn.SINGLE(A1+1)", "SINGLE(A1+1)"],
])("%s of a file is typed as %s", (file, text) => expect(typed(file)).toBe(text));

test.each([
  ["LET(A1,1,2)", "LET needs a name that is no cell, at character 5"],
  ["LAMBDA(x,q1,x)", "LAMBDA needs a name that is no cell, at character 10"],
  ["LAMBDA(2,x)", "LAMBDA needs a name that is no cell, at character 8"],
  ["LET([x],1,2)", "LET needs a name that is no cell, at character 5"],
  ["LET(Sheet1!x,1,2)", "LET needs a name that is no cell, at character 5"],
])("%s: %s", (text, message) => expect(() => stored(text)).toThrow(message));

test("the add-in's functions are those of the namespace", () =>
  expect(stored(`${NAMESPACE}.HASHPRICE(1)`)).toBe(`_xldudf_${NAMESPACE}_HASHPRICE(1)`));

test("from typed to stored and back", () =>
  fc.assert(
    fc.property(formulas, (text) => {
      const file = stored(text);
      expect(stored(file)).toBe(file);
      // Brackets around what becomes an argument stay, those around an operand of ":" too.
      expect(compact(typed(file))).toBe(compact(text));
    }),
  ));
