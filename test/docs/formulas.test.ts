import { readFileSync } from "node:fs";
import { exampleCall } from "../../src/functions/formulaCall";
import { exampleBlock } from "../../src/functions/lifecycle/exampleBlock";
import { call } from "../functions/host";

const page = readFileSync("docs/formulas.md", "utf8");

/** A formula in the page and what it gives: a number, or the first rows of a table as an array constant of Excel. */
const CHECK = /\*\*Check\*\*\s+`(=MINING\.[^`]+)`\s+gives\s+(?:`\{([^`]+)\}`|(-?[\d.]*\d))/g;

const checks = [...page.matchAll(CHECK)].map(([, formula = "", table, number]) => ({
  formula,
  rows: (table ?? number ?? "").split(";").map((row) => row.match(/"[^"]*"|[^,\s"]+/g) ?? []),
}));

test.each(checks)("$formula", ({ formula, rows }) => {
  const { name, given } = exampleCall(formula, exampleBlock);
  const answer = call(name, ...given);
  for (const [row, cells] of rows.entries()) {
    for (const [column, written] of cells.entries()) {
      const shown = written.startsWith('"') ? written.slice(1, -1) : asShown(answer[row]?.[column], written);
      expect(shown).toBe(written.startsWith('"') ? answer[row]?.[column] : written);
    }
  }
});

/** The number to as many decimals as it is written with. */
function asShown(value: unknown, written: string): string {
  const decimals = written.split(".")[1]?.length ?? 0;
  return Number(value).toFixed(decimals);
}

test("every line that says Check is one", () => {
  expect(checks.length).toBe(page.split("\n").filter((line) => line.startsWith("- **Check**")).length);
  expect(checks.length).toBeGreaterThan(100);
});
