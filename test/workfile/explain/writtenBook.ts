import { strToU8, zipSync } from "fflate";
import { columnLetters } from "../../../src/formula/tokens";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

/** What a cell holds: a text that begins with "=" is a formula as a file has it; with the value that the file shows for it. */
export type Written = string | number | boolean | null | readonly [formula: string, shows: string | number];

export interface WrittenSheet {
  readonly name: string;
  readonly isHidden?: boolean;
  /** From A1. */
  readonly rows: readonly (readonly Written[])[];
}

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function valueXml(value: string | number): { type: string; xml: string } {
  if (typeof value === "number") return { type: "", xml: `<v>${value}</v>` };
  return { type: value.startsWith("#") ? ' t="e"' : ' t="str"', xml: `<v>${escaped(value)}</v>` };
}

function cellXml(cell: Written, at: string): string {
  if (cell === null) return "";
  if (typeof cell === "boolean") return `<c r="${at}" t="b"><v>${Number(cell)}</v></c>`;
  if (typeof cell === "number") return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === "string" && !cell.startsWith("="))
    return `<c r="${at}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
  const [formula, shows] = typeof cell === "string" ? [cell, 0] : cell;
  const { type, xml } = valueXml(shows);
  return `<c r="${at}"${type}><f>${escaped(formula.slice(1))}</f>${xml}</c>`;
}

/** A workbook's file. */
export function writtenBook(sheets: readonly WrittenSheet[], names: Readonly<Record<string, string>> = {}) {
  const parts: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="a" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets
      .map(
        ({ name, isHidden }, index) =>
          `<sheet name="${name}" sheetId="${index + 1}"${isHidden ? ' state="hidden"' : ""} r:id="s${index + 1}"/>`,
      )
      .join("")}</sheets>${
      Object.keys(names).length === 0
        ? ""
        : `<definedNames>${Object.entries(names)
            .map(([name, text]) => `<definedName name="${name}">${escaped(text)}</definedName>`)
            .join("")}</definedNames>`
    }</workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}/relationships">${sheets
      .map(
        (_, index) =>
          `<Relationship Id="s${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
      )
      .join("")}</Relationships>`,
  };
  for (const [index, { rows }] of sheets.entries()) {
    const lines = rows.map((row, r) => {
      const cells = row.map((cell, c) => cellXml(cell, `${columnLetters(c + 1)}${r + 1}`));
      return `<row r="${r + 1}">${cells.join("")}</row>`;
    });
    parts[`xl/worksheets/sheet${index + 1}.xml`] =
      `<worksheet xmlns="${MAIN}"><sheetData>${lines.join("")}</sheetData></worksheet>`;
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, strToU8(xml)])));
}
