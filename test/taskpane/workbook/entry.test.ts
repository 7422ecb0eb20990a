import { catalogue } from "../../../src/functions/catalogue";
import { entryOf } from "../../../src/taskpane/workbook/entry";

const entry = (formula: string) => entryOf(catalogue, formula);

test.each([
  ["a call by name stays as it is", "=MINING.HASHPRICE(A1, 2, 3)", "=MINING.HASHPRICE(A1, 2, 3)"],
  ["small letters are Excel's business", "=mining.hashprice(A1)", "=mining.hashprice(A1)"],
  ["a file's spelling", "=_xldudf_MINING_HASHPRICE(A1, 2, 3)", "=MINING.HASHPRICE(A1, 2, 3)"],
  ["a file's spelling in small letters", "=_xldudf_mining_hashprice(A1)", "=MINING.HASHPRICE(A1)"],
  [
    "within a formula",
    "=IF(A1>0,-_xldudf_MINING_HASHCOST(A1,B1)%,0)",
    "=IF(A1>0,-MINING.HASHCOST(A1,B1)%,0)",
  ],
  [
    "two calls",
    "=_xldudf_MINING_HASHCOST(A1,1)+MINING.HASHCOST(A2,1)",
    "=MINING.HASHCOST(A1,1)+MINING.HASHCOST(A2,1)",
  ],
  ["the file of another add-in", "=Other.xla!_xldudf_MINING_HASHCOST(A1,1)", "=MINING.HASHCOST(A1,1)"],
  ["its path", "='C:\\Add-ins\\Ann''s.xla'!_xldudf_MINING_HASHCOST(A1,1)", "=MINING.HASHCOST(A1,1)"],
  ["its number", "=2*[2]!_xldudf_MINING_HASHCOST(A1,1)", "=2*MINING.HASHCOST(A1,1)"],
  [
    "texts and sheets that read like calls",
    `="_xldudf_MINING_HASHCOST("&'_xldudf_MINING_HASHCOST(1)'!A1&MINING.HASHCOST(1,"""_xldudf_MINING_X(")`,
    `="_xldudf_MINING_HASHCOST("&'_xldudf_MINING_HASHCOST(1)'!A1&MINING.HASHCOST(1,"""_xldudf_MINING_X(")`,
  ],
])("%s", (_what, formula, expected) => {
  expect(entry(formula)).toBe(expected);
});

test.each([
  "=SUM(A1:A3)",
  '="MINING.HASHPRICE(A1)"',
  "=OTHER.MINING.HASHPRICE(A1)",
  "=MINING.HASHPRICE",
  "=MINING_HASHPRICE(A1)",
  "='MINING.HASHPRICE('!A1",
  "=_xldudf_OTHER_HASHPRICE(A1)",
])("%s is another's", (formula) => {
  expect(entry(formula)).toBeUndefined();
});

test("a function that this version does not know is left as it is", () => {
  expect(entry("=_xldudf_MINING_WARP_DRIVE(1)")).toBeUndefined();
  expect(entry("=_xldudf_MINING_WARP_DRIVE(MINING.HASHCOST(1,1))")).toBe(
    "=_xldudf_MINING_WARP_DRIVE(MINING.HASHCOST(1,1))",
  );
});
