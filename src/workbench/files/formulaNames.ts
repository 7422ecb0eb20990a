import { NAMESPACE } from "../functions/metadata";

const FORMULA = /<f[ >][\s\S]*?<\/f>/g;
/** In a file Excel writes `MINING.HASHPRICE(` as `_xldudf_MINING_HASHPRICE(`. */
const FILE_PREFIX = `_xldudf_${NAMESPACE}_`;

/** LibreOffice makes small letters of that. */
const FILE_CALL = new RegExp(`${FILE_PREFIX}(\\w+)(\\(?)`, "gi");

/** A formula of a file as the spreadsheet knows it: add-in functions by name, newer functions without mark. */
export const withGridNames = (formula: string) =>
  formula
    .replace(FILE_CALL, (word, name: string, call: string) => (call === "" ? word : `${NAMESPACE}.${name}(`))
    .replace(/_xlfn\.(_xlws\.)?/g, "");

/** The functions that a formula calls. What looks like one in a text is none. */
export const functionNames = (formula: string): string[] =>
  [...formula.matchAll(/"[^"]*"?|([\p{L}\p{N}_.]+)(\()?/gu)].flatMap(([, name, call]) =>
    name === undefined || call === undefined ? [] : [name.toUpperCase()],
  );

/** Formulas of a sheet's XML as Excel reads them. Only what stands in a formula is changed, not what users wrote. */
export function withFileNames(sheetXml: string): string {
  const call = new RegExp(`(^|[^\\w.])${NAMESPACE}\\.(\\w+)\\(`, "gi");
  return sheetXml.replace(FORMULA, (formula) =>
    formula.replace(
      call,
      (_match, before: string, name: string) => `${before}${FILE_PREFIX}${name.toUpperCase()}(`,
    ),
  );
}
