import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stored } from "../../src/formula/stored";
import { nativeNames } from "../../src/native/forms";
import { compression } from "../../src/workfile/compression";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { makePortable } from "../../src/workfile/portable";
import { preflight } from "../../src/workfile/preflight";
import type { Grade } from "../../src/workfile/reports";
import { optionsFor, partsOf, partText, replaced, withPart, workbookFile, workbookNames } from "./fixtures";

const convert = (file: Uint8Array, grade: Grade) => makePortable(file, optionsFor(grade), nodeCompression);
const excel = workbookFile("excel.xlsm");
const SHEET = "xl/worksheets/sheet1.xml";
const WORKBOOK = "xl/workbook.xml";
/** What one row of a converted sheet says of a cell. */
const cellXml = (file: Uint8Array, cell: string, path = SHEET) =>
  new RegExp(`<c r="${cell}"[^>]*(?:/>|>.*?</c>)`).exec(partText(file, path))?.[0];

describe("preflight", () => {
  const { cells, warnings, signed, macros, converted } = preflight(excel, nodeCompression);
  const at = (cell: string) => cells.find((found) => found.cell === cell && found.sheet === "Model");

  test("lists each cell with its functions and what it can become", () => {
    expect(cells).toHaveLength(15);
    expect(at("C9")).toEqual({
      sheet: "Model",
      cell: "C9",
      formula: "=MINING.HASHPRICE(B9,$B$3,3.125)",
      functions: ["HASHPRICE"],
      grades: ["lambda", "classic"],
      hasValue: true,
    });
    expect(at("D14")).toMatchObject({
      functions: ["MARKET"],
      grades: [],
      why: "MINING.MARKET has no LAMBDA form; MINING.MARKET has no classic form",
    });
    expect({ signed, macros, converted }).toEqual({ signed: false, macros: true, converted: undefined });
    expect(warnings).toEqual([
      'The formula of Fleet[Hashprice] calls MINING functions: "=MINING.HASHPRICE(Fleet[[#This Row],[Price]],Model!$B$3,3.125)". In a copy with values it stays as it is, and new rows still need the add-in.',
    ]);
  });

  test.each(workbookNames)("promises for %s what each copy then holds", (name) => {
    const file = workbookFile(name);
    const promised = preflight(file, nodeCompression).cells;
    for (const grade of ["lambda", "classic"] as const) {
      const copy = convert(file, grade).cells;
      expect(copy).toHaveLength(promised.length);
      for (const { sheet, cell, became } of copy) {
        const { grades } = promised.find((one) => one.sheet === sheet && one.cell === cell) ?? {};
        expect([sheet, cell, grades?.includes(grade)]).toEqual([sheet, cell, became === "formula"]);
      }
    }
  });

  test("warns of what is not converted, and of a protected sheet", () => {
    const found = preflight(workbookFile("openpyxl.xlsx"), nodeCompression);
    expect(found.warnings).toEqual([
      "The name HASHPRICE_NOW calls MINING functions: \"=MINING.HASHPRICE('Site model'!$B$2,'Site model'!$B$3)\". In a copy with values or classic formulas (MINING.HASHPRICE has no classic form for these arguments) it stays as it is, and cells that use it still need the add-in.",
      "Site model: a conditional format calls MINING functions and stays as it is.",
      "Site model: a data validation calls MINING functions and stays as it is.",
      "The sheet Site model is protected: its formulas are converted all the same, and it stays protected.",
    ]);
    expect(found.cells.every(({ hasValue }) => !hasValue)).toBe(true);
    expect(found.cells.find(({ cell }) => cell === "B9")?.why).toMatch(
      /^MINING\.FUNCTION_OF_2040 is no function of this version of Hashcell; the file holds no value for it/,
    );
  });

  test("says of a signature that it is removed", () => {
    const found = preflight(workbookFile("signed.xlsx"), nodeCompression);
    expect(found.signed).toBe(true);
    expect(found.warnings).toEqual([
      "The workbook is signed: a converted file has other contents, so its signature is removed.",
    ]);
    const { file } = convert(workbookFile("signed.xlsx"), "values");
    expect([...partsOf(file).keys()].filter((path) => path.includes("signature"))).toEqual([]);
    expect(partText(file, "_rels/.rels")).not.toContain("digital-signature");
    expect(partText(file, "[Content_Types].xml")).not.toContain("sig1.xml");
  });
});

describe("as values", () => {
  const { file, cells, names } = convert(excel, "values");

  test("each cell keeps the value that it shows, of every kind", () => {
    const price = /<c r="B4"[^>]*>.*?<v>([^<]*)</.exec(partText(excel, SHEET))?.[1] ?? "";
    expect(cellXml(file, "B4")).toBe(`<c r="B4" s="1"><v>${price}</v></c>`);
    expect(cellXml(file, "C4")).toBe('<c r="C4" t="str"><v>below &amp; "fine"</v></c>');
    expect(cellXml(file, "D4")).toBe('<c r="D4" t="str"><v></v></c>');
    expect(cellXml(file, "E4")).toBe('<c r="E4" t="b"><v>1</v></c>');
    expect(cellXml(file, "D14")).toBe('<c r="D14" t="e"><v>#N/A</v></c>');
    expect(cellXml(file, "A14")).toBe('<c r="A14" t="str"><v>BTC mined (BTC per day)</v></c>');
    expect(cellXml(file, "A15")).toBe('<c r="A15" t="str"><v>Revenue (USD per day)</v></c>');
    expect(cells.every(({ became }) => became === "value")).toBe(true);
    expect(names).toEqual([]);
  });

  test("other formulas, shared ones and data tables too, stay", () => {
    const sheet = partText(file, SHEET);
    expect(sheet).toContain('<f t="shared" ref="D6:D12" si="1">C6*2</f>');
    expect(sheet).toContain('<f t="dataTable" ref="B24:B25" dt2D="0" dtr="0" r1="B2"/>');
    expect(sheet).toContain("<f>SUM(B14:B16)</f>");
  });

  test("the order of calculation goes, with what led to it", () => {
    expect(partsOf(file).has("xl/calcChain.xml")).toBe(false);
    expect(partText(file, "[Content_Types].xml")).not.toContain("calcChain");
    expect(partText(file, "xl/_rels/workbook.xml.rels")).not.toContain("calcChain");
  });

  test("macros, comments, drawings and the table stay packed as they were", () => {
    const [before, after] = [partsOf(excel), partsOf(file)];
    for (const path of [
      "xl/vbaProject.bin",
      "xl/comments1.xml",
      "xl/drawings/vmlDrawing1.vml",
      "xl/sharedStrings.xml",
    ])
      expect(after.get(path)).toEqual(before.get(path));
  });

  test("a formula that means a spilled range is warned of", () => {
    expect(convert(workbookFile("xlsxwriter.xlsx"), "values").warnings).toEqual([
      "Model!G6 will show #REF!: it refers to D2#, which no longer spills. Refer to its cells instead.",
    ]);
  });

  test("a cell without a value stays, and is listed", () => {
    const { cells: found } = convert(workbookFile("openpyxl.xlsx"), "values");
    expect(
      found.every(
        ({ became, why }) => became === "unchanged" && (why ?? "").startsWith("the file holds no value"),
      ),
    ).toBe(true);
  });
});

describe("as LAMBDA", () => {
  const { file, cells, names } = convert(excel, "lambda");

  test("formulas call names; those that spilled spill, others stay single, and values stay", () => {
    expect(cellXml(file, "B4")).toMatch(
      /^<c r="B4" s="1" cm="1"><f t="array" ref="B4">MINING_HASHPRICE\(B2,B3,3\.125\)<\/f><v>[\d.]+<\/v><\/c>$/,
    );
    // Without a record, Excel takes one value of what the function gives, as of the add-in's function before.
    expect(cellXml(file, "C8")).toMatch(
      /^<c r="C8" s="1"><f>MINING_HASHPRICE\(B8,\$B\$3,3\.125\)<\/f><v>[\d.]+<\/v><\/c>$/,
    );
    // What is calculated whatever changes still is.
    expect(cellXml(file, "E4")).toBe(
      '<c r="E4" t="b"><f ca="1">MINING_HASHPRICE(B2,B3,3.125)+0*NOW()&gt;1</f><v>1</v></c>',
    );
    expect(cellXml(file, "A14")).toMatch(
      /^<c r="A14" t="str" cm="1"><f t="array" ref="A14:B22">MINING_MINER_PNL\(\$B\$2,\$B\$3,3\.125,0,200,17\.5,0\.06\)<\/f><v>BTC mined/,
    );
    expect(cellXml(file, "C4")).toContain(
      'IF(MINING_HASHPRICE(B2,B3,3.125)&lt;1000,"below &amp; ""fine""","")</f>',
    );
    expect(cells.find(({ cell }) => cell === "D14")).toMatchObject({
      became: "value",
      now: "#N/A",
      why: "MINING.MARKET has no LAMBDA form",
    });
  });

  test("only the names that are needed are added, marked as a file marks them, and everything is calculated", () => {
    const workbook = partText(file, WORKBOOK);
    const added = [...workbook.matchAll(/<definedName name="(MINING_[^"]*)">([^<]*)</g)];
    expect(added.map(([, name]) => name)).toEqual([...names]);
    expect(names).toContain("MINING_HASHPRICE");
    expect(names).toContain("MINING_MINER_PNL");
    for (const [, name, text = ""] of added) {
      expect([name, text]).toEqual([name, expect.stringMatching(/^_xlfn\.LAMBDA\(_xl[po][mp]\./)]);
      // Every name that a name calls is there.
      for (const [called] of text.matchAll(/\bMINING_[A-Z0-9_]+/g)) expect(names).toContain(called);
    }
    expect(workbook).toContain('<calcPr calcId="191029" fullCalcOnLoad="1"/>');
    expect(workbook.indexOf("</definedNames>")).toBeLessThan(workbook.indexOf("<calcPr"));
    expect(partText(file, "xl/metadata.xml")).toBe(partText(excel, "xl/metadata.xml"));
  });

  test("a name with another meaning is left, and ours gets the next free one everywhere", () => {
    const taken = replaced(
      excel,
      WORKBOOK,
      '<definedName name="PRICE">',
      '<definedName name="mining_hashprice">Model!$B$2</definedName><definedName name="MINING_HASHPRICE_2" localSheetId="0">1</definedName><definedName name="PRICE">',
    );
    const found = convert(taken, "lambda");
    expect(found.renamed).toEqual([{ name: "MINING_HASHPRICE", as: "MINING_HASHPRICE_3" }]);
    expect(cellXml(found.file, "C8")).toContain(">MINING_HASHPRICE_3(B8,$B$3,3.125)<");
    expect(partText(found.file, WORKBOOK)).toContain(
      '<definedName name="mining_hashprice">Model!$B$2</definedName>',
    );
    expect(partText(found.file, WORKBOOK)).not.toMatch(/MINING_HASHPRICE\(/);
    expect(found.warnings).toContain(
      "The workbook has a name MINING_HASHPRICE of its own: ours is called MINING_HASHPRICE_3.",
    );
  });

  test("a name with the same formula is used, whoever wrote it", () => {
    const text = stored(nativeNames().get("MINING_HASHPRICE") ?? "")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;");
    const there = replaced(
      excel,
      WORKBOOK,
      '<definedName name="PRICE">',
      `<definedName name="MINING_HASHPRICE">${text.replace(/,/g, ", ")}</definedName><definedName name="PRICE">`,
    );
    const found = convert(there, "lambda");
    expect(found.renamed).toEqual([]);
    expect(found.names).not.toContain("MINING_HASHPRICE");
    expect(found.names).toContain("MINING_MINER_PNL");
  });

  test("a table's name is taken too", () => {
    const table = replaced(
      excel,
      "xl/tables/table1.xml",
      'displayName="Fleet"',
      'displayName="MINING_HASHPRICE"',
    );
    expect(convert(table, "lambda").renamed).toEqual([
      { name: "MINING_HASHPRICE", as: "MINING_HASHPRICE_2" },
    ]);
  });

  test("metadata of another kind is extended, where each kind of record has its place", () => {
    const signed = replaced(workbookFile("signed.xlsx"), SHEET, "<c><f>", '<c cm="1"><f>');
    const { file: extended } = convert(signed, "lambda");
    const metadata = partText(extended, "xl/metadata.xml");
    expect(metadata).toMatch(
      /<metadataTypes count="2"><metadataType name="XLRICHVALUE"[^>]*\/><metadataType name="XLDAPR"[^>]*\/><\/metadataTypes><futureMetadata name="XLRICHVALUE" count="1">.*<\/futureMetadata><futureMetadata name="XLDAPR" count="1">.*fDynamic="1".*<\/futureMetadata><cellMetadata count="1"><bk><rc t="2" v="0"\/><\/bk><\/cellMetadata><valueMetadata count="1">/,
    );
    expect(partText(extended, SHEET)).toContain(
      '<c cm="1"><f t="array" ref="B1">MINING_HASHPRICE(60000,1.1E14,3.125)</f>',
    );
    expect(partText(extended, WORKBOOK)).toMatch(
      /<\/sheets><definedNames>.*<\/definedNames><calcPr fullCalcOnLoad="1"\/>/,
    );
  });

  test("names and tables' columns are converted too, as the cover sheet says", () => {
    const named = replaced(
      excel,
      WORKBOOK,
      '<definedName name="PRICE">',
      '<definedName name="now" comment="a &amp; b">\n_xldudf_MINING_HASHPRICE(Model!$B$2,Model!$B$3,3.125)&amp;" USD"</definedName><definedName name="live" localSheetId="0">_xldudf_MINING_MARKET("btc.price")</definedName><definedName name="PRICE">',
    );
    const found = convert(named, "lambda");
    expect(found.formulas).toEqual([
      {
        place: "the name now",
        was: '=\nMINING.HASHPRICE(Model!$B$2,Model!$B$3,3.125)&" USD"',
        now: '=\nMINING_HASHPRICE(Model!$B$2,Model!$B$3,3.125)&" USD"',
      },
      {
        place: "the formula of Fleet[Hashprice]",
        was: "=MINING.HASHPRICE(Fleet[[#This Row],[Price]],Model!$B$3,3.125)",
        now: "=MINING_HASHPRICE(Fleet[[#This Row],[Price]],Model!$B$3,3.125)",
      },
    ]);
    expect(partText(found.file, WORKBOOK)).toContain(
      '<definedName name="now" comment="a &amp; b">\nMINING_HASHPRICE(Model!$B$2,Model!$B$3,3.125)&amp;" USD"</definedName>',
    );
    expect(partText(found.file, "xl/tables/table1.xml")).toContain(
      "<calculatedColumnFormula>MINING_HASHPRICE(Fleet[[#This Row],[Price]],Model!$B$3,3.125)</calculatedColumnFormula>",
    );
    expect(partText(found.file, "xl/worksheets/sheet3.xml")).toContain("the formula of Fleet[Hashprice]");
    expect(found.warnings).toEqual([
      'The name live calls MINING functions and stays as it is, since MINING.MARKET has no LAMBDA form: "=MINING.MARKET("btc.price")". Cells that use it still need the add-in.',
    ]);
    expect(found.needsAddin).toBe(true);
    expect(convert(excel, "lambda").needsAddin).toBe(false);
    const classic = convert(named, "classic");
    expect(partText(classic.file, WORKBOOK)).toMatch(
      /<definedName name="now"[^>]*>\s*IF\(\(Model!\$B\$2&gt;0\)[^<]*&amp;" USD"<\/definedName>/,
    );
    expect(classic.formulas).toHaveLength(2);
    expect(convert(named, "values").formulas).toEqual([]);
  });

  test("a workbook whose names only call the add-in is converted where they can be", () => {
    const only = withPart(
      replaced(
        workbookFile("signed.xlsx"),
        WORKBOOK,
        "</sheets>",
        '</sheets><definedNames><definedName name="now">MINING.HASHPRICE(60000,1.1E14,3.125)</definedName></definedNames>',
      ),
      SHEET,
      (text) => text.replace(/MINING[._]/g, "OTHER_"),
    );
    expect(convert(only, "lambda").formulas.map(({ place }) => place)).toEqual(["the name now"]);
    expect(() => convert(only, "values")).toThrow(
      "no cell of the workbook calls a MINING function, only the name now, which cannot be converted to values",
    );
  });

  test("a market value in a formula is named, with what keeps the rest of it a formula", () => {
    const nested = replaced(
      excel,
      SHEET,
      ">_xldudf_MINING_HASHPRICE(B2,B3,3.125)</f>",
      '>_xldudf_MINING_HASHPRICE(_xldudf_MINING_MARKET("btc.price"),B3,3.125)</f>',
    );
    const advice =
      "put MINING.MARKET in a cell of its own and refer to that cell, and the rest stays a formula";
    expect(convert(nested, "lambda").cells.find(({ cell }) => cell === "B4")).toMatchObject({
      became: "value",
      why: `MINING.MARKET has no LAMBDA form; ${advice}`,
    });
    expect(preflight(nested, nodeCompression).cells.find(({ cell }) => cell === "B4")?.why).toBe(
      `MINING.MARKET has no LAMBDA form; MINING.MARKET has no classic form; ${advice}`,
    );
    expect(partText(convert(nested, "lambda").file, "xl/worksheets/sheet3.xml")).toContain(advice);
  });

  test("an array formula of earlier Excel stays one", () => {
    const { file: arrays } = convert(workbookFile("xlsxwriter.xlsx"), "lambda");
    expect(cellXml(arrays, "H2")).toMatch(
      /^<c r="H2"><f t="array" ref="H2:H3">MINING_HASHPRICE\(B2:B3,B3,3\.125\)<\/f>/,
    );
  });

  test("what would be too long, or too deep, becomes a value", () => {
    const long = replaced(
      excel,
      SHEET,
      "_xldudf_MINING_HASHPRICE(B2,B3,3.125)&lt;1000",
      `_xldudf_MINING_HASHPRICE(B2,B3,3.125)&lt;1000+LEN("${"x".repeat(8200)}")`,
    );
    const tooLong = convert(long, "lambda").cells.find(({ cell }) => cell === "C4");
    expect(tooLong?.became).toBe("value");
    expect(tooLong?.why).toMatch(/^the formula would have 8,\d\d\d characters, and Excel allows 8,192$/);
    const deep = replaced(
      excel,
      SHEET,
      "_xldudf_MINING_HASHPRICE(B2,B3,3.125)&lt;1000",
      `${"ABS(".repeat(64)}_xldudf_MINING_HASHPRICE(B2,B3,3.125)${")".repeat(64)}&lt;1000`,
    );
    expect(convert(deep, "lambda").cells.find(({ cell }) => cell === "C4")).toMatchObject({
      became: "value",
      why: "the formula would have 66 levels, and Excel allows 64",
    });
  });
});

describe("as classic formulas", () => {
  const { file, cells, names } = convert(excel, "classic");

  test("each cell has a formula of its own, without names, LAMBDA or records", () => {
    const sheet = partText(file, SHEET);
    expect(sheet).not.toMatch(/MINING_|LAMBDA|_xlfn\.LET|cm="/);
    expect(names).toEqual([]);
    expect(cellXml(file, "C8")).toMatch(/^<c r="C8" s="1"><f>[^<]*B8[^<]*<\/f><v>/);
    // What one formula filled is filled by nine; labels stay texts.
    expect(cellXml(file, "B15")).toMatch(/^<c r="B15"><f>[^<]+<\/f><v>/);
    expect(cellXml(file, "A15")).toBe('<c r="A15" t="str"><v>Revenue (USD per day)</v></c>');
    expect(cells.filter(({ became }) => became === "value").map(({ cell }) => cell)).toEqual(["D14"]);
  });

  test.each([
    ["_xlfn.LET(_xlpm.x,CALL,_xlpm.x*2)", "its formula uses LET, which not every Excel has"],
    ["CALL+SUM(_xlfn.ANCHORARRAY(B2))", "its formula uses #, which not every Excel has"],
    ["_xldudf_MINING_HASHPRICE(B2:B3,B3,3.125)", "MINING.HASHPRICE has no classic form for these arguments"],
    ["_xldudf_MINING_MINER_NPV(A2:B3)", "MINING.MINER_NPV has no classic form"],
  ])("%s becomes a value", (text, why) => {
    const call = "_xldudf_MINING_HASHPRICE(B2,B3,3.125)";
    const changed = replaced(excel, SHEET, `>${call}</f>`, `>${text.replace("CALL", call)}</f>`);
    expect(convert(changed, "classic").cells.find(({ cell }) => cell === "B4")).toMatchObject({
      became: "value",
      why,
    });
  });

  test("the @ of a newer Excel goes", () => {
    const call = "_xldudf_MINING_HASHPRICE(B2,B3,3.125)";
    const single = replaced(excel, SHEET, `>${call}</f>`, `>_xlfn.SINGLE(${call})</f>`);
    expect(cellXml(convert(single, "classic").file, "B4")).toMatch(/^<c r="B4" s="1"><f>\(IF\(\(B2&gt;0\)/);
  });

  test("it says which functions of the workbook's own not every Excel has", () => {
    const own = replaced(excel, SHEET, "<f>SUM(B14:B16)</f>", "<f>_xlfn.TEXTJOIN(&quot;&quot;,TRUE,B14)</f>");
    const needs =
      "any Excel from 2013 on, or LibreOffice; formulas of the workbook itself use TEXTJOIN, which not every Excel has";
    expect(preflight(own, nodeCompression).needs.classic).toBe(needs);
    const made = convert(own, "classic");
    expect(made.needs).toBe(needs);
    expect(convert(excel, "classic").needs).toBe("any Excel from 2013 on, or LibreOffice");
  });

  test("what calculates with ranges is an array formula, which other formulas of one cell are not", () => {
    const call = "_xldudf_MINING_HASHPRICE(B2,B3,3.125)";
    const sum = replaced(excel, SHEET, `>${call}</f>`, `>SUM(B2:B3*${call})</f>`);
    expect(cellXml(convert(sum, "classic").file, "B4")).toMatch(
      /^<c r="B4" s="1"><f t="array" ref="B4">SUM\(B2:B3\*IF\(/,
    );
    expect(cellXml(file, "B4")).toMatch(/^<c r="B4" s="1"><f>/);
    // A formula that did not spill needs it for what the add-in's functions became, and not for what took one value of a range.
    const plainCall = /(<c r="C4"[^>]*><f)>.*?<\/f>/;
    const withC4 = (formula: string) =>
      withPart(excel, SHEET, (text) =>
        text.replace(plainCall, (_, start: string) => `${start}>${formula}</f>`),
      );
    const risk = '_xldudf_MINING_VAR_CVAR($B$6:$B$12,0.95,"cornish_fisher","VaR")';
    expect(cellXml(convert(withC4(risk), "classic").file, "C4")).toMatch(/<f t="array" ref="C4">/);
    expect(cellXml(convert(withC4(`B2:B6*${call}`), "classic").file, "C4")).toMatch(/<f>B2:B6\*\(?IF\(/);
  });
});

describe("the cover sheet", () => {
  const { file, coverSheet } = convert(excel, "lambda");
  const cover = partText(file, "xl/worksheets/sheet3.xml");

  test("comes last, under the next free name", () => {
    expect(coverSheet).toBe("Hashcell");
    expect(partText(file, WORKBOOK)).toMatch(
      /<sheet name="Fleet list"[^>]*\/><sheet name="Hashcell" sheetId="5" [^>]*\/><\/sheets>/,
    );
    const taken = replaced(excel, WORKBOOK, '"Fleet list"', '"HASHCELL"');
    expect(convert(taken, "values").coverSheet).toBe("Hashcell 2");
  });

  test("says version, moment, market, needs and each cell", () => {
    const texts = [...cover.matchAll(/<t xml:space="preserve">([^<]*)<\/t>/g)].map(([, text]) => text);
    expect(texts.slice(0, 9)).toEqual([
      "Made portable by Hashcell",
      "Version",
      "1.2.0",
      "Date",
      "2026-03-31 18:30 UTC",
      "MINING formulas became",
      "Formulas with LAMBDA names",
      "Needs",
      "Microsoft 365, Excel 2024 or Excel for the web",
    ]);
    expect(texts).toEqual(
      expect.arrayContaining([
        "embedded",
        "btc.price",
        "built in",
        "=MINING.HASHPRICE(B8,$B$3,3.125)",
        "=MINING_HASHPRICE(B8,$B$3,3.125)",
      ]),
    );
  });

  test("has a title and heads in bold, by formats that are added last", () => {
    const styles = partText(file, "xl/styles.xml");
    expect(styles).toContain('<fonts count="3" x14ac:knownFonts="1">');
    expect(styles).toMatch(
      /<cellXfs count="6">.*<xf numFmtId="0" fontId="1"[^>]*\/><xf numFmtId="0" fontId="2"[^>]*\/><xf [^>]*><alignment [^>]*\/><\/xf><\/cellXfs>/,
    );
    expect(cover).toContain('<c r="A1" s="3" t="inlineStr">');
    expect(cover).toMatch(/<c r="A\d+" s="4" t="inlineStr"><is><t xml:space="preserve">Sheet</);
  });
});

test("the pane's way to pack gives the same workbook", () => {
  const [inNode, inPage] = [convert(excel, "lambda"), makePortable(excel, optionsFor("lambda"), compression)];
  const texts = (file: Uint8Array) => [...partsOf(file)].map(([path, { text }]) => [path, text]);
  const withoutOriginals = (file: Uint8Array) =>
    texts(file).filter(([path]) => path !== "customXml/item1.xml");
  expect(withoutOriginals(inPage.file)).toEqual(withoutOriginals(inNode.file));
});

/** Runs with the programs that are installed; where one is not, the strict checks above have to do. */
describe("other programs open what was converted", () => {
  const folder = mkdtempSync(join(tmpdir(), "hashcell-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const python = ["/usr/bin/python3", "python3"].find(
    (name) => spawnSync(name, ["-c", "import openpyxl"]).status === 0,
  );
  const office = spawnSync("soffice", ["--version"]).status === 0;
  const written = (names: readonly string[]) =>
    names.flatMap((name) =>
      (["values", "lambda", "classic"] as const).map((grade) => {
        const path = join(folder, `${grade}-${name}`);
        writeFileSync(path, convert(workbookFile(name), grade).file);
        return path;
      }),
    );

  (python === undefined ? test.skip : test)(
    "openpyxl, if it is installed, finds the cells, names and the cover sheet",
    () => {
      // It refuses strict files as they come.
      const paths = written(workbookNames.filter((name) => name !== "strict.xlsx"));
      const code = `
import json, sys, openpyxl
out = []
for path in sys.argv[1:]:
    wb = openpyxl.load_workbook(path, keep_vba=path.endswith("m"))
    last = wb.worksheets[-1]
    formulas = [c.value for ws in wb.worksheets[:-1] for row in ws.iter_rows() for c in row if c.data_type == "f" and isinstance(c.value, str)]
    out.append([last["A1"].value, last["A1"].font.b, formulas, len(getattr(wb.defined_names, "definedName", wb.defined_names))])
print(json.dumps(out))`;
      const output = execFileSync(python ?? "", ["-W", "ignore", "-c", code, ...paths], { encoding: "utf8" });
      const found = JSON.parse(output) as [string, boolean, string[], number][];
      expect(found).toHaveLength(paths.length);
      for (const [index, [title, isBold, formulas, names]] of found.entries()) {
        const path = paths[index] ?? "";
        expect([path, title, isBold]).toEqual([path, "Made portable by Hashcell", true]);
        if (path.includes("lambda-")) {
          expect(names).toBeGreaterThan(0);
          expect(formulas.some((formula) => formula.includes("MINING_HASH"))).toBe(true);
        }
      }
    },
  );

  (office ? test : test.skip)(
    "LibreOffice, if it is installed, opens all of them and shows the values",
    () => {
      const paths = written(["excel.xlsm", "strict.xlsx", "signed.xlsx"]).filter(
        (path) => !path.includes("lambda-"),
      );
      const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
      execFileSync("soffice", [profile, "--headless", "--convert-to", "csv", "--outdir", folder, ...paths], {
        stdio: "ignore",
      });
      for (const path of paths) {
        const table = readFileSync(path.replace(/\.xls[xm]$/, ".csv"), "utf8");
        expect([path, table]).toEqual([path, expect.stringContaining("Hashprice")]);
        // 60,000 USD times 3.125 BTC, for a petahash's share of a day's hashes at a difficulty of 1.1E14.
        const hashprice = ((1e15 * 86400) / (1.1e14 * 2 ** 32)) * 3.125 * 60000;
        const numbers = table.split(/[,\n]/).map(Number);
        const isThere = numbers.some((number) => Math.abs(number - hashprice) < 1e-4);
        expect([path, isThere]).toEqual([path, true]);
      }
    },
  );
});

test("a part that is not there before is described to the file", () => {
  const bare = withPart(
    replaced(
      workbookFile("strict.xlsx"),
      "[Content_Types].xml",
      '<Default Extension="xml" ContentType="application/xml"/>',
      "",
    ),
    "unused.txt",
    () => "kept",
  );
  const { file } = convert(bare, "lambda");
  const types = partText(file, "[Content_Types].xml");
  const described = (path: string) =>
    types.includes(`PartName="/${path}"`) ||
    types.includes(`Extension="${path.slice(path.lastIndexOf(".") + 1)}"`);
  for (const path of partsOf(file).keys())
    if (path !== "[Content_Types].xml" && path !== "unused.txt")
      expect([path, described(path)]).toEqual([path, true]);
  expect(partText(file, "xl/styles.xml")).toContain("http://purl.oclc.org/ooxml/spreadsheetml/main");
});
