import { distancesTo } from "../../core/editDistance";
import { least } from "../../core/numeric/extremes";
import { sheetPrefix } from "../addresses";
import type { Evaluation } from "../evaluate/evaluation";
import { unquoted } from "../evaluate/compile";
import { areaAt, type Place } from "../evaluate/references";
import { treeOf } from "../miningCells";

/** A cell that a user names, or a sentence that says what is wrong with the name. */
export type Named = { readonly place: Place } | { readonly problem: string };

const problem = (text: string): Named => ({ problem: text });

/** The cell of an address, as Inputs!B4, or of a name that stands for one cell. */
export function cellNamed(evaluation: Evaluation, text: string): Named {
  const { sheets, names } = evaluation.book;
  const [home] = sheets;
  if (home === undefined) return problem("the workbook has no sheets");
  const tree = treeOf(quotedSheet(text.trim(), sheets));
  if (tree?.type === "name") {
    const isName = names.some(({ name }) => name.toLowerCase() === tree.name.toLowerCase());
    if (!isName)
      return problem(
        `${text} is neither an address, as ${sheetPrefix(home.name)}B4, nor a name of the workbook`,
      );
    const place = { sheet: home, row: 1, column: 1 };
    const { areas } = evaluation.precedentsIn(tree.name, place);
    const [first] = areas;
    const area = first === undefined || areas.length > 1 ? undefined : areaAt(first, place);
    if (area?.rows !== 1 || area.columns !== 1)
      return problem(`the name ${text} does not stand for one cell`);
    return { place: { sheet: area.sheet, row: area.top, column: area.left } };
  }
  const isRange = tree?.type === "binary" || (tree?.type === "ref" && tree.ref.includes(":"));
  if (isRange)
    return problem(`${text} is not one cell: give the address of one, as ${sheetPrefix(home.name)}B4`);
  if (tree?.type !== "ref")
    return problem(`${text} is not the address of a cell: write it as ${sheetPrefix(home.name)}B4`);
  if (tree.sheet === undefined && sheets.length > 1)
    return problem(
      `${text} does not say which sheet it is on: write it as ${sheetPrefix(home.name)}${tree.ref.toUpperCase()}`,
    );
  const wanted = tree.sheet === undefined ? home.name : unquoted(tree.sheet);
  const sheet = sheets.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (sheet === undefined) return problem(`there is no sheet "${wanted}": ${sheetsText(sheets, wanted)}`);
  const { areas } = evaluation.precedentsIn(tree.ref, { sheet, row: 1, column: 1 });
  const [area] = areas;
  if (area === undefined) return problem(`${text} is not the address of a cell`);
  const { top, left } = areaAt(area, { sheet, row: 1, column: 1 });
  return { place: { sheet, row: top, column: left } };
}

/** A shell may have taken the quotation marks away: Site 1!B4. */
function quotedSheet(text: string, sheets: readonly { readonly name: string }[]): string {
  const end = text.lastIndexOf("!");
  const sheet = text.slice(0, Math.max(end, 0));
  const isSheet = sheets.some(({ name }) => name.toLowerCase() === sheet.toLowerCase());
  return isSheet ? sheetPrefix(sheet) + text.slice(end + 1) : text;
}

/** More sheets are counted. */
const MOST_SHEETS = 12;

function sheetsText(sheets: readonly { readonly name: string }[], wanted: string): string {
  const names = sheets.map(({ name }) => name);
  const far = distancesTo(names.map((name) => name.toLowerCase()))(wanted.toLowerCase());
  const nearest = least(far);
  const name = names[far.indexOf(nearest)];
  if (name !== undefined && nearest <= Math.max(1, wanted.length / 3))
    return `did you mean ${sheetPrefix(name).slice(0, -1)}?`;
  const more = names.length - MOST_SHEETS;
  const listed = names.slice(0, MOST_SHEETS).join(", ");
  return `the workbook has ${listed}${more > 0 ? ` and ${more} more` : ""}`;
}
