import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { version } from "../../package.json";
import { exampleCall, typedArguments } from "../../src/functions/formulaCall";
import { call, ExcelError } from "../functions/host";
import { checks, FIRST_ROW, inputs, type Check } from "./checks";
import { checksWorkbook } from "./make";

/** The sheet's cells from A1, as far as the checks refer to them; errors as Excel hands them over. */
const cells = [
  ...Array.from({ length: FIRST_ROW - 1 }, (): unknown[] => []),
  ...inputs.map((row) => [...new Array<null>(7).fill(null), ...row.map(value)]),
];

function value(cell: number | string | null): unknown {
  const errors: Readonly<Record<string, string>> = { "=NA()": "#N/A", "=#REF!": "#REF!", "=1/0": "#DIV/0!" };
  const code = errors[String(cell)];
  return code === undefined ? cell : new ExcelError(code);
}

/** Blank cells as desktop Excel hands them over, or as Excel on the web does. */
type Blank = 0 | null;

function argument(text: string, blank: Blank): unknown {
  const sequence = /^SEQUENCE\((\d+),1,(-?\d+),(-?\d+)\)$/.exec(text)?.slice(1).map(Number);
  if (sequence !== undefined) {
    const [rows = 0, start = 0, step = 0] = sequence;
    return Array.from({ length: rows }, (_, row) => [start + row * step]);
  }
  if (text === "I:I") return Array.from({ length: 1_048_576 }, () => [blank]);
  const [given] = exampleCall(`=MINING.F(${text})`, cells as never).given;
  if (!Array.isArray(given)) return given;
  return (given as unknown[][]).map((row) => row.map((cell) => cell ?? blank));
}

/** What Excel makes of an answer: its first cell, or what the formula around the call takes of it. */
function shown({ formula }: Check, blank: Blank): unknown {
  const [, around = "", name = "", inner = "", rest = ""] =
    /^(?:(SUM|ROWS|INDEX)\()?MINING\.(\w+)\((.*?)\)((?:,\d+,\d+)?\)(?:\/\d+)?)?$/.exec(formula) ?? [];
  const given = typedArguments(`=F(${inner})`).map((text) => argument(text, blank));
  const answer = call(name, ...given);
  const [number = NaN, second = NaN] = [...rest.matchAll(/\d+/g)].map(Number);
  if (around === "SUM") return answer.reduce((sum, [cell]) => sum + Number(cell), 0) / number;
  if (around === "ROWS") return answer.length;
  return around === "INDEX" ? answer[number - 1]?.[second - 1] : answer[0]?.[0];
}

function outcome(check: Check, blank: Blank): unknown {
  try {
    return shown(check, blank);
  } catch (error) {
    return error;
  }
}

describe.each([0, null] as const)("with blank cells as %s", (blank) => {
  // The version is the build's; the test of the build looks at it.
  test.each(checks.filter(({ tried }) => tried !== "The version"))("$tried: $formula", (check) => {
    const seen = outcome(check, blank);
    if (typeof check.shows === "number") expect(seen).toBeCloseTo(check.shows, 9);
    else if (!check.shows.startsWith("#")) expect(seen).toBe(check.shows);
    else {
      expect(seen).toMatchObject({ code: check.shows });
      expect((seen as ExcelError).message).toContain(check.hover ?? "");
    }
  });
});

test("the workbook in this folder is the one that the script writes, for this version", () => {
  const written = unzipSync(new Uint8Array(readFileSync("test/excel/checks.xlsx")));
  expect(written).toEqual(unzipSync(checksWorkbook()));
  expect(checks.find(({ tried }) => tried === "The version")?.shows).toBe(version);
});
