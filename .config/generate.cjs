// Writes the committed files that follow from others: the catalogue of functions, the record of published ones and the
// page of functions from the definitions, the workbook for the checks in real Excel, and the finished workbooks.
require("./typescript.cjs");
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");
const { committedFiles } = require("../src/functions/generate/committed.ts");
const { checksWorkbook } = require("../test/excel/make.ts");
const { asInBrowser } = require("../src/workbench/outsideBrowser.ts");
const { bookFiles } = require("../src/workbench/bookFiles.ts");

async function generate() {
  asInBrowser(require("@odoo/o-spreadsheet"));
  const files = {
    ...(await committedFiles()),
    "test/excel/checks.xlsx": checksWorkbook(),
    ...(await bookFiles()),
  };
  const stale = Object.entries(files).filter(
    ([path, content]) => !existsSync(path) || !readFileSync(path).equals(Buffer.from(content)),
  );
  for (const [path, content] of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    console.log(`${path} is brought up to date`);
  }
  if (stale.length === 0) console.log("Everything is up to date");
}

generate().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
