import type { Model } from "@odoo/o-spreadsheet";
import { strToU8, zipSync } from "fflate";
import { Book } from "../host/book";
import { definedNamesXml } from "./definedNames";
import { withFileNames } from "./formulaNames";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The workbook as an .xlsx that Excel opens, with the add-in's functions and the defined names. */
export async function workbookFile(model: Model): Promise<Blob> {
  const { files } = await model.exportXLSX();
  const parts: Record<string, Uint8Array> = {};
  for (const file of files) {
    parts[file.path] =
      "content" in file ? strToU8(adapted(file.path, file.content, model)) : await image(file.imageSrc);
  }
  return new Blob([new Uint8Array(zipSync(parts))], { type: XLSX });
}

function adapted(path: string, xml: string, model: Model): string {
  if (path.startsWith("xl/worksheets/")) return withFileNames(xml);
  if (path === "xl/workbook.xml") return xml.replace("</sheets>", `</sheets>${namesOf(model)}`);
  // The spreadsheet's own way of writing scientific formats is none of Excel's.
  if (path === "xl/styles.xml") return xml.replace(/(formatCode="[^"]*[0#])e(?=["; ])/g, "$1E+00");
  return xml;
}

function namesOf(model: Model): string {
  const book = new Book(model);
  const names = model.getters
    .getNamedRanges()
    .map(({ name, range }) => ({ name, target: book.address(range, true) }));
  return definedNamesXml(names);
}

async function image(address: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(address)).arrayBuffer());
}

/** Hands a file to the browser to be saved. */
export function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
