import { readFileSync } from "node:fs";
import { clientCopy } from "../../src/workfile/clientCopy";
import { addressText } from "../../src/workfile/cells";
import { FileError } from "../../src/workfile/fileError";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { sharedTextsOf } from "../../src/workfile/plan";
import { makePortable } from "../../src/workfile/portable";
import { readSheet, cellOfKey } from "../../src/workfile/sheetContent";
import { openWorkbook } from "../../src/workfile/workbook";
import { optionsFor, partsOf, partText, replaced, workbookFile, workbookNames } from "./fixtures";

const site = new Uint8Array(readFileSync("src/books/files/site-valuation.xlsx"));
const copyOf = (file: Uint8Array, options: Parameters<typeof clientCopy>[1]) =>
  clientCopy(file, options, nodeCompression);
const open = (file: Uint8Array) => openWorkbook(file, nodeCompression);

/** What the cells of a workbook show, by sheet and cell, and their formulas. */
function contentOf(file: Uint8Array) {
  const workbook = open(file);
  const shared = sharedTextsOf(workbook);
  const shown = new Map<string, string>();
  const formulas = new Map<string, string>();
  for (const sheet of workbook.sheets) {
    const content = readSheet(workbook.file.xml(sheet.path), shared);
    for (const [key, value] of content.values) {
      const { row, column } = cellOfKey(key);
      shown.set(`${sheet.name}!${addressText(row, column)}`, value.text);
    }
    for (const { row, column, formula } of content.formulas)
      formulas.set(`${sheet.name}!${addressText(row, column)}`, formula.text);
  }
  return { shown, formulas, tabs: workbook.tabs, names: workbook.names };
}

const texts = (file: Uint8Array) => [...partsOf(file).values()].map(({ text }) => text).join("\n");

test("all sheets stay, byte for byte, where none is left out", () => {
  const { file, values, warnings } = copyOf(site, {});
  expect([...partsOf(file)].map(([path, { text }]) => [path, text])).toEqual(
    [...partsOf(site)].map(([path, { text }]) => [path, text]),
  );
  expect({ values, warnings }).toEqual({ values: [], warnings: [] });
});

describe.each(workbookNames)("%s with one of its sheets", (name) => {
  const before = workbookFile(name);
  const { tabs } = contentOf(before);
  const keep = tabs.slice(0, 1);
  const { file, values } = copyOf(before, { sheets: keep });

  test("holds that sheet, with all that it showed", () => {
    const [was, is] = [contentOf(before), contentOf(file)];
    expect(is.tabs).toEqual(keep);
    const kept = [...was.shown].filter(([cell]) => cell.startsWith(`${keep[0]}!`));
    expect([...is.shown]).toEqual(kept);
    const became = new Set(values.map(({ sheet, cell }) => `${sheet}!${cell}`));
    for (const [cell, formula] of was.formulas)
      if (cell.startsWith(`${keep[0]}!`) && !became.has(cell)) expect(is.formulas.get(cell)).toBe(formula);
    for (const cell of became) expect(is.formulas.has(cell)).toBe(false);
  });

  test("names no other sheet in a formula, a name or a rule, and leads to no part that is not there", () => {
    const parts = partsOf(file);
    for (const other of tabs.slice(1)) {
      const said = [...contentOf(file).formulas.values(), ...contentOf(file).names.map(({ text }) => text)];
      expect(
        said.filter((formula) => formula.includes(`${other}!`) || formula.includes(`${other}'!`)),
      ).toEqual([]);
    }
    const workbook = open(file);
    for (const path of ["", ...parts.keys()])
      for (const { target, isExternal } of workbook.file.relations(path))
        if (!isExternal)
          expect([
            path,
            parts.has(target) ||
              [...parts.keys()].some((part) => part.toLowerCase() === target.toLowerCase()),
          ]).toEqual([path, true]);
  });
});

describe("a finished workbook for a client who gets its cash flows only", () => {
  const keep = ["Years", "Cash flow"];
  const { file, values } = copyOf(site, { sheets: keep, title: "Offer & terms", author: "A. <Client>" });

  test("keeps the order of the sheets, and formulas among them", () => {
    const { tabs, formulas } = contentOf(file);
    expect(tabs).toEqual(["Cash flow", "Years"]);
    const onYears = [...formulas].filter(([cell]) => cell.startsWith("Years!"));
    expect(onYears.filter(([, formula]) => formula.includes("'Cash flow'!")).length).toBeGreaterThan(20);
  });

  test("holds values where a formula took something from the other sheets, and says which", () => {
    const [was, is] = [contentOf(site), contentOf(file)];
    const own = /^(?:[^!]*)!/;
    const before = [...was.formulas.keys()].filter((cell) =>
      keep.includes(own.exec(cell)?.[0].slice(0, -1) ?? ""),
    );
    const cut = values.map(({ sheet, cell }) => `${sheet}!${cell}`);
    expect(cut.length).toBeGreaterThan(100);
    expect(new Set([...is.formulas.keys(), ...cut])).toEqual(new Set(before));
    expect(cut.length + is.formulas.size).toBe(before.length);
    for (const cell of before) expect([cell, is.shown.get(cell)]).toEqual([cell, was.shown.get(cell)]);
  });

  test("holds no text of the other sheets anywhere", () => {
    for (const secret of ["Antminer", "Volatility", "Downside", "hedge_strike"]) {
      expect([secret, texts(site).includes(secret)]).toEqual([secret, true]);
      expect([secret, texts(file).includes(secret)]).toEqual([secret, false]);
    }
  });

  test("says whose it is", () => {
    const core = partText(file, "docProps/core.xml");
    expect(core).toContain("Offer &amp; terms</dc:title>");
    expect(core).toContain("A. &lt;Client&gt;</dc:creator>");
  });

  test("can then be made portable", () => {
    const some = copyOf(site, { sheets: [...keep, "Market"] });
    const converted = makePortable(some.file, optionsFor("classic"), nodeCompression);
    expect(converted.needsAddin).toBe(false);
    expect(contentOf(converted.file).tabs).toEqual(["Market", "Cash flow", "Years", converted.coverSheet]);
  });
});

test("a chart of a sheet that is left out keeps the values that it showed", () => {
  const { file } = copyOf(site, { sheets: ["Dashboard"] });
  const charts = [...partsOf(file)].filter(([path]) => path.startsWith("xl/charts/"));
  expect(charts.length).toBeGreaterThan(3);
  for (const [path, { text }] of charts) {
    expect([path, /<c:f>/.test(text)]).toEqual([path, false]);
    expect([path, /<c:v>-?\d/.test(text)]).toEqual([path, true]);
  }
});

test("rules that needed a sheet that is left out are named once, with their cells", () => {
  const list =
    '<dataValidation type="list" sqref="B2 B4:B6"><formula1>Machines!$A$1:$A$9</formula1></dataValidation>';
  const another =
    '<dataValidation type="list" sqref="C7"><formula1>Machines!$B$1:$B$9</formula1></dataValidation>';
  const shown =
    '<x14:conditionalFormatting xmlns:x14="http://x14"><x14:cfRule type="expression"><xm:f xmlns:xm="http://xm">Machines!$A$1&gt;1</xm:f></x14:cfRule><xm:sqref xmlns:xm="http://xm">D1:D9</xm:sqref></x14:conditionalFormatting>';
  const { sheets } = open(site);
  const path = sheets.find(({ name }) => name === "Market")?.path ?? "";
  const ruled = replaced(
    site,
    path,
    "</sheetData>",
    `</sheetData><dataValidations count="2">${list}${another}</dataValidations>${shown}`,
  );
  const { warnings } = copyOf(ruled, { sheets: ["Market", "Years"] });
  expect(warnings).toEqual([
    "Market (B2, B4:B6, C7): a rule for what may be typed needed a sheet that was left out, and is left out too.",
    "Market (D1:D9): a conditional format needed a sheet that was left out, and is left out too.",
  ]);
});

test.each([
  ["a sheet that is not there", { sheets: ["Costs"] }, 'the workbook has no sheet "Costs", only Dashboard,'],
  ["no sheet", { sheets: [] }, "a workbook needs at least one sheet"],
])("%s is refused", (_name, options, message) => {
  expect(() => copyOf(site, options)).toThrow(FileError);
  expect(() => copyOf(site, options)).toThrow(message);
});

test("sheets of a portable copy cannot be left out, since it keeps their formulas", () => {
  const { file } = makePortable(site, optionsFor("values"), nodeCompression);
  expect(() => copyOf(file, { sheets: ["Dashboard"] })).toThrow("restore it before you leave out sheets");
});
