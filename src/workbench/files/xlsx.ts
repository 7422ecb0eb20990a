import { strFromU8, unzipSync } from "fflate";
import { FileMistake } from "./mistakes";

/** The files inside an .xlsx, as the spreadsheet imports them: XML as text, pictures by address. */
export type XlsxParts = Record<string, string | { imageSrc: string }>;

const MEGABYTE = 1024 * 1024;
const LARGEST = 200 * MEGABYTE;

export function unpack(file: Uint8Array): XlsxParts {
  requireZip(file);
  const parts: XlsxParts = {};
  for (const [path, bytes] of Object.entries(unzipped(file))) {
    if (/\.(xml|rels)$/.test(path)) parts[path] = strFromU8(bytes);
    else if (path.includes("media/image")) parts[path] = { imageSrc: imageAddress(path, bytes) };
  }
  if (parts["[Content_Types].xml"] === undefined || parts["xl/workbook.xml"] === undefined) {
    throw new FileMistake("This file is not an Excel workbook. Workbooks end in .xlsx or .xlsm.");
  }
  return parts;
}

function requireZip(file: Uint8Array): void {
  const [first, second] = file;
  if (first === 0x50 && second === 0x4b) return;
  if (first === 0xd0 && second === 0xcf) {
    throw new FileMistake(
      "This workbook is protected by a password or in the old .xls format. " +
        "In Excel, save it as .xlsx without a password and open that file.",
    );
  }
  throw new FileMistake("This file is not an Excel workbook. Workbooks end in .xlsx or .xlsm.");
}

function unzipped(file: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  try {
    return unzipSync(file, {
      filter: ({ originalSize }) => {
        total += originalSize;
        if (total > LARGEST)
          throw new FileMistake(`This workbook is too large: its content is over ${LARGEST / MEGABYTE} MB.`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof FileMistake) throw error;
    throw new FileMistake("This workbook is damaged and cannot be opened.");
  }
}

const imageTypes: Readonly<Record<string, string>> = { jpg: "jpeg", svg: "svg+xml", tif: "tiff" };

function imageAddress(path: string, bytes: Uint8Array): string {
  const ending = path.split(".").pop()?.toLowerCase() ?? "png";
  const blob = new Blob([new Uint8Array(bytes)], { type: `image/${imageTypes[ending] ?? ending}` });
  return URL.createObjectURL(blob);
}
