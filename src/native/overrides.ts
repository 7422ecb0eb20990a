/** A range or a table of several columns, as its text shows: A2:B20, {"capex",1;"fees",0}. */
function isBlock(text: string): boolean {
  const [, left, right] =
    /^(?:(?:'(?:[^']|'')*'|[\w.]+)!)?\$?([a-z]{1,3})\$?\d*\s*:\.?\s*\$?([a-z]{1,3})\$?\d*$/i.exec(text) ?? [];
  if (left !== undefined && right !== undefined) return left.toUpperCase() !== right.toUpperCase();
  return /^\{("[^"]*"|[^",;{}])*,/.test(text);
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
