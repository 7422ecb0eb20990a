import { readFileSync } from "node:fs";
import { cashflowsOf } from "../../src/core/cashflow/cashflows";
import { modelOf } from "../../src/core/cashflow/resolve";
import type { Cell } from "../../src/core/errors";
import { exampleCall } from "../../src/functions/formulaCall";
import { exampleBlock } from "../../src/functions/lifecycle/exampleBlock";
import { call } from "../functions/host";

const page = readFileSync("docs/formulas.md", "utf8");

/** A formula in the page and what it gives: a number, or the first rows of a table as an array constant of Excel. */
const CHECK = /\*\*Check\*\*\s+`(=MINING\.[^`]+)`\s+gives\s+(?:`\{([^`]+)\}`|(-?[\d.]*\d))/g;

/** The sections of the page; a worked case has its own sheet, and its figures in tables. */
const sections = page.split(/^(?=### )/m).map((text) => {
  const tables = [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => rowsOf(table));
  return {
    title: /^### (.*)/.exec(text)?.[1] ?? "",
    text,
    sheet: tables.find(([head]) => head?.[0] === "Assumption")?.map((row) => row.map(cellOf)),
    figures: tables.filter(([head = []]) => head[0] === "Month"),
  };
});

/** The rows of a Markdown table, its heading first. */
function rowsOf(table: string): string[][] {
  const rows = table.trimEnd().split("\n");
  const cells = rows.map((row) => row.split("|").slice(1, -1)).map((row) => row.map((text) => text.trim()));
  return cells.filter((_, index) => index !== 1);
}

function cellOf(text: string): string | number {
  return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

const checks = sections.flatMap(({ text, sheet }) =>
  [...text.matchAll(CHECK)].map(([, formula = "", table, number]) => ({
    formula,
    sheet: sheet ?? exampleBlock,
    rows: (table ?? number ?? "").split(";").map((row) => row.match(/"[^"]*"|[^,\s"]+/g) ?? []),
  })),
);

test.each(checks)("$formula", ({ formula, sheet, rows }) => {
  const { name, given } = exampleCall(formula, sheet);
  const answer = call(name, ...given.map(blanked));
  for (const [row, cells] of rows.entries()) {
    for (const [column, written] of cells.entries()) {
      const shown = written.startsWith('"') ? written.slice(1, -1) : asShown(answer[row]?.[column], written);
      expect(shown).toBe(written.startsWith('"') ? answer[row]?.[column] : written);
    }
  }
});

/** A blank cell of a sheet, as Excel for the web passes it. */
function blanked(argument: unknown): unknown {
  return Array.isArray(argument)
    ? argument.map((row: unknown[]) => row.map((cell) => (cell === "" ? null : cell)))
    : argument;
}

/** The number to as many decimals as it is written with. */
function asShown(value: unknown, written: string): string {
  const decimals = written.split(".")[1]?.length ?? 0;
  return Number(value).toFixed(decimals);
}

test("every line that says Check is one", () => {
  expect(checks.length).toBe(page.split("\n").filter((line) => line.startsWith("- **Check**")).length);
  expect(checks.length).toBeGreaterThan(100);
});

/** A table of models has its figures in its checks. */
const cases = sections.filter(({ sheet }) => sheet?.[0]?.[1] === "Value");

test("the page has three cases with a sheet", () => {
  expect(cases.map(({ figures }) => figures.length)).toEqual([3, 3, 3]);
});

test.each(cases)("the figures of $title", ({ sheet = [], figures }) => {
  const block = sheet.map((row) => row.map((cell): Cell => (cell === "" ? null : cell)));
  const [labels = [], ...lines] = call("MINER_CASHFLOWS", block);
  const { taxableProfit, lossForward, balance } = cashflowsOf(modelOf(block, []));
  const inside = new Map([
    ["Taxable profit", taxableProfit],
    ["Losses carried", lossForward],
    ["Loan balance", balance],
  ]);
  for (const [head = [], ...rows] of figures) {
    for (const [column, heading] of head.entries()) {
      const place = labels.findIndex((label) => String(label).replace(/ \(.*/, "") === heading);
      for (const written of rows) {
        const month = Number(written[0]);
        const answer = inside.get(heading)?.[month] ?? lines[month]?.[place];
        const cell = written[column] ?? "";
        expect([heading, month, cell === "" ? answer : asShown(answer, cell)]).toEqual([
          heading,
          month,
          cell,
        ]);
      }
    }
  }
});
