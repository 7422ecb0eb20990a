// Writes the committed files that follow from others: the catalogue of functions, the record of published ones and the
// page of functions from the definitions, the workbook for the checks in real Excel, and the finished workbooks.
require("./typescript.cjs");
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname } = require("node:path");
const { committedFiles } = require("../src/functions/generate/committed.ts");
const { checksWorkbook } = require("../test/excel/make.ts");
const { bookFiles } = require("../src/workbench/bookFiles.ts");

/** The spreadsheet is written for browsers of today: what it uses of them to write a file. */
function asInBrowser() {
  const { JSDOM } = createRequire(require.resolve("jest-environment-jsdom"))("jsdom");
  const { DOMParser, XMLSerializer } = new JSDOM("").window;
  console.debug = () => undefined;
  // Node 20 has no Object.groupBy.
  Object.groupBy ??= (items, keyOf) => {
    const groups = {};
    for (const [index, item] of [...items].entries()) (groups[keyOf(item, index)] ??= []).push(item);
    return groups;
  };
  Object.assign(globalThis, { DOMParser, XMLSerializer, o_spreadsheet: require("@odoo/o-spreadsheet") });
}

async function generate() {
  asInBrowser();
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
