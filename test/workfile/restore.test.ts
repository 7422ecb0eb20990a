import { FileError } from "../../src/workfile/fileError";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { makePortable } from "../../src/workfile/portable";
import type { Grade } from "../../src/workfile/reports";
import { restored } from "../../src/workfile/restore";
import { optionsFor, partsOf, partText, replaced, withPart, workbookFile, workbookNames } from "./fixtures";

const grades: readonly Grade[] = ["values", "lambda", "classic"];
const all = workbookNames.flatMap((name) => grades.map((grade) => [name, grade] as const));
const portable = (file: Uint8Array, grade: Grade) => makePortable(file, optionsFor(grade), nodeCompression);
const restore = (file: Uint8Array) => restored(file, nodeCompression);

test("there are at least ten workbooks of five writers", () => {
  expect(workbookNames.length).toBeGreaterThanOrEqual(10);
});

test.each(all)("%s as %s and back has every part as it was", (name, grade) => {
  const before = workbookFile(name);
  const converted = portable(before, grade);
  const { file, left, warnings } = restore(converted.file);
  expect({ left, warnings }).toEqual({ left: [], warnings: [] });
  const [was, during, is] = [partsOf(before), partsOf(converted.file), partsOf(file)];
  expect([...is.keys()]).toEqual([...was.keys()]);
  for (const [path, { text, packed, listed }] of was) {
    expect([path, is.get(path)?.text]).toEqual([path, text]);
    // What conversion does not touch keeps its packed bytes, its flags, its method and its date all along.
    const other = during.get(path);
    if (other !== undefined && other.text !== text) continue;
    if (other !== undefined) expect([path, other.packed, other.listed]).toEqual([path, packed, listed]);
    expect([path, is.get(path)?.packed, is.get(path)?.listed]).toEqual([path, packed, listed]);
  }
});

test.each(all)("%s as %s leaves no MINING formula but those that have no value", (name, grade) => {
  const { file, cells } = portable(workbookFile(name), grade);
  const unchanged = cells.filter(({ became }) => became === "unchanged").length;
  const found = [...partsOf(file)]
    .filter(([path]) => path.includes("worksheets/sheet"))
    .flatMap(([, { text }]) => {
      // What stands in comments and in texts of formulas is no call.
      const plain = text.replace(/<!--[^]*?-->/g, "").replace(/"MINING[^"]*"/g, "");
      return [...plain.matchAll(/<(?:x:)?f(?: [^>]*)?>(?:<!\[CDATA\[)?[^<]*(?:MINING\.|xldudf_mining)/gi)];
    })
    .map(([match]) => match);
  expect(found).toHaveLength(unchanged);
});

describe("after changes in between", () => {
  const excel = workbookFile("excel.xlsm");
  const SHEET = "xl/worksheets/sheet1.xml";

  test("a changed value stays and is listed, and all others get their formulas", () => {
    const { file, cells } = portable(excel, "values");
    const [, value] = /<c r="C7" s="1"><v>([^<]*)<\/v>/.exec(partText(file, SHEET)) ?? [];
    const back = restore(
      replaced(file, SHEET, `<c r="C7" s="1"><v>${value}</v>`, `<c r="C7" s="1"><v>99</v>`),
    );
    expect(back.left).toEqual([
      {
        sheet: "Model",
        cell: "C7",
        was: "=MINING.HASHPRICE(B7,$B$3,3.125)",
        why: "its value was changed",
      },
    ]);
    expect(back.cells).toHaveLength(cells.length - 1);
    const sheet = partText(back.file, SHEET);
    expect(sheet).toContain('<c r="C7" s="1"><v>99</v></c>');
    // The others can no longer share one formula.
    expect(sheet).toContain('<c r="C8" s="1"><f>_xldudf_MINING_HASHPRICE(B8,$B$3,3.125)</f>');
    // The cells of other formulas, and the other sheet, are as they were.
    expect(sheet).toContain('<f t="shared" ref="D6:D12" si="1">C6*2</f>');
    expect(partText(back.file, "xl/worksheets/sheet2.xml")).toBe(partText(excel, "xl/worksheets/sheet2.xml"));
    expect([...partsOf(back.file).keys()].filter((path) => path.startsWith("customXml"))).toEqual([]);
  });

  test("a changed value in a range that a formula filled leaves the formula out", () => {
    const { file } = portable(excel, "values");
    const back = restore(replaced(file, SHEET, '<c r="B16"><v>84.0</v>', '<c r="B16"><v>85</v>'));
    expect(back.left.map(({ cell, why }) => [cell, why])).toEqual([
      ["A14", "a value in A14:B22, which its formula filled, was changed"],
    ]);
  });

  test("a changed formula stays, with the names that it needs", () => {
    const { file, names } = portable(excel, "lambda");
    expect(names).toContain("MINING_HASHPRICE");
    const changed = replaced(
      file,
      SHEET,
      "MINING_HASHPRICE(B7,$B$3,3.125)",
      "MINING_HASHPRICE(B7,$B$3,6.25)",
    );
    const back = restore(changed);
    expect(back.left.map(({ cell, why }) => [cell, why])).toEqual([
      ["C7", "its formula was changed, or the cell was moved"],
    ]);
    const workbook = partText(back.file, "xl/workbook.xml");
    expect(workbook).toContain('<definedName name="MINING_HASHPRICE">');
    expect(workbook).not.toContain('<definedName name="MINING_MINER_PNL">');
    expect(workbook).not.toContain('name="Hashcell"');
    expect(workbook).toContain('<definedName name="_xlnm.Print_Area" localSheetId="0">');
    expect(back.warnings).toEqual([
      expect.stringMatching(/^Names that formulas still use stay in the workbook: MINING_HASHPRICE/),
    ]);
  });

  test("a formula that another program wrote otherwise is the same formula", () => {
    const { file } = portable(excel, "lambda");
    const changed = replaced(
      file,
      SHEET,
      "MINING_HASHPRICE(B7,$B$3,3.125)",
      "mining_hashprice( B7, $B$3, 3.125 )",
    );
    expect(restore(changed).left).toEqual([]);
  });

  test("a text in a formula is not the same in other letters", () => {
    const { file } = portable(excel, "lambda");
    const changed = replaced(file, SHEET, '"below &amp; ""fine"""', '"Below &amp; ""fine"""');
    expect(restore(changed).left.map(({ cell }) => cell)).toEqual(["C4"]);
  });

  test.each(grades)("rows inserted above, as %s: no formula comes back into another cell", (grade) => {
    const { file } = portable(excel, grade);
    const back = restore(withPart(file, SHEET, (text) => movedDown(text, 6)));
    const sheet = partText(back.file, SHEET);
    const original = formulasOf(partText(excel, SHEET));
    for (const [cell, formula] of formulasOf(sheet))
      if (/xldudf/.test(formula)) expect([cell, formula]).toEqual([cell, original.get(cell)]);
    const listed = back.left.map(({ cell }) => cell);
    for (const cell of ["C6", "C12", "A14"]) expect(listed).toContain(cell);
    for (const cell of ["B4", "C4", "D4", "E4"]) expect(listed).not.toContain(cell);
  });

  test("values that are all the same come back only where nothing was moved", () => {
    const same = withPart(excel, SHEET, (text) =>
      text.replace(
        /(<c r="C\d+" s="1"><f t="shared"[^<]*(?:<\/f>)?)<v>[^<]*<\/v>|(<c r="C\d+" s="1"><f[^<]*<\/f>)<v>[^<]*<\/v>/g,
        (_all, first?: string, second?: string) => `${first ?? second ?? ""}<v>7</v>`,
      ),
    );
    const { file } = portable(same, "values");
    const back = restore(withPart(file, SHEET, (text) => movedDown(text, 6)));
    expect(back.left.map(({ cell }) => cell)).toEqual(
      expect.arrayContaining(["C7", "C8", "C9", "C10", "C11", "C12"]),
    );
    expect(restore(file).left).toEqual([]);
  });

  test("a sheet that was renamed is found by its number, one that was deleted is listed", () => {
    const { file } = portable(excel, "values");
    const renamed = replaced(file, "xl/workbook.xml", '<sheet name="Fleet list"', '<sheet name="Machines"');
    expect(restore(renamed).left).toEqual([]);
    expect(restore(renamed).cells).toContainEqual({ sheet: "Machines", cell: "C2" });
    const deleted = replaced(
      file,
      "xl/workbook.xml",
      '<sheet name="Fleet list" sheetId="4" r:id="rId2"/>',
      "",
    );
    expect(restore(deleted).left.map(({ sheet, cell, why }) => [sheet, cell, why])).toEqual([
      ["Fleet list", "C2", "its sheet is no longer there"],
      ["Fleet list", "C3", "its sheet is no longer there"],
    ]);
  });

  test("another sheet behind the cover sheet keeps its names and stays active", () => {
    const { file } = portable(excel, "values");
    const more = withPart(file, "xl/workbook.xml", (text) =>
      text
        .replace("</sheets>", '<sheet name="Mine" sheetId="9" r:id="rId1"/></sheets>')
        .replace('activeTab="0"', 'activeTab="3"')
        .replace(
          "</definedNames>",
          '<definedName name="LOCAL" localSheetId="3">Mine!$A$1</definedName></definedNames>',
        ),
    );
    const workbook = partText(restore(more).file, "xl/workbook.xml");
    expect(workbook).toContain('activeTab="2"');
    expect(workbook).toContain('<definedName name="LOCAL" localSheetId="2">');
    expect(workbook).not.toContain("Hashcell");
  });

  test("a cover sheet that was renamed stays, with a warning", () => {
    const { file } = portable(excel, "values");
    const back = restore(replaced(file, "xl/workbook.xml", 'name="Hashcell"', 'name="Notes"'));
    expect(back.warnings).toEqual([
      'The sheet "Hashcell" was renamed or changed, and stays in the workbook.',
    ]);
  });
});

describe("what cannot be restored", () => {
  const message = (file: Uint8Array) => {
    try {
      restore(file);
    } catch (error) {
      if (error instanceof FileError) return error.message;
      throw error;
    }
    return "restored";
  };
  const excel = workbookFile("excel.xlsm");
  const ITEM = "customXml/item1.xml";

  test("a file that was not made portable", () => {
    expect(message(excel)).toBe(
      "the workbook keeps no original formulas: it was not made portable by Hashcell, or another program has removed them",
    );
  });

  test("one of a later version's format", () => {
    const later = replaced(
      portable(excel, "values").file,
      ITEM,
      'format="1" version="1.2.0"',
      'format="2" version="9.1.0"',
    );
    expect(message(later)).toBe(
      "customXml/item1.xml was written by Hashcell 9.1.0, and this version cannot read it: restore the workbook with that version or a later one",
    );
  });

  test.each([
    ["cut off", (text: string) => `${text.slice(0, text.length - 200)}</portable>`],
    ["changed", (text: string) => text.replace("C7", "C8")],
    ["of another grade", (text: string) => text.replace('grade="values"', 'grade="gold"')],
    ["without a version", (text: string) => text.replace('version="1.2.0"', "")],
  ])("originals that are %s", (_what, change) => {
    const broken = withPart(portable(excel, "values").file, ITEM, change);
    expect(message(broken)).toBe(
      "customXml/item1.xml, which keeps the original formulas, is damaged: use an earlier copy",
    );
  });
});

/** A sheet's rows from one on moved down by one, as openpyxl does it: formulas stay as they are. */
function movedDown(sheet: string, from: number): string {
  return sheet.replace(/(<row r="|<c r="[A-Z]+)(\d+)"/g, (all, head: string, row: string) =>
    Number(row) >= from ? `${head}${Number(row) + 1}"` : all,
  );
}

function formulasOf(sheet: string): Map<string, string> {
  return new Map(
    [...sheet.matchAll(/<c r="([A-Z]+\d+)"[^>]*><f[^>]*>([^<]*)<\/f>/g)].map(
      ([, cell = "", formula = ""]) => [cell, formula],
    ),
  );
}
