import fc from "fast-check";
import { childrenOf, parse, walk } from "../../src/formula/formula";
import "../seed";
import { formulas, shape, shapeOf, spans } from "./trees";

describe("what a formula is read as", () => {
  // Excel's rules: a sign binds before a percent is taken, then powers, all operators from left to right.
  test.each([
    ["1+2*3", "[1 + [2 * 3]]"],
    ["1-2-3", "[[1 - 2] - 3]"],
    ["2^3^2", "[[2 ^ 3] ^ 2]"],
    ["-2^2", "[[-2] ^ 2]"],
    ["-2^2%", "[[-2] ^ [2%]]"],
    ["2^-1", "[2 ^ [-1]]"],
    ["--A1", "[-[-A1]]"],
    ["1=2=3", "[[1 = 2] = 3]"],
    ['"a"&"b"&1', '[["a" & "b"] & 1]'],
    ["1<=2<>3", "[[1 <= 2] <> 3]"],
    ["A1%%", "[[A1%]%]"],
    [" ( A1 ) ", "A1"],
    ["1E-3+1.5e+2+.5", "[[0.001 + 150] + 0.5]"],
    ['"say ""hi"""', '"say \\"hi\\""'],
    ["TRUE", "TRUE"],
    ["été+_x.y\\z?1", "[été + _x.y\\z?1]"],
  ])("%s", (text, expected) => expect(shapeOf(text)).toBe(expected));

  test.each([
    ["A:A", "A:A"],
    ["1:3", "1:3"],
    ["$A$1:B2", "[$A$1 : B2]"],
    ["A1:INDEX(B:B,3)", "[A1 : INDEX(B:B, 3)]"],
    ["A1:B2 B1:B9", "[[A1 : B2]   [B1 : B9]]"],
    ["SUM((A1:B2,C3))", "SUM([[A1 : B2] , C3])"],
    ["Sheet1!$A$1:$B$2,Sheet1!$D$1", "[[Sheet1!$A$1 : $B$2] , Sheet1!$D$1]"],
    ["SUM(A1:.A9)", "SUM([A1 :. A9])"],
    ["SUM(A1.:.A9)", "SUM([A1 .:. A9])"],
    ["A:.C", "A:.C"],
    ["1.:.10", "1.:.10"],
    ["name.:.other", "[name .:. other]"],
    ["SUM(A1#)", "SUM([A1#])"],
    ["@A1:A3*2", "[[@[A1 : A3]] * 2]"],
    ["-@A1", "[-[@A1]]"],
    ["rows (A1:B2)", "[rows   [A1 : B2]]"],
  ])("%s", (text, expected) => expect(shapeOf(text)).toBe(expected));

  test.each([
    ["Sheet2!A1", "Sheet2!A1"],
    ["'My ''x'' Sheet'!B2", "'My ''x'' Sheet'!B2"],
    ["'[1]Sheet 1'!A1", "'[1]Sheet 1'!A1"],
    ["[1]Sheet1!A1", "[1]Sheet1!A1"],
    ["[1]!Rate", "[1]!Rate"],
    ["Sheet1:Sheet3!A1", "Sheet1:Sheet3!A1"],
    ["A1:Sheet2!B3", "[A1 : Sheet2!B3]"],
    ["Sheet1!A1:Sheet1!B2", "[Sheet1!A1 : Sheet1!B2]"],
    ["'C:\\x\\[b.xlsx]S'!$A$1", "'C:\\x\\[b.xlsx]S'!$A$1"],
    ["Sheet1!#REF!", "Sheet1!#REF!"],
    ["#REF!+1", "[#REF! + 1]"],
    ["#REF!$A$1", "#REF!$A$1"],
    ["Sheet1!rate*[1]!f(2)", "[Sheet1!rate * [1]!f(2)]"],
  ])("%s", (text, expected) => expect(shapeOf(text)).toBe(expected));

  test.each([
    ["SUM(Table1[[#This Row],[Price (USD)]]*2)", "SUM([<Table1[[#This Row],[Price (USD)]]> * 2])"],
    ["[@Price]*2", "[<[@Price]> * 2]"],
    ["Table1[@[a b]:[c]]", "<Table1[@[a b]:[c]]>"],
    ["Table1['[odd'] name]+1", "[<Table1['[odd'] name]> + 1]"],
    ["COUNTA(Table1[])", "COUNTA(<Table1[]>)"],
  ])("%s", (text, expected) => expect(shapeOf(text)).toBe(expected));

  test.each([
    ["NOW()", "NOW()"],
    ["SUM(,)", "SUM(·, ·)"],
    ["IF(TRUE,,1)", "IF(TRUE, ·, 1)"],
    ["ROUNDDOWN(x,)", "ROUNDDOWN(x, ·)"],
    ["LOG10(A1)+LOG10", "[LOG10(A1) + LOG10]"],
    ["XFE1+A1048577+ABCD1", "[[XFE1 + A1048577] + ABCD1]"],
    ["LET(x,1,x+1)", "LET(x, 1, [x + 1])"],
    ["LAMBDA(x,[y],x)(1)", "LAMBDA(x, <[y]>, x)->(1)"],
    ["f(1)(2)", "f(1)->(2)"],
    ["(LAMBDA(x,x))(1)", "LAMBDA(x, x)->(1)"],
    ["{1,2;3,-4}", "{1, 2; 3, -4}"],
    ['{"a",TRUE;#N/A,+1}', '{"a", TRUE; #N/A, 1}'],
    ["_xlfn._xlws.SORT(A1)", "_xlfn._xlws.SORT(A1)"],
    ["_xldudf_MINING_HASHPRICE(B1)", "_xldudf_MINING_HASHPRICE(B1)"],
    ["MINING.MARKET( \n B1 )", "MINING.MARKET(B1)"],
  ])("%s", (text, expected) => expect(shapeOf(text)).toBe(expected));

  test("a cell that ends beyond the sheet is a name, so that it does not move", () =>
    expect([...walk(parse("XFE1+A1048577"))].map((node) => node.type)).toEqual(["binary", "name", "name"]));
});

describe("what is no formula", () => {
  test.each([
    ["", "empty formula, at character 1"],
    ["  ", "empty formula, at character 1"],
    ["1+", "formula that ends too early, at character 3"],
    ["SUM(1", ", is expected, at character 6"],
    ["SUM(1;2)", ", is expected, at character 6"],
    ["(1", ") is expected, at character 3"],
    ["1 2", "2 is not expected, at character 3"],
    ["A1 1", "1 is not expected, at character 4"],
    ['"open', "text without a closing quotation mark, at character 1"],
    ["'My sheet", "name of a sheet without its closing quotation mark or !, at character 1"],
    ["'My sheet'+1", "name of a sheet without its closing quotation mark or !, at character 1"],
    ["Table1[[a]", "square bracket without its closing one, at character 7"],
    ["Sheet1!+1", "a reference or a name is expected after !, at character 8"],
    ["1+!A1", "! is not expected, at character 3"],
    ["{1,A1}", "A1 is not expected, at character 4"],
    ["{1,-TRUE}", "TRUE is not expected, at character 5"],
    ["{}", "} is not expected, at character 2"],
    ["1+$", "$ is not expected, at character 3"],
    ["=1", "= is not expected, at character 1"],
    ["A1 ~ B1", "~ is not expected, at character 4"],
  ])("%j: %s", (text, message) => expect(() => parse(text)).toThrow(message));

  test.each([
    ["brackets", "(".repeat(5000) + "1" + ")".repeat(5000)],
    ["calls", "ABS(".repeat(2000) + "1" + ")".repeat(2000)],
    ["signs", "-".repeat(9000) + "1"],
    ["@", "@".repeat(9000) + "A1"],
    ["percent signs", "1" + "%".repeat(9000)],
    ["spills", "A1" + "#".repeat(9000)],
    ["calls of calls", "f" + "(1)".repeat(3000)],
  ])("too many levels of %s are an error and no crash", (_, text) =>
    expect(() => parse(text)).toThrow(/levels|not expected/),
  );

  test("an enormous text is refused before it is read", () =>
    expect(() => parse("1+".repeat(100_000))).toThrow("formula of more than 16384 characters"));
});

test("64 levels, which Excel allows, are read", () => {
  const text = "IF(A1>-2*3,".repeat(64) + "1" + ",0)".repeat(64);
  expect([...walk(parse(text))].filter((node) => node.type === "call")).toHaveLength(64);
});

test("thousands of operators are one long chain", () => {
  const text = Array.from({ length: 4000 }, () => "A1").join("+");
  expect([...walk(parse(text))].filter((node) => node.type === "ref")).toHaveLength(4000);
});

test("each node says where it stands", () =>
  expect(spans(' IF( A1>0,, -{1,-2} )&"x" & Sheet1!B2#')).toEqual([
    ['IF( A1>0,, -{1,-2} )&"x" & Sheet1!B2#', '[[IF([A1 > 0], ·, [-{1, -2}]) & "x"] & [Sheet1!B2#]]'],
    ['IF( A1>0,, -{1,-2} )&"x"', '[IF([A1 > 0], ·, [-{1, -2}]) & "x"]'],
    ["IF( A1>0,, -{1,-2} )", "IF([A1 > 0], ·, [-{1, -2}])"],
    ["A1>0", "[A1 > 0]"],
    ["A1", "A1"],
    ["0", "0"],
    ["", "·"],
    ["-{1,-2}", "[-{1, -2}]"],
    ["{1,-2}", "{1, -2}"],
    ["1", "1"],
    ["-2", "-2"],
    ['"x"', '"x"'],
    ["Sheet1!B2#", "[Sheet1!B2#]"],
    ["Sheet1!B2", "Sheet1!B2"],
  ]));

test("the text of every node is its own formula", () =>
  fc.assert(
    fc.property(formulas, (text) => {
      const whole = parse(text);
      // The numbers of an array constant hold their sign.
      const signed = new Set(
        [...walk(whole)].flatMap((node) => (node.type === "array" ? node.rows.flat() : [])),
      );
      for (const node of walk(whole)) {
        if (node.type === "missing" || signed.has(node)) continue;
        expect(shapeOf(text.slice(node.start, node.end))).toBe(shape(node));
        for (const child of childrenOf(node)) {
          expect(child.start).toBeGreaterThanOrEqual(node.start);
          expect(child.end).toBeLessThanOrEqual(node.end);
        }
      }
    }),
  ));
