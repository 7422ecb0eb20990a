// Writes the committed files that follow from others: the catalogue of functions, the record of published ones and the
// README's table from the definitions, and the workbook for the checks in real Excel.
require("./typescript.cjs");
const { readFileSync, writeFileSync } = require("node:fs");
const { committedFiles } = require("../src/functions/generate/committed.ts");
const { checksWorkbook } = require("../test/excel/make.ts");

async function generate() {
  const files = { ...(await committedFiles()), "test/excel/checks.xlsx": checksWorkbook() };
  const stale = Object.entries(files).filter(
    ([path, content]) => !readFileSync(path).equals(Buffer.from(content)),
  );
  for (const [path, content] of stale) {
    writeFileSync(path, content);
    console.log(`${path} is brought up to date`);
  }
  if (stale.length === 0) console.log("Everything is up to date");
}

generate().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
