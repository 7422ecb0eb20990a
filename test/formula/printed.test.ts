import fc from "fast-check";
import { parse, walk } from "../../src/formula/formula";
import { printed } from "../../src/formula/printed";
import "../seed";
import { formulas, shapeOf } from "./trees";

const number = (value: number, text = String(value)) => ({
  type: "number" as const,
  start: 0,
  end: 0,
  value,
  text,
});

describe("brackets only where they are needed", () => {
  test.each([
    ["(1+2)*3", "(1+2)*3"],
    ["(1*2)+3", "1*2+3"],
    ["1-(2-3)", "1-(2-3)"],
    ["(1-2)-3", "1-2-3"],
    ["1/(2*3)", "1/(2*3)"],
    ["2^(3^2)", "2^(3^2)"],
    ["(2^3)^2", "2^3^2"],
    ["-(x^2)", "-(x^2)"],
    ["(-x)^2", "-x^2"],
    ["2^(-1)", "2^-1"],
    ["(-2)%", "(-2)%"],
    ["-(2%)", "-2%"],
    ["(1=2)=3", "1=2=3"],
    ["1=(2=3)", "1=(2=3)"],
    ["(a>b)*(c<d)", "(a>b)*(c<d)"],
    ["(a&b)=c", "a&b=c"],
    ["a&(b=c)", "a&(b=c)"],
    ["-(-A1)", "--A1"],
    ["1-(-2)", "1--2"],
    ["SUM((A1:B2,C3))", "SUM((A1:B2,C3))"],
    ["SUM((A1:A3))", "SUM(A1:A3)"],
    ["(A1,B1) A1:C1", "(A1,B1) A1:C1"],
    ["A1:B2 (B1:B9 C1)", "A1:B2 (B1:B9 C1)"],
    ["(A1 B1):C1", "(A1 B1):C1"],
    ["(rate):Sheet1!A1", "(rate):Sheet1!A1"],
    ["(A1):Sheet1!A1", "A1:Sheet1!A1"],
    ["(@A1)#", "(@A1)#"],
    ["@(A1#)", "@A1#"],
    ["(LAMBDA(x, x))(1)", "LAMBDA(x,x)(1)"],
    ["(f)(1)", "(f)(1)"],
    ["IF( (a), , ((b)) )", "IF(a,,b)"],
    ['{1, "a""b" ; -4, TRUE}', '{1,"a""b";-4,TRUE}'],
    ["1E15*5e-1", "1E15*5e-1"],
    ["'my sheet'!f(1)+[1]!x", "'my sheet'!f(1)+[1]!x"],
  ])("%s is printed as %s", (text, expected) => expect(printed(parse(text))).toBe(expected));

  test("a negative number in the tree counts as a sign", () => {
    const percent = { type: "percent" as const, start: 0, end: 0, arg: number(-2) };
    expect(printed(percent)).toBe("(-2)%");
    const power = {
      type: "binary" as const,
      start: 0,
      end: 0,
      op: "^" as const,
      left: number(-2),
      right: number(2),
    };
    expect(printed(power)).toBe("-2^2");
    expect(shapeOf("-2^2")).toBe("[[-2] ^ 2]");
  });
});

test("with blanks for people", () =>
  expect(printed(parse('IF(a>=-b,{1,2;3,4},"x"&f(,2)^2%)-(A1,B1) A1:C1'), true)).toBe(
    'IF(a >= -b, {1, 2; 3, 4}, "x" & f(, 2)^2%) - (A1, B1) A1:C1',
  ));

test("thousands of operators are printed", () => {
  const text = Array.from({ length: 5000 }, () => "A1").join("-");
  expect(printed(parse(text))).toBe(text);
});

test("what is printed reads back as the same tree, and no pair of brackets can go", () =>
  fc.assert(
    fc.property(formulas, fc.boolean(), (text, spaced) => {
      const result = printed(parse(text), spaced);
      expect(shapeOf(result)).toBe(shapeOf(text));
      expect(printed(parse(result), spaced)).toBe(result);
      for (const { start, end } of groups(result))
        expect(
          shapeOr(result.slice(0, start) + result.slice(start + 1, end - 1) + result.slice(end)),
        ).not.toBe(shapeOf(text));
    }),
  ));

const groups = (text: string) => [...walk(parse(text))].filter((node) => node.type === "group");

/** "" where the text is no formula. */
function shapeOr(text: string): string {
  try {
    return shapeOf(text);
  } catch {
    return "";
  }
}
