import { catalogue } from "../../src/functions/catalogue";
import { excelName } from "../../src/functions/arguments";
import type { Definition } from "../../src/functions/define";
import { labelOf } from "../../src/functions/records";
import { shifted } from "../../src/formula/shifted";
import { columnLetters } from "../../src/formula/tokens";
import { classicCall, classicCells } from "../../src/native/classic";
import { forms } from "../../src/native/forms";
import { answerOf, comparison, drawn, expectAgreement } from "./agreement";
import { likeExamples } from "./calls";
import { computedByIronCalc, type Given, type Input, type Output } from "./engine";
import { computedByLibreOffice, testInLibreOffice } from "./libreOffice";
import { ExcelError } from "../functions/host";
import "../seed";

const CALLS = 8;

/** A call laid out in cells, and the classic formulas of its answer. */
interface Laid {
  readonly name: string;
  readonly given: readonly Given[];
  readonly cells: readonly (readonly Input[])[];
  readonly formulas: readonly (readonly string[])[];
}

/** Numbers and ranges in cells from A1 on, words and every third number as constants. */
function laid(definition: Definition, given: readonly Given[]): Laid | undefined {
  const cells: Input[][] = [];
  let column = 1;
  const texts = given.map((argument, index) => {
    if (argument === undefined || argument === null) return "";
    if (typeof argument === "string") return `"${argument}"`;
    if (typeof argument === "boolean") return String(argument).toUpperCase();
    if (typeof argument === "number" && index % 3 === 2) return String(argument);
    const matrix: readonly (readonly Input[])[] = typeof argument === "number" ? [[argument]] : argument;
    const width = Math.max(...matrix.map((line) => line.length));
    for (const [row, line] of matrix.entries()) {
      const target = (cells[row] ??= []);
      while (target.length < column - 1) target.push(null);
      target.push(...line);
    }
    const [left, right] = [columnLetters(column), columnLetters(column + width - 1)];
    column += width;
    return matrix.length * width === 1 ? `${left}1` : `${left}1:${right}${matrix.length}`;
  });
  const formulas = classicCells(definition.name, texts);
  return formulas === undefined ? undefined : { name: definition.name, given, cells, formulas };
}

/** A record fills its cells here: that naming one of them gives the same formula is tested below. */
function withoutOutput({ parameters, returns }: Definition, given: readonly Given[]): Given[] {
  const selector = returns.shape === "record" ? (returns.selector ?? "output") : undefined;
  const names = Object.keys(parameters).map(excelName);
  return given.map((argument, index) => (names[index] === selector ? undefined : argument));
}

const trials = catalogue
  .filter(({ name }) => name in forms)
  .map((definition) => ({
    definition,
    calls: drawn(likeExamples(definition), CALLS).flatMap(
      (given) => laid(definition, withoutOutput(definition, given)) ?? [],
    ),
  }))
  .filter(({ calls }) => calls.length > 0);

function expectAnswers(
  computed: (calls: readonly Laid[]) => Output[][][],
  within: number,
  isComputed: (call: Laid) => boolean = () => true,
): void {
  const tried = trials.map(({ definition, calls }) => ({ definition, calls: calls.filter(isComputed) }));
  const answers = computed(tried.flatMap(({ calls }) => calls));
  let first = 0;
  const faults: string[] = [];
  let numbers = 0;
  for (const { definition, calls } of tried) {
    const given = calls.map((one) => one.given);
    const expected = given.map((one) => answerOf(definition.name, one));
    const actual = answers.slice(first, first + calls.length).map((answer, index) => {
      // A call that is refused is an error in each cell but the labels.
      const isRefused = expected[index]?.length === 1 && expected[index][0]?.[0] instanceof ExcelError;
      return isRefused ? [answer.at(-1)?.slice(-1) ?? []] : answer;
    });
    const result = comparison({ name: definition.name, calls: given, within }, expected, actual);
    first += calls.length;
    numbers += result.numbers;
    faults.push(...result.faults);
  }
  expectAgreement({ numbers, errors: 0, faults });
  expect(numbers).toBeGreaterThan(300);
}

testInLibreOffice("classic formulas give in LibreOffice what the functions give", () =>
  expectAnswers((calls) => {
    const sheet: Input[][] = [];
    const places = calls.map(({ cells, formulas }) => {
      const top = sheet.length;
      const left = Math.max(0, ...cells.map((line) => line.length)) + 1;
      const height = Math.max(cells.length, formulas.length);
      for (let row = 0; row < height; row++) {
        const line: Input[] = [...(cells[row] ?? [])];
        while (line.length < left) line.push(null);
        line.push(...(formulas[row] ?? []).map((formula) => `=${shifted(formula, top, 0)}`));
        sheet.push(line);
      }
      return { top, left };
    });
    const computed = computedByLibreOffice(sheet);
    return calls.map(({ formulas }, index) => {
      const { top, left } = places[index] ?? { top: 0, left: 0 };
      return formulas.map((line, row) => line.map((_, column) => computed[top + row]?.[left + column] ?? ""));
    });
  }, 1e-13),
);

test("classic formulas give in IronCalc what the functions give", () =>
  expectAnswers(
    (calls) => {
      const single = calls.flatMap(({ cells, formulas }) =>
        formulas.flat().map((formula) => ({ cells, formula })),
      );
      const computed = computedByIronCalc(single);
      let next = 0;
      return calls.map(({ formulas }) => formulas.map((line) => line.map(() => computed[next++] ?? "")));
    },
    1e-12,
    // It takes no list of places in SMALL.
    ({ formulas }) => !formulas.flat().some((formula) => formula.includes("SMALL(")),
  ));

describe("what is decided when the formula is written", () => {
  const inputs = ["A1", "B1", "C1", "D1"];
  test.each<[string, string[], string | undefined]>([
    // The unit, and the guards of the arguments.
    ["HASHPRICE", [...inputs, '"EH"'], "1E18*86400/(B1*2^32)*(C1+D1)*A1"],
    ["HASHPRICE", ["A1", "B1", "C1"], "1E15*86400/(B1*2^32)*C1*A1"],
    ["HASHPRICE", ["100000", "2^46", "3.125", "0"], undefined],
    ["HASHCOST", ["A1", "B1"], "24*A1*B1"],
    ["HASHCOST", ["A1", "B1", "1.05", "0", '"PH"'], "24*A1*B1*1.05"],
  ])("%s(%j)", (name, args, expected) => {
    const formula = classicCall(name, args) ?? "";
    if (expected === undefined) expect(formula).toContain("2^46");
    else expect(formula).toMatch(new RegExp(`^IF\\(.*,${expected.replace(/[*+^()]/g, "\\$&")},#VALUE!\\)$`));
  });

  test("with constants nothing is left of the guards", () =>
    expect(classicCall("HASHPRICE", ["85956.45", "132716002350731.3", "3.125", "0.014073"])).toBe(
      "1E15*86400/(132716002350731.3*2^32)*(3.125+0.014073)*85956.45",
    ));

  test("a unit in a cell is decided in the cell", () =>
    expect(classicCall("HASHCOST", ["1", "1", "1", "0", "A1"])).toBe(
      'IF((A1="TH")+(A1="PH")+(A1="EH"),24*IF(A1="TH",0.001,IF(A1="PH",1,1000)),#VALUE!)',
    ));

  test("sheets, fixed cells and calculations are taken as they are", () => {
    const formula = classicCall("HASHCOST", ["'My sheet'!$A$1", "A2+A3"]) ?? "";
    expect(formula).toMatch(/,24\*'My sheet'!\$A\$1\*\(A2\+A3\),#VALUE!\)$/);
  });
});

test("the whole answer in cells is what naming each row gives", () => {
  let compared = 0;
  for (const { definition, calls } of trials) {
    const { returns, parameters } = definition;
    if (returns.shape !== "record") continue;
    const names = Object.keys(parameters).map(excelName);
    const place = names.indexOf(returns.selector ?? "output");
    const texts = names.map((name, index) =>
      parameterAt(definition, index).optional || name === "" ? "" : `A${index + 1}`,
    );
    const cells = calls.length === 0 ? undefined : classicCells(definition.name, texts);
    if (cells === undefined) continue;
    for (const [row, [label, unit, needs]] of Object.values(returns.rows).entries()) {
      if (needs !== undefined) continue;
      const args = texts.map((text, index) => (index === place ? `"${labelOf([label, unit])}"` : text));
      expect(classicCall(definition.name, args)).toBe(cells[row]?.[1]);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(10);
});

const parameterAt = (definition: Definition, index: number) => {
  const parameter = Object.values(definition.parameters)[index];
  if (parameter === undefined) throw new Error("no parameter");
  return parameter;
};

test("newer functions are in no classic formula, and no formula is too long", () => {
  const newer =
    /\b(?:LET|LAMBDA|MAP|REDUCE|SCAN|MAKEARRAY|BYROW|BYCOL|ISOMITTED|SEQUENCE|FILTER|SORT|SORTBY|UNIQUE|[VH]STACK|TOCOL|TAKE|DROP|EXPAND|XLOOKUP|XMATCH|IFS|SWITCH|CONCAT|TEXTJOIN|TEXTBEFORE|MINING_\w+)\(/;
  for (const { calls } of trials)
    for (const { formulas } of calls)
      for (const formula of formulas.flat()) {
        expect(formula.replace(/"[^"]*"/g, '""')).not.toMatch(newer);
        expect(formula.length).toBeLessThanOrEqual(8192);
      }
});

test("at least 25 functions have classic forms for ordinary arguments", () =>
  expect(trials.map(({ definition }) => definition.name).length).toBeGreaterThanOrEqual(25));

describe("there is no classic formula", () => {
  test.each<[string, string, string[]]>([
    ["of a function without native form", "SIM_PATHS", ["1"]],
    ["of what is no function", "NOTHING", ["1"]],
    ["with too many arguments", "HASHCOST", ["1", "2", "3", "4", "5", "6"]],
    ["without a required argument", "HASHCOST", ["1"]],
    ["for a range where one cell is expected", "HASHCOST", ["A1:A3", "1"]],
    ["for a spilled range", "HASHCOST", ["A1#", "1"]],
    ["for a whole column", "HASHCOST", ["A:A", "1"]],
    ["for a column of a table", "HASHCOST", ["Table1[Price]", "1"]],
    ["for a calculation with a range", "HASHCOST", ["A1:A3*2", "1"]],
    ["for a spilled range as a file has it", "HASHCOST", ["_xlfn.ANCHORARRAY(A1)", "1"]],
    ["with a random number, which would be drawn several times", "HASHCOST", ["1+RAND()", "1"]],
    ["where the arguments are refused whatever the cells hold", "HASHCOST", ["-1", "A1"]],
  ])("%s", (_, name, args) => expect(classicCall(name, args)).toBeUndefined());

  test("but one for the row of a table, for a name, and for the sum of a range", () => {
    expect(classicCall("HASHCOST", ["SUM(A1:A3)", "1"])).toContain("24*SUM(A1:A3)");
    expect(classicCall("HASHCOST", ["Table1[@Price]", "rate"])).toContain("24*Table1[@Price]*rate");
  });
});

test("an argument that cannot be read is an error", () =>
  expect(() => classicCall("HASHCOST", ["1+", "1"])).toThrow("formula that ends too early"));
