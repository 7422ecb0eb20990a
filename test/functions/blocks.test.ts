import fc from "fast-check";
import { BLOCK_ROWS } from "../../src/functions/arguments";
import { bind } from "../../src/functions/bind";
import { catalogue } from "../../src/functions/catalogue";
import { define, type Definition } from "../../src/functions/define";
import { exampleCall } from "../../src/functions/formulaCall";
import { number } from "../../src/functions/parameters";
import { call, ExcelError, market, one } from "./host";

const column = (rows: number, of: (row: number) => unknown) =>
  Array.from({ length: rows }, (_, row) => [of(row)]);
const said = (cell: unknown) => (cell instanceof ExcelError ? `${cell.code} ${cell.message}` : cell);

const called = ([name, ...given]: readonly unknown[]): [string, ...unknown[]] => [String(name), ...given];

/** The one answer of a call, errors as texts. */
function alone(run: (...raw: unknown[]) => unknown[][], given: readonly unknown[]): unknown {
  try {
    return said(run(...given)[0]?.[0]);
  } catch (error) {
    return said(error);
  }
}

describe("a long column is answered in blocks, each place as if it were alone", () => {
  const rows = 2 * BLOCK_ROWS + 3;
  const edges = [0, BLOCK_ROWS - 1, BLOCK_ROWS, 2 * BLOCK_ROWS, rows - 1];

  test.each([
    ["HASHPRICE, over columns", (cell: unknown) => ["HASHPRICE", cell, 1e14, 3.125]],
    ["HASHCOST, place by place", (cell: unknown) => ["HASHCOST", 10, cell]],
  ] as const)("%s, with a fault at each edge of a block", (_name, formula) => {
    const faults = [-1, "x", true, null, new ExcelError("#REF!")];
    const cells = column(rows, (row) =>
      edges.includes(row) ? faults[edges.indexOf(row)] : 0.01 * (row + 1),
    );
    const answer = call(...called(formula(cells)));
    expect(answer).toHaveLength(rows);
    const run = (cell: unknown) => alone(() => call(...called(formula([[cell]]))), []);
    for (const [row, [cell]] of cells.entries()) {
      if (row % 97 === 0 || edges.includes(row)) expect(said(answer[row]?.[0])).toBe(run(cell));
    }
  });

  test("a table of places is counted along its rows", () => {
    const hundreds = column(700, (row) => row + 1);
    const answer = call("HASHCOST", hundreds, [[0.01, "dear", 0.03]]);
    for (const row of [0, 340, 341, 342, 682, 683, 699]) {
      expect(answer[row]?.map(said)).toEqual([
        one("HASHCOST", row + 1, 0.01),
        '#VALUE! usd_per_kwh must be a number, got the text "dear"',
        one("HASHCOST", row + 1, 0.03),
      ]);
    }
  });

  test("one row and one column of many places", () => {
    const wide = [Array.from({ length: 3000 }, (_, place) => place + 1)];
    const [line] = call("HASHCOST", wide, 0.05);
    expect(line).toHaveLength(3000);
    expect([line?.[0], line?.[2999]]).toEqual([one("HASHCOST", 1, 0.05), one("HASHCOST", 3000, 0.05)]);
  });

  test("a number that its own argument refuses is refused in a single cell and in a column", () => {
    const option = (contracts: unknown) =>
      call("INVERSE_OPTION", "put", 60_000, 55_000, 0.25, 0.6, contracts, null, null, "Price").map(([cell]) =>
        said(cell),
      );
    const refusal = /^#VALUE! contracts must be a number other than 0, got 0/;
    expect(alone(() => [[option([[0]])[0]]], [])).toMatch(refusal);
    expect(option([[1], [0]])[1]).toMatch(refusal);
  });

  test("where a shorter argument has no value there is none", () => {
    const answer = call(
      "HASHPRICE",
      column(rows, () => 1e5),
      column(BLOCK_ROWS + 1, () => 1e14),
      3.125,
    );
    expect(said(answer[BLOCK_ROWS]?.[0])).toBe(one("HASHPRICE", 1e5, 1e14, 3.125));
    expect(said(answer[BLOCK_ROWS + 1]?.[0])).toBe("#N/A difficulty has no value here");
  });

  test("a word in each row is read in each row, and -0 is 0", () => {
    const words = ["TH", "ph", " EH ", "GH"];
    const answer = call(
      "HASHPRICE",
      column(rows, () => 1e5),
      1e14,
      column(rows, () => -0),
      3,
      column(rows, (row) => words[row % 4]),
    );
    for (const row of [0, 1, 2, 3, BLOCK_ROWS, BLOCK_ROWS + 1])
      expect(said(answer[row]?.[0])).toBe(
        alone(() => call("HASHPRICE", 1e5, 1e14, 0, 3, words[row % 4]), []),
      );
    const costs = call(
      "HASHCOST",
      column(rows, () => 10),
      column(rows, () => -0),
    );
    expect(costs.every(([cost]) => Object.is(cost, 0))).toBe(true);
  });
});

/** Numbers that a parameter takes. */
function legal(parameter: Definition["parameters"][string]): fc.Arbitrary<number> {
  const bounds = parameter.shape === "cell" ? (parameter.bounds ?? {}) : {};
  const { above = -1e12, atLeast = above, below = 1e12, atMost = below } = bounds;
  const [low, high] = [Math.max(above, atLeast), Math.min(below, atMost)];
  const inside = (value: number) =>
    (value > above || bounds.above === undefined) && (value < below || bounds.below === undefined);
  const some = bounds.whole
    ? fc.integer({ min: Math.ceil(low), max: Math.floor(Math.min(high, 1e6)) })
    : fc.oneof(
        fc.double({ min: low, max: high, noNaN: true }),
        fc.double({ min: Math.max(low, 0), max: Math.min(high, 3), noNaN: true }),
      );
  return some.filter(inside);
}

const overColumns = catalogue.filter((definition) => "columns" in definition);

test("some functions are computed over columns", () => {
  expect(overColumns.map(({ name }) => name)).toContain("HASHPRICE");
});

describe.each(overColumns)("$name over columns", (definition) => {
  const run = bind(definition, market);
  const parameters = Object.values(definition.parameters);

  test("gives the bits, and the errors, that it gives in a single cell", () => {
    const values = parameters.map((parameter): fc.Arbitrary<unknown> => {
      if (parameter.shape !== "cell") return fc.constant(null);
      if (parameter.words !== undefined) return fc.constantFrom(...parameter.words);
      const numbers = legal(parameter);
      return parameter.optional ? fc.option(numbers, { freq: 5 }) : numbers;
    });
    fc.assert(
      fc.property(
        fc.tuple(...values),
        fc.array(fc.tuple(...values), { minLength: 2, maxLength: 40 }),
        (first, rows) => {
          // Words, and what is left out, are the same in all rows of a column.
          const lines = rows.map((row) =>
            row.map((value, at) =>
              typeof first[at] === "number" && typeof value === "number" ? value : first[at],
            ),
          );
          const given = first.map((value, at) =>
            typeof value === "number" ? lines.map((line) => [line[at]]) : value,
          );
          const answer = run(...given).map(([cell]) => said(cell));
          expect(answer).toEqual(lines.map((line) => alone(run, line)));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("computes each of its examples in each row", () => {
    for (const { formula, cells } of definition.examples) {
      const { given } = exampleCall(formula, cells);
      const rows = BLOCK_ROWS + 1;
      const lifted = given.map((value, at) =>
        parameters[at]?.shape === "cell" && typeof value === "number" ? column(rows, () => value) : value,
      );
      const expected = alone(run, given);
      const answer = run(...lifted) as unknown[][];
      expect(answer.length === rows && answer.every(([cell]) => Object.is(said(cell), expected))).toBe(true);
    }
  });
});

let computed = 0;
const counting = define({
  name: "COUNTING",
  group: "Unit economics",
  summary: "Counts how often it is computed",
  parameters: { value: number("A number", "") },
  returns: { shape: "scalar", unit: "" },
  compute: ({ value }) => {
    computed++;
    return value;
  },
  formula: "",
  sources: [],
  examples: [],
  seeAlso: [],
});

test("a bug in a lifted call says where it is", () => {
  const compute = ({ value }: { readonly value: number }) => {
    if (value === 3) throw new TypeError("a bug");
    return value;
  };
  const run = bind({ ...counting, compute }, market);
  let stack: string | undefined;
  try {
    run(column(5, (row) => row));
  } catch (error) {
    stack = error instanceof TypeError ? error.stack : undefined;
  }
  expect(stack).toContain("blocks.test.ts");
});

describe("an answer that Excel cannot take is refused before it is all computed", () => {
  const refused = (value: (row: number) => unknown): string => {
    computed = 0;
    try {
      bind(counting, market)(column(999_999, value));
      return "none";
    } catch (error) {
      return String(said(error));
    }
  };

  test("long numbers, of which as many fit as it says", () => {
    const value = (row: number) => 1 / (row + 3);
    let fit = 0;
    for (let bytes = 2; bytes < 4_000_000; fit++) bytes += `[${value(fit)}],`.length;
    const stated = Number(/about (\d+) of its rows fit$/.exec(refused(value))?.[1]);
    expect(Math.abs(stated / fit - 1)).toBeLessThan(0.02);
    // Each of the other rows takes four bytes at least, which is too much by itself.
    expect(computed).toBeLessThan(fit / 7);
  });

  test("errors, of which some 25,000 fit", () => {
    expect(refused(() => "x")).toMatch(
      /^#VALUE! the result of 999999 x 1 cells takes 14\d\.\d MB, more than the 4 MB .*: about 2[67]\d{3} of its rows fit$/,
    );
    expect(computed).toBe(0);
  });

  test("short numbers are all returned", () => {
    expect(refused((row) => row % 10)).toBe("none");
    expect(computed).toBe(999_999);
  });
});
