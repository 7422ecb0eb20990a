import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { auditSteps, findingsOf, openedForAudit, type Opened } from "../../src/workfile/audit/audit";
import { keyOf } from "../../src/workfile/audit/argumentChecks";
import { fullAddress } from "../../src/workfile/addresses";
import type { Finding } from "../../src/workfile/audit/finding";
import { Inputs } from "../../src/workfile/audit/inputs";
import type { FormulaCell } from "../../src/workfile/evaluate/grid";
import { readsMarket } from "../../src/workfile/evaluate/mining";
import { areaAt, type Place } from "../../src/workfile/evaluate/references";
import { type Scalar } from "../../src/workfile/evaluate/scalar";
import { Area } from "../../src/workfile/evaluate/values";
import { miningCells, modelBlocks, type MiningCell } from "../../src/workfile/miningCells";
import { nodeCompression } from "../../src/workfile/nodeCompression";
import { openWorkbook } from "../../src/workfile/workbook";
import { recalculate } from "../../src/workfile/recalculate";
import { smallBook } from "../workfile/smallBook";
import { plainSheets } from "./plainBooks";
import { changeOf, kinds, planted, randomFrom, type Change, type Kind } from "./plant";

// How many planted errors the audit finds, and how often it speaks where nothing is wrong:
// node -r ./.config/typescript.cjs test/audit/measure.ts [--seeds 20] [--errors 200] [--first 1001] [--book NAME] [--plain] [--missed]

const BOOKS = "src/books/files";

interface Ready {
  readonly name: string;
  readonly opened: Opened;
  readonly mining: readonly MiningCell[];
  /** MINING cells and the cells that they read directly. */
  readonly targets: readonly Place[];
  readonly clean: readonly Finding[];
  readonly cleanKeys: ReadonlySet<string>;
  readonly readers: Readers;
  /** Brings back all values and the cells that results fill. */
  readonly restore: () => void;
}

/** Which formulas read a cell. */
class Readers {
  private readonly cells = new Map<string, FormulaCell[]>();
  private readonly ranges: { readonly area: Area; readonly cell: FormulaCell }[] = [];

  constructor({ evaluation }: Opened) {
    for (const sheet of evaluation.book.sheets)
      for (const cell of sheet.formulas)
        for (const relative of evaluation.precedentsOf(cell).areas) {
          const area = areaAt(relative, cell);
          if (area.rows * area.columns > 1) {
            this.ranges.push({ area, cell });
            continue;
          }
          const key = keyOf({ sheet: area.sheet, row: area.top, column: area.left });
          this.cells.set(key, [...(this.cells.get(key) ?? []), cell]);
        }
  }

  readonly of = (areas: readonly Area[]): FormulaCell[] => {
    const found = new Set<FormulaCell>();
    for (const { sheet, top, left, bottom, right } of areas) {
      for (let row = top; row <= bottom; row++)
        for (let column = left; column <= right; column++)
          for (const cell of this.cells.get(keyOf({ sheet, row, column })) ?? []) found.add(cell);
      for (const { area, cell } of this.ranges)
        if (
          area.sheet === sheet &&
          area.top <= bottom &&
          area.bottom >= top &&
          area.left <= right &&
          area.right >= left
        )
          found.add(cell);
    }
    return [...found];
  };
}

const keyOfFinding = ({ kind, place, message }: Finding) =>
  `${kind},${place === undefined ? "" : keyOf(place)},${message}`;

/** What a reader is to act on. */
const counts = ({ severity }: Finding) => severity !== "note";

const PLAIN = "plain sheets";

/** A workbook with all its values saved. */
function plainBook(): Uint8Array {
  const sheets = plainSheets();
  return recalculate(smallBook({ sheets }), { set: [] }, nodeCompression).file;
}

function ready(name: string): Ready {
  const bytes = name === PLAIN ? plainBook() : new Uint8Array(readFileSync(join(BOOKS, name)));
  const opened = openedForAudit(openWorkbook(bytes, nodeCompression), {});
  for (const steps = auditSteps(opened, {}); steps.next().done !== true;);
  const { evaluation } = opened;
  const mining = miningCells(evaluation).filter(({ functions }) => !functions.some(readsMarket));
  // What Excel would compute is what the workbook has saved: the audit of the clean workbook compares the two.
  const inputs = new Inputs(evaluation);
  const targets = new Map<string, Place>();
  const add = (area: Area) => {
    for (let row = area.top; row <= Math.min(area.bottom, area.sheet.lastRow); row++)
      for (let column = area.left; column <= Math.min(area.right, area.sheet.lastColumn); column++)
        if (area.sheet.value(row, column) !== null) {
          const place = { sheet: area.sheet, row, column };
          targets.set(keyOf(place), place);
        }
  };
  const areas = new Set<string>();
  for (const cell of mining) {
    targets.set(keyOf(cell.cell), cell.cell);
    for (const { area } of inputs.of(cell)) {
      if (area === undefined) continue;
      const key = `${keyOf({ sheet: area.sheet, row: area.top, column: area.left })},${area.bottom},${area.right}`;
      if (areas.has(key)) continue;
      areas.add(key);
      add(area);
    }
  }
  for (const block of modelBlocks(evaluation, mining)) add(block);
  const clean = findingsOf(opened, miningCells(evaluation), new Map()).filter(counts);
  return {
    name,
    opened,
    mining: miningCells(evaluation),
    targets: [...targets.values()].map(({ sheet, row, column }) => ({ sheet, row, column })),
    clean,
    cleanKeys: new Set(clean.map(keyOfFinding)),
    readers: new Readers(opened),
    restore: restoring(opened),
  };
}

function restoring({ evaluation }: Opened): () => void {
  const kept = evaluation.book.sheets.flatMap((sheet) =>
    sheet.formulas.map((cell) => ({
      cell,
      bottom: cell.bottom,
      right: cell.right,
      saved: cell.saved,
      why: cell.why,
      values: valuesIn(cell),
    })),
  );
  return () => {
    for (const { cell, bottom, right, saved, why, values } of kept) {
      if (cell.bottom !== bottom || cell.right !== right) {
        for (let row = cell.row; row <= cell.bottom; row++)
          for (let column = cell.column; column <= cell.right; column++) {
            cell.sheet.set(row, column, null);
            cell.sheet.setFormula(row, column, undefined);
          }
        [cell.bottom, cell.right] = [bottom, right];
      }
      let index = 0;
      for (let row = cell.row; row <= bottom; row++)
        for (let column = cell.column; column <= right; column++) {
          const value = values[index++] ?? null;
          if (cell.sheet.value(row, column) !== value) cell.sheet.set(row, column, value);
          if (cell.sheet.formulaAt(row, column) !== cell) cell.sheet.setFormula(row, column, cell);
        }
      cell.state = "done";
      (cell as { saved: Scalar }).saved = saved;
      if (why === undefined) delete cell.why;
      else cell.why = why;
    }
  };
}

function valuesIn({ sheet, row, column, bottom, right }: FormulaCell): Scalar[] {
  const values: Scalar[] = [];
  for (let r = row; r <= bottom; r++) for (let c = column; c <= right; c++) values.push(sheet.value(r, c));
  return values;
}

interface Outcome {
  readonly kind: Kind;
  /** Reported at the cell, at one that reads it, or with it. */
  readonly found: boolean;
  /** Reported only by a check of the workbook itself, further down. */
  readonly elsewhere: boolean;
  readonly text: string;
}

const SHARE_OF_MINING = 0.5;

function tried(books: readonly Ready[], random: () => number): Outcome {
  for (;;) {
    const kind = kinds[Math.floor(random() * kinds.length)] ?? "sign";
    const book = books[Math.floor(random() * books.length)];
    if (book === undefined) throw new Error("there is no workbook");
    const { opened, mining, targets, cleanKeys, readers } = book;
    const isMining = random() < SHARE_OF_MINING;
    const list: readonly Place[] = isMining ? mining.map(({ cell }) => cell) : targets;
    const chosen = list[Math.floor(random() * list.length)];
    if (chosen === undefined) continue;
    const place = { sheet: chosen.sheet, row: chosen.row, column: chosen.column };
    if (mining.some(({ cell, functions }) => cell === chosen && functions.some(readsMarket))) continue;
    let change: Change | undefined;
    for (let again = 0; again < 5 && change === undefined; again++) change = changeOf(kind, place, random);
    if (change === undefined) continue;
    const takeOut = planted(opened, place, change, readers.of);
    const found = findingsOf(opened, miningCells(opened.evaluation), new Map())
      .filter(counts)
      .filter((finding) => !cleanKeys.has(keyOfFinding(finding)));
    takeOut();
    book.restore();
    const own = new Area(place.sheet, place.row, place.column, place.row, place.column);
    const near = new Set([keyOf(place), ...readers.of([own]).map(keyOf)]);
    const isNear = ({ place: at, others = [] }: Finding) =>
      (at !== undefined && near.has(keyOf(at))) || others.some((other) => keyOf(other) === keyOf(place));
    const what =
      change.kind === "formula" ? change.text : change.kind === "value" ? String(change.value) : "saved";
    return {
      kind,
      found: found.some(isNear),
      elsewhere: found.some((finding) => !isNear(finding)),
      text: `${kind}: ${book.name} ${fullAddress(place)} -> ${what}`,
    };
  }
}

function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

function main(): void {
  const at = process.argv.indexOf("--book");
  const only = at < 0 ? "" : (process.argv[at + 1] ?? "");
  const names = process.argv.includes("--plain")
    ? [PLAIN]
    : readdirSync(BOOKS).filter((name) => name.endsWith(".xlsx") && name.includes(only));
  const [seeds, errors, first] = [option("seeds", 20), option("errors", 200), option("first", 1)];
  const books = names.map(ready);
  const total = new Map<Kind, { planted: number; found: number; elsewhere: number }>();
  for (let seed = first; seed < first + seeds; seed++) {
    const random = randomFrom(seed);
    let found = 0;
    for (let count = 0; count < errors; count++) {
      const outcome = tried(books, random);
      const sum = total.get(outcome.kind) ?? { planted: 0, found: 0, elsewhere: 0 };
      sum.planted += 1;
      if (outcome.found) sum.found += 1;
      else if (outcome.elsewhere) sum.elsewhere += 1;
      found += Number(outcome.found);
      total.set(outcome.kind, sum);
      if (process.argv.includes("--missed") && !outcome.found)
        console.log(outcome.text, outcome.elsewhere ? "(elsewhere)" : "");
    }
    console.log(`seed ${seed}: ${found} of ${errors} found (${((100 * found) / errors).toFixed(1)} %)`);
  }
  const all = { planted: 0, found: 0, elsewhere: 0 };
  console.log("\n| kind | planted | found | rate | only elsewhere |\n| --- | --- | --- | --- | --- |");
  for (const kind of kinds) {
    const sum = total.get(kind);
    if (sum === undefined) continue;
    all.planted += sum.planted;
    all.found += sum.found;
    all.elsewhere += sum.elsewhere;
    console.log(row(kind, sum));
  }
  console.log(row("all", all));
  console.log("\n| workbook | clean cells | false alarms |\n| --- | --- | --- |");
  for (const { name, targets, clean } of books) {
    const within = new Set(targets.map(keyOf));
    const alarms = clean.filter(({ place }) => place !== undefined && within.has(keyOf(place)));
    console.log(`| ${name} | ${targets.length} | ${alarms.length} (${clean.length} in all cells) |`);
  }
}

const row = (
  kind: string,
  { planted: count, found, elsewhere }: { planted: number; found: number; elsewhere: number },
) => `| ${kind} | ${count} | ${found} | ${((100 * found) / count).toFixed(1)} % | ${elsewhere} |`;

main();
