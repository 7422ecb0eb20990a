import { audit } from "../../src/workfile/audit/audit";
import { readBook } from "../../src/workfile/evaluate/book";
import { Evaluation } from "../../src/workfile/evaluate/evaluation";
import { library } from "../../src/workfile/evaluate/functions/library";
import { miningFunctions } from "../../src/workfile/evaluate/mining";
import { explain } from "../../src/workfile/explain/explain";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { openWorkbook } from "../../src/workfile/workbook";
import { smallBook } from "./smallBook";

// A portable workbook of another version brings forms that may be wrong; RATE is a name of its own.
const file = smallBook({
  sheets: { S: [[{ f: "_xldudf_MINING_HASHCOST(20,RATE)", v: 24 }, 0.05]] },
  names: { MINING_HASHCOST: "_xlfn.LAMBDA(_xlpm.a,_xlpm.b,999)", RATE: "S!$B$1" },
});

test("a workbook's name does not take the place of a native form, in an audit or an explanation", () => {
  const [line] = audit(file, {}, nodeCompression).lines;
  expect(line).toMatchObject({ computed: 24 });
  expect(line?.native).toBeCloseTo(24, 12);
  const book = readBook(openWorkbook(file, nodeCompression));
  const evaluation = new Evaluation(book, { excel: library, mining: miningFunctions(undefined) });
  const [sheet] = book.sheets;
  if (sheet === undefined) throw new Error("the workbook has a sheet");
  const { calls } = explain(evaluation, { sheet, row: 1, column: 1 }, { formWidth: 80 });
  expect(calls[0]?.native).toMatchObject({ isSame: true });
  expect(calls[0]?.native?.value).toBeCloseTo(24, 12);
});
