import { childrenOf, type Formula } from "./formula";

// Excel before 2021 calculates with one cell of a range, unless the formula was entered as an array or the function at
// that place takes ranges.

/** Functions that make one value of ranges. */
const WHOLE: ReadonlySet<string> = new Set(
  `
  AND AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS COLUMNS CORREL COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS FORECAST GEOMEAN
  HARMEAN HLOOKUP INDEX INTERCEPT IRR LARGE LOOKUP MATCH MAX MAXA MAXIFS MEDIAN MIN MINA MINIFS MIRR MODE NPV OR
  PERCENTILE PERCENTILE.EXC PERCENTILE.INC PRODUCT QUARTILE QUARTILE.EXC QUARTILE.INC RANK RANK.AVG RANK.EQ ROWS SLOPE
  SMALL STDEV STDEV.P STDEV.S STDEVP SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT SUMSQ VAR VAR.P VAR.S VARP VLOOKUP XIRR XNPV
  `
    .trim()
    .split(/\s+/),
);
const RANGES: readonly string[] = [":", ":.", ".:", ".:.", ",", " "];

/** Whether a formula calculates with each cell of a range, so that earlier Excel needs it entered as an array. */
export function isArrayFormula(node: Formula): boolean {
  if (isMany(node)) return true;
  return childrenOf(node).some((child) => isCalculatedInside(child, node));
}

/** Whether a part of a formula, or a part of that, gives many values where one is taken. */
function isCalculatedInside(node: Formula, parent: Formula): boolean {
  if (parent.type === "call" && isWhole(parent) && isMany(node) && !isRange(node))
    return parent.name.toUpperCase() !== "SUMPRODUCT" || hasChoice(node);
  return childrenOf(node).some((child) => isCalculatedInside(child, node));
}

/** SUMPRODUCT takes calculations with ranges, not choices among them. */
function hasChoice(node: Formula): boolean {
  const isChoice = node.type === "call" && CHOICES.has(node.name.toUpperCase().replace(/^_XLFN\./, ""));
  return (isChoice && isMany(node)) || childrenOf(node).some(hasChoice);
}
const CHOICES: ReadonlySet<string> = new Set(["IF", "IFERROR", "IFNA", "IFS", "CHOOSE", "SWITCH"]);

/** Whether it gives a value for each cell of a range. */
function isMany(node: Formula): boolean {
  switch (node.type) {
    case "ref":
      return node.ref.includes(":");
    case "table":
      return isRange(node);
    case "spill":
    case "array":
      return true;
    case "call":
      return !isWhole(node) && (isSpilled(node.name) || node.args.some(isMany));
    case "binary":
      return RANGES.includes(node.op) || isMany(node.left) || isMany(node.right);
    case "prefix":
      return node.op !== "@" && isMany(node.arg);
    case "group":
    case "percent":
    case "apply":
      return childrenOf(node).some(isMany);
    default:
      return false;
  }
}

const isWhole = ({ name }: { readonly name: string }) =>
  WHOLE.has(name.toUpperCase().replace(/^_XLFN\./, ""));
/** A file says A1# as a call. */
const isSpilled = (name: string) => /^(?:_xlfn\.)?ANCHORARRAY$/i.test(name);

/** Whether it is a range as it stands, without a calculation. */
function isRange(node: Formula): boolean {
  if (node.type === "group") return isRange(node.arg);
  if (node.type === "table") return !/@|#This Row/i.test(node.text);
  return (
    node.type === "ref" ||
    node.type === "spill" ||
    node.type === "array" ||
    (node.type === "binary" && RANGES.includes(node.op)) ||
    (node.type === "call" && isSpilled(node.name))
  );
}
