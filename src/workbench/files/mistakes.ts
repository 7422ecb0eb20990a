/** A file that cannot be opened, in words for the user. */
export class FileMistake extends Error {}

export const tooLarge = (what: string) =>
  new FileMistake(`This workbook is too large for the workbench: ${what}.`);
