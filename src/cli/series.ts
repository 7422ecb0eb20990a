import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { InputError } from "../core/errors";
import { marketFacts, type Extent, type MarketHistory, type OwnFacts } from "../gateway/history";
import { isoMoment } from "../gateway/moments";
import { pointsOfCsv } from "../gateway/seriesCsv";
import { note } from "../gateway/tokens";
import { countOf } from "../workfile/wording";
import { EXIT, exitCodeHelp, Failure } from "./exit";
import { readable } from "./files";
import { onMarketDatabase, withHistory, type MarketOptions } from "./marketDatabase";
import { print, quoted, wrapped } from "./text";

export function addSeries(program: Command): void {
  const series = program
    .command("series")
    .summary("declare series of your own in a gateway, add values to them, and list them")
    .description(
      "Keep series of your own in a gateway, as the power price of a site or what a pool paid: declare one with its label and unit, once, and add values from CSV files. Cells then have them as MARKET and HISTORY of their name. It works on the gateway's database, whether the gateway runs or not.",
    );
  onMarketDatabase(series.command("declare"))
    .summary("say what a series is, once")
    .description(
      "Declare a series of your own. The same again changes nothing; label and format may be changed later, the unit only before the series has values.",
    )
    .argument("<name>", "its name, which begins with own and a point, as own.site7.power_price")
    .requiredOption("--label <text>", 'what people call it, as "Power price of site 7"')
    .requiredOption("--unit <text>", "the unit of its values, as USD/kWh")
    .option("--format <format>", "Excel's number format for its values", "General")
    .addHelpText("after", exitCodeHelp(["done", "usage", "service", "bug", "cancelled"]))
    .action(declare);
  onMarketDatabase(series.command("add"))
    .summary("add the values of a CSV file")
    .description(
      'Add the rows of a CSV file to a series of your own: a heading "as of,value", then a date as 2026-01-31 or 2026-01-31T12:00Z and a number in each row, in the order of time or against it. All rows are added or none. Rows that are there already are left; another value for the same moment replaces the one before, which the history keeps.',
    )
    .argument("<name>", "the series, which was declared")
    .argument("<file>", "the CSV file, of any size")
    .option("--source <text>", "who says so, as the history keeps it (default: the name of the file)")
    .addHelpText("after", exitCodeHelp(["done", "usage", "input", "service", "bug", "cancelled"]))
    .action(add);
  onMarketDatabase(series.command("list"))
    .summary("list what the gateway keeps")
    .description(
      "List the series of your own, and those of the market that have a history, with how far each goes.",
    )
    .option("--json", "print JSON for programs")
    .addHelpText("after", exitCodeHelp(["done", "usage", "service", "bug", "cancelled"]))
    .action(list);
}

interface Declaration extends MarketOptions {
  readonly label: string;
  readonly unit: string;
  readonly format: string;
}

async function declare(name: string, options: Declaration): Promise<void> {
  const { label, unit, format: numberFormat } = options;
  const done = await withHistory(options, async (history) => {
    const found = await history.declare({ name, label, unit, numberFormat });
    if (found !== "same")
      await note(history, { what: "series declared", about: `${name} in ${unit}: ${label}` });
    return found;
  });
  const words = { added: "is declared", changed: "is changed", same: "was declared so before" }[done];
  print(wrapped(`${name} ${words}: ${label}, in ${unit}, shown as ${numberFormat}.`));
}

async function add(name: string, file: string, options: MarketOptions & { source?: string }): Promise<void> {
  const { added, known } = await withHistory(options, (history, signal) =>
    readable(file, () =>
      addedFrom(history, signal, { name, file, source: options.source ?? basename(file) }),
    ),
  );
  print(
    wrapped(
      `${countOf(added, "row is", "rows are")} added to ${name}${known === 0 ? "" : `; ${countOf(known, "row was", "rows were")} there before`}.`,
    ),
  );
}

async function addedFrom(
  history: MarketHistory,
  signal: AbortSignal,
  { name, file, source }: { name: string; file: string; source: string },
) {
  const own = (await history.own()).find((facts) => facts.name === name);
  if (own === undefined)
    throw new Failure(
      EXIT.usage,
      `no series ${quoted(name)} is declared: hashcell series declare does it, once, and hashcell series list shows those that are`,
    );
  try {
    const points = pointsOfCsv(bytesOf(file, signal), own, {
      fetchedAt: history.now(),
      source,
      quality: "cached",
    });
    const counts = await history.add(name, points);
    await note(history, {
      what: "import",
      about: `${name}: ${counts.added} added, ${counts.known} known, from ${source}`,
    });
    return counts;
  } catch (error) {
    if (error instanceof InputError)
      throw new Failure(EXIT.input, `${file}: ${error.message}; nothing of it was added`);
    throw error;
  }
}

/** Opens the file only once somebody reads it, who then hears what is wrong with it. */
async function* bytesOf(file: string, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  yield* createReadStream(file, { signal }) as AsyncIterable<Buffer>;
}

interface Listed extends OwnFacts {
  readonly rows: number;
  /** In ISO 8601; absent where it has no rows. */
  readonly first?: string;
  readonly last?: string;
}

async function list(options: MarketOptions & { json?: boolean }): Promise<void> {
  const found = await withHistory(options, async (history): Promise<Listed[]> => {
    const own = await history.own();
    const extents = await history.extents();
    const names = new Set(own.map(({ name }) => name));
    const others = extents
      .filter(({ series }) => !names.has(series))
      .flatMap(({ series }) => marketFacts(series) ?? []);
    return [...own, ...others].map((facts) => ({
      ...facts,
      ...extentOf(extents.find(({ series }) => series === facts.name)),
    }));
  });
  print(options.json ? JSON.stringify(found, null, 2) : listText(found));
}

const listText = (found: readonly Listed[]) =>
  found.length === 0
    ? "There is no series yet: hashcell series declare makes one."
    : found
        .map(({ name, label, unit, rows, first = "", last = "" }) =>
          [
            name,
            `  ${label}, ${unit}`,
            `  ${countOf(rows, "row", "rows")}${first === "" ? "" : ` from ${first} to ${last}`}`,
          ].join("\n"),
        )
        .join("\n");

const extentOf = (extent: Extent | undefined) =>
  extent === undefined
    ? { rows: 0 }
    : { rows: extent.rows, first: isoMoment(extent.first), last: isoMoment(extent.last) };
