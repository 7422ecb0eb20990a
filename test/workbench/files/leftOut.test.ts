/** @jest-environment jsdom */
import "../textCoding";
import { readFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { openedFile } from "../../../src/workbench/files/openWorkbook";
import { readFile } from "../../../src/workbench/files/xlsx";
import { nodeCompression } from "../../../src/workfile/nodeCompression";
import { makePortable } from "../../../src/workfile/portable";
import { optionsFor } from "../../workfile/fixtures";
import { openInOffice } from "../officeHost";

beforeAll(() => {
  openInOffice();
  jest.spyOn(console, "error").mockImplementation(() => undefined);
});

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const fixture = unzipSync(new Uint8Array(readFileSync("test/fixtures/workbooks/openpyxl.xlsx")));
const xml = (path: string) => strFromU8(fixture[path] ?? new Uint8Array());

/** The fixture with relations of these kinds, from the workbook and from a sheet, to a part that nobody reads. */
function leadingTo(fromWorkbook: readonly string[], fromSheet: readonly string[]): Uint8Array {
  const relations = (kinds: readonly string[]) =>
    kinds
      .map((kind, at) => `<Relationship Id="k${at}" Type="${OFFICE}/${kind}" Target="/xl/other.bin"/>`)
      .join("");
  const workbook = xml("xl/_rels/workbook.xml.rels");
  return zipSync({
    ...fixture,
    "xl/_rels/workbook.xml.rels": strToU8(
      workbook.replace("</Relationships>", `${relations(fromWorkbook)}</Relationships>`),
    ),
    "xl/worksheets/_rels/sheet1.xml.rels": strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations(fromSheet)}</Relationships>`,
    ),
    "xl/other.bin": strToU8("<other/>"),
  });
}
const changed = (change: (sheet: string) => string) =>
  zipSync({ ...fixture, "xl/worksheets/sheet1.xml": strToU8(change(xml("xl/worksheets/sheet1.xml"))) });
const warnings = (file: Uint8Array) => openedFile(readFile(file)).warnings;
const sentence = (what: string) => [`Not shown, or missing from a copy saved here: ${what}.`];

test("what is not shown or not saved is said in one sentence, each once", () => {
  expect(warnings(leadingTo([], []))).toEqual([]);
  expect(
    warnings(leadingTo(["vbaProject"], ["comments", "threadedComment", "slicer", "ctrlProp", "comments"])),
  ).toEqual(sentence("comments, slicers, form controls, macros"));
  expect(warnings(leadingTo(["powerPivotData", "connections"], []))).toEqual(
    sentence("the data model, data connections"),
  );
});

test("the cells open where what lies on them cannot be read", () => {
  const { data, warnings } = openedFile(readFile(leadingTo([], ["pivotTable"])));
  expect(data.sheets[0]?.cells["B2"]).toBe("93500");
  expect(warnings).toEqual([
    ...sentence("pivot tables (their values stay)"),
    "Charts, pictures and tables of this workbook cannot be read and were left out.",
  ]);
});

test.each([
  [
    "a protected sheet",
    (sheet: string) => sheet.replace("</sheetData>", '</sheetData><sheetProtection sheet="1"/>'),
    "sheet protection",
  ],
  [
    "a conditional format that the spreadsheet has not",
    (sheet: string) =>
      sheet.replace(
        "</sheetData>",
        '</sheetData><conditionalFormatting sqref="A1"><cfRule type="aboveAverage" dxfId="0" priority="1"/></conditionalFormatting>',
      ),
    "some conditional formats",
  ],
  [
    "a rule of data validation that it has not",
    (sheet: string) =>
      sheet.replace(
        "</sheetData>",
        '</sheetData><dataValidations><dataValidation type="textLength" sqref="A1"><formula1>1</formula1></dataValidation></dataValidations>',
      ),
    "some data validation rules",
  ],
])("%s is said", (_what, change, what) => {
  expect(warnings(changed(change))).toEqual(sentence(what));
});

test("names for formulas and constants are said; Excel's own and those of ranges need no word", () => {
  const names =
    '<definedName name="_xlnm.Print_Area" localSheetId="0">Inputs!$A$1</definedName><definedName name="rate">0.05</definedName></definedNames>';
  const workbook = xml("xl/workbook.xml").replace("</definedNames>", names);
  expect(warnings(zipSync({ ...fixture, "xl/workbook.xml": strToU8(workbook) }))).toEqual(
    sentence("names for formulas and constants"),
  );
});

test("functions that the spreadsheet does not know are named, not what looks like one in a text", () => {
  const formulas = [
    "_xlfn.LAMBDA(_xlpm.x,1)",
    '"NOTHING("&amp;SUM(1)',
    "_xldudf_MINING_HASHPRICE(1)",
    "OLD.ONE(1)",
  ];
  const cells = formulas.map((formula) => `<c><f>${formula}</f></c>`).join("");
  expect(
    warnings(changed((sheet) => sheet.replace("</sheetData>", `<row>${cells}</row></sheetData>`))),
  ).toEqual(["The workbench does not know these functions, and shows #NAME? for them: LAMBDA, OLD.ONE."]);
});

test.each([
  ["lambda", true],
  ["classic", true],
  ["values", false],
] as const)("a portable copy with %s says that it is for Excel: %p", (grade, isSaid) => {
  const row = "<row><c><f>_xldudf_MINING_HASHCOST(13.5,0.05)</f><v>16.2</v></c></row>";
  const book = changed((sheet) => sheet.replace("</sheetData>", `${row}</sheetData>`));
  const { file } = makePortable(book, optionsFor(grade), nodeCompression);
  const said = warnings(file).filter((text) => text.startsWith("This portable copy is for Excel"));
  expect(said).toHaveLength(isSaid ? 1 : 0);
});
