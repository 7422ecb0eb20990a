import { strToU8, zipSync } from "fflate";
import { columnLetters } from "../../src/formula/tokens";

/** A cell: a constant, or a formula as a file holds it with the value that was saved. */
export type SmallCell =
  | number
  | string
  | boolean
  | null
  | {
      readonly f: string;
      readonly v?: number | string | boolean;
      /** The range of an array formula; `spills` marks one of Excel's dynamic arrays. */
      readonly ref?: string;
      readonly spills?: true;
      /** An error as the saved value. */
      readonly e?: string;
    };

interface SmallBook {
  readonly sheets: Readonly<Record<string, readonly (readonly SmallCell[])[]>>;
  readonly names?: Readonly<Record<string, string>>;
  readonly workbookPr?: string;
  readonly calcPr?: string;
  /** Sheets that are "hidden" or "veryHidden". */
  readonly states?: Readonly<Record<string, string>>;
  /** Other parts by path. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Relations of the workbook to them: type and target. */
  readonly relations?: readonly (readonly [type: string, target: string])[];
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const escaped = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

function cellXml(cell: SmallCell, at: string): string {
  if (cell === null) return "";
  const valueXml = (value: number | string | boolean) => `<v>${escaped(String(Number(value)))}</v>`;
  if (typeof cell === "object") {
    const { f, v, ref, spills, e } = cell;
    const type =
      e !== undefined
        ? ' t="e"'
        : typeof v === "string"
          ? ' t="str"'
          : typeof v === "boolean"
            ? ' t="b"'
            : "";
    const attributes = ref === undefined ? "" : ` t="array" ref="${ref}"`;
    const value =
      e !== undefined
        ? `<v>${e}</v>`
        : v === undefined
          ? ""
          : typeof v === "string"
            ? `<v>${escaped(v)}</v>`
            : valueXml(v);
    return `<c r="${at}"${type}${spills === true ? ' cm="1"' : ""}><f${attributes}>${escaped(f)}</f>${value}</c>`;
  }
  if (typeof cell === "string") return `<c r="${at}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
  return `<c r="${at}"${typeof cell === "boolean" ? ' t="b"' : ""}>${valueXml(cell)}</c>`;
}

/** The file of a workbook with few parts. */
export function smallBook({
  sheets,
  names = {},
  workbookPr = "",
  calcPr = "",
  states = {},
  parts = {},
  relations = [],
}: SmallBook): Uint8Array {
  const titles = Object.keys(sheets);
  const sheetXml = (rows: readonly (readonly SmallCell[])[]) =>
    `<worksheet xmlns="${MAIN}"><sheetData>${rows
      .map((row, r) => {
        const cells = row.map((cell, c) => cellXml(cell, `${columnLetters(c + 1)}${r + 1}`)).join("");
        return cells === "" ? "" : `<row r="${r + 1}">${cells}</row>`;
      })
      .join("")}</sheetData></worksheet>`;
  const list = titles
    .map((title, index) => {
      const state = states[title] === undefined ? "" : ` state="${states[title]}"`;
      return `<sheet name="${escaped(title)}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`;
    })
    .join("");
  const defined = Object.entries(names)
    .map(([name, text]) => `<definedName name="${name}">${escaped(text)}</definedName>`)
    .join("");
  const definedNames = defined === "" ? "" : `<definedNames>${defined}</definedNames>`;
  const contents: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${titles
      .map(
        (_, index) =>
          `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`,
      )
      .join("")}</Types>`,
    "_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">${workbookPr}<sheets>${list}</sheets>${definedNames}${calcPr}</workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${titles
      .map(
        (_, index) =>
          `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
      )
      .join("")}${relations
      .map(
        ([type, target], index) =>
          `<Relationship Id="rIdX${index}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
      )
      .join("")}</Relationships>`,
    ...parts,
  };
  Object.values(sheets).forEach((rows, index) => {
    contents[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(rows);
  });
  return zipSync(Object.fromEntries(Object.entries(contents).map(([path, text]) => [path, strToU8(text)])));
}
