import { withFileNames, withGridNames } from "../../../src/workbench/files/formulas";

test.each([
  [
    "_xldudf_MINING_HASHPRICE(A1,_xldudf_MINING_BLOCK_SUBSIDY(1))+_xlfn._xlws.SORT(A1:A2)",
    "MINING.HASHPRICE(A1,MINING.BLOCK_SUBSIDY(1))+SORT(A1:A2)",
  ],
  ["_xldudf_mining_hashprice(1)", "MINING.hashprice(1)"],
  ["MINING.HASHPRICE(1)", "MINING.HASHPRICE(1)"],
])("the formula %s of a file is %s in the spreadsheet", (file, grid) =>
  expect(withGridNames(file)).toBe(grid),
);

test.each([
  ["SUM(mining.hashprice(A1,MINING.COIN(1)))", "SUM(_xldudf_MINING_HASHPRICE(A1,_xldudf_MINING_COIN(1)))"],
  // One call right behind the bracket of another, and two signs without a space.
  ["MINING.COIN(MINING.COIN(1))", "_xldudf_MINING_COIN(_xldudf_MINING_COIN(1))"],
  ["-MINING.COIN(1)&MINING.COIN(2)", "-_xldudf_MINING_COIN(1)&_xldudf_MINING_COIN(2)"],
  [`"MINING.COIN(1)"&MINING.COIN("a")`, `"MINING.COIN(1)"&_xldudf_MINING_COIN("a")`],
  ["&quot;MINING.COIN(1)&quot;&MINING.COIN(2)", "&quot;MINING.COIN(1)&quot;&_xldudf_MINING_COIN(2)"],
  [`'4" "MINING.COIN(1)'!A1+MINING.COIN("a")`, `'4" "MINING.COIN(1)'!A1+_xldudf_MINING_COIN("a")`],
])("the formula %s of a sheet to be written is %s in the file", (typed, file) => {
  const xml = (formula: string) => `<f t="array" ref="A1">${formula}</f><v>1</v>`;
  expect(withFileNames(xml(typed))).toBe(xml(file));
});

test("text that only looks like a call stays", () => {
  const xml = "<t>MINING.HASHPRICE(1)</t><f>XMINING.HASHPRICE(1)+MY.MINING.X(2)</f><f>A1</f>";
  expect(withFileNames(xml)).toBe(xml);
});
