import { CellError, InputError, textOf, type Cell } from "../errors";
import { assumptionNamed, isNearAName, unknownName, type NamedAssumption } from "./assumptionNames";
import { assumptions, type AssumptionKey } from "./assumptions";
import { settingOf, type Setting, type Settings } from "./block";
import type { Model } from "./model";
import { resolve } from "./resolve";
import { seriesOf, shapeOf } from "./series";

/** A site of a table of models. */
export interface Site {
  readonly name: string;
  readonly settings: Settings;
  readonly model: Model;
}

type Row = readonly Cell[];

/** Beyond this the models take more than a few seconds. */
const MOST_SITES = 2000;

/**
 * The sites of a table of models: their names in the first row, then a row for each assumption with a cell for each
 * site. A cell is a value as in a block, `default`, `same` as the cell to its left, or `series NAME`, whose values are in
 * the row of that name from its second cell on. The sites have the same start date and discounting, so that their months
 * can be added up.
 *
 * A blank cell is null, "" or 0, with one meaning: 0 where 0 is a value that a block may leave out, else the default.
 * Errors name the assumption and the site.
 */
export function sitesOf(rows: readonly Row[]): Site[] {
  const { names, settingsAt } = modelTableOf(rows);
  if (names.length > MOST_SITES)
    throw new InputError("table", `must be at most ${MOST_SITES} sites`, names.length);
  const written = names.map((name, index) => ({ name, settings: settingsAt(index) }));
  const sites = written.map(({ name, settings }) => ({
    name,
    settings,
    model: ofSite(name, () => resolve(settings)),
  }));
  for (const key of ["startDate", "discounting"] as const) refuseDifferent(sites, key);
  return sites;
}

/** A table of models, whose sites are read one by one: what is wrong with one does not spoil the others. */
export interface ModelTable {
  readonly names: readonly string[];
  /** The assumptions of a site, counted from 0. Throws InputError. */
  readonly settingsAt: (index: number) => Settings;
}

/** Reads a table of models as `sitesOf` does, however many sites it has. Throws InputError where the table itself is wrong. */
export function modelTableOf([head = [], ...rows]: readonly Row[]): ModelTable {
  const names = siteNames(head);
  const series = seriesRows(rows);
  const rowOf = new Map<AssumptionKey, number>();
  const lines = rows.flatMap((row, index) => {
    const named = assumptionIn(row, index + 2, names.length);
    if (named === undefined) return [];
    const { name } = assumptions[named.key];
    const earlier = rowOf.get(named.key);
    if (earlier !== undefined)
      throw new InputError(
        `${name} in the table`,
        `must appear once, is in rows ${earlier} and ${index + 2}`,
      );
    rowOf.set(named.key, index + 2);
    return [{ named, cells: withoutSame(row, names.length) }];
  });
  const settingsAt = (index: number) => {
    const settings: Settings = new Map();
    const site = names[index] ?? "";
    for (const { named, cells } of lines) {
      const setting = ofSite(site, () => settingIn(named, cells[index] ?? null, series));
      if (setting !== undefined) settings.set(named.key, setting);
    }
    return settings;
  };
  return { names, settingsAt };
}

/** The cells of the sites, each `same` replaced by what it means. */
function withoutSame(row: Row, count: number): Cell[] {
  const cells: Cell[] = [];
  for (let column = 0; column < count; column++) {
    const cell = row[column + 1] ?? null;
    cells.push(wordsIn(cell) === "same" && column > 0 ? (cells[column - 1] ?? null) : cell);
  }
  return cells;
}

/**
 * Reads sites of which each is a row, under the names of assumptions; a cell is what it is in a table of models, but for
 * `same` and `series`. Throws InputError for a name that is no assumption's or that stands twice; blank ones are left out.
 */
export function siteRows(heads: readonly Cell[]): (site: string, cells: readonly Cell[]) => Settings {
  const columns = heads.map((head, index) => {
    if (head instanceof CellError) throw head;
    if (head === null || isBlank(head)) return undefined;
    const name = textOf(head);
    const named = assumptionNamed(name);
    if (named !== undefined) return named;
    throw new InputError(`column ${index + 2}`, unknownName("must be a known assumption", name), name);
  });
  for (const [index, named] of columns.entries()) {
    const earlier = columns.findIndex((other) => other?.key === named?.key);
    if (named !== undefined && earlier < index)
      throw new InputError(
        assumptions[named.key].name,
        `must be one column, is columns ${earlier + 2} and ${index + 2}`,
      );
  }
  // Many sites of a portfolio have the same cell as the one before.
  const last = columns.map((): { cell: Cell; setting: Setting | undefined } => ({
    cell: null,
    setting: undefined,
  }));
  const readInto = (settings: Settings, cells: readonly Cell[]) => {
    for (let index = 0; index < columns.length; index++) {
      const [named, known, cell] = [columns[index], last[index], cells[index] ?? null];
      if (named === undefined || known === undefined) continue;
      if (cell === null || cell !== known.cell) {
        refuseReference(assumptions[named.key].name, cell);
        known.setting = settingIn(named, cell, new Map());
        known.cell = cell;
      }
      if (known.setting !== undefined) settings.set(named.key, known.setting);
    }
    return settings;
  };
  return (site, cells) => ofSite(site, () => readInto(new Map(), cells));
}

/** A row knows no other site, and no series. */
function refuseReference(name: string, cell: Cell): void {
  const words = wordsIn(cell);
  if (words === "same") throw new InputError(name, "must not be same: there is no site before it");
  if (isSeriesName(words))
    throw new InputError(name, "must be one value here: a series needs a table in a workbook", cell);
  if (words === "monthly" || words === "shape" || words === "series")
    throw new InputError(name, "must be one value", cell);
}

/** Refuses sites that differ in an assumption by which their months, or their paths, belong together. */
export function refuseDifferent(
  sites: readonly Site[],
  key: "startDate" | "discounting" | "volatility" | "difficultyVolatility" | "correlation",
): void {
  const [first, ...others] = sites;
  const other = others.find(({ model }) => model[key] !== first?.model[key]);
  if (first === undefined || other === undefined) return;
  const [here, there] = [other, first].map(({ model }) => String(model[key] ?? "none"));
  const rule = `must be the same as that of ${first.name}, ${there}, for all the sites, got ${here}`;
  throw new InputError(`${assumptions[key].name} of ${other.name}`, rule);
}

const isBlank = (cell: Cell) =>
  cell === null || cell === 0 || (typeof cell === "string" && cell.trim() === "");

/** The words of a text in lower case with single spaces between them; "" for what is not text. */
const wordsIn = (cell: Cell) =>
  typeof cell === "string" ? cell.trim().toLowerCase().replace(/\s+/g, " ") : "";

const isSeriesName = (words: string) => words.startsWith("series ");

/** The names up to the first blank cell. */
function siteNames([corner = null, ...cells]: Row): string[] {
  if (corner instanceof CellError) throw corner;
  if (!isBlank(corner) && wordsIn(corner) !== "assumption")
    throw new InputError("table, row 1,", "must begin with a blank cell or assumption", corner);
  const end = cells.findIndex(isBlank);
  const names = (end < 0 ? cells : cells.slice(0, end)).map((cell) => {
    if (cell instanceof CellError) throw cell;
    if (typeof cell === "boolean") throw new InputError("table, row 1,", "must name the sites", cell);
    return String(cell).trim();
  });
  if (names.length === 0) throw new InputError("table, row 1,", "must name a site in its second cell");
  const known = new Set<string>();
  for (const name of names) {
    const plain = name.toLowerCase();
    if (known.has(plain)) throw new InputError("table, row 1,", "must name each site once", name);
    known.add(plain);
  }
  return names;
}

/** The assumption of a row; undefined for one of a series, a heading and one without a name. */
function assumptionIn([name = null, ...cells]: Row, row: number, count: number): NamedAssumption | undefined {
  if (name instanceof CellError) throw name;
  if (isBlank(name) || isSeriesName(wordsIn(name))) return undefined;
  const place = `table, row ${row},`;
  if (typeof name !== "string")
    throw new InputError(place, "must begin with the name of an assumption", name);
  const named = assumptionNamed(name);
  if (named !== undefined) return named;
  if (cells.slice(0, count).every(isBlank) && !isNearAName(name)) return undefined;
  throw new InputError(place, unknownName("must be a known assumption", name), name);
}

/** Assumptions of which 0 is a value although it is not their default. */
const zeroIsMeant: ReadonlySet<AssumptionKey> = new Set([
  "usdPerKwh",
  "discountRate",
  "volatility",
  "difficultyVolatility",
  "correlation",
  "riskFreeRate",
]);

/** Assumptions of which a blank is likelier to be forgotten than meant. */
const mustBeSaid: ReadonlySet<AssumptionKey> = new Set(["uptime", "shutdown", "lossLimit"]);

/** What a cell sets; undefined where the default applies. */
function settingIn({ key, scale }: NamedAssumption, cell: Cell, series: SeriesRows): Setting | undefined {
  const { name, fallback } = assumptions[key];
  const setting = (value: Setting["value"]): Setting => ({
    value,
    source: "given",
    currency: scale.currency,
  });
  if (isBlank(cell)) {
    if (mustBeSaid.has(key)) throw new InputError(name, "must not be blank or 0: write default, or a value");
    return fallback === 0 || zeroIsMeant.has(key) ? setting(0) : undefined;
  }
  const words = wordsIn(cell);
  if (words === "monthly" || words === "shape" || words === "series")
    throw new InputError(name, "must be one value, or series and the name of a row of the table", cell);
  if (words === "same") throw new InputError(name, "must not be same: there is no site to its left");
  if (isSeriesName(words)) {
    const values = seriesRow(name, words, series);
    return setting(key === "powerPriceShape" ? shapeOf(values, scale) : seriesOf(key, values, scale));
  }
  const value = settingOf(key, cell, scale);
  return value === undefined ? undefined : setting(value);
}

/** The rows of series, by the words with which they begin. */
type SeriesRows = ReadonlyMap<string, readonly Row[]>;

function seriesRows(rows: readonly Row[]): SeriesRows {
  const byWords = new Map<string, Row[]>();
  for (const row of rows) {
    const words = wordsIn(row[0] ?? null);
    if (!isSeriesName(words)) continue;
    const before = byWords.get(words);
    if (before === undefined) byWords.set(words, [row]);
    else before.push(row);
  }
  return byWords;
}

/** The cells of the row that begins with these words, from the second on. */
function seriesRow(assumption: string, words: string, series: SeriesRows): Row {
  const [row, another] = series.get(words) ?? [];
  if (row === undefined)
    throw new InputError(assumption, `must name a row of the table that begins with "${words}"`);
  if (another !== undefined)
    throw new InputError(assumption, `must name one row of the table, several begin with "${words}"`);
  return row.slice(1);
}

/** What is computed for a site; an error names it after the assumption. */
function ofSite<T>(site: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw error.of(error.parameter.replace(/^[^,:]*/, (assumption) => `${assumption} of ${site}`));
  }
}
