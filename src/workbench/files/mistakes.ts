/** A file that cannot be opened, in words for the user. */
export class FileMistake extends Error {}
