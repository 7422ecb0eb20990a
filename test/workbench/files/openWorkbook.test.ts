/** @jest-environment jsdom */
import "../textCoding";
import { readFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, Zip, ZipDeflate, zipSync } from "fflate";
import { FileMistake } from "../../../src/workbench/files/limits";
import { keptIn, withKept } from "../../../src/workbench/files/keptPlugin";
import { openedFile } from "../../../src/workbench/files/openWorkbook";
import { readFile } from "../../../src/workbench/files/xlsx";
import { content, names, openInOffice, shown } from "../officeHost";

type Parts = Record<string, string | Uint8Array>;

beforeAll(() => void openInOffice());

const fixture = (name: string) => new Uint8Array(readFileSync(`test/fixtures/workbooks/${name}`));
const read = (bytes: Uint8Array) => openedFile(readFile(bytes));
/** What is said of a file that cannot be opened. */
function mistakeOf(bytes: Uint8Array): string {
  try {
    read(bytes);
  } catch (error) {
    if (error instanceof FileMistake) return error.message;
    throw error;
  }
  throw new Error("it opens");
}

const partsOf = (name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(fixture(name))).map(([path, part]) => [path, strFromU8(part)]));
const bytesOf = (parts: Parts) =>
  Object.fromEntries(
    Object.entries(parts).map(([path, part]) => [path, typeof part === "string" ? strToU8(part) : part]),
  );
const zipped = (parts: Parts) => zipSync(bytesOf(parts));

/** What cells of an opened file hold: what was typed, and what is shown. */
function cells(bytes: Uint8Array, ...addresses: string[]) {
  const { data } = read(bytes);
  const { model } = openInOffice(data);
  return addresses.map((address) => [content(model, address), shown(model, address).text]);
}

// What the scripts beside the files told the programs to write. Day 46112 is 31 March 2026: DATE(2026,3,31) in Excel.
const inputs: readonly (readonly [address: string, content: string, text?: string])[] = [
  ["B2", "93500", "93,500.00"],
  ["B3", "140000000000000", "1.40e+14"],
  ["B4", "46112", "2026-03-31"],
  ["B7", "0.125", "12.5%"],
  ["B10", "=SUM(B2,1)*2"],
  ["A11", "'00123", "00123"],
  ["B11", "'=not a formula", "=not a formula"],
  ["A12", "Größe & <Maß> 😀", "Größe & <Maß> 😀"],
  ["C12", "'  spaces  ", "  spaces  "],
  ["A14", "merged", "merged"],
];

describe("a workbook of openpyxl", () => {
  test("opens with values, formats, formulas, names and merged cells", () => {
    const { data, warnings } = read(fixture("openpyxl.xlsx"));
    const { model } = openInOffice(data);
    expect(warnings).toEqual([]);
    for (const [address, held, text = shown(model, `Inputs!${address}`).text] of inputs)
      expect([address, content(model, `Inputs!${address}`), shown(model, `Inputs!${address}`).text]).toEqual([
        address,
        held,
        text,
      ]);
    expect(shown(model, "Inputs!B5").text).toBe("2026-03-31 18:30:00");
    expect(shown(model, "Inputs!B6").value).toBe(true);
    expect(shown(model, "Inputs!A1").isBold).toBe(true);
    const yellow = { sheetId: model.getters.getSheetIdByName("Inputs") ?? "", col: 1, row: 1 };
    expect(model.getters.getCell(yellow)?.style?.fillColor).toBe("#FFFF00");
    expect(content(model, "Inputs!B8")).toBe("=MINING.HASHPRICE(B2,B3,3.125,0.05)");
    expect(content(model, "Inputs!B9")).toBe("=MINING.BLOCK_SUBSIDY(840000)");
    expect(shown(model, "My data!B3").value).toBe(6);
    expect(names(model)).toEqual({ PRICE: "Inputs!B2", DATA: "'My data'!A1:A3" });
    expect(data.sheets.map(({ name, merges }) => [name, merges])).toEqual([
      ["Inputs", ["A14:C15"]],
      ["My data", []],
    ]);
  });

  test("whose days are counted from 1904 shows the same dates", () => {
    expect(cells(fixture("openpyxl-1904.xlsx"), "Sheet!A1", "Sheet!A2", "Sheet!A3")).toEqual([
      ["46112", "2026-03-31"],
      ["5", "5"],
      ["=A1+1", "2026-04-01"],
    ]);
  });

  test("whose days are counted from 1904 says so", () => {
    const { warnings } = read(fixture("openpyxl-1904.xlsx"));
    expect(warnings).toEqual([expect.stringMatching(/^This workbook uses the 1904 date system/)]);
  });

  test("whose dates are texts has dates", () => {
    expect(cells(fixture("openpyxl-iso.xlsx"), "Sheet!A1", "Sheet!A2")).toEqual([
      [expect.stringMatching(/^46112\.77083333/), "2026-03-31 18:30:00"],
      ["46112", "2026-03-31"],
    ]);
  });
});

test.each(["pandas.xlsx", "xlsxwriter.xlsx"])("%s opens as pandas wrote it", (file) => {
  const addresses = ["A1", "A2", "B2", "C2", "A3", "B3", "C3", "D3"].map((cell) => `Prices!${cell}`);
  expect(cells(fixture(file), ...addresses)).toEqual([
    ["day", "day"],
    ["46111", "2026-03-30 00:00:00"],
    ["93000.5", "93000.5"],
    ["Foundry", "Foundry"],
    ["46112", "2026-03-31 00:00:00"],
    ["", ""],
    ["'12", "12"],
    ["2", "2"],
  ]);
});

test("a workbook that LibreOffice has saved again holds the same, its functions in small letters", () => {
  const { data } = read(fixture("libreoffice.xlsx"));
  const { model } = openInOffice(data);
  for (const [address, held, text = shown(model, `Inputs!${address}`).text] of inputs)
    expect([address, content(model, `Inputs!${address}`), shown(model, `Inputs!${address}`).text]).toEqual([
      address,
      held,
      text,
    ]);
  expect(shown(model, "Inputs!B5").text).toBe("2026-03-31 18:30:00");
  expect(content(model, "Inputs!B8")).toBe("=mining.hashprice(B2,B3,3.125,0.05)");
  expect(content(model, "Inputs!B9")).toBe("=MINING.block_subsidy(840000)");
  expect(names(model)).toEqual({ PRICE: "Inputs!B2", DATA: "'My data'!A1:A3" });
});

test("a workbook of exceljs opens: shared formulas, formatted texts, links, hidden sheets", () => {
  const { data } = read(fixture("exceljs.xlsx"));
  const { model } = openInOffice(data);
  const held = (cell: string) => content(model, `Inputs!${cell}`);
  expect(["B2", "C3", "B5", "B6", "B7", "B8", "A13"].map(held)).toEqual([
    "93500",
    "=B3*2",
    "=MINING.HASHPRICE(B2,B3,3.125,0.05)",
    "a & b",
    "FALSE",
    "#N/A",
    "[link](https://mining.example/x?a=1&b=2)",
  ]);
  expect(shown(model, "Inputs!B4").text).toBe("2026-03-31");
  expect(names(model)).toEqual({ PRICE: "Inputs!B2" });
  expect(data.sheets.map(({ name, merges, isVisible }) => [name, merges, isVisible])).toEqual([
    ["Inputs", ["A10:B11"], true],
    ["Hidden", [], false],
  ]);
  expect(cells(fixture("exceljs-stream.xlsx"), "S!A1", "S!B1", "S!C1")).toEqual([
    ["text", "text"],
    ["1", "1"],
    ["'12", "12"],
  ]);
});

const mapped = (parts: Record<string, string>, change: (xml: string, path: string) => string) =>
  Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, change(xml, path)]));
const renamed = (parts: Parts, change: (path: string) => string) =>
  Object.fromEntries(Object.entries(parts).map(([path, part]) => [change(path), part]));

/** Elements under a prefix, as some writers of .NET give them. */
const prefixed = (xml: string) =>
  /spreadsheetml\/2006\/main/.test(xml)
    ? xml.replace(/<(\/?)([a-zA-Z]+)(?=[\s/>])/g, "<$1x:$2").replace(/ xmlns="/, ' xmlns:x="')
    : xml;

/** The namespaces of ISO 29500-1. */
const strict = (xml: string) =>
  xml
    .replaceAll(
      "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
      "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    .replaceAll(
      "http://schemas.openxmlformats.org/officeDocument/2006/",
      "http://purl.oclc.org/ooxml/officeDocument/",
    )
    .replaceAll("http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/");

const utf16 = (xml: string, isBig: boolean, mark: string): Uint8Array => {
  const text =
    mark + xml.replace(/^<\?xml[^>]*\?>/, "").replace(/^/, '<?xml version="1.0" encoding="UTF-16"?>');
  const view = new DataView(new ArrayBuffer(2 * text.length));
  [...Array(text.length).keys()].forEach((at) => view.setUint16(2 * at, text.charCodeAt(at), !isBig));
  return new Uint8Array(view.buffer);
};

/** An archive whose files have their sizes behind them, and nothing in front. */
function streamed(parts: Parts): Uint8Array {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const [path, bytes] of Object.entries(bytesOf(parts))) {
    const file = new ZipDeflate(path);
    zip.add(file);
    file.push(bytes, true);
  }
  zip.end();
  return joined(chunks);
}

const joined = (chunks: readonly Uint8Array[]) => new Uint8Array(chunks.flatMap((chunk) => [...chunk]));

/** The same archive with its sizes and places in 64 bits, as that of one of over 4 GB. APPNOTE.TXT, 4.3.14 to 4.5.3. */
function large(archive: Uint8Array): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = archive.length - 22;
  const [count, start] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  const entries: Uint8Array[] = [];
  for (let at = start; at < end;) {
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const head = archive.slice(at, nameEnd);
    const fields = new DataView(head.buffer);
    const extra = new DataView(new ArrayBuffer(28));
    extra.setUint16(0, 1, true);
    extra.setUint16(2, 24, true);
    // Size, packed size, place.
    [24, 20, 42].forEach((field, index) => {
      extra.setBigUint64(4 + 8 * index, BigInt(fields.getUint32(field, true)), true);
      fields.setUint32(field, 0xffffffff, true);
    });
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    fields.setUint16(30, 28, true);
    fields.setUint16(32, 0, true);
    entries.push(head, new Uint8Array(extra.buffer));
  }
  const directory = joined(entries);
  const tail = new DataView(new ArrayBuffer(56 + 20 + 22));
  tail.setUint32(0, 0x06064b50, true);
  tail.setBigUint64(4, 44n, true);
  [24, 32].forEach((at) => tail.setBigUint64(at, BigInt(count), true));
  tail.setBigUint64(40, BigInt(directory.length), true);
  tail.setBigUint64(48, BigInt(start), true);
  tail.setUint32(56, 0x07064b50, true);
  tail.setBigUint64(64, BigInt(start + directory.length), true);
  tail.setUint32(72, 1, true);
  tail.setUint32(76, 0x06054b50, true);
  [84, 86].forEach((at) => tail.setUint16(at, 0xffff, true));
  [88, 92].forEach((at) => tail.setUint32(at, 0xffffffff, true));
  return joined([archive.slice(0, start), directory, new Uint8Array(tail.buffer)]);
}

describe("the same workbook is read from another form of its file", () => {
  const parts = partsOf("openpyxl.xlsx");
  const shared = partsOf("libreoffice.xlsx");
  const types = parts["[Content_Types].xml"] ?? "";
  const main = (parts: Record<string, string>, path: string) =>
    mapped(
      renamed(parts, (name) =>
        name.replace("xl/workbook.xml", path).replace("xl/_rels/workbook.xml", "xl/_rels/book 2.xml"),
      ) as Record<string, string>,
      (xml) => xml.replaceAll("xl/workbook.xml", path.replace(" ", "%20")),
    );
  const without = (...gone: string[]) =>
    Object.fromEntries(Object.entries(parts).filter(([path]) => !gone.includes(path)));

  test.each<[string, Record<string, string>, Uint8Array]>([
    [
      "targets without a slash",
      parts,
      zipped(mapped(parts, (xml) => xml.replaceAll('Target="/xl/', 'Target="'))),
    ],
    [
      "targets with detours",
      parts,
      zipped(mapped(parts, (xml) => xml.replaceAll('Target="/xl/', 'Target="./../xl/./'))),
    ],
    ["elements under a prefix", parts, zipped(mapped(parts, prefixed))],
    ["elements under a prefix, with shared texts", shared, zipped(mapped(shared, prefixed))],
    [
      "another prefix for relations",
      parts,
      zipped(
        mapped(parts, (xml) => xml.replaceAll("xmlns:r=", "xmlns:rel=").replaceAll(" r:id=", " rel:id=")),
      ),
    ],
    ["a main part of another name", parts, zipped(main(parts, "xl/book 2.xml"))],
    ["strict namespaces", parts, zipped(mapped(parts, strict))],
    ["strict namespaces, with shared texts", shared, zipped(mapped(shared, strict))],
    [
      "types by ending only",
      parts,
      zipped({ ...parts, "[Content_Types].xml": types.replace(/<Override[^>]*>(<\/Override>)?/g, "") }),
    ],
    ["no types at all", parts, zipped(without("[Content_Types].xml"))],
    ["back slashes", parts, zipped(renamed(parts, (path) => path.replaceAll("/", "\\")))],
    ["other letters in its paths", parts, zipped(renamed(parts, (path) => path.toUpperCase()))],
    ["a slash in front of its paths", parts, zipped(renamed(parts, (path) => `/${path}`))],
    ["folders", parts, zipped({ "xl/": "", ...parts })],
    ["a mark of UTF-8", parts, zipped(mapped(parts, (xml) => `\ufeff${xml}`))],
    [
      "UTF-16, little end first",
      parts,
      zipped(
        Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, utf16(xml, false, "\ufeff")])),
      ),
    ],
    [
      "UTF-16, big end first, without a mark",
      parts,
      zipped(Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, utf16(xml, true, "")]))),
    ],
    [
      "comments and line ends between its elements",
      parts,
      zipped(mapped(parts, (xml) => xml.replaceAll("</row>", "</row>\n<!-- <row> -->"))),
    ],
    ["files that are not packed", parts, zipSync(bytesOf(parts), { level: 0 })],
    ["sizes behind the files", parts, streamed(parts)],
    ["sizes in 64 bits", parts, large(zipped(parts))],
    ["something in front", parts, joined([strToU8("PK\u0005 a stub"), zipped(parts)])],
    [
      "cells that do not say where they are",
      parts,
      zipped(
        mapped(parts, (xml, path) =>
          path.endsWith("sheet2.xml") ? xml.replace(/(<(?:row|c))( [^>]*?)? r="\w+"/g, "$1$2") : xml,
        ),
      ),
    ],
  ])("%s", (_form, usual, bytes) => {
    const expected = read(zipped(usual));
    expect(expected.data.sheets.map(({ cells: held }) => Object.keys(held).length)).toEqual([
      expect.any(Number),
      6,
    ]);
    expect(read(bytes)).toEqual(expected);
  });

  test("one without properties has none to keep, and is otherwise the same", () => {
    const { data, ...rest } = read(zipped(parts));
    const kept = { ...keptIn(data), app: {}, core: "" };
    const bare = read(zipped(without("docProps/app.xml", "docProps/core.xml")));
    expect(keptIn(data).core).toContain("openpyxl");
    expect(bare).toEqual({ ...rest, data: withKept(data, kept) });
  });

  test("one without styles and theme is plain", () => {
    const bare = mapped(without("xl/styles.xml", "xl/theme/theme1.xml"), (xml) =>
      xml
        .replace(/<Relationship [^>]*(styles|theme)[^>]*>/g, "")
        .replace(/<Override [^>]*(styles|theme)[^>]*>/g, ""),
    );
    expect(cells(zipped(bare), "Inputs!B2", "Inputs!A12", "My data!B3")).toEqual([
      ["93500", "93500"],
      ["Größe & <Maß> 😀", "Größe & <Maß> 😀"],
      ["=A3*2", "6"],
    ]);
  });

  test("sheets stand in the order of the workbook, whatever their parts are called", () => {
    const moved = mapped(parts, (xml, path) =>
      path === "xl/workbook.xml" ? xml.replace(/(<sheet [^>]*>)(<sheet [^>]*>)/, "$2$1") : xml,
    );
    expect(read(zipped(moved)).data.sheets.map(({ name }) => name)).toEqual(["My data", "Inputs"]);
  });

  test("sheets without cells are left out with a word", () => {
    const chart = mapped(parts, (xml, path) =>
      path === "xl/_rels/workbook.xml.rels"
        ? xml.replace(/worksheet"( Target="\/xl\/worksheets\/sheet2)/, 'chartsheet"$1')
        : xml,
    );
    const { data, warnings } = read(zipped(chart));
    expect(data.sheets.map(({ name }) => name)).toEqual(["Inputs"]);
    // A name of a range in it goes with it.
    expect(warnings).toEqual([
      expect.stringMatching(/names/),
      expect.stringMatching(/^The sheet "My data" was left out/),
    ]);
  });
});

/** A workbook of one sheet, written by hand. */
const byHand = (sheetData: string, others: Parts = {}) =>
  zipped({
    "_rels/.rels":
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml":
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="u" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${sheetData}</sheetData></worksheet>`,
    ...others,
  });
const table = (items: string) => ({
  "xl/sharedStrings.xml": `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${items}</sst>`,
});

test("texts: empty ones, formatted ones, how to read them aloud, and a cell that has none", () => {
  const texts =
    '<si/><si><t/></si><si><r><rPr><b/></rPr><t>1</t></r><r><t>2</t></r></si><si><t>課きく</t><rPh sb="0" eb="1"><t>カ</t></rPh></si>';
  const row = [0, 1, 2, 3].map((index) => `<c t="s"><v>${index}</v></c>`).join("");
  const inline =
    '<c t="inlineStr"><is><r><t xml:space="preserve">a </t></r><r><t>&amp; b</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c><c t="inlineStr"><is><t><![CDATA[<c>]]></t></is></c><c t="s"/>';
  const held = cells(
    byHand(`<row>${row}</row><row>${inline}</row>`, table(texts)),
    "S!A1",
    "S!B1",
    "S!C1",
    "S!D1",
    "S!A2",
    "S!B2",
    "S!C2",
  );
  expect(held.map(([written]) => written)).toEqual(["", "", "'12", "課きく", "a & b", "<c>", ""]);
});

test("a style that the file does not have is plain", () => {
  const sheet = '<row s="9"><c s="7"><v>1.5</v></c></row>';
  expect(cells(byHand(sheet), "S!A1")).toEqual([["1.5", "1.5"]]);
});

test("a fill that says nothing does not take the place of the next", () => {
  const fills =
    '<fills><fill/><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills>';
  const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/></fonts>${fills}<borders><border/></borders><cellXfs><xf/><xf numFmtId="0" fontId="0" fillId="2" borderId="0"/></cellXfs></styleSheet>`;
  const { data } = read(byHand('<row><c s="1"><v>1</v></c></row>', { "xl/styles.xml": styles }));
  const { model } = openInOffice(data);
  const position = { sheetId: "S", col: 0, row: 0 };
  expect(model.getters.getCell(position)?.style?.fillColor).toBe("#FFFF00");
});

test("formats that a file names by number alone", () => {
  const ids = [3, 11, 39, 15, 18, 46];
  const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellXfs><xf/>${ids.map((id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0"/>`).join("")}</cellXfs></styleSheet>`;
  const row = ids.map((_, index) => `<c s="${index + 1}"><v>${index === 2 ? -5 : 5.25}</v></c>`).join("");
  const found = cells(
    byHand(`<row>${row}</row>`, { "xl/styles.xml": styles }),
    ..."ABCDEF".split("").map((column) => `S!${column}1`),
  );
  expect(found.map(([, text]) => text)).toEqual([
    "5",
    "5.25e+00",
    "(5.00)",
    "4-Jan-00",
    "06:00 AM",
    "126:00:00",
  ]);
});

const damage = (bytes: Uint8Array, at: number) => {
  const damaged = new Uint8Array(bytes);
  damaged[at] = (damaged[at] ?? 0) ^ 0xff;
  return damaged;
};
const openpyxl = () => partsOf("openpyxl.xlsx");
const changed = (path: string, change: (xml: string) => string) => {
  const parts = openpyxl();
  return zipped({ ...parts, [path]: change(parts[path] ?? "") });
};
const utf16Names = (text: string) =>
  joined([new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), utf16("", false, text)]);
/** The directory of an archive, with another number in a field of each entry. */
function withField(archive: Uint8Array, field: number, bits: 16 | 32, value: number): Uint8Array {
  const copy = new Uint8Array(archive);
  const view = new DataView(copy.buffer);
  for (let at = view.getUint32(copy.length - 6, true); at < copy.length - 22;) {
    if (bits === 16) view.setUint16(at + field, value, true);
    else view.setUint32(at + field, value, true);
    at += 46 + view.getUint16(at + 28, true);
  }
  return copy;
}

describe("what cannot be opened says why", () => {
  test.each<[string, () => Uint8Array, RegExp]>([
    ["nothing", () => new Uint8Array(0), /^This file is empty\.$/],
    [
      "an .xls",
      () => fixture("libreoffice.xls"),
      /old \.xls format: open it in Excel and save it as \.xlsx\.$/,
    ],
    ["an .xls of Excel 4", () => new Uint8Array([0x09, 0x04, 6, 0, 0, 0]), /old \.xls format/],
    ["a protected workbook", () => utf16Names("EncryptedPackage"), /password-protected/],
    ["an old document of Word", () => utf16Names("WordDocument"), /another Office program/],
    ["an .ods", () => fixture("libreoffice.ods"), /OpenDocument/],
    ["a .csv", () => strToU8("day,price\n2026-03-31,93500\n"), /a text file, such as a \.csv/],
    ["a page", () => strToU8("<html><table><tr><td>1</td></tr></table></html>"), /web page/],
    [
      "XML of 2003",
      () => strToU8('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
      /old XML format/,
    ],
    ["a PDF", () => strToU8("%PDF-1.7"), /PDF/],
    ["a picture", () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), /not an Excel workbook/],
    [
      "an .xlsb",
      () => {
        const parts = openpyxl();
        return zipped(
          mapped(
            renamed(parts, (path) => path.replace("workbook.xml", "workbook.bin")) as Record<string, string>,
            (xml) => xml.replaceAll("workbook.xml", "workbook.bin"),
          ),
        );
      },
      /binary format, \.xlsb/,
    ],
    [
      "a document of Word",
      () => changed("xl/workbook.xml", () => '<document xmlns="urn:word"/>'),
      /document of another program/,
    ],
    ["another archive", () => zipped({ "data/prices.xlsx": "x" }), /zip archive without a workbook/],
    ["half a file", () => fixture("openpyxl.xlsx").slice(0, 3000), /incomplete: its end is missing/],
    [
      "an archive whose directory is cut",
      () => joined([fixture("openpyxl.xlsx").slice(0, 40), fixture("openpyxl.xlsx").slice(-22)]),
      /incomplete/,
    ],
    [
      "a byte that is another, in a sheet",
      () => {
        const bytes = zipSync(bytesOf(openpyxl()), { level: 0 });
        return damage(bytes, strFromU8(bytes, true).indexOf("btc price"));
      },
      /damaged: xl\/worksheets\/sheet1\.xml in it cannot be read/,
    ],
    [
      "a byte that is another, in packed data",
      () => {
        const bytes = zipSync(bytesOf(openpyxl()));
        return damage(bytes, strFromU8(bytes, true).indexOf("xl/worksheets/sheet1.xml") + 300);
      },
      /damaged: xl\/worksheets\/sheet1\.xml/,
    ],
    [
      "no main part",
      () => {
        const parts = openpyxl();
        delete parts["xl/workbook.xml"];
        return zipped(parts);
      },
      /damaged: its main part, xl\/workbook\.xml, is missing/,
    ],
    [
      "a sheet that is missing",
      () => {
        const parts = openpyxl();
        delete parts["xl/worksheets/sheet2.xml"];
        return zipped(parts);
      },
      /its sheet "My data" is missing/,
    ],
    [
      "a sheet that is no XML",
      () => changed("xl/worksheets/sheet2.xml", (xml) => xml.slice(0, -20)),
      /xl\/worksheets\/sheet2\.xml in it is not valid XML/,
    ],
    [
      "entities that grow",
      () => changed("xl/worksheets/sheet2.xml", (xml) => `<!DOCTYPE x [<!ENTITY a "aaaa">]>${xml}`),
      /not valid XML/,
    ],
    [
      "no worksheet",
      () => changed("xl/workbook.xml", (xml) => xml.replace(/<sheet .*<\/sheets>/, "</sheets>")),
      /holds no worksheet/,
    ],
    [
      "a text that is missing",
      () => byHand('<row><c t="s"><v>1</v></c></row>', table("<si><t>a</t></si>")),
      /the text of the cell A1 of the sheet "S" is missing/,
    ],
    [
      "more than there is room for",
      () => withField(zipped(openpyxl()), 24, 32, 300e6),
      /too large: its content is over 200 MB/,
    ],
    [
      "more than its directory says",
      () => withField(zipped({ ...openpyxl(), "_rels/.rels": " ".repeat(5e6) }), 24, 32, 1000),
      /damaged: _rels\/\.rels in it cannot be read/,
    ],
    ["a password", () => withField(zipped(openpyxl()), 8, 16, 1), /zip archive with a password/],
    [
      "another way of packing",
      () => withField(zipped(openpyxl()), 10, 16, 14),
      /with a method that the workbench cannot read \(14\)/,
    ],
  ])("%s", (_what, make, sentence) => {
    const mistake = mistakeOf(make());
    expect(mistake).toMatch(sentence);
    expect(mistake).toMatch(/^This .*\.$/);
  });
});
