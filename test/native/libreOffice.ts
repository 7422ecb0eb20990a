import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { stored } from "../../src/formula/stored";
import { columnLetters } from "../../src/formula/tokens";
import type { Input, Output } from "./engine";

const PROGRAM = "soffice";
/** Long enough for a slow machine; a LibreOffice that hangs is ended. */
const LONGEST_MS = 300_000;

const hasLibreOffice = () => spawnSync("which", [PROGRAM]).status === 0;

/** A test that runs where LibreOffice is installed; elsewhere its name says why it is left out. */
export function testInLibreOffice(name: string, run: jest.ProvidesCallback): void {
  if (hasLibreOffice()) test(name, run);
  else test.skip(`${name} (left out: ${PROGRAM} is not installed)`, run);
}

/** Computes a sheet, in which a text that begins with "=" is a formula; the cells by row and column. */
export const computedByLibreOffice = (sheet: readonly (readonly Input[])[]): Output[][] =>
  cellsOf(flatByLibreOffice(workbook(sheet)));

/** The flat OpenDocument text of a workbook's file, with every formula computed. */
export function flatByLibreOffice(file: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "hashcell-"));
  try {
    const profile = join(folder, "profile");
    mkdirSync(join(profile, "user"), { recursive: true });
    writeFileSync(join(profile, "user", "registrymodifications.xcu"), SETTINGS);
    writeFileSync(join(folder, "book.xlsx"), file);
    const run = spawnSync(
      PROGRAM,
      [
        `-env:UserInstallation=file://${profile}`,
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        folder,
        join(folder, "book.xlsx"),
      ],
      { encoding: "utf8", timeout: LONGEST_MS, killSignal: "SIGKILL" },
    );
    if (run.status !== 0) throw new Error(`LibreOffice stopped: ${run.stderr}`);
    return readFileSync(join(folder, "book.fods"), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compute every formula when the file is opened, and write numbers and dates as in the USA, whatever the computer's language. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>en-US</value></prop></item>
</oor:items>`;

const escaped = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

function workbook(sheet: readonly (readonly Input[])[]): Uint8Array {
  const rows = sheet.map((line, row) => {
    const cells = line.map((cell, column) => cellXml(`${columnLetters(column + 1)}${row + 1}`, cell));
    return `<row r="${row + 1}">${cells.join("")}</row>`;
  });
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const content = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const parts: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Classic" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData>${rows.join("")}</sheetData></worksheet>`,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])));
}

function cellXml(place: string, cell: Input): string {
  if (cell === null) return "";
  if (typeof cell === "number") return `<c r="${place}"><v>${cell}</v></c>`;
  if (typeof cell === "boolean") return `<c r="${place}" t="b"><v>${Number(cell)}</v></c>`;
  if (cell.startsWith("=")) return `<c r="${place}"><f>${escaped(stored(cell.slice(1)))}</f></c>`;
  return `<c r="${place}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
}

/** The cells of a flat OpenDocument file, as its own writer lays them out. */
function cellsOf(xml: string): Output[][] {
  const table = /<table:table table:name="Classic"[^]*?<\/table:table>/.exec(xml)?.[0] ?? "";
  const rows: Output[][] = [];
  for (const [, attributes = "", content = ""] of table.matchAll(
    /<table:table-row([^>]*?)(?:\/>|>([^]*?)<\/table:table-row>)/g,
  )) {
    const line: Output[] = [];
    for (const [, marks = "", inner = ""] of content.matchAll(
      /<table:table-cell([^>]*?)(?:\/>|>([^]*?)<\/table:table-cell>)/g,
    )) {
      for (let times = repeated(marks, "columns"); times > 0 && line.length < 1000; times--)
        line.push(outputOf(marks, inner));
    }
    for (let times = repeated(attributes, "rows"); times > 0 && rows.length < 1_000_000; times--)
      rows.push(line);
  }
  return rows;
}

const repeated = (marks: string, what: string) =>
  Number(new RegExp(`table:number-${what}-repeated="(\\d+)"`).exec(marks)?.[1] ?? 1);

function outputOf(marks: string, inner: string): Output {
  const shown = /<text:p>([^]*?)<\/text:p>/.exec(inner)?.[1] ?? "";
  if (marks.includes('calcext:value-type="error"')) return { error: shown };
  const value = /office:value="([^"]*)"/.exec(marks)?.[1];
  if (value !== undefined) return Number(value);
  const truth = /office:boolean-value="([^"]*)"/.exec(marks)?.[1];
  return truth === undefined
    ? shown
        .replace(/&apos;/g, "'")
        .replace(/&quot;/g, '"')
        .replace(/&lt;/g, "<")
        .replace(/&gt;/g, ">")
        .replace(/&amp;/g, "&")
    : truth === "true";
}
