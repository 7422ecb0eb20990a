/** @jest-environment jsdom */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { fitting as fittingWith } from "../../src/functions/payload";

type ExcelCell = number | string | boolean | CustomFunctions.Error;

const fitting = (cells: ExcelCell[][]) => fittingWith(cells, ({ code }) => error(code));

/** Microsoft's own errors, from the library that writes them for Excel. It looks for the tag that loads it. */
beforeAll(() => {
  const tag = document.createElement("script");
  tag.type = "text/plain";
  tag.src = "https://localhost/custom-functions-runtime.js";
  document.head.append(tag);
  window.eval(readFileSync("node_modules/@microsoft/office-js/dist/custom-functions-runtime.js", "utf8"));
});

const error = (code: string, text?: string) =>
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enumeration's values are these texts
  new CustomFunctions.Error(code as CustomFunctions.ErrorCode, text);
const sent = (cells: readonly ExcelCell[][]) => Buffer.byteLength(JSON.stringify(cells));
const filled = (rows: number, columns: number, cell: () => ExcelCell): ExcelCell[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, cell));

function refusal(cells: ExcelCell[][]): string {
  try {
    fitting(cells);
    return "none";
  } catch (thrown) {
    return String(thrown);
  }
}

const kinds: Readonly<Record<string, () => ExcelCell>> = {
  "full numbers": () => -1.2345678901234567e-300,
  "short numbers": () => 7,
  texts: () => "a heading",
  "texts of two and three bytes": () => "Größe 金",
  "texts with marks": () => 'a "quote" \n and \\',
  flags: () => false,
};

describe.each(Object.entries(kinds))("an answer of %s", (_kind, cell) => {
  const bytesEach = sent([[cell()]]) - 3;

  test("is returned up to 4 MB, and refused beyond", () => {
    const rows = Math.floor(3_980_000 / (3 * bytesEach + 3));
    const fits = filled(rows, 3, cell);
    expect(sent(fits)).toBeLessThan(4_000_000);
    expect(fitting(fits)).toBe(fits);
    const tooMany = filled(Math.ceil(4_020_000 / (3 * bytesEach + 2)), 3, cell);
    expect(sent(tooMany)).toBeGreaterThan(4_000_000);
    expect(refusal(tooMany)).toMatch(/^Error: the result of \d+ x 3 cells takes 4.0 MB, more than the 4 MB/);
  });
});

test("one that is too large says how many rows fit, and they do", () => {
  const cell = kinds["full numbers"] ?? (() => 0);
  const fit = Number(/about (\d+) of its rows fit/.exec(refusal(filled(200_000, 1, cell)))?.[1]);
  expect(refusal(filled(fit, 1, cell))).toBe("none");
  expect(refusal(filled(Math.ceil(fit * 1.001) + 1, 1, cell))).not.toBe("none");
});

test("errors are counted as long as Microsoft's library writes them, or a little longer", () => {
  const template = filled(40_000, 1, () => 0);
  for (const code of ["#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!"]) {
    const one = error(code);
    const size = Number(/takes (\S+) MB/.exec(refusal(template.map(() => [one])))?.[1]);
    const real = (40_000 * (sent([[one]]) - 1)) / 1e6;
    expect(size).toBeGreaterThan(real - 0.05);
    expect(size).toBeLessThan(real * 1.2);
  }
});

test("what is let through is never more than 4 MB, whatever is mixed", () => {
  const cell = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.string({ unit: "grapheme", maxLength: 2_000 }),
    fc.tuple(fc.constantFrom("#VALUE!", "#N/A", "#NUM!"), fc.string({ maxLength: 300 })),
  );
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 2_500 }),
      (row, rows) => {
        const cells = Array.from({ length: rows }, () =>
          row.map((value): ExcelCell => (Array.isArray(value) ? error(value[0], value[1]) : value)),
        );
        if (refusal(cells) === "none") expect(sent(cells)).toBeLessThanOrEqual(4_000_000);
        else expect(sent(cells)).toBeGreaterThan(3_700_000);
      },
    ),
    { numRuns: 30 },
  );
});

test("the first thousand errors keep their texts, in the order of reading", () => {
  const cells = fitting(filled(800, 3, () => error("#VALUE!", "price must be above 0")));
  const texts = cells.flat().map((cell) => (cell as CustomFunctions.Error).message);
  expect(texts.slice(0, 1000).every((text) => text === "price must be above 0")).toBe(true);
  expect(texts.slice(1000).every((text) => text === "")).toBe(true);
  expect(cells.flat().every((cell) => (cell as Error & { code: string }).code === "#VALUE!")).toBe(true);
});

test("one row that is too long counts its columns", () => {
  expect(refusal(filled(1, 400_000, () => 1234567890))).toMatch(/about 36\d{4} of its columns fit$/);
});
