import { strToU8, unzipSync, zipSync } from "fflate";
import { embedded } from "../../src/data/embedded/embedded";
import { MarketStore } from "../../src/data/store";
import { FileError } from "../../src/workfile/fileError";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { recalculate, type RecalculateOptions } from "../../src/workfile/recalculate";
import { addressOf } from "../../src/workfile/evaluate/evaluation";
import { readBook } from "../../src/workfile/evaluate/book";
import { ErrorValue } from "../../src/workfile/evaluate/scalar";
import { openWorkbook } from "../../src/workfile/workbook";
import { partText, workbookFile, workbookNames } from "./fixtures";
import { smallBook } from "./smallBook";

const run = (file: Uint8Array, options: Partial<RecalculateOptions> = {}) =>
  recalculate(file, { set: [], ...options }, nodeCompression);

/** What a file holds in a cell. */
function valueIn(file: Uint8Array, sheetName: string, row: number, column: number) {
  const book = readBook(openWorkbook(file, nodeCompression));
  const value = book.sheets.find(({ name }) => name === sheetName)?.value(row, column) ?? null;
  return value instanceof ErrorValue ? value.code : value;
}

// 60,000 USD, a difficulty of 1e14 and 3.125 BTC a block: 1e15 x 86,400 / (1e14 x 2^32) x 3.125 x 60,000.
const HASHPRICE = (1e15 * 86400 * 3.125 * 60000) / (1e14 * 2 ** 32);
const hashprice = (v?: number) => ({
  f: "_xldudf_MINING_HASHPRICE(A1,B1,3.125)",
  ...(v === undefined ? {} : { v }),
});

const book = (saved?: number, ...more: Parameters<typeof smallBook>[0]["sheets"][string]) =>
  smallBook({
    sheets: {
      Inputs: [
        [60000, 1e14, hashprice(saved), { f: "C1*2", v: 1 }],
        ["text", 5, { f: "B2+1", v: 99 }],
        ...more,
      ],
    },
  });

test("computes the cells that call the add-in and what depends on them, and nothing else", () => {
  const result = run(book(1));
  expect(result.mining).toBe(1);
  expect(result.changed.map(({ cell }) => addressOf(cell, cell.sheet))).toEqual(["C1", "D1"]);
  expect(valueIn(result.file, "Inputs", 1, 3)).toBeCloseTo(HASHPRICE, 10);
  expect(valueIn(result.file, "Inputs", 1, 4)).toBeCloseTo(2 * HASHPRICE, 10);
  // It depends on no cell of the add-in: Excel's value stands, whatever it is.
  expect(valueIn(result.file, "Inputs", 2, 3)).toBe(99);
  expect(result.left).toEqual([]);
});

test("a cell without a saved value gets one, and the rest of the file stays as it is", () => {
  const file = book();
  const result = run(file);
  const before = partText(file, "xl/worksheets/sheet1.xml");
  const after = partText(result.file, "xl/worksheets/sheet1.xml");
  expect(after.replace(/<v>[^<]*<\/v>/g, "")).toBe(before.replace(/<v>[^<]*<\/v>/g, ""));
  expect(partText(result.file, "xl/workbook.xml")).toContain('fullCalcOnLoad="1"');
});

test("formulas that a program saved without values are computed, before those that read them and after", () => {
  const file = smallBook({
    sheets: {
      Inputs: [[{ f: "20000*3" }, { f: "A1*1E14/60000" }, hashprice(), { f: "C1*2" }, { f: "A2+1" }], [5]],
      Other: [[{ f: "Inputs!A1/2" }, { f: "RAND()" }]],
    },
  });
  const result = run(file);
  const values = (sheet: string, columns: number) =>
    Array.from({ length: columns }, (_, index) => valueIn(result.file, sheet, 1, index + 1));
  const [price, difficulty, own, twice, more] = values("Inputs", 5);
  expect([price, difficulty, more]).toEqual([60000, 1e14, 6]);
  expect(own).toBeCloseTo(HASHPRICE, 10);
  expect(twice).toBeCloseTo(2 * HASHPRICE, 10);
  expect(values("Other", 1)).toEqual([30000]);
  expect(result.left.map(({ sheet, at }) => [sheet, at])).toEqual([["Other", "B1"]]);
});

test("of thousands of cells, each gets its own value", () => {
  const rows = Array.from({ length: 2_500 }, (_, at) => [
    30_000 + at,
    { f: `_xldudf_MINING_HASHPRICE(A${at + 1},1E+14,3.125)`, v: 1 },
  ]);
  const file = smallBook({ sheets: { S: rows } });
  const result = run(file);
  const [sheet] = readBook(openWorkbook(result.file, nodeCompression)).sheets;
  for (const at of rows.keys())
    expect(Number(sheet?.value(at + 1, 2)) / (HASHPRICE * (0.5 + at / 60_000))).toBeCloseTo(1, 12);
  const [before, after] = [file, result.file].map((made) => partText(made, "xl/worksheets/sheet1.xml"));
  expect(after?.replace(/<v>[^<]*<\/v>/g, "")).toBe(before?.replace(/<v>[^<]*<\/v>/g, ""));
});

test.each([
  "_xldudf_mining_hashprice",
  "_XLDUDF_MINING_HASHPRICE",
  "MINING.HASHPRICE",
  "_xll.MINING.HASHPRICE",
])("%s is the function too", (name) => {
  const result = run(smallBook({ sheets: { S: [[{ f: `${name}(60000,1E+14,3.125)` }]] } }));
  expect(valueIn(result.file, "S", 1, 1)).toBeCloseTo(HASHPRICE, 10);
});

test("calls through names count", () => {
  const names = { PRICE_OF: "_xlfn.LAMBDA(_xlpm.x,_xldudf_MINING_HASHPRICE(_xlpm.x,1E+14,3.125))" };
  const result = run(
    smallBook({
      sheets: {
        S: [
          [
            { f: "PRICE_OF(60000)", v: 0 },
            { f: "A1+1", v: 0 },
          ],
        ],
      },
      names,
    }),
  );
  expect(result.mining).toBe(1);
  expect(valueIn(result.file, "S", 1, 2)).toBeCloseTo(HASHPRICE + 1, 10);
});

describe("a result of several cells", () => {
  const days = (count: number) => ({
    f: `_xldudf_MINING_HASHPRICE(A1:A${count},1E+14,3.125)`,
    ref: "C1:C2",
    spills: true as const,
    v: 1,
  });

  test("grows over free cells", () => {
    const rows = [[10000, null, days(3), { f: "SUM(C1:C9)", v: 0 }], [20000, null, 1], [30000]];
    const result = run(smallBook({ sheets: { S: rows } }));
    expect(valueIn(result.file, "S", 3, 3)).toBeCloseTo(HASHPRICE / 2, 10);
    expect(partText(result.file, "xl/worksheets/sheet1.xml")).toContain('ref="C1:C3"');
  });

  test("shrinks, and what it filled is empty", () => {
    const rows = [
      [10000, null, { ...days(2), ref: "C1:C3" }],
      [20000, null, 1],
      [30000, null, 1],
    ];
    const result = run(smallBook({ sheets: { S: rows } }));
    expect(valueIn(result.file, "S", 2, 3)).toBeCloseTo(HASHPRICE / 3, 10);
    expect(valueIn(result.file, "S", 3, 3)).toBeNull();
    expect(partText(result.file, "xl/worksheets/sheet1.xml")).toContain('ref="C1:C2"');
  });

  test("is an error where a cell is taken", () => {
    const rows = [
      [10000, null, days(3)],
      [20000, null, 1],
      [30000, null, "taken"],
    ];
    const result = run(smallBook({ sheets: { S: rows } }));
    expect(valueIn(result.file, "S", 1, 3)).toBe("#SPILL!");
    expect(valueIn(result.file, "S", 3, 3)).toBe("taken");
  });

  test("of the old kind keeps its range", () => {
    const rows = [
      [10000, null, { f: "_xldudf_MINING_HASHPRICE(A1:A3,1E+14,3.125)", ref: "C1:C2", v: 1 }],
      [20000, null, 1],
      [30000],
    ];
    const result = run(smallBook({ sheets: { S: rows } }));
    expect(valueIn(result.file, "S", 2, 3)).toBeCloseTo(HASHPRICE / 3, 10);
    expect(valueIn(result.file, "S", 3, 3)).toBeNull();
  });

  test("in a cell of one value is its first", () => {
    const rows = [[10000, null, { f: "_xldudf_MINING_HASHPRICE(A1:A2,1E+14,3.125)", v: 1 }], [20000]];
    const result = run(smallBook({ sheets: { S: rows } }));
    expect(valueIn(result.file, "S", 1, 3)).toBeCloseTo(HASHPRICE / 6, 10);
    expect(valueIn(result.file, "S", 2, 3)).toBeNull();
  });
});

describe("what is set first", () => {
  const block = [
    ["assumption", "value"],
    ["btc price", 60000],
    ["difficulty", 1e14],
    ["hashrate (TH/s)", 200],
    ["efficiency (J/TH)", 17.5],
    ["power price (USD per kWh)", 0.05],
    ["capex", 3000],
    ["months", 36],
    ["subsidy", 3.125],
    [
      { f: "_xldudf_MINING_MINER_NPV(A1:B9)", v: 1 },
      { f: "B6*1000", v: 50 },
    ],
  ];
  const model = smallBook({
    sheets: { Model: block, Other: [[1]] },
    names: { Power: "Model!$B$6", SUMS: "Model!$B$6:$B$7", TWELVE: "12" },
  });
  const set = (name: string, value: string) => run(model, { set: [{ name, value }] });
  const npvOf = (file: Uint8Array) => valueIn(file, "Model", 10, 1);

  test.each([
    ["Model!B6", "0.06"],
    ["model!$b$6", "0.06"],
    ["Power", "0.06"],
    ["power price", "0.06"],
    ["Power Price (USD/kWh)", "0.06"],
    ["'Model'!B6", "6%"],
  ])("%s = %s", (name, value) => {
    const result = set(name, value);
    expect(valueIn(result.file, "Model", 6, 2)).toBe(0.06);
    expect(valueIn(result.file, "Model", 10, 2)).toBe(60);
    const cheaper = npvOf(set("Power", "0.05").file);
    expect(npvOf(result.file)).toBeLessThan(Number(cheaper));
    expect(result.set).toMatchObject([{ before: 0.05, value: 0.06, name }]);
  });

  test.each([
    ["B6", "1", /B6 does not say which sheet it is on: write it as Model!B6/],
    ["Model!A10", "1", /Model!A10 cannot be set: Model!A10 has a formula, which would be lost/],
    ["SUMS", "1", /the name SUMS does not stand for one cell/],
    ["TWELVE", "1", /the name TWELVE does not stand for one cell/],
    ["Nowhere!B6", "1", /there is no sheet "Nowhere": the workbook has Model, Other/],
    ["hodl share", "1", /the model block in Model!A1 has no row for hodl share: add it/],
    [
      "gravity",
      "1",
      /"gravity" is neither an address, as Inputs!B4, nor a name of the workbook, nor an assumption/,
    ],
  ])("%s = %s is refused", (name, value, message) => {
    expect(() => set(name, value)).toThrow(message);
    expect(() => set(name, value)).toThrow(FileError);
  });

  test("a cell is set once", () => {
    const twice = [
      { name: "Power", value: "1" },
      { name: "power price", value: "2" },
    ];
    expect(() => run(model, { set: twice })).toThrow("Model!B6 is set twice");
  });

  test("TRUE is a truth, other words are texts", () => {
    expect(valueIn(set("Model!D1", "true").file, "Model", 1, 4)).toBe(true);
    expect(valueIn(set("Model!D1", " a < b ").file, "Model", 1, 4)).toBe(" a < b ");
    expect(valueIn(set("Other!C9", "7").file, "Other", 9, 3)).toBe(7);
  });
});

describe("the market", () => {
  const rows = [
    [
      { f: '_xldudf_MINING_MARKET("btc.price")', v: 50000 },
      { f: "_xldudf_MINING_HASHPRICE(A1,1E+14,3.125)", v: 1 },
    ],
  ];
  const market = smallBook({ sheets: { S: rows } });

  test("stays as it was saved unless one is given", () => {
    const result = run(market);
    expect(result.market).toEqual(["S!A1"]);
    expect(valueIn(result.file, "S", 1, 1)).toBe(50000);
    expect(valueIn(result.file, "S", 1, 2)).toBeCloseTo((HASHPRICE * 5) / 6, 10);
  });

  test("is read where it is given", () => {
    const store = new MarketStore(embedded, () => 0);
    store.show({ kind: "embedded" });
    const result = run(market, { market: store });
    const price = store.quote("btc.price")?.value ?? NaN;
    expect(result.market).toEqual([]);
    expect(valueIn(result.file, "S", 1, 1)).toBe(price);
    expect(valueIn(result.file, "S", 1, 2)).toBeCloseTo((HASHPRICE * price) / 60000, 8);
  });

  test("a formula that reads it and something that has changed is left without it", () => {
    const both = [
      [
        { f: '_xldudf_MINING_MARKET("btc.price")*B1', v: 5 },
        { f: "_xldudf_MINING_BLOCK_SUBSIDY(0)", v: 1 },
        { f: "A1+1", v: 6 },
      ],
    ];
    const result = run(smallBook({ sheets: { S: both } }));
    expect(result.left.map(({ at, why, dueTo }) => [at, why, dueTo])).toEqual([
      ["A1", "MINING.MARKET shows the market, which is not given", undefined],
      ["C1", "MINING.MARKET shows the market, which is not given", "S!A1"],
    ]);
    expect(valueIn(result.file, "S", 1, 3)).toBe(6);
  });
});

describe("what cannot be computed keeps its value and is listed", () => {
  const left = (f: string, more: Partial<Parameters<typeof smallBook>[0]> = {}) =>
    run(
      smallBook({
        sheets: {
          S: [
            [
              { f, v: 7 },
              { f: "A1+1", v: 8 },
            ],
          ],
        },
        ...more,
      }),
    );

  test.each([
    ["NO_SUCH(_xldudf_MINING_BLOCK_SUBSIDY(0))", "NO_SUCH is not computed here"],
    ["_xldudf_MINING_NO_SUCH(1)", "there is no function MINING.NO_SUCH"],
    ["[1]Sheet1!A1+_xldudf_MINING_BLOCK_SUBSIDY(0)", "it refers to another workbook"],
    ["NOW()+_xldudf_MINING_BLOCK_SUBSIDY(0)", "NOW gives another value at each calculation"],
    ["B1+_xldudf_MINING_BLOCK_SUBSIDY(0)", "a circular reference: A1 > B1 > A1"],
    ["Gone!A1+_xldudf_MINING_BLOCK_SUBSIDY(0)", "there is no sheet Gone"],
  ])("=%s", (formula, why) => {
    const result = left(formula);
    const [first] = result.left.filter(({ dueTo }) => dueTo === undefined);
    expect(first?.why).toBe(why);
    expect(valueIn(result.file, "S", 1, 1)).toBe(7);
    expect(valueIn(result.file, "S", 1, 2)).toBe(8);
    expect(result.left.length).toBe(2);
  });

  test("a formula that cannot even be read calls nothing, and stays", () => {
    const result = left("_xldudf_MINING_BLOCK_SUBSIDY(0");
    expect([result.mining, result.left, result.changed]).toEqual([0, [], []]);
    expect(valueIn(result.file, "S", 1, 1)).toBe(7);
  });

  test("volatile functions elsewhere keep their values and are named", () => {
    const rows = [
      [
        { f: "TODAY()", v: 45000 },
        { f: "_xldudf_MINING_BLOCK_SUBSIDY(A1)", v: 0 },
      ],
    ];
    const result = run(smallBook({ sheets: { S: rows } }));
    expect([...result.volatile]).toEqual([["TODAY", "S!A1"]]);
    expect(valueIn(result.file, "S", 1, 2)).toBe(50);
  });

  test("iterative calculation is named", () => {
    const result = left("_xldudf_MINING_BLOCK_SUBSIDY(0)", { calcPr: '<calcPr iterate="1"/>' });
    expect(result.warnings).toEqual([
      expect.stringMatching(/^The workbook goes through circular references/),
    ]);
  });

  test("precision as displayed is refused", () => {
    expect(() => left("1", { calcPr: '<calcPr fullPrecision="0"/>' })).toThrow(
      /^the workbook calculates with the precision that its cells show/,
    );
  });
});

describe("written values", () => {
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const second = "xl/worksheets/sheet2.xml";
  /** Sets cells of a sheet whose part is given, and returns what it becomes. */
  const written = (content: string, set: Readonly<Record<string, string>>) => {
    const file = unzipSync(smallBook({ sheets: { S: [[hashprice(1)]], T: [[1]] } }));
    file[second] = strToU8(`<worksheet xmlns="${MAIN}">${content}</worksheet>`);
    const wanted = Object.entries(set).map(([name, value]) => ({ name, value }));
    const after = partText(run(zipSync(file), { set: wanted }).file, second);
    return after.slice(after.indexOf(">") + 1, after.lastIndexOf("<"));
  };

  test("open a sheet that has no cells", () => {
    expect(written("<sheetData/>", { "T!B2": "5", "T!A3": "x" })).toBe(
      '<sheetData><row r="2"><c r="B2"><v>5</v></c></row><row r="3"><c r="A3" t="str"><v>x</v></c></row></sheetData>',
    );
    expect(() => written("", { "T!B2": "5" })).toThrow(FileError);
  });

  test("find rows however they say which they are", () => {
    expect(
      written("<sheetData><row r='5'/><row\n r='7'><c r='A7'><v>1</v></c></row></sheetData>", {
        "T!B7": "5",
        "T!A6": "2",
      }),
    ).toBe(
      "<sheetData><row r='5'/><row r=\"6\"><c r=\"A6\"><v>2</v></c></row><row\n r='7'><c r='A7'><v>1</v></c><c r=\"B7\"><v>5</v></c></row></sheetData>",
    );
  });

  test("lose what Excel knows of the old value", () => {
    expect(
      written('<sheetData><row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row></sheetData>', {
        "T!A1": "5",
      }),
    ).toBe('<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>');
  });

  test.each(["<v/>", "<v></v>", "<v >1</v >", "<v>1<!-- one --></v>", "<v><![CDATA[1]]></v>", ""])(
    "take the place of %s",
    (element) => {
      const row = (value: string) => `<sheetData><row r="1"><c r="A1">${value}</c></row></sheetData>`;
      expect(written(row(element), { "T!A1": "5" })).toBe(row("<v>5</v>"));
    },
  );

  test("have signs that XML cannot hold as Excel writes them, and are read as such", () => {
    const f = 'CHAR(1)&"_x0041_"&ROUND(_xldudf_MINING_HASHPRICE(60000,1E+14,3.125),0)';
    const { file } = run(
      smallBook({
        sheets: {
          S: [
            [
              { f, v: "" },
              { f: "LEN(A1)", v: 0 },
            ],
          ],
        },
      }),
    );
    expect(partText(file, "xl/worksheets/sheet1.xml")).toContain("<v>_x0001__x005F_x0041_38</v>");
    expect(valueIn(file, "S", 1, 1)).toBe("\u0001_x0041_38");
    expect(valueIn(file, "S", 1, 2)).toBe(10);
    expect(run(file).changed).toEqual([]);
  });
});

test("dates that count from 1904 are computed as such", () => {
  const rows = [[{ f: "_xldudf_MINING_BLOCK_SUBSIDY(0)+YEAR(B1)", v: 0 }, 0]];
  const result = run(smallBook({ sheets: { S: rows }, workbookPr: '<workbookPr date1904="1"/>' }));
  expect(valueIn(result.file, "S", 1, 1)).toBe(1954);
});

test("hidden sheets are computed too", () => {
  const sheets = { Open: [[1]], Hidden: [[{ f: "_xldudf_MINING_BLOCK_SUBSIDY(0)", v: 0 }]] };
  const result = run(smallBook({ sheets, states: { Hidden: "veryHidden" } }));
  expect(valueIn(result.file, "Hidden", 1, 1)).toBe(50);
});

test.each(workbookNames)("%s, from another program, opens again with the new values", (name) => {
  const result = run(workbookFile(name));
  const again = run(result.file);
  expect(again.changed).toEqual([]);
  expect(again.mining).toBe(result.mining);
});
