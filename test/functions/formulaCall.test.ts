import { isCallOf, typedArguments } from "../../src/functions/formulaCall";

test.each([
  ["=MINING.X()", []],
  ["=MINING.X(1, A1:B2)", ["1", "A1:B2"]],
  ['=MINING.X("a, (b", {1,2}, MAX(1, 2))', ['"a, (b"', "{1,2}", "MAX(1, 2)"]],
  ["=MINING.X(1, , 3)", ["1", "", "3"]],
  ['=MINING.X("say ""a, b""", 2)', ['"say ""a, b"""', "2"]],
])("%s has its arguments", (formula, typed) => expect(typedArguments(formula)).toEqual(typed));

test.each([
  ["=MINING.HASHPRICE(A1, B1)", true],
  ["=mining.hashprice(SUM(A1:A2), B1)", true],
  ['=MINING.HASHPRICE(A1, ")")', true],
  ["=MINING.HASHPRICE(A1)-MINING.HASHPRICE(A2)", false],
  ["=MINING.HASHPRICE(A1)*(1+B1)", false],
  ["=MINING.HASHPRICE_CURVE(A1)", false],
  ["=2*MINING.HASHPRICE(A1)", false],
  ["=MINING.HASHPRICE(A1", false],
])("whether %s is a call and nothing else: %p", (formula, isOne) =>
  expect(isCallOf("HASHPRICE", formula)).toBe(isOne),
);
