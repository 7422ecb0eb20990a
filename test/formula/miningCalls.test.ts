import fc from "fast-check";
import { miningCalls, rewritten } from "../../src/formula/miningCalls";
import "../seed";
import { formulas, shapeOf } from "./trees";

test.each([
  ["MINING.HASHPRICE(A1,2)", ["HASHPRICE"]],
  ["_xldudf_MINING_HASHPRICE(A1)+_xldudf_mining_hash_cost(1)", ["HASHPRICE", "HASH_COST"]],
  ["_xll.MINING.HASHPRICE(A1)+mining.Hashprice(2)", ["HASHPRICE"]],
  ["IF(A1,MINING.A(MINING.B(1)),MINING.C(2))", ["A", "B", "C"]],
  ['"MINING.HASHPRICE("&A1', []],
  ["SUM(A1)", []],
  ["MINING.HASHPRICE", []],
  ["XMINING.HASHPRICE(1)+MY.MINING.X(2)+MINING_HASHPRICE(3)", []],
  ["'MINING.X(1)'!A1", []],
])("%s calls %j", (text, expected) => expect(miningCalls(text)).toEqual(expected));

const named = (name: string, args: string[]) =>
  name.startsWith("LEFT") ? undefined : `MINING_${name}(${args.join(",")})`;

test.each([
  ["MINING.A(1,,B2)", "MINING_A(1,,B2)"],
  ["_xldudf_mining_a( 1 , 2 )", "MINING_A(1,2)"],
  ["_xll.MINING.A()", "MINING_A()"],
  [" IF( A1>0 , MINING.A(1) , 0 ) ", " IF( A1>0 , MINING_A(1) , 0 ) "],
  ['MINING.A(MINING.B(1)+2,"MINING.C(3)")', 'MINING_A(MINING_B(1)+2,"MINING.C(3)")'],
  ["MINING.LEFT( MINING.B(1) )", "MINING.LEFT( MINING_B(1) )"],
  ["MINING.A(MINING.LEFT(MINING.B(1)))", "MINING_A(MINING.LEFT(MINING_B(1)))"],
  ["SUM(A1, A2)", "SUM(A1, A2)"],
])("%s becomes %s", (text, expected) => expect(rewritten(text, named).text).toBe(expected));

test("says what it replaced and what it left", () =>
  expect(rewritten("MINING.A(MINING.LEFT(1))+MINING.B(MINING.A(2))", named)).toEqual({
    text: "MINING_A(MINING.LEFT(1))+MINING_B(MINING_A(2))",
    replaced: ["A", "B", "A"],
    left: ["LEFT"],
  }));

test("inner calls come first, and outer ones see them replaced", () => {
  const seen: [string, string[]][] = [];
  const result = rewritten("MINING.A(MINING.B(1)*2,MINING.C())", (name, args) => {
    seen.push([name, args]);
    return name.toLowerCase();
  });
  expect(result.text).toBe("a");
  expect(seen).toEqual([
    ["C", []],
    ["B", ["1"]],
    ["A", ["b*2", "c"]],
  ]);
});

test.each([
  ["2*MINING.A()", "2*(1+2)"],
  ["-MINING.A()^2", "-(1+2)^2"],
  ["MINING.A()%", "(1+2)%"],
  ["MINING.A()", "1+2"],
  ["(MINING.A())*2", "(1+2)*2"],
  ["SUM(MINING.A(),MINING.A())", "SUM(1+2,1+2)"],
])("an expression in place of the call in %s", (text, expected) =>
  expect(rewritten(text, () => "1+2").text).toBe(expected),
);

test("a call in place of a call needs no brackets", () =>
  expect(rewritten("-MINING.A()*MINING.A()", () => "IF(1,2)").text).toBe("-IF(1,2)*IF(1,2)"));

test("a formula that cannot be read is an error", () => {
  expect(() => rewritten("MINING.A(1", named)).toThrow(", is expected");
  expect(() => miningCalls("MINING.A(1")).toThrow(", is expected");
});

test("calls put in place of the add-in's leave the rest of any formula as it is", () =>
  fc.assert(
    fc.property(formulas, (text) => {
      expect(rewritten(text, () => undefined).text).toBe(text);
      const calls = miningCalls(text).length > 0;
      const { text: result } = rewritten(text, (name, args) => `NEW_${name}(${args.join(",")})`);
      expect(shapeOf(result)).toBe(shapeOf(text).replace(/(?<!")MINING\.(?=HASHPRICE\((?!1\)"))/g, "NEW_"));
      if (!calls) expect(result).toBe(text);
    }),
  ));
