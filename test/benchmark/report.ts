/** The pure parts of the benchmark: figures from repeated measurements, and how they are written. */

/** The middle value; between two the mean of both. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? NaN;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? NaN) + upper) / 2 : upper;
}

interface Grown {
  readonly size: number;
  /** Above 0. */
  readonly value: number;
}

/** The power of the size with which a value grows: the least-squares slope of its logarithm over that of the size. */
export function slope(points: readonly Grown[]): number {
  const logs = points.map(({ size, value }) => ({ x: Math.log(size), y: Math.log(value) }));
  const meanX = logs.reduce((sum, { x }) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, { y }) => sum + y, 0) / logs.length;
  const products = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const squares = logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return products / squares;
}

/** A Markdown table as Prettier lays it out; columns of figures, which all but the first few are, end on one line. */
export function table(head: readonly string[], lines: readonly (readonly string[])[], texts = 1): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const padded = (cell: string, column: number) =>
    column < texts ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  const row = (cells: readonly string[]) => `| ${cells.map(padded).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column < texts ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [row(head), row(rule), ...lines.map(row)].join("\n");
}

const THREE_DIGITS = 3;

/** A number with three digits that count. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "";
  const text = value.toPrecision(THREE_DIGITS);
  return text.includes("e") ? String(Number(text)) : text;
}

/** A time in the unit that suits it. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "";
  if (seconds < 1e-6) return `${figure(seconds * 1e9)} ns`;
  if (seconds < 1e-3) return `${figure(seconds * 1e6)} us`;
  return seconds < 1 ? `${figure(seconds * 1e3)} ms` : `${figure(seconds)} s`;
}

/** A page with the text between two marks replaced. */
export function withReport(page: string, report: string): string {
  const [start, end] = ["<!-- benchmark -->", "<!-- end of benchmark -->"];
  const [before, rest] = page.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`the page has no ${start} ... ${end}`);
  return `${before}${start}\n\n${report}\n\n${end}${after}`;
}
