// Brings the README's table of functions up to date.
require("./typescript.cjs");
const { readFileSync, writeFileSync } = require("node:fs");
const { catalogue } = require("../src/functions/catalogue.ts");
const { withReadmeTable } = require("../src/functions/generate/readmeTable.ts");

writeFileSync("README.md", withReadmeTable(readFileSync("README.md", "utf8"), catalogue));
