import { FileError } from "./fileError";

const startsWith = (file: Uint8Array, ...bytes: number[]) => bytes.every((byte, at) => file[at] === byte);

/** Accepts what may be a workbook, by its first bytes; for anything else throws a `FileError` that says what it is. */
export function requireWorkbookFile(file: Uint8Array): void {
  if (file.length === 0) throw new FileError("the file is empty");
  if (startsWith(file, 0xd0, 0xcf, 0x11, 0xe0))
    throw new FileError(
      holdsEncrypted(file)
        ? "the workbook is encrypted: remove the password first"
        : "the workbook is in the old format .xls: save it as .xlsx in Excel",
    );
  if (startsWith(file, 0x09, 0x08))
    throw new FileError("the workbook is in the old format .xls: save it as .xlsx in Excel");
  if (!startsWith(file, 0x50, 0x4b))
    throw new FileError("the file is not an Excel workbook: workbooks end in .xlsx or .xlsm");
}

/** The names in such a file are in UTF-16. */
function holdsEncrypted(file: Uint8Array): boolean {
  const names = new TextDecoder("utf-16le").decode(file.subarray(0, file.length - (file.length % 2)));
  return names.includes("EncryptedPackage");
}
