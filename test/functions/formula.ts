type Arguments = (unknown | undefined)[];

/** Reads a formula of one call: numbers, texts, TRUE and FALSE, omitted arguments and one range that starts at A1. */
export function parseCall(
  formula: string,
  cells: readonly (readonly unknown[])[] = [],
): { name: string; given: Arguments } {
  const match = /^=MINING\.([A-Z0-9_]+)\((.*)\)$/s.exec(formula);
  if (match === null) throw new Error(`not a call: ${formula}`);
  const [, name = "", list = ""] = match;
  if (list.trim() === "") return { name, given: [] };
  const texts = list.match(/(?:"(?:[^"]|"")*"|[^",])+|(?<=,|^)(?=,|$)/g) ?? [];
  return { name, given: texts.map((text) => argument(text.trim(), cells)) };
}

function argument(text: string, cells: readonly (readonly unknown[])[]): unknown {
  if (text === "") return null;
  if (text.startsWith('"')) return text.slice(1, -1).replaceAll('""', '"');
  if (text === "TRUE" || text === "FALSE") return text === "TRUE";
  const range = /^A1:([A-Z])(\d+)$/.exec(text);
  if (range !== null) {
    const width = (range[1]?.charCodeAt(0) ?? 0) - 64;
    return Array.from({ length: Number(range[2]) }, (_, row) =>
      Array.from({ length: width }, (_, column) => cells[row]?.[column] ?? null),
    );
  }
  const number = Number(text);
  if (Number.isNaN(number)) throw new Error(`cannot read the argument ${text}`);
  return number;
}
