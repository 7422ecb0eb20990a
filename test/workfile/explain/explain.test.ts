import { readBook } from "../../../src/workfile/evaluate/book";
import { Evaluation } from "../../../src/workfile/evaluate/evaluation";
import { library } from "../../../src/workfile/evaluate/functions/library";
import { miningFunctions } from "../../../src/workfile/evaluate/mining";
import { explain } from "../../../src/workfile/explain/explain";
import { isRange, type Explanation } from "../../../src/workfile/explain/explanation";
import { cellNamed } from "../../../src/workfile/explain/place";
import { hiddenSheets } from "../../../src/workfile/sheetStates";
import { nodeCompression } from "../../../src/workfile/nodeCompression";
import { openWorkbook } from "../../../src/workfile/workbook";
import { siteBook } from "./siteBook";
import { writtenBook, type Written } from "./writtenBook";

const evaluationOf = (file: Uint8Array) =>
  new Evaluation(readBook(openWorkbook(file, nodeCompression)), {
    excel: library,
    mining: miningFunctions(undefined),
  });

const site = evaluationOf(siteBook());

function explained(at: string, evaluation = site): Explanation {
  const named = cellNamed(evaluation, at);
  if ("problem" in named) throw new Error(named.problem);
  return explain(evaluation, named.place, { formWidth: 80 });
}

const texts = ({ findings }: Explanation) => findings.map(({ text }) => text);

/** What is said of a formula in C1, beside the cells A1, A2 ... */
const ofFormula = (formula: string, ...cells: Written[]) =>
  explained(
    "Data!C1",
    evaluationOf(
      writtenBook([
        { name: "Data", rows: cells.map((cell, row) => (row === 0 ? [cell, null, [formula, 0]] : [cell])) },
      ]),
    ),
  );

describe("the arguments of a function", () => {
  const { calls, agrees, unit, formula } = explained("'Site 1'!B1");
  const [call] = calls;

  test("come with unit, value, cell and label, and those that are left out with their default", () => {
    expect(formula).toBe("=MINING.HASHCOST(Inputs!B2,Inputs!B3,Inputs!B4)");
    expect([agrees, unit]).toEqual([true, "USD per unit per day"]);
    expect(call?.arguments).toMatchObject([
      {
        name: "j_per_th",
        unit: "J/TH",
        value: 0.0175,
        origin: {
          kind: "cell",
          cell: { at: "Inputs!B2", kind: "constant", label: { text: "Efficiency", unit: "J/GH" } },
        },
      },
      { name: "usd_per_kwh", unit: "USD/kWh", value: 0.06 },
      { name: "pue", value: 1.05 },
      { name: "opex_usd_per_ph_day", text: "", value: 0, origin: { kind: "default" } },
      { name: "unit", value: "PH", origin: { kind: "default" } },
    ]);
    expect(call?.sources.length).toBeGreaterThan(0);
  });

  test("are computed in Excel's own functions too, from the same values", () => {
    expect(call?.native).toMatchObject({
      call: "MINING_HASHCOST(Inputs!B2,Inputs!B3,Inputs!B4)",
      name: "MINING_HASHCOST",
      isSame: true,
    });
    expect(call?.native?.formula).toMatch(/^=LAMBDA\(j_per_th/);
    expect(Math.abs(Number(call?.native?.value) - 24 * 0.0175 * 0.06 * 1.05)).toBeLessThan(1e-15);
  });

  test("may be names of LET, which the native form gets as values", () => {
    const { calls: inner } = ofFormula("=_xlfn.LET(_xlpm.x,A1,_xldudf_MINING_HASHCOST(_xlpm.x,0.05))", 20);
    expect(inner[0]).toMatchObject({ value: 24, native: { value: 24, isSame: true } });
    expect(inner[0]?.arguments[0]).toMatchObject({ text: "x", value: 20 });
  });

  test("a call that the formula does not need has its arguments, and no result", () => {
    const [first, second] = explained("'Site 1'!B7").calls;
    expect(first?.value).toBe(24);
    expect(second).not.toHaveProperty("value");
    expect(second?.arguments[0]).toMatchObject({ value: 30, origin: { kind: "typed" } });
    expect(second?.native?.why).toMatch(/did not need it/);
  });
});

describe("what looks wrong", () => {
  test("a unit beside a cell that is not the function's is said, with what the value is in that", () => {
    expect(texts(explained("'Site 1'!B1"))).toEqual([
      "j_per_th (Efficiency, Inputs!B2): the sheet says J/GH, and the function takes J/TH: 0.0175 J/GH is 17.5 J/TH; multiply it by 1,000.",
    ]);
    expect(texts(explained("'Site 1'!B5"))[0]).toMatch(
      /^difficulty .* the sheet says T, and the function takes the raw number: 132\.7 T is 132,700,000,000,000/,
    );
  });

  test("it is said of the typed-in value too, for the formulas that use it", () => {
    expect(texts(explained("Inputs!B2"))).toEqual([
      expect.stringMatching(/^For 'Site 1'!B1, j_per_th .* multiply it by 1,000\.$/),
    ]);
  });

  test.each<[string, Written, RegExp | undefined]>([
    ["_xldudf_MINING_HASHCOST(A1,0.05)", 17.5, undefined],
    ["_xldudf_MINING_HASHCOST(A1,0.05)", 0.0175, /0\.0175 J\/GH would be 17\.5 J\/TH/],
    ["_xldudf_MINING_HASHCOST(A1,0.05)", 20_000, /outside the usual 1 to 1,000: is it the power in W\?/],
    ["_xldudf_MINING_HASHCOST(20,A1)", 60, /60 ct\/kWh would be 0\.6 USD\/kWh; 60 USD\/MWh would be 0\.06/],
    ["_xldudf_MINING_HASHCOST(20,A1)", -0.01, undefined],
    ['_xldudf_MINING_OPTION_PRICE("put",6,5,0.25,A1)', 7, /7 is 700 %: was 0\.07 meant\?/],
    ["_xldudf_MINING_HASHCOST(20,A1)", null, /the cell is blank, which counts as 0/],
  ])("%s of %s", (formula, value, said) => {
    const found = texts(ofFormula(`=${formula}`, value));
    if (said === undefined) expect(found).toEqual([]);
    else expect(found).toEqual([expect.stringMatching(said)]);
  });

  test.each([
    "Power price (USD/kWh)",
    "Power price ($/kWh, at the meter)",
    "Power price (%)",
    "Power price (as of May)",
    "Power price",
  ])("nothing is wrong with %s", (label) => {
    const book = writtenBook([
      { name: "Data", rows: [[label, 0.05, ["=_xldudf_MINING_HASHCOST(20,B1)", 24]]] },
    ]);
    expect(texts(explained("Data!C1", evaluationOf(book)))).toEqual([]);
  });

  test.each([
    ["Power price (USD/MWh)", /50 USD\/MWh is 0\.05 USD\/kWh; divide it by 1,000/],
    ["Power price (EUR/kWh)", /the sheet says EUR\/kWh, and the function takes USD\/kWh/],
    ["Power (kW)", /the sheet says kW, and the function takes USD\/kWh/],
  ])("%s is another unit", (label, said) => {
    const book = writtenBook([
      { name: "Data", rows: [[label, 50, ["=_xldudf_MINING_HASHCOST(20,B1)", 24]]] },
    ]);
    expect(texts(explained("Data!C1", evaluationOf(book)))).toEqual([expect.stringMatching(said)]);
  });
});

test.each<[string, Written[][]]>([
  ["in a column to the right", [["Efficiency", 0.0175, "J/GH", ["=_xldudf_MINING_HASHCOST(B1,0.05)", 0]]]],
  [
    "between the name and the value",
    [["Efficiency", "J/GH", 0.0175, ["=_xldudf_MINING_HASHCOST(C1,0.05)", 0]]],
  ],
  [
    "above a column of values",
    [
      ["Site", "Efficiency (J/GH)"],
      ["North", 0.02],
      ["South", 0.0175, null, ["=_xldudf_MINING_HASHCOST(B3,0.05)", 0]],
    ],
  ],
])("a unit is found %s", (_, rows) => {
  const book = evaluationOf(writtenBook([{ name: "Data", rows }]));
  expect(texts(explained(`Data!D${rows.length}`, book))).toEqual([
    expect.stringMatching(/the sheet says J\/GH, and the function takes J\/TH: 0\.0175 J\/GH is 17\.5/),
  ]);
});

describe("an error", () => {
  test("says what is wrong, and which cell to change", () => {
    const { findings } = explained("'Site 1'!B11");
    expect(findings[0]).toMatchObject({
      kind: "error",
      text: '#VALUE!: j_per_th must be a number, got the text "S21". Change Machine, Inputs!B9, which gives j_per_th.',
      cell: { at: "Inputs!B9" },
    });
  });

  test("that comes from another cell leads there", () => {
    expect(explained("'Site 1'!B4").findings[0]).toMatchObject({
      text: "#VALUE! comes from Too low, 'Site 1'!B3, which shows it: fix that cell first.",
      cell: { at: "'Site 1'!B3" },
    });
  });

  test("of a model block names its row", () => {
    expect(explained("'Site 1'!B8").findings[0]).toMatchObject({
      text: expect.stringMatching(/nearest: "pool fee".* Change 'Site 1'!D9\.$/) as string,
      cell: { at: "'Site 1'!D9" },
    });
  });

  test("of a division names the divisor", () => {
    expect(explained("'Site 1'!B9").findings[0]?.text).toMatch(/Fees, Inputs!B7, is blank\.$/);
  });

  test("that the workbook shows where the formula has a value is not the formula's", () => {
    const book = writtenBook([{ name: "Data", rows: [[["=_xldudf_MINING_HASHCOST(20,0.05)", "#NAME?"]]] }]);
    const found = explained("Data!A1", evaluationOf(book));
    expect([found.value, found.agrees]).toEqual([24, false]);
    expect(texts(found)).toEqual([expect.stringMatching(/although the formula has a value: the add-in/)]);
  });
});

describe("the steps", () => {
  test("follow the computation, LET's names by name, with values put in", () => {
    expect(explained("'Site 1'!B2").steps).toMatchObject([
      { name: "cost", text: "B1/1000", filled: "0.02646/1000" },
      { name: "th", text: "Inputs!B5", value: 200 },
      { text: "cost*th" },
      { text: "cost*th*30", filled: expect.stringMatching(/\*30$/) as string },
    ]);
  });

  test("say how often a part of a LAMBDA was computed", () => {
    const { steps } = ofFormula("=SUM(_xlfn.MAP(A1:A3,_xlfn.LAMBDA(_xlpm.v,_xlpm.v*2)))", 1, 2, 3);
    expect(steps.find(({ text }) => text === "v*2")).toMatchObject({ value: 2, times: 3 });
    expect(steps.at(-1)).toMatchObject({ value: 12, times: 1 });
  });

  test("of one part that needs no steps are that part", () => {
    expect(ofFormula("=A1*2", 4).steps).toMatchObject([{ text: "A1*2", filled: "4*2", value: 8 }]);
  });
});

describe("the model", () => {
  const block = (efficiency: number): Written[][] => [
    ["btc price", 100_000],
    ["hashprice", 50],
    ["hashrate", 200],
    ["efficiency", efficiency],
    ["power price", 0.05],
    ["capex", 5000],
    ["months", 24],
  ];
  const { calls, findings } = explained(
    "Model!D1",
    evaluationOf(
      writtenBook([
        {
          name: "Model",
          rows: block(3250).map((row, index) =>
            index === 0 ? [...row, null, ['=_xldudf_MINING_MINER_NPV(A1:B7,"pue",1.1)', 0]] : row,
          ),
        },
      ]),
    ),
  );
  const assumption = (wanted: string) => calls[0]?.model?.assumptions.find(({ name }) => name === wanted);

  test("has each assumption with value, unit, source and cell", () => {
    expect(assumption("hashrate")).toMatchObject({
      value: 200,
      unit: "TH/s",
      source: "given",
      cell: { at: "Model!B3" },
    });
    expect(assumption("pue")).toMatchObject({ value: 1.1, source: "override" });
    expect(assumption("discount rate")).toMatchObject({ value: 0.1, source: "default" });
  });

  test("has the texts of MODEL's Check, which lead to the cell", () => {
    expect(assumption("efficiency")?.check).toBe("3250 J/TH: is it the power in W?");
    expect(findings).toContainEqual({
      kind: "doubt",
      text: "efficiency, Model!B4: 3250 J/TH: is it the power in W?",
      cell: { sheet: "Model", cell: "B4", at: "Model!B4" },
    });
  });
});

test("a form that is known to give another table is no finding, and says where it differs", () => {
  const rows: Written[][] = [
    ["btc price", 100_000, null, ["=_xldudf_MINING_MODEL(A1:B5)", 0]],
    ["hashprice", 50],
    ["hashrate", 200],
    ["efficiency", 20],
    ["power price", 0.05],
  ];
  const { calls, findings } = explained("Model!D1", evaluationOf(writtenBook([{ name: "Model", rows }])));
  expect(calls[0]?.native?.isSame).toBe(false);
  expect(calls[0]?.native?.differs?.length).toBeGreaterThan(0);
  expect(findings).toEqual([]);
});

describe("the cells", () => {
  test("that a formula refers to are marked by how they have their values", () => {
    const { precedents } = ofFormula("=SUM(A1:A4)*A1+A9", 1, 2, ["=A1*3", 3]);
    expect(precedents.map(({ at }) => at)).toEqual(["Data!A1:A4", "Data!A1", "Data!A9"]);
    const [range, cell, blank] = precedents;
    expect(range).toMatchObject({ rows: 4, constants: 2, formulas: 1, blanks: 1 });
    expect(range !== undefined && isRange(range) && range.cells.map(({ kind }) => kind)).toEqual([
      "constant",
      "constant",
      "formula",
    ]);
    expect([cell, blank]).toMatchObject([{ kind: "constant" }, { kind: "blank", value: null }]);
  });

  test("that only the computation finds are among them", () => {
    expect(ofFormula("=OFFSET(A1,1,0)*2", 1, 5).precedents.map(({ at }) => at)).toContain("Data!A2");
  });

  test("a typed-in value says what uses it, a blank one that it is blank", () => {
    expect(explained("Inputs!B5")).toMatchObject({
      kind: "constant",
      usedBy: { count: 2, first: [{ at: "'Site 1'!B2" }, { at: "'Site 1'!B7" }] },
    });
    expect(explained("Inputs!H9")).toMatchObject({ kind: "blank", saved: null, usedBy: { count: 0 } });
  });

  test.each([
    ["B4", /does not say which sheet it is on: write it as Inputs!B4/],
    ["Inputs!A1:B2", /is not one cell/],
    ["Input!B2", /there is no sheet "Input": did you mean Inputs\?/],
    ["Nope!A1", /the workbook has Inputs, Site 1, Notes/],
    ["nothing", /neither an address, as Inputs!B4, nor a name of the workbook/],
    ["AREA_", /does not stand for one cell/],
    ["=", /is not the address of a cell/],
  ])("%s is no cell", (text, why) => {
    const named = cellNamed(site, text);
    expect("problem" in named && named.problem).toMatch(why);
  });

  test.each(["Site 1!B11", "'Site 1'!$B$11", "'site 1'!b11"])("%s is a cell", (text) => {
    expect(explained(text).at).toBe("'Site 1'!B11");
  });

  test("a name that stands for one is it, and a hidden sheet is known", () => {
    expect(explained("EFFICIENCY_").at).toBe("Inputs!B2");
    expect([...hiddenSheets(openWorkbook(siteBook(), nodeCompression))]).toEqual(["Notes"]);
  });
});

test("what is not computed here says why, and keeps what the workbook shows", () => {
  const found = ofFormula("=CUBEVALUE(A1)+1", 1);
  expect(found).toMatchObject({ saved: 0, left: expect.stringMatching(/CUBEVALUE/) as string });
  expect(found).not.toHaveProperty("value");
});
