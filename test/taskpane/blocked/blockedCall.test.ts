import { catalogue } from "../../../src/functions/catalogue";
import { exampleCall } from "../../../src/functions/formulaCall";
import { blockedCall } from "../../../src/taskpane/blocked/blockedCall";
import { callOn, liveMarket, market } from "../../functions/host";

const call = (formula: string) => blockedCall(catalogue, formula);

test.each([
  ["=MINING.MODEL(A1:B21)", "MODEL"],
  ["=mining.model(A1:B21)", "MODEL"],
  // As a file has it before the add-in has loaded.
  ["=_xldudf_MINING_MINER_CASHFLOWS(A1:B21)", "MINER_CASHFLOWS"],
  ["=IF(A1>0,MINING.FLEET(A1:F9),MINING.MODEL(A1:B21))", "FLEET"],
  ['=IF(A1="MINING.FLEET(",MINING.MODEL(A1:B21))', "MODEL"],
  ["=SUM(MINING.MINER_CASHFLOWS(Site!A1:B21))", "MINER_CASHFLOWS"],
])("%s calls %s", (formula, name) => expect(call(formula)?.function).toBe(name));

test.each([
  "=SEQUENCE(5)",
  '="MINING.MODEL(A1)"',
  "=DATAMINING.MODEL(A1)",
  "=MINING_MODEL(A1)",
  "=MINING.MODEL",
])("%s calls no function of the add-in", (formula) => expect(call(formula)).toBeUndefined());

test("the cash flows need a header of known width, the model a row for each assumption", () => {
  expect(call("=MINING.MINER_CASHFLOWS(A1:B21)")).toMatchObject({ rows: 1 });
  expect(call("=MINING.MINER_CASHFLOWS(A1:B21)")?.columns).toBeGreaterThanOrEqual(19);
  expect(call("=MINING.MODEL(A1:B21)")?.rows).toBeGreaterThan(20);
  expect(call("=_xldudf_MINING_MODEL(A1:B21)")).toEqual(call("=MINING.MODEL(A1:B21)"));
});

test("of a formula that makes something else of a result, no size is known", () => {
  expect(call("=TRANSPOSE(MINING.MODEL(A1:B21))")).toEqual({ function: "MODEL", rows: 1, columns: 1 });
  expect(call("=MINING.MODEL(A1:B21)&MINING.MODEL(A1:B21)")).toMatchObject({ rows: 1, columns: 1 });
});

test("no result is smaller than what it is said to need", () => {
  let sized = 0;
  for (const { formula, cells, fetched } of catalogue.flatMap(({ examples }) => examples)) {
    const { name, given } = exampleCall(formula, cells);
    const result = callOn(fetched === undefined ? market : liveMarket(fetched), name, ...given);
    const { rows = 0, columns = 0 } = call(formula) ?? {};
    const size = Array.isArray(result) ? [result.length, (result as unknown[][])[0]?.length ?? 1] : [1, 1];
    if (rows * columns > 1) sized += 1;
    if ((size[0] ?? 0) < rows || (size[1] ?? 0) < columns)
      throw new Error(`${formula} gives ${size.join(" by ")}, and is said to need ${rows} by ${columns}`);
  }
  expect(sized).toBeGreaterThan(10);
});
