/** @jest-environment jsdom */
import "../textCoding";
import { readFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { ADDIN_ID } from "../../../src/workbench/files/addinSettings";
import { openedFile } from "../../../src/workbench/files/openWorkbook";
import { workbookBytes } from "../../../src/workbench/files/saveCopy";
import { readFile } from "../../../src/workbench/files/xlsx";
import { excelWorkbook } from "../../../src/workbook/excel";
import { checksum } from "../../../src/core/keptText";
import { HEAD } from "../../../src/workbook/freezeSettings";
import type { LogRow } from "../../../src/workbook/workbook";
import {
  content,
  emptySheets,
  names,
  openInOffice,
  select,
  shown,
  type,
  type OfficeHost,
} from "../officeHost";

type Parts = Record<string, string>;

const saved = (office: OfficeHost) => workbookBytes(office);
const partsOf = (bytes: Uint8Array): Parts =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, part]) => [path, strFromU8(part)]));
const zipped = (parts: Parts) =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])));
const read = (bytes: Uint8Array) => openedFile(readFile(bytes));

/** Opens a file as another machine would: nothing is left of the workbook before. */
function opened(bytes: Uint8Array): OfficeHost {
  const { data, settings, customXml } = read(bytes);
  return openInOffice(data, settings, customXml);
}

const row: LogRow = {
  when: Date.UTC(2026, 8, 30),
  event: "Frozen",
  addinVersion: "0.1.0",
  series: "btc.price",
  unit: "USD",
  source: "=cmd() <&>",
  asOf: Date.UTC(2026, 8, 29),
  oldValue: 60_000,
  newValue: 61_500,
};

/** 300 kB with every kind of character: controls, quotes, markup, other alphabets, pairs and halves of pairs. */
const everyKind = Array.from({ length: 0x100 }, (_, code) => String.fromCharCode(code)).join("");
const awkward = `= "'<>&]]> \\u0041 &quot; &#10; 😀 \ud83d \udc00 \ufffe \u2028 ${everyKind}\r\n\t`;
const large = awkward.repeat(Math.ceil(300_000 / awkward.length));

let office: OfficeHost;
beforeEach(() => {
  office = openInOffice(emptySheets("Model", "Inputs"));
});

test("the add-in is the manifest's", () => {
  expect(readFileSync("manifest.xml", "utf8")).toContain(`<Id>${ADDIN_ID}</Id>`);
});

test.each([
  ["a small text", '{"quotes":[]}'],
  ["an empty text", ""],
  ["a formula", "=1+1"],
  ["300 kB of every kind of character", large],
])("a workbook that holds %s still holds it on another machine, with its log", async (_what, text) => {
  await excelWorkbook.keepFreeze(text, [row]);
  const bytes = await saved(office);
  office = opened(bytes);
  expect((await excelWorkbook.keptFreeze()).texts[0] === text).toBe(true);
  const log = (cell: string) => shown(office.model, `Hashcell log!${cell}`);
  expect("ABCDEFGHIJ".split("").map((column) => log(`${column}2`).text)).toEqual([
    "2026-09-30 00:00:00",
    "Frozen",
    "0.1.0",
    "btc.price",
    "USD",
    "=cmd() <&>",
    "2026-09-29 00:00:00",
    "60000",
    "61500",
    "+2.50%",
  ]);
  expect(names(office.model)).toMatchObject({ HASHCELL_FROZEN: "'Hashcell log'!A2" });
  await excelWorkbook.appendLog([row]);
  expect(log("B3").value).toBe("Frozen");
  await excelWorkbook.keepFreeze(undefined, [row]);
  office = opened(await saved(office));
  expect((await excelWorkbook.keptFreeze()).texts).toEqual([]);
});

test("a file without settings is live, and has no parts for them", async () => {
  const parts = partsOf(await saved(office));
  expect(Object.keys(parts).filter((path) => path.includes("webextension"))).toEqual([]);
  office = opened(zipped(parts));
  expect((await excelWorkbook.keptFreeze()).texts).toEqual([]);
});

/** Freezes the workbook as versions up to 0.2.0 did, which kept the text in the add-in's settings. */
async function freezeAsBefore(): Promise<void> {
  await excelWorkbook.keepFreeze("text", [row]);
  office.customXml.clear();
  const head = { version: 1, set: "a", parts: 1, length: 4, checksum: checksum("text") };
  office.settings.set(`${HEAD}.a.0`, "~text").set(HEAD, JSON.stringify(head));
}

test("a workbook that an earlier version froze is read on another machine", async () => {
  await freezeAsBefore();
  office = opened(await saved(office));
  expect((await excelWorkbook.keptFreeze()).texts).toEqual(["text"]);
});

test.each([
  ["cut off", (xml: string) => xml.slice(0, -20)],
  ["another text", (xml: string) => xml.replace(">text<", ">test<")],
])("a file in which the frozen values are %s is damaged, not live", async (_what, change) => {
  await excelWorkbook.keepFreeze("text", [row]);
  const parts = partsOf(await saved(office));
  const item = "customXml/item1.xml";
  expect(parts[item]).toContain(">text<");
  office = opened(zipped({ ...parts, [item]: change(parts[item] ?? "") }));
  await expect(excelWorkbook.keptFreeze()).rejects.toThrow(/set it live/);
});

test("settings lie where Excel keeps them: a part that the package, its types and the pane's part lead to", async () => {
  await freezeAsBefore();
  const parts = partsOf(await saved(office));
  const xml = (path: string) => new DOMParser().parseFromString(parts[path] ?? "", "application/xml");
  const relation = (path: string, kind: string) =>
    [...xml(path).getElementsByTagName("Relationship")].find((item) =>
      item.getAttribute("Type")?.endsWith(kind),
    );
  expect(relation("_rels/.rels", "/webextensiontaskpanes")?.getAttribute("Target")).toBe(
    "xl/webextensions/taskpanes.xml",
  );
  expect(relation("xl/webextensions/_rels/taskpanes.xml.rels", "/webextension")?.getAttribute("Target")).toBe(
    "webextension1.xml",
  );
  const types = [...xml("[Content_Types].xml").getElementsByTagName("Override")].map((item) =>
    item.getAttribute("PartName"),
  );
  expect(types).toEqual(
    expect.arrayContaining(["/xl/webextensions/taskpanes.xml", "/xl/webextensions/webextension1.xml"]),
  );
  for (const path of types) expect(Object.keys(parts)).toContain(path?.slice(1));
  const extension = xml("xl/webextensions/webextension1.xml").documentElement;
  expect([...extension.children].map(({ localName }) => localName)).toEqual([
    "reference",
    "alternateReferences",
    "properties",
    "bindings",
    "snapshot",
  ]);
  const head = [...extension.getElementsByTagNameNS("*", "property")].find(
    (item) => item.getAttribute("name") === HEAD,
  );
  expect(JSON.parse(head?.getAttribute("value") ?? "")).toBe(office.settings.get(HEAD));
});

const EXTENSION = "xl/webextensions/webextension1.xml";
const damaged = async (change: (xml: string) => string) => {
  await freezeAsBefore();
  const parts = partsOf(await saved(office));
  return zipped({ ...parts, [EXTENSION]: change(parts[EXTENSION] ?? "") });
};

test("a part that is no XML is left out with a warning, and the workbook is not taken for live", async () => {
  const bytes = await damaged((xml) => xml.slice(0, -20));
  const { settings, warnings } = read(bytes);
  expect(settings.size).toBe(0);
  expect(warnings).toEqual([expect.stringMatching(/damaged/)]);
  office = opened(bytes);
  await expect(excelWorkbook.keptFreeze()).rejects.toThrow(/set it live/);
});

test.each([
  [
    "a part of the text is gone",
    (xml: string) => xml.replace(/<we:property name="hashcell\.frozen\.a\.0"[^>]*>/, ""),
  ],
  ["the head is no JSON", (xml: string) => xml.replace(/(name="hashcell\.frozen" value=")[^"]*/, "$1{")],
  ["the text is another", (xml: string) => xml.replace("~text", "~test")],
])("when %s, reading rejects", async (_what, change) => {
  office = opened(await damaged(change));
  await expect(excelWorkbook.keptFreeze()).rejects.toThrow(/damaged/);
});

test("settings of another add-in are not ours", async () => {
  const bytes = await damaged((xml) => xml.replaceAll(ADDIN_ID, "11111111-2222-3333-4444-555555555555"));
  expect(read(bytes).settings.size).toBe(0);
});

test("texts stay texts, formulas formulas, and numbers keep their formats", async () => {
  const texts = [
    "=1+1",
    "'quoted",
    "12",
    "2026-01-01",
    "TRUE",
    "1e5",
    "a & <b>",
    " =x",
    "Bitcoin price",
    "50%",
  ];
  const formats = [
    "0.00E+00",
    "$#,##0.00",
    "0.0%",
    "yyyy-mm-dd hh:mm:ss",
    "+0.00%;-0.00%;0.00%",
    '0.0" USD"',
    "h:mm AM/PM",
    "[h]:mm:ss",
  ];
  await excelWorkbook.insertTable(
    {
      headers: ["Text", "Number", "Formula"],
      rows: texts.map((text, index) => [text, 1234.5 + index, { formula: `=B${index + 2}*2` }]),
      formats: ["General", "General", "General"],
      rowFormats: { 1: formats },
      names: [{ row: 0, column: 1, name: "BTC_PRICE" }],
    },
    { kind: "replace", place: { sheet: "Model", range: "A1" } },
  );
  const cells = (column: string) =>
    texts.map((_, index) => shown(office.model, `Model!${column}${index + 2}`));
  const before = ["A", "B", "C"].map(cells);
  expect(before[0]?.map(({ value }) => value)).toEqual(texts);
  const bytes = await saved(office);
  expect(partsOf(bytes)["xl/styles.xml"]).toContain("AM/PM");
  expect(partsOf(bytes)["xl/styles.xml"]).toContain("[h]:mm:ss");
  expect(partsOf(bytes)["xl/sharedStrings.xml"]).not.toMatch(/<t[^>]*>'(?!quoted)/);
  office = opened(bytes);
  expect(["A", "B", "C"].map(cells).map((column) => column.map(({ value, text }) => [value, text]))).toEqual(
    before.map((column) => column.map(({ value, text }) => [value, text])),
  );
  expect(content(office.model, "Model!C2")).toBe("=B2*2");
  expect(names(office.model)).toMatchObject({ BTC_PRICE: "Model!B2" });
});

test("a table with series is kept up to date in the file's copy", async () => {
  select(office.model, "B2");
  await excelWorkbook.insertTable(
    { headers: ["Label", "Value"], rows: [["Price in 2026", 1]], formats: [], series: ["btc.price"] },
    { kind: "selection" },
  );
  office = opened(await saved(office));
  expect(await excelWorkbook.updateTables(() => ["Price in 2026", 2])).toEqual({
    updated: [{ sheet: "Model", range: "B2:C3" }],
    left: [],
  });
  expect(shown(office.model, "Model!C3").value).toBe(2);
});

describe("what formulas show", () => {
  beforeAll(() =>
    o_spreadsheet.addFunction("MINING.MARKET", {
      description: "",
      category: "Mining",
      isExported: true,
      hidden: false,
      args: [{ name: "field", description: "", type: ["ANY"], optional: true }],
      compute: (field) => {
        const { value } = (Array.isArray(field) ? undefined : field) ?? {};
        if (value === "table")
          return [
            [{ value: "a&b" }, { value: 1.5 }],
            [{ value: true }, { value: "#N/A" }],
          ];
        return value === "none" ? { value: "#N/A", message: "no value" } : { value: 61_500.25 };
      },
    }),
  );
  beforeEach(() => {
    office = openInOffice(emptySheets("Model"));
    type(office.model, "Model!A1", '=MINING.MARKET("btc.price")');
    type(office.model, "Model!A2", '=MINING.MARKET("none")');
    type(office.model, "Model!A4", '=MINING.MARKET("table")');
    type(office.model, "Model!D1", "=A1*2");
  });

  test("is in the file, also where they spill, for whoever has no add-in", async () => {
    const sheet = partsOf(await saved(office))["xl/worksheets/sheet0.xml"] ?? "";
    const cell = (address: string) => {
      const document = new DOMParser().parseFromString(sheet, "application/xml");
      const found = [...document.getElementsByTagName("c")].find(
        (item) => item.getAttribute("r") === address,
      );
      const text = (name: string) => found?.getElementsByTagName(name)[0]?.textContent ?? undefined;
      return [found?.getAttribute("t"), text("f"), text("v")];
    };
    expect(cell("A1")).toEqual(["n", '_xldudf_MINING_MARKET("btc.price")', "61500.25"]);
    expect(cell("A2")).toEqual(["e", '_xldudf_MINING_MARKET("none")', "#N/A"]);
    expect(cell("A4")).toEqual(["str", '_xldudf_MINING_MARKET("table")', "a&b"]);
    expect(cell("A5")).toEqual(["n", undefined, "1.5"]);
    expect(cell("B4")).toEqual(["b", undefined, "1"]);
    expect(cell("B5")).toEqual(["e", undefined, "#N/A"]);
    expect(cell("D1")).toEqual(["n", "A1*2", "123000.5"]);
  });

  test("comes back as formulas, which spill again", async () => {
    office = opened(await saved(office));
    expect(content(office.model, "Model!A1")).toBe('=MINING.MARKET("btc.price")');
    expect(content(office.model, "Model!A5")).toBe("");
    expect(["A4", "A5", "B4", "B5"].map((cell) => shown(office.model, `Model!${cell}`).value)).toEqual([
      "a&b",
      1.5,
      true,
      "#N/A",
    ]);
    expect(partsOf(await saved(office))["xl/workbook.xml"]).toContain("<calcPr calcId=");
  });
});

/** What stands in the cells of column A of the first sheet as saved: type and value. */
function savedValues(bytes: Uint8Array): [type: string | null, value: string | undefined][] {
  const xml = partsOf(bytes)["xl/worksheets/sheet0.xml"] ?? "";
  const cells = new DOMParser().parseFromString(xml, "application/xml").getElementsByTagName("c");
  return [...cells].map((cell) => [
    cell.getAttribute("t"),
    cell.getElementsByTagName("v")[0]?.textContent ?? undefined,
  ]);
}

// ISO 29500-1, section 18.18.11. openpyxl reads no other booleans than 1 and 0.
test("values are as strict programs read them, and come back", async () => {
  const rows: [typed: string, type: string, value: string, back: unknown][] = [
    ["TRUE", "b", "1", true],
    ["=1=1", "b", "1", true],
    ["=1=2", "b", "0", false],
    ["=SEQUENCE(2,1)=1", "b", "1", true],
    ["", "b", "0", false],
    ["=0.1+0.2", "n", "0.30000000000000004", 0.1 + 0.2],
    ["[5%](https://example.org)", "n", "0.05", 0.05],
    ["[$5](https://example.org)", "n", "5", 5],
    ["#N/A", "e", "#N/A", "#N/A"],
    ["=1/0", "e", "#DIV/0!", "#DIV/0!"],
    ["=A9:A10", "e", "#N/A", "#SPILL!"],
    ['="a"&CHAR(7)&"_x0041_"', "str", "a_x0007__x005F_x0041_", "a\u0007_x0041_"],
    // Kept as a text, the second that the file holds.
    ["=1+", "s", "1", "=1+"],
  ];
  for (const [index, [typed]] of rows.entries())
    if (typed !== "") type(office.model, `Model!A${index + 1}`, typed);
  const bytes = await saved(office);
  expect(savedValues(bytes)).toEqual(rows.map(([, type, value]) => [type, value]));
  office = opened(bytes);
  expect(rows.map((_row, index) => shown(office.model, `Model!A${index + 1}`).value)).toEqual(
    rows.map(([, , , back]) => back),
  );
});
