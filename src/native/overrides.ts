import { parse, type Formula } from "../formula/formula";
import { bare } from "../formula/printed";
import { columnNumber } from "../formula/tokens";

/**
 * Whether it is a range or a table of several columns, as its text shows: A2:B20, {"capex",1;"fees",0}. What spills, and a
 * range whose end is calculated, is taken for one: a name is one cell.
 */
function isBlock(text: string): boolean {
  if (text === "") return false;
  const node = bare(parse(text));
  if (node.type === "array") return (node.rows[0]?.length ?? 0) > 1;
  if (node.type === "spill") return true;
  if (node.type === "table") return /\]\s*:\s*\[|\[\s*@?\s*\]$|\[#[^\]]*\]\s*\]?$/i.test(node.text);
  // A file says A2# and a range that ends at the last filled cell as calls.
  if (node.type === "call" && /^(?:_xlfn\.)?ANCHORARRAY$/i.test(node.name)) return true;
  if (node.type === "call" && /^(?:_xlfn\.)?_TRO_/i.test(node.name)) return node.args.some(hasColumns);
  return hasColumns(node);
}

function hasColumns(node: Formula): boolean {
  if (node.type === "binary" && [":", ":.", ".:", ".:."].includes(node.op)) {
    const [first, last] = [columnOf(node.left), columnOf(node.right)];
    return first === undefined || last === undefined || first !== last;
  }
  // Whole columns are one reference: A:C.
  const [first, last] = node.type === "ref" ? node.ref.split(/[.:]+/) : [];
  return first !== undefined && last !== undefined && columnIn(first) !== columnIn(last);
}

const columnOf = (node: Formula) => (node.type === "ref" ? columnIn(node.ref) : undefined);

function columnIn(cell: string): number | undefined {
  const letters = /^\$?([a-z]{1,3})/i.exec(cell)?.[1];
  return letters === undefined ? undefined : columnNumber(letters);
}

/**
 * A model with overrides, as names say it: pairs of a name and a value, and ranges read as blocks. What is left over at
 * the end is a block too, since a name would need a value.
 */
export function withOverrides(model: string, overrides: readonly string[]): string {
  const tables: string[] = [];
  for (let index = 0; index < overrides.length; index++) {
    const text = (overrides[index] ?? "").trim();
    const given = overrides[index + 1];
    if (given === undefined || isBlock(text)) tables.push(text);
    else {
      tables.push(`MINING_PAIR(${text},${given.trim() === "" ? '""' : given.trim()})`);
      index++;
    }
  }
  const last = tables.pop();
  if (last === undefined) return model;
  return `MINING_WITH(${model.trim()},${tables.reduceRight((lower, upper) => `MINING_STACKED(${upper},${lower})`, last)})`;
}
