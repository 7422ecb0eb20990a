/** A workbook's file that cannot be read or converted, in words for the user. Names the part of the file where one is at fault. */
export class FileError extends Error {}

/** A workbook that calls no function of the add-in needs no conversion. */
export class NothingToConvert extends FileError {}
