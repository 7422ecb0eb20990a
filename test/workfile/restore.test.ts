import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
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
  const IF_ABOVE =
    '<c r="D4" t="str"><f>IF(_xldudf_MINING_HASHPRICE(B2,B3,3.125)&gt;1000,"above","")</f><v></v></c>';

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

  describe("by another program that saved the file", () => {
    /** What openpyxl writes for the value in D4, an empty text: nothing, and a cell where it has a format. */
    const emptied = (cell: string) => (file: Uint8Array) => {
      const [before = ""] = /<c r="D4"[^>]*><v><\/v><\/c>/.exec(partText(file, SHEET)) ?? [];
      return replaced(file, SHEET, before, cell);
    };
    test.each([
      ["left out", "", '<c r="D4" t="str"><f>'],
      ["with its format only", '<c r="D4" s="1"/>', '<c r="D4" s="1" t="str"><f>'],
    ])("an empty text %s gets its formula", (_what, cell, restoredStart) => {
      const back = restore(emptied(cell)(portable(excel, "values").file));
      expect(back.left).toEqual([]);
      expect(partText(back.file, SHEET)).toContain(
        `${restoredStart}IF(_xldudf_MINING_HASHPRICE(B2,B3,3.125)&gt;1000,"above","")</f><v></v></c><c r="E4"`,
      );
    });

    test("an empty text that is the last of its row, or alone in it, gets its formula", () => {
      const text = IF_ABOVE.replace("D4", "F4");
      const last = replaced(excel, SHEET, '</c></row><row r="6"', `</c>${text}</row><row r="6"`);
      const { file } = portable(last, "values");
      const left = replaced(file, SHEET, '<c r="F4" t="str"><v></v></c>', "");
      expect(restore(left).left).toEqual([]);
      expect(partText(restore(left).file, SHEET)).toContain(`${text}</row>`);
      // A row that is no longer there is not written again.
      const own = replaced(
        excel,
        SHEET,
        '<row r="6"',
        `<row r="5">${IF_ABOVE.replace("D4", "D5")}</row><row r="6"`,
      );
      const gone = replaced(
        portable(own, "values").file,
        SHEET,
        '<row r="5"><c r="D5" t="str"><v></v></c></row>',
        "",
      );
      expect(restore(gone).left.map(({ cell, why }) => [cell, why])).toEqual([["D5", "it is empty now"]]);
    });

    test.each([
      ["0.26508337379555547", "0.2650833737955555", "0.265083373795555", "0.26508337379556"],
      // Rounded to 16 digits and then to 15, it is another than rounded to 15 at once.
      ["0.31904929347247746", "0.3190492934724775", "0.319049293472477", "0.31904929347248"],
    ])("%s with 16 or 15 digits is the same value, and with 14 another", (value, by16, by15, by14) => {
      const written = (was: string, to: string) => (bytes: Uint8Array) =>
        replaced(bytes, SHEET, `<v>${was}</v>`, `<v>${to}</v>`);
      const { file } = portable(written("0.26508337379555547", value)(excel), "values");
      const left = (to: string) => restore(written(value, to)(file)).left.map(({ cell }) => cell);
      expect([left(by16), left(by15), left(by14)]).toEqual([[], [], ["A14"]]);
    });

    test("TRUE and #N/A written as formulas are the same values, and other formulas are not", () => {
      const { file } = portable(excel, "values");
      const written = (now: string) =>
        replaced(
          file,
          SHEET,
          '<c r="E4" t="b"><v>1</v>',
          `<c r="E4" t="b"><f aca="false">${now}</f><v>1</v>`,
        );
      expect(restore(written("TRUE()")).left).toEqual([]);
      expect(partText(restore(written("TRUE()")).file, SHEET)).toContain(
        '<c r="E4" t="b"><f ca="1">_xldudf_MINING_HASHPRICE(B2,B3,3.125)+0*NOW()&gt;1</f><v>1</v></c>',
      );
      expect(restore(written("TRUE")).left.map(({ cell }) => cell)).toEqual(["E4"]);
      const error = '<c r="D14" t="e"><v>#N/A</v>';
      expect(restore(replaced(file, SHEET, error, '<c r="D14" t="e"><f>#N/A</f><v>#N/A</v>')).left).toEqual(
        [],
      );
    });

    test("a number in a formula may be written otherwise, but not be another", () => {
      const { file } = portable(excel, "classic");
      const written = (number: string) =>
        withPart(file, SHEET, (text) => text.split("1E15*86400").join(`${number}*86400`));
      expect(partText(written("1E+015"), SHEET)).not.toBe(partText(file, SHEET));
      expect(restore(written("1E+015")).left).toEqual([]);
      expect(restore(written("1000000000000000")).left).toEqual([]);
      expect(restore(written("1E14")).left.length).toBeGreaterThan(5);
    });

    test("names and tables' columns get their formulas, unless they were changed", () => {
      const named = replaced(
        excel,
        "xl/workbook.xml",
        '<definedName name="PRICE">',
        '<definedName name="now">_xldudf_MINING_HASHPRICE(Model!$B$2,Model!$B$3,3.125)</definedName><definedName name="PRICE">',
      );
      const { file } = portable(named, "lambda");
      const touched = replaced(
        file,
        "xl/workbook.xml",
        '<definedName name="PRICE">',
        '<definedName  name="PRICE">',
      );
      const back = restore(touched);
      expect(back).toMatchObject({ left: [], warnings: [] });
      expect(partText(back.file, "xl/workbook.xml")).toContain(
        '<definedName name="now">_xldudf_MINING_HASHPRICE(Model!$B$2,Model!$B$3,3.125)</definedName>',
      );
      expect(partText(back.file, "xl/workbook.xml")).not.toContain('name="MINING_');
      expect(partText(back.file, "xl/tables/table1.xml")).toBe(partText(excel, "xl/tables/table1.xml"));

      const other = restore(
        replaced(touched, "xl/workbook.xml", ">MINING_HASHPRICE(Model!", ">2*MINING_HASHPRICE(Model!"),
      );
      expect(other.warnings).toEqual([
        "The name now was changed since the conversion, and stays as it is.",
        expect.stringMatching(/^Names that formulas still use stay in the workbook: MINING_HASHPRICE/),
      ]);
      expect(partText(other.file, "xl/workbook.xml")).toContain(">2*MINING_HASHPRICE(Model!");
      expect(partText(other.file, "xl/workbook.xml")).toContain('<definedName name="MINING_HASHPRICE">');
    });

    test("originals that the file itself leads to, as LibreOffice writes it, are found", () => {
      const { file } = portable(excel, "values");
      const workbookRelations = "xl/_rels/workbook.xml.rels";
      const [relation = ""] =
        /<Relationship [^>]*relationships\/customXml"[^>]*>/.exec(partText(file, workbookRelations)) ?? [];
      const moved = replaced(
        replaced(file, workbookRelations, relation, ""),
        "_rels/.rels",
        "</Relationships>",
        `${relation.replace("/customXml/item1.xml", "../customXml/item1.xml").replace(/rId\d+/, "rId77")}</Relationships>`,
      );
      const back = restore(moved);
      expect(back.left).toEqual([]);
      expect(partText(back.file, "_rels/.rels")).not.toContain("customXml");
      expect([...partsOf(back.file).keys()].filter((path) => path.startsWith("customXml"))).toEqual([]);
    });

    test("a sheet that is gone is not taken for the cover sheet, whatever number that has", () => {
      const { file } = portable(excel, "values");
      const renumbered = replaced(
        replaced(file, "xl/workbook.xml", '<sheet name="Fleet list" sheetId="4" r:id="rId2"/>', ""),
        "xl/workbook.xml",
        'name="Hashcell" sheetId="5"',
        'name="Hashcell" sheetId="4"',
      );
      expect(restore(renumbered).left.map(({ sheet, why }) => [sheet, why])).toEqual([
        ["Fleet list", "its sheet is no longer there"],
        ["Fleet list", "its sheet is no longer there"],
      ]);
    });

    const office = spawnSync("soffice", ["--version"]).status === 0;
    (office ? test : test.skip)("LibreOffice, if it is installed: all cells get their formulas", () => {
      const folder = mkdtempSync(join(tmpdir(), "hashcell-"));
      try {
        const names = ["excel.xlsm", "xlsxwriter.xlsx", "exceljs.xlsx"];
        const paths = names.flatMap((name) =>
          grades.map((grade) => {
            const path = join(folder, `${grade}-${name}`);
            writeFileSync(path, portable(workbookFile(name), grade).file);
            return path;
          }),
        );
        const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
        const saved = join(folder, "saved");
        execFileSync(
          "soffice",
          [profile, "--headless", "--convert-to", "xlsx", "--outdir", saved, ...paths],
          {
            stdio: "ignore",
          },
        );
        for (const path of paths) {
          const again = join(saved, basename(path).replace(/\.xls[xm]$/, ".xlsx"));
          const back = restore(new Uint8Array(readFileSync(again)));
          expect([path, back.left]).toEqual([path, []]);
          expect(back.cells.length).toBeGreaterThan(8);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
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
