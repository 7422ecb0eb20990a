import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, extname, relative, resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { capsuleText, type RunCapsule } from "../batch/capsule";
import { scenarioRows, surveyOf } from "../batch/csv";
import { sha256 } from "../batch/job";
import { Journal, OtherRunError } from "../batch/journal";
import { ChangedInputError, localSize, runHere, sitesIn, type Source } from "../batch/local";
import { headingsOf, type PinnedMarket, type Plan, type PlainCell } from "../batch/plan";
import { MOST_ROWS, resultRows, writeWorkbook, type Fact } from "../batch/results";
import type { Disputed } from "../batch/queue/submit";
import { siteText } from "../batch/siteRow";
import { valuerOf } from "../batch/value";
import { calculatedBook, scenarioCells, siteTable } from "../batch/workbookTable";
import { metrics as allMetrics, type Metric } from "../core/cashflow/metrics";
import type { AssumptionKey } from "../core/cashflow/assumptions";
import { CellError, InputError } from "../core/errors";
import type { Series } from "../data/series";
import { build } from "../functions/build";
import { FileError } from "../workfile/fileError";
import { nodeCompression } from "../workfile/nodeCompression";
import { countOf, momentText } from "../workfile/wording";
import { QUEUE_HELP, REDIS_HELP, wholeNumber } from "./arguments";
import { EXIT, Failure, exitCodeHelp } from "./exit";
import { hashOfFile, readable, checkOutput, convertedInput, reason, type Output } from "./files";
import { marketIn, type GivenMarket } from "./market";
import { Progress } from "./progress";
import type { BatchQueue } from "./queuedBatch";
import { print, wrapped } from "./text";

interface Options {
  readonly output: string;
  readonly table?: string;
  readonly scenarios?: string;
  readonly metrics: readonly Metric[];
  readonly paths: number;
  readonly percentiles: readonly number[];
  readonly seed: number;
  readonly market?: string;
  readonly threads: number;
  readonly queue?: string;
  readonly redis?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const ENDINGS = [".csv", ".xlsx"];

/** Some minutes for one model. */
const MOST_PATHS = 1_000_000_000;

export function addBatch(program: Command): void {
  program
    .command("batch")
    .summary("value a portfolio of many sites, under scenarios and simulated")
    .description(
      "Value each site of a table: a .csv file with a row for each site under the names of assumptions, or the table of models in a workbook, as PORTFOLIO reads it. With --scenarios each site is valued under each scenario; with --paths its net present value is also simulated, as SIM_MINER does. A row that is no model carries its message, and the others go on. Stopped by Ctrl+C, or by anything else, the same command goes on where it was. Beside the results is a capsule that hashcell verify checks.",
    )
    .argument("<input>", "the table of sites (.csv, .xlsx, .xlsm)")
    .requiredOption("-o, --output <file>", "the results to write (.csv, .xlsx)")
    .option("--table <place>", "where the table is in the workbook: a sheet, a table, a name or a range")
    .option(
      "--scenarios <file>",
      "a table as SCENARIOS reads it: a .csv file, the first sheet of a workbook, or a place in the workbook of the sites",
    )
    .addOption(
      new Option("--metrics <names>", `what to compute: ${allMetrics.join(", ")}`)
        .argParser(metricList)
        .default(["npv", "irr", "payback"], "npv,irr,payback"),
    )
    .addOption(
      new Option("--paths <number>", "simulate the net present value on so many paths")
        .argParser(wholeNumber(2, MOST_PATHS))
        .default(0, "no simulation"),
    )
    .addOption(
      new Option("--percentiles <numbers>", "percentiles of the simulated net present value")
        .argParser(percentileList)
        .default([5, 25, 50, 75, 95], "5,25,50,75,95"),
    )
    .option("--seed <number>", "seed of the simulation", wholeNumber(0, 2 ** 32 - 1), 1)
    .option("--market <file>", "market values: a frozen workbook, or its values as .json")
    .addOption(
      new Option("--threads <number>", "threads that compute")
        .argParser(wholeNumber(1, 256))
        .default(availableParallelism(), "as many as the machine has"),
    )
    .option(
      "--queue <address>",
      `let the workers of a queue compute, on any number of machines; ${QUEUE_HELP}`,
    )
    .option("--redis <address>", REDIS_HELP)
    .option("--force", "begin anew, and replace the output if it exists")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print errors only")
    .addHelpText(
      "after",
      exitCodeHelp(["done", "differs", "usage", "input", "output", "partly", "service", "bug", "cancelled"]),
    )
    .action(batch);
}

function metricList(text: string): readonly Metric[] {
  const names = listOf(text).map((name) => name.toLowerCase());
  const unknown = names.find((name) => !allMetrics.includes(name as Metric));
  if (unknown !== undefined || names.length === 0)
    throw new InvalidArgumentError(`Give some of ${allMetrics.join(", ")}, with commas between them.`);
  return [...new Set(names)] as Metric[];
}

function percentileList(text: string): readonly number[] {
  const numbers = listOf(text).map(Number);
  if (numbers.length === 0 || numbers.some((number) => !(number >= 0 && number <= 100)))
    throw new InvalidArgumentError("Give numbers from 0 to 100, with commas between them.");
  return [...new Set(numbers)];
}

const listOf = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

async function batch(input: string, options: Options): Promise<void> {
  const { output: path, force = false, json = false, quiet = false, threads } = options;
  const output = { path, force, input, endings: ENDINGS };
  await checkOutput(output);
  const capsulePath = capsuleBeside(path);
  const given = options.market === undefined ? undefined : await marketIn(options.market);
  const { source, plan, at } = await prepared(input, options, given);
  refuseLongSheet(path, source, plan);
  const queue = await queueOf(options);
  const head = {
    version: build.version,
    input: source.kind === "csv" ? source.survey.sha256 : source.sha256,
    plan: sha256(JSON.stringify(plan)),
    size: queue === undefined ? localSize(plan) : queue.sizeOf(plan),
  };
  const firstLine = headingLine(plan);
  const journal = await writing(path, () => Journal.open(path, head, firstLine, force), false);
  const total = sitesIn(source);
  const before = sumOf(journal.done.map(({ sites }) => sites));
  const progress = new Progress(total, before, quiet);
  const cancel = new AbortController();
  const stop = () => cancel.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const run = { source, plan, journal, signal: cancel.signal, told: progress.told };
  const work =
    queue === undefined
      ? async () => {
          await runHere({ ...run, threads });
          return [];
        }
      : () => queue.run(run, () => progress.say(noWorkers(options.redis !== undefined)));
  let disputed: readonly Disputed[];
  try {
    disputed = await writing(path, work, true);
  } catch (error) {
    const isLate = error instanceof ChangedInputError && error.isLate;
    await (isLate ? journal.remove() : journal.close());
    if (error instanceof ChangedInputError)
      throw new Failure(
        EXIT.input,
        `${input} was changed while it was read: give the command again with --force, for a file that nobody writes to`,
      );
    throw error;
  } finally {
    progress.stop();
    process.off("SIGINT", stop).off("SIGTERM", stop);
    await queue?.close();
  }
  const done = journal.done;
  const results = {
    file: relative(dirname(resolve(capsulePath)), resolve(path)),
    sites: sumOf(done.map(({ sites }) => sites)),
    lines: sumOf(done.map(({ lines }) => lines)),
    failed: sumOf(done.map(({ failed }) => failed)),
  };
  if (disputed.length > 0) console.error(disputeText(disputed, path));
  if (cancel.signal.aborted) {
    await journal.close();
    throw new Failure(
      EXIT.cancelled,
      `stopped after ${countText(results.sites)} of ${countText(total)} sites; the same command goes on from there`,
    );
  }
  const capsule: RunCapsule = {
    at: new Date().toISOString(),
    input: {
      file: relative(dirname(resolve(capsulePath)), resolve(input)),
      sha256: head.input,
      ...(at === undefined ? {} : { table: at }),
    },
    plan,
    results,
    size: head.size,
    jobs: done,
  };
  await writing(path, () => written(journal, { output, capsulePath, capsule }), true);
  if (results.failed > 0) process.exitCode = EXIT.partly;
  if (disputed.length > 0) process.exitCode = EXIT.differs;
  if (quiet) return;
  print(
    json
      ? JSON.stringify(
          { input, output: path, capsule: capsulePath, ...results, disputed, version: build.version },
          null,
          2,
        )
      : report({ input, path, capsulePath, results, before, plan }),
  );
}

/** More jobs in dispute are counted. */
const MOST_DISPUTED = 3;

function disputeText(disputed: readonly Disputed[], path: string): string {
  const lines = disputed.slice(0, MOST_DISPUTED).map(({ job, rows, worker, others }) => {
    const whose = worker === undefined ? "the first results" : `those of ${worker}`;
    return `hashcell: ${rows} came out differently when computed again: ${path} has ${whose}, and ${others.join(", ")} got others (job ${job})`;
  });
  const more = disputed.length - MOST_DISPUTED;
  return [
    ...lines,
    ...(more > 0 ? [`hashcell: and ${countOf(more, "more job", "more jobs")}`] : []),
    `hashcell: hashcell verify ${capsuleBeside(path)} tells whether the results in ${path} are right. Where they are wrong, delete from hashcell.result where key = 'JOB' and --force have them computed again; where they are right, delete from hashcell.alarm where key = 'JOB' ends this message`,
  ].join("\n");
}

const noWorkers = (isRedis: boolean) =>
  `no worker of Hashcell ${build.version} is connected to the queue: hashcell worker --queue ...${isRedis ? " --redis ..." : ""} starts one, on any machine; one that was started ${isRedis ? "without" : "with"} --redis does not see these jobs`;

async function queueOf({ queue, redis }: Options): Promise<BatchQueue | undefined> {
  if (queue !== undefined) return (await import("./queuedBatch")).batchQueue(queue, redis);
  if (redis === undefined) return undefined;
  throw new Failure(
    EXIT.usage,
    "--redis brings the jobs of a queue, whose results go into a database: give it with --queue",
  );
}

/** What writes to the disk; a fault of it is said with what is kept. */
async function writing<T>(path: string, work: () => Promise<T>, isBegun: boolean): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OtherRunError) throw new Failure(EXIT.output, error.message);
    if (error instanceof FileError) throw new Failure(EXIT.input, error.message);
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    const kept = isBegun
      ? "; what was computed is kept: fix that and give the same command again, which goes on from there"
      : "";
    throw new Failure(EXIT.output, `cannot write ${path}: ${reason(error)}${kept}`);
  }
}

const capsuleBeside = (path: string) => `${path}.run.json`;

async function prepared(
  input: string,
  options: Options,
  given: GivenMarket | undefined,
): Promise<{ source: Source; plan: Plan; at: string | undefined }> {
  const isText = [".csv", ".tsv", ".txt"].includes(extname(input).toLowerCase());
  if (isText && options.table !== undefined)
    throw new Failure(EXIT.usage, `--table is for workbooks: ${input} is a table itself`);
  const book = isText ? undefined : await bookOf(input, given);
  const scenarios = await scenariosOf(input, options.scenarios, book, given);
  const plan: Plan = {
    version: build.version,
    metrics: options.metrics,
    paths: options.paths,
    percentiles: options.paths === 0 ? [] : options.percentiles,
    seed: options.seed,
    scenarios,
    market: given && pinned(given),
  };
  checkPlan(plan, options.scenarios);
  if (book === undefined)
    return {
      source: { kind: "csv", path: input, survey: await readable(input, () => surveyOf(input)) },
      plan,
      at: undefined,
    };
  const { sites, at } = await readable(input, () => Promise.resolve(siteTable(book, options.table)));
  if (book.left.has(at.slice(0, at.lastIndexOf("!")).replace(/^'|'$/g, "").replace(/''/g, "'")))
    console.error(
      `hashcell: some cells of the sheet of ${at} could not be calculated here, and keep the values that Excel saved`,
    );
  const source: Source = {
    kind: "table",
    path: input,
    sites: sites.map(siteText),
    sha256: await hashOfFile(input),
  };
  return { source, plan, at };
}

const bookOf = (path: string, given: GivenMarket | undefined) =>
  convertedInput(path, (bytes) => calculatedBook(bytes, given?.reader, nodeCompression));

async function scenariosOf(
  input: string,
  place: string | undefined,
  book: ReturnType<typeof calculatedBook> | undefined,
  given: GivenMarket | undefined,
): Promise<PlainCell[][] | undefined> {
  if (place === undefined) return undefined;
  const isFile = await stat(place).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) {
    if (book === undefined) throw new Failure(EXIT.input, `cannot read ${place}: there is no such file`);
    return readable(input, () => Promise.resolve(scenarioCells(book, place)));
  }
  if (extname(place).toLowerCase() !== ".csv") {
    const other = await bookOf(place, given);
    return readable(place, () => Promise.resolve(scenarioCells(other, undefined)));
  }
  return readable(place, async () => {
    try {
      return scenarioRows(await readFile(place));
    } catch (error) {
      if (error instanceof InputError) throw new FileError(error.message);
      throw error;
    }
  });
}

/** The plan is tried before any work is done. */
function checkPlan(plan: Plan, scenarios: string | undefined): void {
  try {
    valuerOf(plan);
  } catch (error) {
    if (error instanceof InputError || error instanceof CellError)
      throw new Failure(EXIT.input, `${scenarios ?? "the run"}: ${error.message}`);
    throw error;
  }
}

/** What `market` stands for in a column. */
const marketSeries: Partial<Readonly<Record<AssumptionKey, Series>>> = {
  btcPrice: "btc.price",
  difficulty: "btc.difficulty",
  startHeight: "btc.height",
  subsidy: "btc.subsidy",
  fees: "btc.fees",
  hashprice: "btc.hashprice",
};

function pinned({ reader, frozenAt, text }: GivenMarket): PinnedMarket {
  const values: Partial<Record<AssumptionKey, number>> = {};
  for (const [key, series] of Object.entries(marketSeries) as [AssumptionKey, Series][]) {
    const quote = reader.quote(series);
    if (quote !== undefined) values[key] = quote.value;
  }
  return { frozenAt, values, text };
}

function headingLine(plan: Plan): string {
  // No heading holds a comma or a quotation mark.
  return `${headingsOf(plan).join(",")}\n`;
}

function refuseLongSheet(path: string, source: Source, { scenarios }: Plan): void {
  const models = scenarios === undefined ? 1 : scenarios.length;
  const lines = sitesIn(source) * models + 1;
  if (extname(path).toLowerCase() === ".xlsx" && lines > MOST_ROWS)
    throw new Failure(
      EXIT.usage,
      `the results may have ${countText(lines)} rows, and a sheet holds ${countText(MOST_ROWS)}: write a .csv file`,
    );
}

interface Places {
  readonly output: Output;
  readonly capsulePath: string;
  readonly capsule: RunCapsule;
}

async function written(journal: Journal, { output, capsulePath, capsule }: Places): Promise<void> {
  const { path } = output;
  const temporary = `${capsulePath}.tmp`;
  const book = `${path}.tmp`;
  try {
    const part = await journal.finish();
    await writeFile(temporary, capsuleText(capsule));
    const isBook = extname(path).toLowerCase() === ".xlsx";
    await rm(book, { force: true });
    if (isBook)
      await writeWorkbook(book, resultRows(part), new Set(["Site", "Scenario", "Check"]), factsOf(capsule));
    // Something may have come to be there in the meantime.
    await checkOutput(output);
    // Without the capsule the results would say nothing of where they come from.
    await rename(temporary, capsulePath);
    if (isBook) {
      await rename(book, path);
      await journal.remove();
    } else await journal.moveTo(path);
  } catch (error) {
    await Promise.all([temporary, book].map((file) => rm(file, { force: true })));
    await journal.close();
    throw error;
  }
}

function factsOf({ at, input, plan, results }: RunCapsule): Fact[] {
  return [
    ["Made by", `Hashcell ${plan.version}, hashcell batch`],
    ["Finished", momentText(Date.parse(at))],
    ["Sites from", input.table === undefined ? input.file : `${input.file}, ${input.table}`],
    ["SHA-256 of that file", input.sha256],
    ["Sites", results.sites],
    ["Sites with an error", results.failed],
    ["Scenarios", plan.scenarios === undefined ? "none" : plan.scenarios.length - 1],
    ["Simulated paths", plan.paths === 0 ? "none" : plan.paths],
    ...(plan.paths === 0 ? [] : [["Seed", plan.seed] as const]),
    ["Market values", plan.market === undefined ? "none" : `as of ${momentText(plan.market.frozenAt)}`],
  ];
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
const countText = (count: number) => count.toLocaleString("en-US");

interface Report {
  readonly input: string;
  readonly path: string;
  readonly capsulePath: string;
  readonly results: RunCapsule["results"];
  readonly before: number;
  readonly plan: Plan;
}

function report({ input, path, capsulePath, results, before, plan }: Report): string {
  const { sites, lines, failed } = results;
  return [
    wrapped(
      `${path} has the results of ${countOf(sites, "site", "sites")} of ${input} in ${countOf(lines, "line", "lines")}.${before > 0 ? ` ${countText(before)} of them were there from an earlier start.` : ""}`,
    ),
    ...(failed === 0
      ? []
      : [
          wrapped(
            `${countText(failed)} ${failed === 1 ? "site has" : "sites have"} no results, or not all of them: the column Check says what to mend ("error: ...").`,
          ),
        ]),
    ...(plan.market === undefined
      ? []
      : [wrapped(`Market values as of ${momentText(plan.market.frozenAt)}.`)]),
    wrapped(`hashcell verify ${capsulePath} computes them again and compares.`),
  ].join("\n\n");
}
