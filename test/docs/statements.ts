import { readFileSync } from "node:fs";

/** The statements of a block of SQL on a page, with another folder for its files. */
export function statementsOn(page: string, block: string, place: string): string[] {
  const text = readFileSync(page, "utf8");
  const [, sql = ""] = new RegExp(`\`\`\`sql ${block}\n([^]*?)\`\`\``).exec(text) ?? [];
  return sql
    .replaceAll("/backup", place)
    .split(";")
    .map((statement) => statement.trim())
    .filter(Boolean);
}
