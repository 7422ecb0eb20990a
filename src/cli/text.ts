export const print = (text: string) => void process.stdout.write(`${text}\n`);

/** What a user has typed, for a message. */
export const quoted = (given: string) =>
  JSON.stringify(given.length > 60 ? `${given.slice(0, 60)}...` : given);

/** Columns of text; a file or a pipe gets lines that a person can read as well. */
export const width = () => Math.min(Math.max(process.stdout.columns || 100, 60), 120);

/** A text broken at its spaces into lines of the terminal's width, each after `indent`. */
export function wrapped(text: string, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > width()) {
      lines.push(indent + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join("\n");
}

/** Rows in columns as wide as their longest cell; the last column is wrapped. */
export function columns(rows: readonly (readonly string[])[], indent = "  "): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.slice(0, -1).entries())
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
  const lines = rows.map((row) => {
    const before = row.slice(0, -1).map((cell, index) => cell.padEnd((widths[index] ?? 0) + 2));
    const start = indent + before.join("");
    const last = row.at(-1) ?? "";
    if (start.length + last.length <= width()) return start + last;
    return start + wrapped(last, " ".repeat(start.length)).trimStart();
  });
  return lines.join("\n").replace(/ +$/gm, "");
}
