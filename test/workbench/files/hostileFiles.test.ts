/** @jest-environment jsdom */
import "../textCoding";
import { strToU8, zipSync } from "fflate";
import { FileMistake } from "../../../src/workbench/files/limits";
import { openedFile, unreadFormulas } from "../../../src/workbench/files/openWorkbook";
import { workbookBytes } from "../../../src/workbench/files/saveCopy";
import { readFile } from "../../../src/workbench/files/xlsx";
import { content, openInOffice, shown } from "../officeHost";
import { computingS } from "../../computing";

beforeAll(() => void openInOffice());

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";
const relation = (id: string, kind: string, target: string) =>
  `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;

interface Written {
  /** What stands in the worksheets, by their names. */
  readonly sheets: readonly (readonly [name: string, content: string])[];
  readonly others?: Readonly<Record<string, string>>;
}

/** A workbook written by hand. */
function workbook({ sheets, others = {} }: Written): Uint8Array {
  const parts: Record<string, string> = {
    "_rels/.rels": `<Relationships xmlns="${PACKAGE}">${relation("a", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(([name], index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="s${index}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}">${sheets.map((_, index) => relation(`s${index}`, "worksheet", `worksheets/sheet${index + 1}.xml`)).join("")}${relation("t", "sharedStrings", "sharedStrings.xml")}${relation("u", "styles", "styles.xml")}</Relationships>`,
    ...Object.fromEntries(
      sheets.map(([, inside], index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}">${inside}</worksheet>`,
      ]),
    ),
    ...others,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, strToU8(xml)])));
}

const sheet = (inside: string) => workbook({ sheets: [["Data", inside]] });
const cell = (address: string, rest = "<v>1</v>") =>
  sheet(`<sheetData><row r="${/\d+/.exec(address)?.[0]}"><c r="${address}">${rest}</c></row></sheetData>`);
const times = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => write(at));

/** The archive with another size for one of its files in its directory (PKWARE, APPNOTE.TXT, section 4.3.12). */
function unpackingTo(size: number, path: string, archive: Uint8Array): Uint8Array {
  const name = Buffer.from(archive).lastIndexOf(path);
  new DataView(archive.buffer, archive.byteOffset).setUint32(name - 22, size, true);
  return archive;
}

function refusalOf(file: Uint8Array): unknown {
  try {
    openedFile(readFile(file));
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("a file that would take the open workbook with it is refused in time, with a sentence that says why", () => {
  test.each<[string, () => Uint8Array, RegExp]>([
    [
      "two sheets of one name",
      () =>
        workbook({
          sheets: [
            ["Data", ""],
            ["DATA", ""],
          ],
        }),
      /damaged: two of its sheets are called "DATA"/,
    ],
    [
      "a sheet named as what every object of the page has",
      () => workbook({ sheets: [["__proto__", ""]] }),
      /cannot hold a sheet that is called "__proto__": give it another name/,
    ],
    ["a sheet without a name", () => workbook({ sheets: [["", ""]] }), /one of its sheets has no name/],
    [
      "a cell in the last corner of Excel's sheet",
      () => cell("XFD1048576"),
      /the sheet "Data" has a value in cell XFD1048576; a sheet of the workbench holds 200,000 rows/,
    ],
    [
      "a cell too far down and to the right at once",
      () => cell("XFD5000"),
      /has a value in cell XFD5000.* 20,000,000 cells in all/,
    ],
    [
      "a cell outside of Excel's sheet",
      () => cell("XFE1"),
      /damaged: a cell of the sheet "Data" has no place/,
    ],
    ["a cell in row 0", () => cell("A0"), /has no place/],
    [
      "cells merged over the whole sheet",
      () => sheet('<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
      /the sheet "Data" merges the cells A1:XFD1048576/,
    ],
    [
      "many merged cells",
      () => sheet(`<sheetData/><mergeCells>${'<mergeCell ref="A1:CV1000"/>'.repeat(6)}</mergeCells>`),
      /merges the cells A1:CV1000, and the workbench holds 500,000 cells under merged ones/,
    ],
    [
      "10,000 sheets",
      () =>
        workbook({
          sheets: [["S0", ""]],
          others: {
            "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${times(10_000, (index) => `<sheet name="S${index}" sheetId="${index + 1}" r:id="s0"/>`).join("")}</sheets></workbook>`,
          },
        }),
      /it has 10,000 sheets, and the workbench holds 250/,
    ],
    [
      "more rows than the grid holds, the last of which do not say their number",
      () => sheet(`<sheetData><row r="199999"/>${"<row><c><v>1</v></c></row>".repeat(3)}</sheetData>`),
      /has a value in cell A200001/,
    ],
    [
      "more cells than the grid holds",
      () => sheet(`<sheetData>${`<row>${"<c><v>1</v></c>".repeat(100)}</row>`.repeat(5_001)}</sheetData>`),
      /more than 500,000 cells with values, .*; they end in cell A5001 of the sheet "Data"/,
    ],
    [
      "elements that do not end",
      () => sheet(`<sheetData><row>${'<c t="inlineStr"'.repeat(500_000)}`),
      /worksheets\/sheet1\.xml in it is not valid XML/,
    ],
    [
      "elements in elements in elements",
      () => sheet(`<sheetData><row>${'<c t="inlineStr">'.repeat(200_000)}`),
      /one of its parts holds elements in more than 100 others/,
    ],
    [
      "an element with 200,000 attributes",
      () => sheet(`<sheetData><row ${times(200_000, (index) => `a${index}="1"`).join(" ")}/></sheetData>`),
      /has an element with more than 200 attributes/,
    ],
    [
      "entities in entities",
      () =>
        workbook({
          sheets: [["Data", ""]],
          others: {
            "xl/sharedStrings.xml": `<!DOCTYPE l [<!ENTITY a "ha">${times(20, (index) => `<!ENTITY a${index} "&a;&a;">`).join("")}]><sst xmlns="${MAIN}"><si><t>&a19;</t></si></sst>`,
          },
        }),
      /sharedStrings\.xml in it is not valid XML/,
    ],
    [
      "a part that is many times as large as it is packed, before it is unpacked",
      () =>
        unpackingTo(
          210e6,
          "xl/styles.xml",
          workbook({ sheets: [["Data", ""]], others: { "xl/styles.xml": "" } }),
        ),
      /too large: its content is over 200 MB/,
    ],
    [
      "a formula that takes a minute to read",
      () => cell("A1", `<f>1${"+1".repeat(4000)}</f>`),
      /the formula in cell A1 of the sheet "Data".* more operations than it can read/,
    ],
    [
      "a formula that Excel cannot have",
      () => cell("A1", `<f>${'"'.repeat(20_000)}</f>`),
      /longer than Excel allows/,
    ],
    [
      "a text that Excel cannot have",
      () =>
        sheet(`<sheetData><row><c t="inlineStr"><is><t>${"a".repeat(40_000)}</t></is></c></row></sheetData>`),
      /the text in cell A1 of the sheet "Data" has 40,000 characters, and Excel's limit is 32,767/,
    ],
    [
      "array formulas one over the other",
      () =>
        sheet(
          `<sheetData><row r="1">${times(100, () => '<c r="A1"><f t="array" ref="A1:XFD9">1</f></c>').join("")}</row></sheetData>`,
        ),
      /formulas of the sheet "Data" fill more cells/,
    ],
    [
      "many rules of conditional formats",
      () =>
        sheet(
          `<sheetData/>${'<conditionalFormatting sqref="A1"><cfRule type="duplicateValues" priority="1"/></conditionalFormatting>'.repeat(1_001)}`,
        ),
      /more than 1,000 rules of conditional formats/,
    ],
    [
      "rules for many ranges, each of which the grid holds apart",
      () =>
        sheet(
          `<sheetData/><conditionalFormatting sqref="${"A1 ".repeat(50_000)}">${'<cfRule type="duplicateValues" priority="1"/>'.repeat(500)}</conditionalFormatting>`,
        ),
      /rules of conditional formats and data validation cover more than 200,000 ranges/,
    ],
    [
      "sheets and relations that would be looked for among each other",
      () =>
        workbook({
          sheets: [["S0", ""]],
          others: {
            "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${times(60_000, (index) => `<sheet name="S${index}" sheetId="${index + 1}" r:id="s${index}"/>`).join("")}</sheets></workbook>`,
            "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}">${times(60_000, (index) => relation(`s${index}`, "worksheet", "worksheets/sheet1.xml")).join("")}</Relationships>`,
          },
        }),
      /it has 60,000 sheets, and the workbench holds 250/,
    ],
    [
      "a million elements that no cell holds",
      () => sheet(`<sheetData/><extLst>${"<a/>".repeat(1_100_000)}</extLst>`),
      /one of its parts holds more than 1,000,000 elements besides cells/,
    ],
    [
      "more styles than Excel has",
      () =>
        workbook({
          sheets: [["Data", ""]],
          others: {
            "xl/styles.xml": `<styleSheet xmlns="${MAIN}"><cellXfs>${"<xf/>".repeat(70_000)}</cellXfs></styleSheet>`,
          },
        }),
      /it has 70,000 styles, and the workbench holds 65,490/,
    ],
    [
      "many names",
      () =>
        workbook({
          sheets: [["Data", ""]],
          others: {
            "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Data" sheetId="1" r:id="s0"/></sheets><definedNames>${times(6_000, (index) => `<definedName name="n_${index}">Data!$A$1</definedName>`).join("")}</definedNames></workbook>`,
          },
        }),
      /it has 6,000 names, and the workbench holds 5,000/,
    ],
  ])("%s", (_what, make, sentence) => {
    const file = make();
    let refusal: unknown;
    // What is not refused takes minutes.
    expect(computingS(() => (refusal = refusalOf(file)))).toBeLessThan(20);
    expect(refusal).toBeInstanceOf(FileMistake);
    expect(String(refusal)).toMatch(sentence);
  });
});

describe("what is no harm opens", () => {
  const opened = (file: Uint8Array) => {
    const { data, warnings } = openedFile(readFile(file));
    return { data, warnings, model: openInOffice(data).model };
  };

  test("words of formulas that would take a search from each of their letters to their end", () => {
    const file = cell("A1", `<f>"${"_xldudf_MINING_".repeat(500)}"</f>`);
    const open = () => expect(content(opened(file).model, "Data!A1")).toContain("_xldudf_MINING_");
    expect(computingS(open)).toBeLessThan(10);
  });

  test("rules over whole columns end with the sheet, each of several counts, and those beyond it are gone", () => {
    const rule =
      '<cfRule type="cellIs" dxfId="0" priority="1" operator="greaterThan"><formula>5</formula></cfRule>';
    const dxfs = `<styleSheet xmlns="${MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellXfs><xf/></cellXfs><dxfs><dxf><font><b/></font></dxf></dxfs></styleSheet>`;
    const { data } = opened(
      workbook({
        sheets: [
          [
            "Data",
            `<sheetData><row><c><v>7</v></c></row></sheetData><conditionalFormatting sqref="A1:A1048576 C:D XFD1">${rule}${rule.replace("5", "6")}</conditionalFormatting><conditionalFormatting sqref="XFD1048576">${rule}</conditionalFormatting>`,
          ],
        ],
        others: { "xl/styles.xml": dxfs },
      }),
    );
    const formats = data.sheets[0]?.conditionalFormats.map(({ ranges, rule: { type, ...rest } }) => [
      ranges,
      type,
      "values" in rest ? rest.values : undefined,
    ]);
    expect(formats).toEqual(
      ["5", "6"].map((value) => [["A1:A100", "C1:D100"], "CellIsRule", [expect.stringContaining(value)]]),
    );
  });

  test("looks beyond what the grid holds are left out with a sentence", () => {
    const styles = `<styleSheet xmlns="${MAIN}"><fonts><font/><font><b/></font></fonts><fills><fill/></fills><borders><border/></borders><cellXfs><xf/><xf fontId="1" fillId="0" borderId="0" numFmtId="0"/></cellXfs></styleSheet>`;
    const { model, warnings } = opened(
      workbook({
        sheets: [
          [
            "Data",
            '<sheetData><row r="1"><c r="A1" s="1"><v>7</v></c></row><row r="1048576"><c r="A1048576" s="1"/></row></sheetData>',
          ],
        ],
        others: { "xl/styles.xml": styles },
      }),
    );
    expect(shown(model, "Data!A1")).toMatchObject({ value: 7, isBold: true });
    expect(model.getters.getSheetSize("Data").numberOfRows).toBe(100);
    expect(warnings).toEqual([expect.stringMatching(/^The sheet "Data" has formatting in more cells/)]);
  });

  test("looks of columns, rows and cells: a cell's count before its row's, and those before its column's", () => {
    const fonts =
      "<fonts><font/><font><sz val='8'/></font><font><sz val='9'/></font><font><sz val='10'/></font></fonts>";
    const styles = `<styleSheet xmlns="${MAIN}">${fonts}<fills><fill/></fills><borders><border/></borders><cellXfs><xf/>${[1, 2, 3].map((font) => `<xf fontId="${font}" fillId="0" borderId="0" numFmtId="0"/>`).join("")}</cellXfs></styleSheet>`;
    const { model } = opened(
      workbook({
        sheets: [
          [
            "Data",
            '<cols><col min="1" max="2" style="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2" s="2" customFormat="1"><c r="A2" s="3"><v>1</v></c><c r="B2" s="3"><v>1</v></c></row><row r="3"><c r="A3" s="3"/></row></sheetData>',
          ],
        ],
        others: { "xl/styles.xml": styles },
      }),
    );
    const size = (col: number, row: number) =>
      model.getters.getCell({ sheetId: "Data", col, row })?.style?.fontSize;
    expect([size(0, 0), size(0, 1), size(1, 1), size(2, 1), size(0, 2), size(1, 2), size(2, 2)]).toEqual([
      8,
      10,
      10,
      9,
      10,
      8,
      undefined,
    ]);
  });

  test("cells that share a formula have it moved, but for what is fixed or no cell", () => {
    const shared = (address: string) => `<c r="${address}"><f t="shared" si="0"/></c>`;
    const { model } = opened(
      sheet(
        `<sheetData><row r="1"><c r="B1"><f t="shared" si="0" ref="B1:C2">A1+$A1+A$1+$A$1+LOG10(A1)+SUM(A:A)+SUM($2:2)+LEN("A1")+'B2'!A1</f></c>${shared("C1")}</row><row r="2">${shared("B2")}</row></sheetData>`,
      ),
    );
    expect(content(model, "Data!C1")).toBe(`=B1+$A1+B$1+$A$1+LOG10(B1)+SUM(B:B)+SUM($2:2)+LEN("A1")+'B2'!B1`);
    expect(content(model, "Data!B2")).toBe(`=A2+$A2+A$1+$A$1+LOG10(A2)+SUM(A:A)+SUM($2:3)+LEN("A1")+'B2'!A2`);
  });

  test("heights, hidden rows and groups", () => {
    const { data } = opened(
      sheet(
        '<sheetFormatPr defaultRowHeight="15"/><sheetData><row r="1" ht="30"/><row r="2" hidden="1"/><row r="4" outlineLevel="1"/><row r="5" outlineLevel="1"/><row r="6" collapsed="0"/></sheetData>',
      ),
    );
    const [first] = data.sheets;
    expect([0, 1, 2].map((row) => first?.rows[row])).toMatchObject([
      { size: 40, isHidden: false },
      { size: 20, isHidden: true },
      { size: 20, isHidden: false },
    ]);
    expect(first?.headerGroups?.ROW).toMatchObject([{ start: 3, end: 4 }]);
  });

  test("links and groups in more rows than the import reads in time are left out with a sentence", () => {
    const rows = times(21_000, () => '<row outlineLevel="1"><c><v>1</v></c></row>').join("");
    const { data, warnings } = openedFile(readFile(sheet(`<sheetData>${rows}</sheetData>`)));
    expect(data.sheets[0]?.cells["A21000"]).toBe("1");
    expect(warnings).toEqual([
      expect.stringMatching(/in more than 20,000 rows: those after them were left out/),
    ]);
  });

  test("marks beyond the sheet, in time that grows as they do", () => {
    const marks = '<ignoredError sqref="XFD1048576"/>'.repeat(60_000);
    const file = sheet(`<sheetData/><ignoredErrors>${marks}<ignoredError sqref="A1"/></ignoredErrors>`);
    expect(computingS(() => expect(opened(file).data.sheets).toHaveLength(1))).toBeLessThan(15);
  });

  test("many sheets without cells are left out with one sentence", () => {
    const charts = times(20, (at) => `<sheet name="Chart ${at}" sheetId="${at + 2}" r:id="c"/>`).join("");
    const { warnings } = opened(
      workbook({
        sheets: [["Data", ""]],
        others: {
          "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Data" sheetId="1" r:id="s0"/>${charts}</sheets></workbook>`,
          "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}">${relation("s0", "worksheet", "worksheets/sheet1.xml")}${relation("c", "chartsheet", "worksheets/sheet1.xml")}</Relationships>`,
        },
      }),
    );
    expect(warnings).toEqual([
      'These sheets were left out: "Chart 0", "Chart 1", "Chart 2", "Chart 3", "Chart 4", 15 more. They hold charts, dialogs or macros, not cells.',
    ]);
  });

  test("names of sheets that are not there, and halves of characters, do not keep it from being saved", async () => {
    const names = ["Gone!$A$1", "data!$A$1"].map(
      (target, at) => `<definedName name="n_${at}">${target}</definedName>`,
    );
    const { model } = opened(
      workbook({
        sheets: [
          ["Data", '<sheetData><row><c t="inlineStr"><is><t>a_xD800_ 😀</t></is></c></row></sheetData>'],
        ],
        others: {
          "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Data" sheetId="1" r:id="s0"/></sheets><definedNames>${names.join("")}</definedNames></workbook>`,
        },
      }),
    );
    const saved = await workbookBytes({ model, settings: new Map(), customXml: new Map() });
    const again = readFile(saved);
    expect(again.names).toEqual({ n_1: "Data!A1" });
    expect(again.sheets[0]?.cells.A1).toBe("a\ufffd 😀");
  });

  test("a text that reads like the code of a character is saved as it was; true is a flag too", async () => {
    const { model } = opened(
      sheet(
        '<sheetData><row><c t="inlineStr"><is><t>_x005F_x0041_</t></is></c><c t="b"><v>true</v></c></row></sheetData>',
      ),
    );
    expect(["A1", "B1"].map((at) => shown(model, `Data!${at}`).value)).toEqual(["_x0041_", true]);
    const saved = await workbookBytes({ model, settings: new Map(), customXml: new Map() });
    expect(readFile(saved).sheets[0]?.cells).toEqual({ A1: "_x0041_", B1: "TRUE" });
  });

  test("formulas that the grid cannot read, with a sentence on what becomes of them", async () => {
    const formulas = (...all: string[]) =>
      sheet(`<sheetData><row>${all.map((text) => `<c><f>${text}</f></c>`).join("")}</row></sheetData>`);
    const { model } = opened(formulas("1+1", "SUM((A1,A1))", "A1:A2 A1:B1"));
    expect(unreadFormulas(model)).toEqual([
      "The workbench cannot read the formulas of 2 cells, such as Data!B1: a copy saved here holds text instead.",
    ]);
    const saved = await workbookBytes({ model, settings: new Map(), customXml: new Map() });
    expect(readFile(saved).sheets[0]?.cells.B1).toBe("'=SUM((A1,A1))");
    expect(unreadFormulas(opened(formulas("B1+1", "C1+1", "IF(1,#VALUE!,2)")).model)).toEqual([
      "The workbench cannot read the formula in Data!C1, which 2 more cells need: a copy saved here holds text instead.",
    ]);
    expect(unreadFormulas(opened(formulas("nope_name")).model)).toEqual([
      expect.stringMatching(/cannot read the formula in Data!A1:/),
    ]);
    expect(unreadFormulas(opened(formulas("1+1", "NOPE(1)", "Gone!A1")).model)).toEqual([]);
  });

  test("20,000 rows, in seconds", () => {
    const rows = `<row>${"<c><v>1.5</v></c>".repeat(4)}</row>`.repeat(20_000);
    const file = sheet(`<sheetData>${rows}</sheetData>`);
    const open = () => expect(shown(opened(file).model, "Data!D20000").value).toBe(1.5);
    expect(computingS(open)).toBeLessThan(30);
  });
});
