// Writes the committed files that follow from others: the catalogue of functions, the record of published ones and the
// page of functions from the definitions, the workbook for the checks in real Excel, and the site model that the command
// line copies.
require("./typescript.cjs");
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { committedFiles } = require("../src/functions/generate/committed.ts");
const { checksWorkbook } = require("../test/excel/make.ts");
const { siteFile } = require("../src/workbench/example/siteFile.ts");

/** The spreadsheet is written for browsers of today: what it uses of them to write a file. */
function asInBrowser() {
  const { JSDOM } = createRequire(require.resolve("jest-environment-jsdom"))("jsdom");
  const { DOMParser, XMLSerializer } = new JSDOM("").window;
  console.debug = () => undefined;
  Object.assign(globalThis, { DOMParser, XMLSerializer, o_spreadsheet: require("@odoo/o-spreadsheet") });
}

async function generate() {
  asInBrowser();
  const files = {
    ...(await committedFiles()),
    "test/excel/checks.xlsx": checksWorkbook(),
    "src/cli/templates/site-valuation.xlsx": await siteFile(),
  };
  const stale = Object.entries(files).filter(
    ([path, content]) => !existsSync(path) || !readFileSync(path).equals(Buffer.from(content)),
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
