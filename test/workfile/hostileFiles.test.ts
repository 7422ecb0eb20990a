import { deflateRawSync } from "node:zlib";
import { compression } from "../../src/workfile/compression";
import { FileError } from "../../src/workfile/fileError";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { makePortable } from "../../src/workfile/portable";
import { preflight } from "../../src/workfile/preflight";
import { optionsFor, partText, replaced, withPart, workbookFile } from "./fixtures";

const excel = workbookFile("excel.xlsm");
const SHEET = "xl/worksheets/sheet1.xml";
const WORKBOOK = "xl/workbook.xml";
const RELATIONS = "xl/_rels/workbook.xml.rels";

/** What reading says, with either way to unpack. */
function messageOf(file: Uint8Array): string {
  const messages = [nodeCompression, compression].map((way) => {
    try {
      preflight(file, way);
    } catch (error) {
      if (error instanceof FileError) return error.message;
      throw error;
    }
    return "it was read";
  });
  expect(messages[1]).toBe(messages[0]);
  return messages[0] ?? "";
}

const bytes = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array([0xff, 0xfe, ...Buffer.from(text, "utf16le")]);
const ole = (stream: string) =>
  new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Buffer.from(stream, "utf16le")]);

test("the file that the others are made of is read", () => {
  expect(messageOf(excel)).toBe("it was read");
});

test.each<[string, Uint8Array, string | RegExp]>([
  ["an empty file", new Uint8Array(), "the file is empty"],
  ["an encrypted workbook", ole("EncryptedPackage"), "the workbook is encrypted: remove the password first"],
  ["an .xls", ole("Workbook"), "the workbook is in the old format .xls: save it as .xlsx in Excel"],
  [
    "an older .xls",
    new Uint8Array([9, 8, 16, 0]),
    "the workbook is in the old format .xls: save it as .xlsx in Excel",
  ],
  ["a text", bytes("a,b\n1,2"), "the file is not an Excel workbook: workbooks end in .xlsx or .xlsm"],
  [
    "a file that is cut off",
    excel.subarray(0, excel.length - 500),
    "the file is incomplete, its end is missing: copy or download it again",
  ],
  [
    "the start of a file",
    excel.subarray(0, 20),
    "the file is incomplete, its end is missing: copy or download it again",
  ],
  [
    "a binary workbook",
    replaced(
      excel,
      "[Content_Types].xml",
      "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
      "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
    ),
    "xl/workbook.xml is in the binary format .xlsb: save the workbook as .xlsx in Excel",
  ],
  [
    "a document of Word",
    replaced(
      excel,
      "[Content_Types].xml",
      "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    /^xl\/workbook\.xml is no Excel workbook, but application\/vnd.+wordprocessingml/,
  ],
  [
    "no content types",
    withPart(excel, "[Content_Types].xml", () => undefined),
    "[Content_Types].xml is missing: this is not a workbook",
  ],
  [
    "no relations",
    withPart(excel, "_rels/.rels", () => undefined),
    "_rels/.rels is missing: this is not a workbook",
  ],
  [
    "no main part",
    withPart(excel, WORKBOOK, () => undefined),
    "xl/workbook.xml is missing, the main part of the workbook",
  ],
  [
    "no relation to the main part",
    replaced(excel, "_rels/.rels", '/officeDocument"', '/other"'),
    "_rels/.rels does not say which part is the main one",
  ],
  [
    "a main part of something else",
    withPart(excel, WORKBOOK, () => "<html></html>"),
    "xl/workbook.xml is not the main part of a workbook",
  ],
  [
    "no sheet",
    withPart(excel, SHEET, () => undefined),
    'xl/worksheets/sheet1.xml is missing: it is the sheet "Model"',
  ],
  [
    "a sheet that leads nowhere",
    replaced(excel, WORKBOOK, 'r:id="rId2"', 'r:id="rId99"'),
    'xl/workbook.xml does not say which part is the sheet "Fleet list"',
  ],
  [
    "a target outside the file",
    replaced(excel, RELATIONS, 'Target="worksheets/sheet1.xml"', 'Target="../../../etc/passwd"'),
    'etc/passwd is missing: it is the sheet "Model"',
  ],
  [
    "a document type",
    withPart(excel, SHEET, (text) => `<!DOCTYPE a [<!ENTITY b "c">]>${text}`),
    "xl/worksheets/sheet1.xml declares a document type, which no part of a workbook may do",
  ],
  [
    "an unknown entity",
    replaced(excel, SHEET, "<f>SUM(B14:B16)", "<f>&lol;"),
    'xl/worksheets/sheet1.xml is not valid XML: "&lol;" stands for nothing',
  ],
  [
    "UTF-16",
    withPart(excel, SHEET, utf16),
    "xl/worksheets/sheet1.xml is in UTF-16: save the workbook again in Excel",
  ],
  [
    "UTF-16 without a mark",
    withPart(excel, SHEET, (text) => utf16(text).subarray(2)),
    "xl/worksheets/sheet1.xml is in UTF-16: save the workbook again in Excel",
  ],
  [
    "another encoding",
    withPart(excel, SHEET, (text) => text.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')),
    "xl/worksheets/sheet1.xml is in iso-8859-1: save the workbook again in Excel",
  ],
  [
    "bytes that are no text",
    withPart(excel, SHEET, (text) => new Uint8Array([...bytes(text), 0xc3, 0x28])),
    "xl/worksheets/sheet1.xml is not in UTF-8: save the workbook again in Excel",
  ],
  ["an empty part", withPart(excel, WORKBOOK, () => ""), "xl/workbook.xml is not valid XML: it is empty"],
  [
    "a part that is cut off",
    withPart(excel, SHEET, (text) => text.slice(0, 1500)),
    /^xl\/worksheets\/sheet1\.xml is not valid XML: /,
  ],
  [
    "tags that do not fit",
    replaced(excel, SHEET, "</row>", "</c>"),
    "xl/worksheets/sheet1.xml is not valid XML: </c> closes nothing",
  ],
  [
    "two roots",
    withPart(excel, SHEET, (text) => `${text}<a/>`),
    "xl/worksheets/sheet1.xml is not valid XML: something follows its end",
  ],
  [
    "a damaged attribute",
    replaced(excel, SHEET, '<c r="A6" s="2">', '<c r="A6 s=2>'),
    /^xl\/worksheets\/sheet1\.xml is not valid XML: /,
  ],
  [
    "deep nesting",
    replaced(excel, SHEET, "<sheetData>", `${"<a>".repeat(300)}${"</a>".repeat(300)}<sheetData>`),
    "xl/worksheets/sheet1.xml nests more than 200 elements: no part of a workbook does",
  ],
  [
    "a cell that is none",
    replaced(excel, SHEET, '<c r="A6"', '<c r="ABCD6"'),
    'xl/worksheets/sheet1.xml has a cell "ABCD6"',
  ],
  [
    "a row that is none",
    replaced(excel, SHEET, '<row r="6"', '<row r="6e9"'),
    "xl/worksheets/sheet1.xml has a row 6000000000",
  ],
  [
    "a formula that fills the world",
    replaced(excel, SHEET, 'ref="A14:B22"', 'ref="A1:XFD1048576"'),
    'xl/worksheets/sheet1.xml has a formula that fills the range "A1:XFD1048576", which is none or too large',
  ],
])("%s", (_what, file, message) => {
  if (typeof message === "string") expect(messageOf(file)).toBe(message);
  else expect(messageOf(file)).toMatch(message);
});

describe("archives", () => {
  /** An archive of one part, with a head and a directory that may say what is not so. */
  function archive(
    parts: {
      name: string;
      content?: Uint8Array;
      size?: number;
      flags?: number;
      method?: number;
      listedAs?: string;
    }[],
  ) {
    const records: Buffer[] = [];
    const directory: Buffer[] = [];
    let at = 0;
    for (const {
      name,
      content = bytes("<a/>"),
      size = content.length,
      flags = 0,
      method = 8,
      listedAs = name,
    } of parts) {
      const packed = deflateRawSync(content);
      const head = Buffer.alloc(30);
      head.writeUInt32LE(0x04034b50, 0);
      head.writeUInt16LE(name.length, 26);
      const list = Buffer.alloc(46);
      list.writeUInt32LE(0x02014b50, 0);
      list.writeUInt16LE(flags, 8);
      list.writeUInt16LE(method, 10);
      list.writeUInt32LE(packed.length, 20);
      list.writeUInt32LE(size, 24);
      list.writeUInt16LE(listedAs.length, 28);
      list.writeUInt32LE(at, 42);
      const record = Buffer.concat([head, Buffer.from(name), packed]);
      records.push(record);
      directory.push(Buffer.concat([list, Buffer.from(listedAs)]));
      at += record.length;
    }
    const listed = Buffer.concat(directory);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(parts.length, 10);
    end.writeUInt32LE(listed.length, 12);
    end.writeUInt32LE(at, 16);
    return new Uint8Array(Buffer.concat([...records, listed, end]));
  }
  const TYPES = "[Content_Types].xml";

  test.each<[string, Uint8Array, string]>([
    [
      "a part of another checksum",
      archive([{ name: TYPES }, { name: "_rels/.rels" }]),
      "_rels/.rels is damaged: copy or download the file again",
    ],
    [
      "an encrypted part",
      archive([{ name: TYPES, flags: 1 }]),
      `${TYPES} is encrypted: remove the password first`,
    ],
    [
      "an unknown method",
      archive([{ name: TYPES, method: 14 }]),
      `${TYPES} is compressed by method 14: save the workbook again in Excel`,
    ],
    [
      "a part that is there twice",
      archive([{ name: "xl/a.xml" }, { name: "XL/A.xml" }]),
      "XL/A.xml is in the file twice: save the workbook again in Excel",
    ],
    [
      "a part under two names",
      archive([{ name: "xl/a.xml", listedAs: "xl/b.xml" }]),
      "xl/b.xml is damaged: copy or download the file again",
    ],
    [
      "a part outside",
      archive([{ name: "xl/../../a.xml" }]),
      'the file has a part named "xl/../../a.xml", which no part of a workbook may be named',
    ],
    [
      "a part of a disk",
      archive([{ name: "C:\\a.xml" }]),
      'the file has a part named "C:\\a.xml", which no part of a workbook may be named',
    ],
    [
      "too many parts",
      archive(Array.from({ length: 10_001 }, (_, index) => ({ name: `${index}.xml` }))),
      "the file holds 10001 parts: a workbook has fewer",
    ],
  ])("%s", (_what, file, message) => {
    expect(messageOf(file)).toBe(message);
  });

  test("a part that says it unpacks to gigabytes, and one that does", () => {
    const parts = [{ name: TYPES }, { name: "_rels/.rels", size: 3e9 }];
    expect(messageOf(archive(parts))).toBe(
      "_rels/.rels is too large: it unpacks to 2,862 MB, and at most 250 MB can be read",
    );
    const bomb = { name: "_rels/.rels", content: new Uint8Array(20_000_000), size: 1000 };
    expect(messageOf(archive([{ name: TYPES }, bomb]))).toBe(
      "_rels/.rels is damaged: copy or download the file again",
    );
  });

  test("parts that share their bytes", () => {
    const file = archive([{ name: "xl/a.xml" }, { name: "xl/a.xml", listedAs: "xl/a.xml" }]);
    const view = new DataView(file.buffer);
    const directory = view.getUint32(file.length - 6, true);
    // The second entry gets another name, and leads to the first part.
    file.set(bytes("xl/b.xml"), directory + 46 + 8 + 46);
    view.setUint32(directory + 46 + 8 + 42, 0, true);
    expect(messageOf(file)).toBe("xl/b.xml is damaged: copy or download the file again");
  });

  test("any byte that is wrong, or missing, gives an error or the same", () => {
    const small = workbookFile("signed.xlsx");
    const before = JSON.stringify(preflight(small, nodeCompression));
    const read = (file: Uint8Array) => {
      try {
        return JSON.stringify(preflight(file, nodeCompression));
      } catch (error) {
        if (error instanceof FileError) return before;
        throw error;
      }
    };
    for (let at = 0; at < small.length; at += 7) {
      const broken = small.slice();
      broken[at] = (broken[at] ?? 0) ^ 0x55;
      // Dates, sizes and names that nothing reads may differ; contents do not, since their checksums are read.
      expect([at, read(broken).includes("HASHPRICE")]).toEqual([at, true]);
      expect([at, read(small.subarray(0, at))]).toEqual([at, before]);
    }
  });
});

test("a file without MINING formulas, and one that was converted before", () => {
  const convert = (file: Uint8Array) => makePortable(file, optionsFor("values"), nodeCompression);
  const plain = ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/tables/table1.xml"].reduce(
    (file, path) => withPart(file, path, (text) => text.split("_xldudf_MINING_").join("OTHER_")),
    excel,
  );
  expect(() => convert(plain)).toThrow(
    new FileError("no cell of the workbook calls a MINING function, so there is nothing to convert"),
  );
  const { file } = convert(excel);
  expect(() => convert(file)).toThrow(
    new FileError("the workbook was already made portable on 2026-03-31 by Hashcell 1.2.0: restore it first"),
  );
  expect(preflight(file, nodeCompression).converted).toEqual({
    grade: "values",
    version: "1.2.0",
    at: Date.UTC(2026, 2, 31, 18, 30),
  });
  const other = replaced(file, "customXml/item1.xml", 'version="1.2.0"', 'version="1.3.0"');
  expect(() => convert(other)).toThrow(
    new FileError("the workbook was already made portable on 2026-03-31 by Hashcell 1.3.0: restore it first"),
  );
  expect(partText(file, "customXml/item1.xml")).toContain('format="1"');
});
