/** @jest-environment jsdom */
import "../textCoding";
import { readFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { carryKeptParts, promptAt } from "../../../src/workbench/files/keptPlugin";
import { openedFile } from "../../../src/workbench/files/openWorkbook";
import { workbookBytes } from "../../../src/workbench/files/saveCopy";
import { readFile } from "../../../src/workbench/files/xlsx";
import { contentOf, draftContent } from "../../../src/workbench/page/drafts";
import { openInOffice, type OfficeHost } from "../officeHost";

const file = new Uint8Array(readFileSync("test/fixtures/workbooks/kept.xlsx"));

beforeAll(() => {
  // It loads the spreadsheet.
  openInOffice();
  carryKeptParts();
});

type Parts = Record<string, string>;
const partsOf = (bytes: Uint8Array): Parts =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, part]) => [path, strFromU8(part)]));
const zipped = (parts: Parts) =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])));

function opened(bytes: Uint8Array = file): OfficeHost {
  const { data, settings, customXml } = openedFile(readFile(bytes));
  return openInOffice(data, settings, customXml);
}

const saved = async (office: OfficeHost) => partsOf(await workbookBytes(office));
const parsed = (xml: string | undefined) => new DOMParser().parseFromString(xml ?? "", "application/xml");

/** A sheet's element with its attributes and text, as anybody would write it. */
function found(xml: string | undefined, name: string): Record<string, string>[] {
  return [...parsed(xml).getElementsByTagName(name)].map((element) => ({
    ...Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    ...(element.textContent !== "" && { text: element.textContent }),
  }));
}

const printed = ["printOptions", "pageMargins", "pageSetup", "oddHeader", "oddFooter", "pageSetUpPr", "brk"];
const before = partsOf(file);
const INPUTS = "xl/worksheets/sheet1.xml";
const FLOWS = "xl/worksheets/sheet2.xml";
/** The spreadsheet counts sheets from 0. */
const SAVED_INPUTS = "xl/worksheets/sheet0.xml";
const SAVED_FLOWS = "xl/worksheets/sheet1.xml";

const printNames = (parts: Parts) => found(parts["xl/workbook.xml"], "definedName");

const insertRow = (office: OfficeHost, sheetName: string, base: number) =>
  office.model.dispatch("ADD_COLUMNS_ROWS", {
    sheetId: office.model.getters.getSheetIdByName(sheetName) ?? "",
    sheetName,
    dimension: "ROW",
    base,
    position: "before",
    quantity: 1,
  });

const rename = (office: OfficeHost, oldName: string, newName: string) =>
  office.model.dispatch("RENAME_SHEET", {
    sheetId: office.model.getters.getSheetIdByName(oldName) ?? "",
    oldName,
    newName,
  });

test.each(printed)("%s are as in the file", async (name) => {
  const after = await saved(opened());
  const all = [...found(before[INPUTS], name), ...found(before[FLOWS], name)];
  expect(all.length).toBeGreaterThan(0);
  expect(found(after[SAVED_INPUTS], name)).toEqual(found(before[INPUTS], name));
  expect(found(after[SAVED_FLOWS], name)).toEqual(found(before[FLOWS], name));
});

test("the zoom and the colour of the tab stay", async () => {
  const after = await saved(opened());
  expect(found(after[SAVED_INPUTS], "sheetView")).toMatchObject([{ zoomScale: "85", zoomScaleNormal: "85" }]);
  expect(after[SAVED_FLOWS]).toMatch(/<sheetPr>\s*<tabColor[^>]*0F6C5C/);
});

/** ISO 29500-1, section 18.3.1.99. */
test("the elements of a sheet stand in the order of the schema", async () => {
  const order =
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection mergeCells conditionalFormatting " +
    "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks drawing tableParts";
  const after = await saved(opened());
  for (const path of [SAVED_INPUTS, SAVED_FLOWS]) {
    const names = [...parsed(after[path]).documentElement.children].map(({ localName }) => localName);
    const places = names.map((name) => order.split(" ").indexOf(name));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
  }
});

test("what is printed, and on each page, follows the sheets", async () => {
  const office = opened();
  expect(printNames(await saved(office))).toEqual(printNames(before));
  rename(office, "Cash flows", "Cash & coins");
  expect(printNames(await saved(office))).toMatchObject([
    { name: "_xlnm.Print_Area", localSheetId: "0", text: "Inputs!$A$1:$D$20" },
    { name: "_xlnm.Print_Titles", localSheetId: "1", text: "'Cash & coins'!$A:$A,'Cash & coins'!$1:$2" },
  ]);
  office.model.dispatch("DELETE_SHEET", {
    sheetId: office.model.getters.getSheetIdByName("Inputs") ?? "",
    sheetName: "Inputs",
  });
  const after = await saved(office);
  expect(printNames(after)).toMatchObject([{ name: "_xlnm.Print_Titles", localSheetId: "0" }]);
  expect(found(after[SAVED_INPUTS], "pageSetup")).toEqual(found(before[FLOWS], "pageSetup"));
  office.model.dispatch("REQUEST_UNDO");
  expect(printNames(await saved(office))).toHaveLength(2);
});

test("a new sheet of the same name has nothing of the one that was deleted", async () => {
  const office = opened();
  office.model.dispatch("DELETE_SHEET", {
    sheetId: office.model.getters.getSheetIdByName("Inputs") ?? "",
    sheetName: "Inputs",
  });
  office.model.dispatch("CREATE_SHEET", { sheetId: "new", position: 0, name: "Inputs" });
  const after = await saved(office);
  expect(after[SAVED_INPUTS]).not.toMatch(/pageSetup|dataValidation/);
  expect(printNames(after)).toMatchObject([{ localSheetId: "1" }]);
});

test("a copy of a sheet is printed like it", async () => {
  const office = opened();
  office.model.dispatch("DUPLICATE_SHEET", {
    sheetId: office.model.getters.getSheetIdByName("Inputs") ?? "",
    sheetIdTo: "copy",
    sheetNameTo: "Copy",
  });
  const after = await saved(office);
  expect(found(after[SAVED_FLOWS], "pageSetup")).toEqual(found(before[INPUTS], "pageSetup"));
  expect(printNames(after)[1]).toMatchObject({ localSheetId: "1", text: "Copy!$A$1:$D$20" });
});

test("what a rule says of its cell is found there, also after rows were inserted above", () => {
  const office = opened();
  const promptIn = (row: number) =>
    promptAt(office.model, {
      sheetId: office.model.getters.getSheetIdByName("Inputs") ?? "",
      col: 1,
      row: row - 1,
    });
  const prompts = ['From 0 % to "100" %', "Whole months", "Pick one", "Anything"];
  expect([1, 2, 3, 4, 5, 6].map(promptIn)).toEqual([undefined, ...prompts, undefined]);
  insertRow(office, "Inputs", 2);
  expect([2, 3, 4].map(promptIn)).toEqual([prompts[0], undefined, prompts[1]]);
});

test("rows that are inserted move breaks, titles and what is printed, and undo moves them back", async () => {
  const office = opened();
  insertRow(office, "Cash flows", 0);
  insertRow(office, "Inputs", 2);
  const after = await saved(office);
  expect(found(after[SAVED_FLOWS], "brk").map((item) => item.id)).toEqual(["11", "21", "2"]);
  expect(printNames(after)).toMatchObject([
    { text: "Inputs!$A$1:$D$21" },
    { text: "'Cash flows'!$A:$A,'Cash flows'!$2:$3" },
  ]);
  expect(found(after[SAVED_INPUTS], "dataValidation")).toMatchObject([
    { type: "decimal", sqref: "B2" },
    { type: "whole", sqref: "B4" },
    { type: "list", sqref: "B5" },
    { promptTitle: "Note", sqref: "B6" },
  ]);
  office.model.dispatch("REQUEST_UNDO");
  office.model.dispatch("REQUEST_UNDO");
  expect(printNames(await saved(office))).toEqual(printNames(before));
});

test("rules of data validation keep their titles, messages and kinds, those as well that are not known here", async () => {
  const after = await saved(opened());
  const bySheet = (parts: Parts, path: string) =>
    found(parts[path], "dataValidation")
      .map((rule) => ({
        errorStyle: "stop",
        operator: "between",
        ...rule,
        place: rule.sqref ?? "",
        text: rule.text?.replace(/\s+/g, ""),
        type: rule.type,
      }))
      .sort((one, other) => (one.place < other.place ? -1 : 1));
  expect(bySheet(after, SAVED_INPUTS)).toEqual(
    bySheet(before, INPUTS).map((rule) => ({
      ...rule,
      ...(rule.type === "list" && { errorStyle: "information" }),
    })),
  );
  expect(found(after[SAVED_INPUTS], "dataValidations")).toMatchObject([{ count: "4" }]);
});

test("a whole number out of its bounds is refused here as well", () => {
  const { getters } = opened().model;
  const position = { sheetId: getters.getSheetIdByName("Inputs") ?? "", col: 1, row: 2 };
  expect(getters.getValidationResultForCellValue(8, position).isValid).toBe(true);
  expect(getters.getValidationResultForCellValue(9, position).isValid).toBe(false);
});

test("a rule that the user has removed is gone, and one that refuses less says so", async () => {
  const office = opened();
  const sheetId = office.model.getters.getSheetIdByName("Inputs") ?? "";
  const [decimal, , list] = office.model.getters.getDataValidationRules(sheetId);
  if (decimal === undefined || list === undefined) throw new Error("no rules");
  office.model.dispatch("REMOVE_DATA_VALIDATION_RULE", { sheetId, id: list.id });
  office.model.dispatch("ADD_DATA_VALIDATION_RULE", {
    sheetId,
    ranges: decimal.ranges.map(({ zone }) => ({ _sheetId: sheetId, _zone: zone })),
    rule: { id: decimal.id, criterion: decimal.criterion, isBlocking: false },
  });
  expect(found((await saved(office))[SAVED_INPUTS], "dataValidation")).toMatchObject([
    { type: "decimal", errorStyle: "warning", promptTitle: "Share" },
    { type: "whole" },
    { promptTitle: "Note" },
  ]);
});

test("the properties of the file stay, and lead to where they are", async () => {
  const { title } = openedFile(readFile(file));
  expect(title).toBe("Pool audit & more");
  const after = await saved(opened());
  expect(found(after["docProps/core.xml"], "dc:title")).toEqual([{ text: "Pool audit & more" }]);
  expect(found(after["docProps/core.xml"], "dc:creator")).toEqual([{ text: "Hashcell" }]);
  expect(found(after["docProps/app.xml"], "Company")).toEqual([{ text: "ACME" }]);
  expect(after["docProps/custom.xml"]).toContain("lambda");
  const targets = found(after["_rels/.rels"], "Relationship").map((item) => item.Target);
  expect(targets).toEqual(
    expect.arrayContaining(["docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"]),
  );
  for (const part of ["core", "app", "custom"])
    expect(after["[Content_Types].xml"]).toContain(`PartName="/docProps/${part}.xml"`);
});

describe("charts", () => {
  const charts = (parts: Parts) =>
    Object.keys(parts)
      .filter((path) => /^xl\/charts\/chart\d+\.xml$/.test(path))
      .sort()
      .map((path) => parts[path] ?? "");
  /** The spreadsheet writes no such element. */
  const isOriginal = (xml: string) => xml.includes("<c:printSettings>");
  const withoutValues = (xml: string) =>
    xml.replace(/<c:(num|str)Cache>.*?<\/c:\1Cache>/gs, "").replace(/\?>\s+/, "?>\n");
  const figuresOf = ({ model: { getters } }: OfficeHost) =>
    getters.getFigures(getters.getSheetIdByName("Cash flows") ?? "");

  test("are as in the file while nobody changes them", async () => {
    const office = opened();
    const after = charts(await saved(office));
    expect(after).toEqual(charts(before).map((xml) => withoutValues(xml)));
    expect(after.every(isOriginal)).toBe(true);
  });

  test("are still so after a second round, and after a draft", async () => {
    const second = opened(await workbookBytes(opened()));
    expect(charts(await saved(second))).toEqual(charts(await saved(opened())));
    const { model, settings, customXml } = opened();
    const content = draftContent({ data: model.exportData(), settings, customXml });
    const { data } = contentOf({ key: "k", title: "t", keptAt: 0, content });
    const restored = await saved(openInOffice(data));
    expect(charts(restored).every(isOriginal)).toBe(true);
    expect(found(restored[SAVED_INPUTS], "pageSetup")).toEqual(found(before[INPUTS], "pageSetup"));
  });

  test("follow their cells", async () => {
    const office = opened();
    rename(office, "Cash flows", "Cash & coins");
    insertRow(office, "Cash & coins", 0);
    const [first = ""] = charts(await saved(office));
    expect(isOriginal(first)).toBe(true);
    expect(found(first, "c:f").map(({ text }) => text)).toEqual([
      "'Cash & coins'!$A$3:$A$21",
      "'Cash & coins'!$B$3:$B$21",
      "'Cash & coins'!$A$3:$A$21",
      "'Cash & coins'!$C$3:$C$21",
    ]);
  });

  test("are drawn by the spreadsheet once the user has changed them; moving them is no change", async () => {
    const office = opened();
    const sheetId = office.model.getters.getSheetIdByName("Cash flows") ?? "";
    const [line, column] = figuresOf(office);
    if (line === undefined || column === undefined) throw new Error("no charts");
    const chartId = office.model.getters.getChartIdFromFigureId(line.id) ?? "";
    const definition = office.model.getters.getChartDefinition(chartId);
    const title = { ...definition.title, text: "Changed" };
    const changed = { ...definition, title };
    office.model.dispatch("UPDATE_CHART", { sheetId, figureId: line.id, chartId, definition: changed });
    office.model.dispatch("UPDATE_FIGURE", {
      sheetId,
      figureId: column.id,
      col: 8,
      row: 1,
      offset: { x: 0, y: 0 },
    });
    const after = await saved(office);
    const [first = "", second = ""] = charts(after);
    expect([first.includes("Changed"), isOriginal(first), isOriginal(second)]).toEqual([true, false, true]);
    office.model.dispatch("REQUEST_UNDO");
    office.model.dispatch("REQUEST_UNDO");
    expect(charts(await saved(office)).every(isOriginal)).toBe(true);
  });

  test("one that is deleted takes none of the others with it", async () => {
    const office = opened();
    const sheetId = office.model.getters.getSheetIdByName("Cash flows") ?? "";
    const [line] = figuresOf(office);
    office.model.dispatch("DELETE_FIGURE", { sheetId, figureId: line?.id ?? "" });
    const after = charts(await saved(office));
    expect(after).toEqual([withoutValues(charts(before)[1] ?? "")]);
  });

  test("a chart whose rows are gone is drawn by the spreadsheet", async () => {
    const office = opened();
    const sheetId = office.model.getters.getSheetIdByName("Cash flows") ?? "";
    const sheetName = "Cash flows";
    const elements = [2];
    office.model.dispatch("REMOVE_COLUMNS_ROWS", { sheetId, sheetName, dimension: "COL", elements });
    const [first = ""] = charts(await saved(office));
    expect(isOriginal(first)).toBe(false);
  });

  test("a chart that leads to another part, such as a picture, is drawn by the spreadsheet", async () => {
    const path = "xl/charts/chart1.xml";
    const leading = (before[path] ?? "").replace(
      "</c:chartSpace>",
      '<c:userShapes r:id="rId9"/></c:chartSpace>',
    );
    const office = opened(zipped({ ...before, [path]: leading }));
    expect(charts(await saved(office)).map(isOriginal)).toEqual([false, true]);
  });
});

test("damaged properties are left out, and the workbook opens", async () => {
  const office = opened(zipped({ ...before, "docProps/core.xml": "<cp:coreProperties" }));
  const after = await saved(office);
  expect(after["docProps/core.xml"]).toBeUndefined();
  expect(after["docProps/custom.xml"]).toContain("lambda");
});

test("a workbook from no file has nothing of one", async () => {
  const after = await saved(openInOffice({ sheets: [{ id: "s", name: "Inputs" }] } as never));
  expect(Object.keys(after).filter((path) => path.startsWith("docProps"))).toEqual([]);
  expect(after[SAVED_INPUTS]).not.toContain("pageSetup");
});
