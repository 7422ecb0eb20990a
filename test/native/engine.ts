import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { withEdits } from "../../src/formula/formula";
import { tokens } from "../../src/formula/tokens";

/** What a cell holds; null for a blank one, a text that begins with "=" is a formula. */
export type Input = number | string | boolean | null;
/** An argument: left out, one cell, or a range. */
export type Given = undefined | Input | readonly (readonly Input[])[];
/** A cell of an answer. */
export type Output = number | string | boolean | { readonly error: string };

/**
 * Where IronCalc is less exact than doubles are, or takes no ranges: another of its functions gives the same with all
 * digits, for each cell of a range.
 */
const workarounds: readonly (readonly [word: string, name: string, text: string])[] = [
  [
    "NORM.S.DIST",
    "TEST_NORM_S_DIST",
    "LAMBDA(points, cumulative, IF(cumulative, MAP(points, LAMBDA(z, IF(ABS(z) < 0.001, 0.5 + (z - z^3 / 6 + z^5 / 40) / SQRT(2 * PI()), LET(tail, CHISQ.DIST.RT(z^2, 1) / 2, IF(z < 0, tail, 1 - tail))))), EXP(points^2 / -2) / SQRT(2 * PI())))",
  ],
  [
    "ROUND",
    "TEST_ROUND",
    "LAMBDA(x, digits, LET(scaled, ABS(x) * 10^digits, whole, INT(scaled), SIGN(x) * IF(scaled - whole >= 0.5 - scaled * 2^-51, whole + 1, whole) / 10^digits))",
  ],
  // IronCalc stops where Excel has an error: more rows than a sheet.
  [
    "SEQUENCE",
    "TEST_SEQUENCE",
    "LAMBDA(rows, [columns], [start], [step], IF(rows > 2^20, #VALUE!, SEQUENCE(rows, IF(ISOMITTED(columns), 1, columns), IF(ISOMITTED(start), 1, start), IF(ISOMITTED(step), 1, step))))",
  ],
];

/** Functions that take arrays in Excel, not in IronCalc, with the number of their arguments, which forms always give. */
const singleOnly: Readonly<Record<string, number>> = {
  MOD: 2,
  ROUNDUP: 2,
  SEARCH: 2,
  "POISSON.DIST": 3,
  "CHISQ.DIST": 3,
  "CHISQ.DIST.RT": 2,
  "CHISQ.INV": 2,
  "CHISQ.INV.RT": 2,
  "BETA.DIST": 4,
};

/**
 * IronCalc's inverses of the chi-square distribution are at times wrong in the third digit: Newton's method from there, with
 * the density for an even number of degrees of freedom.
 */
const exactly: Readonly<Record<string, string>> = {
  "CHISQ.INV": newton("CHISQ.INV", "(CHISQ.DIST(x, part_2, TRUE) - part_1)"),
  "CHISQ.INV.RT": newton("CHISQ.INV.RT", "(part_1 - CHISQ.DIST.RT(x, part_2))"),
};

function newton(word: string, excess: string) {
  const step = `x - ${excess} * 2 / POISSON.DIST(part_2 / 2 - 1, x / 2, FALSE)`;
  return `REDUCE(${word}(part_1, part_2), SEQUENCE(6), LAMBDA(x, attempt, ${step}))`;
}

/** The same for arrays: each argument in the shape of all, then value by value. */
const lifted = Object.entries(singleOnly).map(([word, count]) => {
  const names = Array.from({ length: count }, (_, index) => `part_${index + 1}`);
  const list = names.join(", ");
  const shape = names.map((name) => `(${name} = ${name})`).join(" * ");
  const each = names.map((name) => `IF(shape, ${name})`).join(", ");
  const single = exactly[word] ?? `${word}(${list})`;
  const text = `LAMBDA(${list}, LET(shape, ${shape}, IF(COUNTA(shape) = 1, ${single}, MAP(${each}, LAMBDA(${list}, ${single})))))`;
  return [word, `TEST_${word.replace(/\./g, "_")}`, text] as const;
});
const replaced = [...workarounds, ...lifted];

/** Calls of names; `rows` is how many rows the longest answer has. */
export interface Batch {
  /** LAMBDA texts without "=", by name. */
  readonly names: ReadonlyMap<string, string>;
  readonly calls: readonly {
    readonly name: string;
    readonly given: readonly Given[];
    readonly rows?: number;
  }[];
}

/** What the calls give in IronCalc, a spreadsheet engine that is not ours. Arguments are put into cells. */
export function evaluated(batches: readonly Batch[]): Output[][][][] {
  const input = batches.map(({ names, calls }) => ({
    names: [
      ...replaced.map(([, name, text]) => [name, text]),
      ...[...names].map(([name, text]) => [name, adapted(text)]),
    ],
    calls: calls.map(({ name, given, rows = 80 }) => ({ ...laidOut(name, given), rows })),
  }));
  return answered(input);
}

/** What single formulas give, each with its cells from A1 on. */
export function computedByIronCalc(
  formulas: readonly { cells: readonly (readonly Input[])[]; formula: string }[],
): Output[] {
  const calls = formulas.map(({ cells, formula }) => ({
    cells,
    formula: adapted(anywhere(formula)),
    rows: 1,
  }));
  const [answers = []] = answered([{ names: replaced.map(([, name, text]) => [name, text]), calls }]);
  return answers.map((cells) => cells[0]?.[0] ?? "");
}

/** A formula whose rows are counted from where its cells are put. */
function anywhere(formula: string): string {
  const edits = tokens(formula).flatMap(({ type, end, text }) =>
    type === "reference" ? [{ start: end - text.length, end, text: text.replace(/(\d+)/, "#$1") }] : [],
  );
  return withEdits(formula, edits);
}

function answered(input: unknown): Output[][][][] {
  const run = spawnSync(process.execPath, [join(__dirname, "ironcalc.mjs")], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (run.status !== 0) throw new Error(`IronCalc stopped: ${run.stderr}`);
  return JSON.parse(run.stdout) as Output[][][][];
}

function adapted(text: string): string {
  let changed = text;
  for (const [word, name] of replaced)
    changed = changed.replace(new RegExp(`(?<![\\w.])${word.replace(/\./g, "\\.")}\\(`, "g"), `${name}(`);
  // Where nothing is left IronCalc makes an array of the error, and a comparison of that is TRUE. Its own error is a single
  // one.
  changed = changed.replace(/\bFILTER\(([^()]*), #VALUE!\)/g, "FILTER($1)");
  // IronCalc has no negative of an array.
  return changed.replace(/\(-([a-z_]+)\)/g, "(0-$1)");
}

/** Arguments side by side in cells, and the call that refers to them, where #1 is the first row of the call's cells. */
function laidOut(name: string, given: readonly Given[]) {
  const cells: Input[][] = [];
  let column = 0;
  const texts = given.map((argument) => {
    if (argument === undefined) return "";
    const matrix: readonly (readonly Input[])[] = isMatrix(argument) ? argument : [[argument]];
    const width = Math.max(...matrix.map((line) => line.length));
    for (const [index, line] of matrix.entries()) {
      const row = (cells[index] ??= []);
      while (row.length < column) row.push(null);
      row.push(...line);
    }
    const [left, right] = [letters(column + 1), letters(column + width)];
    column += width;
    const isCell = matrix.length === 1 && width === 1;
    return isCell ? `${left}#1` : `${left}#1:${right}#${matrix.length}`;
  });
  while (texts[texts.length - 1] === "") texts.pop();
  return { cells, formula: `${name}(${texts.join(",")})` };
}

const isMatrix = (argument: Given): argument is readonly (readonly Input[])[] => Array.isArray(argument);

function letters(column: number): string {
  const first = Math.floor((column - 1) / 26);
  return (first > 0 ? letters(first) : "") + String.fromCharCode(65 + ((column - 1) % 26));
}
