import { typed } from "../../src/formula/stored";
import { makePortable } from "../../src/workfile/portable";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { call } from "../functions/host";
import { evaluated } from "../native/engine";
import { optionsFor, partText, withPart, workbookFile } from "./fixtures";

const SHEET = "xl/worksheets/sheet1.xml";
const plain = (xml: string) =>
  xml
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");

/** A formula in C4 as a portable workbook has it, with the names that the workbook got. */
function portable(formula: string) {
  const inXml = formula.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const changed = withPart(workbookFile("excel.xlsm"), SHEET, (text) =>
    text.replace(/(<c r="C4".*?<f[^>]*>).*?(<\/f>)/, (_, start: string, end: string) => start + inXml + end),
  );
  const { file } = makePortable(changed, optionsFor("lambda"), nodeCompression);
  const workbook = partText(file, "xl/workbook.xml");
  const names = [...workbook.matchAll(/<definedName name="(MINING_[^"]*)">([^<]*)</g)].map(
    ([, name = "", text = ""]) => [name, typed(plain(text))] as const,
  );
  const [, cell = ""] = /<c r="C4".*?<f[^>]*>(.*?)<\/f>/.exec(partText(file, SHEET)) ?? [];
  return { formula: typed(plain(cell)), names: new Map(names) };
}

const model = [
  ["btc price", 100000],
  ["difficulty", 1.5e14],
  ["start height", 1042000],
  ["hashrate", 234],
  ["efficiency", 15],
  ["power price", 0.05],
  ["months", 6],
  ["capex", 300],
  ["depreciation", "sln"],
  ["discount rate", 0.1],
];

test("a model with overrides in it is passed on as it is in the add-in", () => {
  const formulas = [
    'MINING.MINER_OPTION(MINING.MODEL(K1:L10,"power price",0.08),"option value")',
    'MINING.MINER_NPV(MINING.MODEL(K1:L10,"fees",0.1),"months",9,"tax rate",0.3)',
  ].map((formula) => portable(formula.replace(/MINING\./g, "_xldudf_MINING_")));
  expect(formulas.map(({ formula }) => formula)).toEqual([
    'MINING_MINER_OPTION(MINING_MODEL(MINING_WITH(K1:L10,MINING_PAIR("power price",0.08))),"option value")',
    'MINING_MINER_NPV(MINING_WITH(MINING_MODEL(MINING_WITH(K1:L10,MINING_PAIR("fees",0.1))),MINING_STACKED(MINING_PAIR("months",9),MINING_PAIR("tax rate",0.3))))',
  ]);
  const answers = evaluated(
    formulas.map(({ formula, names }) => {
      const name = "TEST_FORMULA";
      const text = `LAMBDA(model,${formula.replace("K1:L10", "model")})`;
      return { names: new Map([...names, [name, text]]), calls: [{ name, given: [model] }] };
    }),
  ).map(([answer]) => Number(answer?.[0]?.[0]));
  const [option = NaN, npv = NaN] = answers;
  const expected = [
    Number(call("MINER_OPTION", call("MODEL", model, "power price", 0.08), "option value")[0]?.[0]),
    Number(call("MINER_NPV", call("MODEL", model, "fees", 0.1), "months", 9, "tax rate", 0.3)[0]?.[0]),
  ] as const;
  expect(option / expected[0]).toBeCloseTo(1, 12);
  expect(npv / expected[1]).toBeCloseTo(1, 12);
  // The depreciation life that MODEL wrote out stays 6 months.
  expect(npv).not.toBeCloseTo(
    Number(call("MINER_NPV", model, "fees", 0.1, "months", 9, "tax rate", 0.3)[0]?.[0]),
    2,
  );
});
