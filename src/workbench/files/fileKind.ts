import { FileMistake } from "./limits";

const SAVE = "open it in Excel and save it as .xlsx";

const startsWith = (file: Uint8Array, ...bytes: number[]) => bytes.every((byte, at) => file[at] === byte);

/** Accepts what may be a workbook, by its first bytes; for anything else throws a `FileMistake` that says what it is. */
export function requireZip(file: Uint8Array): void {
  if (file.length === 0) throw new FileMistake("This file is empty.");
  if (startsWith(file, 0x50, 0x4b)) return;
  throw new FileMistake(whatElse(file));
}

function whatElse(file: Uint8Array): string {
  if (startsWith(file, 0xd0, 0xcf, 0x11, 0xe0)) return oldOffice(file);
  if (startsWith(file, 0x09) && [0x00, 0x02, 0x04, 0x08].includes(file[1] ?? -1))
    return `This workbook is in the old .xls format: ${SAVE}.`;
  const start = new TextDecoder().decode(file.subarray(0, 2000)).trimStart();
  if (start.startsWith("%PDF")) return "This file is a PDF, not an Excel workbook.";
  if (/^<\?xml/.test(start) && start.includes("urn:schemas-microsoft-com:office:spreadsheet"))
    return `This workbook is in the old XML format: ${SAVE}.`;
  if (/^<(!doctype html|html|table|meta|head|style)/i.test(start))
    return `This file is a web page, whatever its name: ${SAVE}.`;
  if (isText(file)) return `This file is a text file, such as a .csv, not a workbook: ${SAVE}.`;
  return "This file is not an Excel workbook. Workbooks end in .xlsx or .xlsm.";
}

/** Files of Office before 2007, and protected ones of later versions, name their contents in UTF-16. */
function oldOffice(file: Uint8Array): string {
  const names = new TextDecoder("utf-16le").decode(file.subarray(0, file.length - (file.length % 2)));
  if (names.includes("EncryptedPackage"))
    return "This workbook is password-protected: in Excel, save it without a password and open that file.";
  if (names.includes("WordDocument") || names.includes("PowerPoint Document"))
    return "This file is a document of another Office program, not a workbook.";
  return `This workbook is in the old .xls format: ${SAVE}.`;
}

/** Texts have no control characters but tabs and line ends; in UTF-16 every other byte may be one. */
function isText(file: Uint8Array): boolean {
  if (startsWith(file, 0xff, 0xfe) || startsWith(file, 0xfe, 0xff)) return true;
  return file.subarray(0, 2000).every((byte) => byte >= 0x20 || [0x09, 0x0a, 0x0d].includes(byte));
}
