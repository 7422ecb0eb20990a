import { cellsOf } from "./page";

/** Cells of one sheet, from a whole address such as 'Cash flow'!$B$5:$M$5. */
interface Place {
  readonly sheet: string;
  readonly cells: readonly string[];
}

const ADDRESS = /^(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)$/;

export function placeOf(address: string): Place {
  const [, quoted, plain = "", range] = ADDRESS.exec(address) ?? [];
  if (range === undefined) throw new Error(`${address} is not an address with its sheet`);
  return { sheet: quoted?.replaceAll("''", "'") ?? plain, cells: cellsOf(range) };
}
