import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { Zip, ZipDeflate, strToU8 } from "fflate";
import { addressText } from "../workfile/cells";
import { openWorkbook } from "../workfile/workbook";
import { readBook } from "../workfile/evaluate/book";
import { ErrorValue } from "../workfile/evaluate/scalar";
import { FileError } from "../workfile/fileError";
import { nodeCompression } from "../workfile/nodeCompression";
import { marked } from "../workfile/writtenValues";
import { escaped } from "../workfile/xml";
import { recordsOf, textsOf } from "./csv";

// The results of a run as they are read again, and as a workbook. Both go through them row by row.

/** Rows that are read together. */
const TOGETHER = 2000;

/** Excel's sheets have no more. */
export const MOST_ROWS = 1_048_576;

const SHEET = "Results";

/** The rows of results, that of the headings first. Throws a FileError. */
export async function* resultRows(path: string, bytes?: Uint8Array): AsyncGenerator<string[]> {
  if (bytes === undefined) {
    for await (const { bytes: lines, first } of recordsOf(path, TOGETHER)) yield* textsOf(lines, ",", first);
    return;
  }
  const { sheets } = readBook(openWorkbook(bytes, nodeCompression));
  const sheet = sheets.find(({ name }) => name === SHEET);
  if (sheet === undefined) throw new FileError(`it has no sheet ${SHEET}`);
  for (let row = 1; row <= sheet.lastRow; row++) {
    const cells: string[] = [];
    for (let column = 1; column <= sheet.lastColumn; column++) {
      const value = sheet.value(row, column);
      cells.push(value === null ? "" : value instanceof ErrorValue ? value.code : String(value));
    }
    yield cells;
  }
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const parts: Readonly<Record<string, string>> = {
  "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
  "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${SHEET}" sheetId="1" r:id="rId1"/><sheet name="Run" sheetId="2" r:id="rId2"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  // Style 1 is for headings, 2 for money and coins, 3 for shares and rates.
  "xl/styles.xml": `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf xfId="0" numFmtId="4" applyNumberFormat="1"/><xf xfId="0" numFmtId="10" applyNumberFormat="1"/></cellXfs></styleSheet>`,
};

const textCell = (at: string, text: string, style: number) =>
  text === ""
    ? ""
    : `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(marked(text))}</t></is></c>`;

/** Money and coins with two decimals, shares as percent, anything else as it is. */
function styleOf(heading: string): number {
  if (/\(USD|\(BTC|months\)$/.test(heading)) return 2;
  return /\((?:per year|share)\)$/.test(heading) ? 3 : 0;
}

/** A fact about the run: what it is, and its value. */
export type Fact = readonly [string, string | number];

function* factsXml(facts: readonly Fact[]): Generator<string> {
  yield `${HEAD}<worksheet xmlns="${MAIN}"><cols><col min="1" max="1" width="28" customWidth="1"/><col min="2" max="2" width="80" customWidth="1"/></cols><sheetData>`;
  for (const [index, [name, value]] of facts.entries()) {
    const row = index + 1;
    const cell =
      typeof value === "number" ? `<c r="B${row}"><v>${value}</v></c>` : textCell(`B${row}`, value, 0);
    yield `<row r="${row}">${textCell(`A${row}`, name, 1)}${cell}</row>`;
  }
  yield "</sheetData></worksheet>";
}

/** Rows that are written together. */
const BLOCK = 500;

async function* resultsXml(
  rows: AsyncIterable<string[]>,
  texts: ReadonlySet<string>,
): AsyncGenerator<string> {
  let headings: string[] | undefined;
  let isText: boolean[] = [];
  let styles: number[] = [];
  let row = 0;
  let block: string[] = [];
  for await (const cells of rows) {
    row += 1;
    if (headings === undefined) {
      headings = cells;
      isText = cells.map((cell) => texts.has(cell));
      styles = cells.map(styleOf);
      const widths = cells.map(
        (cell, index) =>
          `<col min="${index + 1}" max="${index + 1}" width="${cell === "Check" ? 80 : isText[index] ? 24 : 18}" customWidth="1"/>`,
      );
      yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>`;
      yield `<row r="1">${cells.map((cell, index) => textCell(addressText(1, index + 1), cell, 1)).join("")}</row>`;
      continue;
    }
    const written = cells.map((cell, index) => {
      if (cell === "") return "";
      const at = addressText(row, index + 1);
      return isText[index] === true
        ? textCell(at, cell, 0)
        : `<c r="${at}" s="${styles[index] ?? 0}"><v>${cell}</v></c>`;
    });
    block.push(`<row r="${row}">${written.join("")}</row>`);
    if (block.length < BLOCK) continue;
    yield block.join("");
    block = [];
  }
  yield `${block.join("")}</sheetData><autoFilter ref="A1:${addressText(Math.max(row, 1), headings?.length ?? 1)}"/></worksheet>`;
}

/** Writes results and facts as a workbook. `texts` are the headings of the columns that hold texts. */
export async function writeWorkbook(
  path: string,
  rows: AsyncIterable<string[]>,
  texts: ReadonlySet<string>,
  facts: readonly Fact[],
): Promise<void> {
  const stream = createWriteStream(path, { flags: "wx" });
  let failure: Error | undefined;
  stream.on("error", (error) => (failure ??= error));
  let isFull = false;
  const zip = new Zip((error, chunk, final) => {
    if (error !== null) failure ??= error;
    isFull = !stream.write(chunk) || isFull;
    if (final) stream.end();
  });
  const drained = async () => {
    if (failure !== undefined) throw failure;
    if (!isFull) return;
    isFull = false;
    await Promise.race([once(stream, "drain"), once(stream, "close")]);
  };
  const add = async (name: string, contents: AsyncIterable<string> | Iterable<string>) => {
    const part = new ZipDeflate(name, { level: 1 });
    zip.add(part);
    for await (const text of contents) {
      part.push(strToU8(text));
      await drained();
    }
    part.push(new Uint8Array(), true);
    await drained();
  };
  try {
    for (const [name, xml] of Object.entries(parts)) await add(name, [xml]);
    await add("xl/worksheets/sheet1.xml", resultsXml(rows, texts));
    await add("xl/worksheets/sheet2.xml", factsXml(facts));
  } catch (error) {
    stream.destroy();
    throw error;
  }
  zip.end();
  if (!stream.closed) await once(stream, "close");
  if (failure !== undefined) throw failure;
}
