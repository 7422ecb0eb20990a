import fc from "fast-check";
import { compact, laidOut } from "../../src/formula/laidOut";
import "../seed";
import { formulas, shapeOf } from "./trees";

const laid = (text: string, width?: number) => laidOut(text, width).split("\n");

test("what is short stays on one line", () => {
  expect(laid("IF(A1>0,LET(x,2,x*A1),0)")).toEqual(["IF(A1 > 0, LET(x, 2, x * A1), 0)"]);
  expect(laid("LAMBDA(x,[y],x+1)")).toEqual(["LAMBDA(x, [y], x + 1)"]);
});

test("LET has a line for each name, LAMBDA its parameters on one", () =>
  expect(
    laid(
      "LAMBDA(price,[unit],LET(hashes,IF(ISOMITTED(unit),1E15,HASHES(unit)),fees,0,(hashes*86400)*price))",
    ),
  ).toEqual([
    "LAMBDA(price, [unit],",
    "  LET(",
    "    hashes, IF(ISOMITTED(unit), 1E15, HASHES(unit)),",
    "    fees, 0,",
    "    hashes * 86400 * price))",
  ]));

test("a long call has one argument to a line, one of many fills its lines", () => {
  expect(laid("MATCH(first_long_name+1,second_long_name,third_long_name)", 40)).toEqual([
    "MATCH(",
    "  first_long_name + 1,",
    "  second_long_name,",
    "  third_long_name)",
  ]);
  expect(laid("HSTACK(month,price,revenue,power,opex,tax)", 30)).toEqual([
    "HSTACK(",
    "  month, price, revenue,",
    "  power, opex, tax)",
  ]);
});

test("the body of a last LAMBDA starts a line", () =>
  expect(laid("REDUCE(0,SEQUENCE(60),LAMBDA(total,step,total+step^2-first-second))", 50)).toEqual([
    "REDUCE(0, SEQUENCE(60), LAMBDA(total, step,",
    "  total + step^2 - first - second))",
  ]));

test("one condition to a line, and what holds otherwise below", () =>
  expect(laid('IF(unit="TH",1E12,IF(unit="PH",1E15,IF(unit="EH",1E18,#VALUE!)))', 30)).toEqual([
    'IF(unit = "TH", 1E12,',
    '  IF(unit = "PH", 1E15,',
    '  IF(unit = "EH", 1E18,',
    "  #VALUE!)))",
  ]));

test("long sums break before an operator", () =>
  expect(laid("revenue+other-power-opex-(interest+principal)*2", 30)).toEqual([
    "revenue + other - power - opex",
    "  - (interest + principal) * 2",
  ]));

test("arrays break between their items", () =>
  expect(laid('MATCH(x,{"Strike, net";"Hours; off";"Outages"},0)', 24)).toEqual([
    "MATCH(",
    "  x,",
    '  {"Strike, net";',
    '   "Hours; off";',
    '   "Outages"},',
    "  0)",
  ]));

test.each([
  ["LET(\n  x, 1,\n  x + 1)", "LET(x,1,x+1)"],
  ['"a  b" & \t"c"', '"a  b"&"c"'],
  ["SUM(A1:B2   B1:B9)", "SUM(A1:B2 B1:B9)"],
  ["( A1 , B1 ) A1 : C1", "(A1,B1) A1:C1"],
  ["Table1[ [a b] , [c] ]", "Table1[ [a b] , [c] ]"],
  ["'my sheet'!A1", "'my sheet'!A1"],
  ["((1))", "((1))"],
])("%j is compact as %j", (text, expected) => expect(compact(text)).toBe(expected));

test("what is laid out reads back as the same tree, and compact text too", () =>
  fc.assert(
    fc.property(formulas, fc.integer({ min: 10, max: 100 }), (text, width) => {
      const lines = laidOut(text, width);
      expect(shapeOf(lines)).toBe(shapeOf(text));
      expect(laidOut(lines, width)).toBe(lines);
      expect(shapeOf(compact(text))).toBe(shapeOf(text));
      expect(compact(compact(text))).toBe(compact(text));
    }),
  ));
