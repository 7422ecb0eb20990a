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

test("a sheet to be written gets the names that Excel keeps in files", () => {
  const xml = '<f t="array" ref="A1">SUM(mining.hashprice(A1,MINING.BLOCK_SUBSIDY(1)))</f><v>1</v>';
  expect(withFileNames(xml)).toBe(
    '<f t="array" ref="A1">SUM(_xldudf_MINING_HASHPRICE(A1,_xldudf_MINING_BLOCK_SUBSIDY(1)))</f><v>1</v>',
  );
});

test("text that only looks like a call stays", () => {
  const xml = "<t>MINING.HASHPRICE(1)</t><f>XMINING.HASHPRICE(1)+MY.MINING.X(2)</f><f>A1</f>";
  expect(withFileNames(xml)).toBe(xml);
});
