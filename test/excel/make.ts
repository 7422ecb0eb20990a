// The workbook for the checks in real Excel; `npm run generate` writes it.
import { strToU8, zipSync } from "fflate";
import { withFileNames } from "../../src/workbench/files/formulas";
import { escaped } from "../../src/workbench/files/xml";
import { errorNumbers } from "../../src/workbench/grid/errors";
import { checks, FIRST_ROW, inputs, type Check } from "./checks";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

type Cell = string | number | null | { readonly formula: string };

const [TITLE, HEADING, WRAPPED] = [1, 2, 3];

function cellXml(address: string, cell: Cell, style: number): string {
  if (cell === null) return "";
  const head = `<c r="${address}" s="${style}"`;
  if (typeof cell === "number") return `${head}><v>${cell}</v></c>`;
  if (typeof cell === "string")
    return `${head} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  const formula = escaped(cell.formula.replace(/\b(SEQUENCE)\(/g, "_xlfn.$1("));
  // The mark of a dynamic array: without it Excel puts an @ before the function.
  return `${head} cm="1"><f t="array" ref="${address}">${formula}</f></c>`;
}

type Row = readonly [number: number, cells: Readonly<Record<string, Cell>>, style?: number];

function sheetXml(rows: readonly Row[], widths: readonly number[]): string {
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  const lines = rows.map(([number, cells, style = WRAPPED]) => {
    const written = Object.entries(cells).map(([column, cell]) => cellXml(`${column}${number}`, cell, style));
    return `<row r="${number}"${style === TITLE ? ' ht="24" customHeight="1"' : ""}>${written.join("")}</row>`;
  });
  return withFileNames(
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetFormatPr defaultRowHeight="17"/><cols>${columns.join("")}</cols>` +
      `<sheetData>${lines.join("")}</sheetData></worksheet>`,
  );
}

/** Whether a cell shows what it must. */
function verdict({ shows }: Check, row: number): string {
  const [is, must] = [`B${row}`, `C${row}`];
  if (typeof shows === "number")
    return `IF(ISNUMBER(${is}),IF(ABS(${is}-${must})<=0.000000001*ABS(${must}),"ok","LOOK"),"LOOK")`;
  const type = errorNumbers[shows];
  if (type === undefined) return `IF(ISERROR(${is}),"LOOK",IF(${is}=${must},"ok","LOOK"))`;
  return `IF(ISERROR(${is}),IF(ERROR.TYPE(${is})=${type},"ok","LOOK"),"LOOK")`;
}

function checkRows(): Row[] {
  const last = FIRST_ROW + checks.length - 1;
  const verdicts = `D${FIRST_ROW}:D${last}`;
  const inputCell = (value: number | string | null): Cell =>
    typeof value === "string" && value.startsWith("=") ? { formula: value.slice(1) } : value;
  const beside = (index: number): Record<string, Cell> => {
    const [name = null, value = null, broken = null] = inputs[index] ?? [];
    return { H: inputCell(name), I: inputCell(value), J: inputCell(broken) };
  };
  const body = checks.map((check, index): Row => {
    const row = FIRST_ROW + index;
    const cells = { A: check.tried, B: { formula: check.formula }, C: check.shows };
    return [row, { ...cells, D: { formula: verdict(check, row) }, E: check.hover ?? null, ...beside(index) }];
  });
  const count = `COUNTIF(${verdicts},"ok")`;
  const all = `IF(${count}=ROWS(${verdicts}),"All ${checks.length} are right",ROWS(${verdicts})-${count}&" to look at")`;
  return [
    [1, { A: "Hashcell in real Excel: the steps are in README.md beside this file" }, TITLE],
    [2, { A: "Result", B: { formula: all } }, HEADING],
    [
      4,
      {
        A: "What is tried",
        B: "Cell",
        C: "Must show",
        D: "Verdict",
        E: "Must be read on hovering",
        H: "Input",
        I: "Value",
        J: "Errors",
      },
      HEADING,
    ],
    ...body,
  ];
}

const marketRows: readonly Row[] = [
  [1, { A: "Cells that follow the pane, and spills" }, TITLE],
  [3, { A: "Price of bitcoin", B: { formula: 'MINING.MARKET("btc.price")' } }],
  [4, { A: "Its quality", B: { formula: 'MINING.MARKET_STATUS("btc.price","quality")' } }],
  [5, { A: "Network difficulty", B: { formula: 'MINING.MARKET("btc.difficulty")' } }],
  [6, { A: "State of the market", B: { formula: 'MINING.ABOUT("market state")' } }],
  [7, { A: "The same cell ten times must stay one call: copy B3 down" }],
  [9, { A: "Halvings", B: { formula: "MINING.HALVING_TABLE(957600,DATE(2026,7,1))" } }],
  [18, { A: "History", B: { formula: 'MINING.HISTORY("btc.price",DATE(2024,4,1),DATE(2024,4,30))' } }],
];

const sheets = [
  ["Checks", sheetXml(checkRows(), [58, 20, 20, 10, 110, 4, 4, 18, 18, 10])],
  ["Market", sheetXml(marketRows, [46, 18, 18, 18, 18, 18])],
] as const;

const styles =
  `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>` +
  '<font><b/><sz val="14"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">' +
  [0, 1, 2, 0]
    .map(
      (font, index) =>
        `<xf numFmtId="0" fontId="${font}" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">` +
        `<alignment vertical="top"${index === WRAPPED ? ' wrapText="1"' : ""}/></xf>`,
    )
    .join("") +
  "</cellXfs></styleSheet>";

/** Says that `cm="1"` means a dynamic array (ECMA-376 with Microsoft's [MS-XLSX], 2.2.4.1). */
const metadata =
  `${HEAD}<metadata xmlns="${MAIN}" xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray">` +
  '<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" ' +
  'pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" assign="1" ' +
  'coerce="1" cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst>' +
  '<ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext>' +
  '</extLst></bk></futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>';

const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const parts = (part: (path: string, type: string) => string) =>
  [
    ...sheets.map((_sheet, index) => part(`worksheets/sheet${index + 1}.xml`, "worksheet")),
    part("styles.xml", "styles"),
    part("metadata.xml", "sheetMetadata"),
  ].join("");

/** The same bytes every time. */
export function checksWorkbook(): Uint8Array {
  let relation = 0;
  const files: Record<string, string> = {
    "[Content_Types].xml":
      `${HEAD}<Types xmlns="${PACKAGE}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
      parts((path, type) => `<Override PartName="/xl/${path}" ContentType="${TYPE}.${type}+xml"/>`) +
      "</Types>",
    "_rels/.rels":
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml":
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
      sheets
        .map(([name], index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
        .join("") +
      '</sheets><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>',
    "xl/_rels/workbook.xml.rels":
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">` +
      parts(
        (path, type) => `<Relationship Id="rId${++relation}" Type="${OFFICE}/${type}" Target="${path}"/>`,
      ) +
      "</Relationships>",
    "xl/styles.xml": styles,
    "xl/metadata.xml": metadata,
  };
  sheets.forEach(([, xml], index) => (files[`xl/worksheets/sheet${index + 1}.xml`] = xml));
  const bytes = Object.entries(files).map(([path, text]) => [path, strToU8(text)] as const);
  return zipSync(Object.fromEntries(bytes), { mtime: new Date(2026, 0, 1) });
}
