/**
 * `npm run benchmark`: how fast the built add-in is beside others on the same machine, and how accurate. What the tables say
 * is in docs/performance.md.
 *
 * `-- --only WORDS` measures the rows with these words, `--against FILE` has another functions.js loaded beside this one, and
 * `--write` puts the tables into docs/performance.md. `--slowest` looks for the slowest calls instead.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import build from "../build";
import { batchOfSites } from "./batchRows";
import { BUILT, builtFunctions, worksOf } from "./calls";
import { growthLine, growths } from "./growth";
import { figure, table, withReport } from "./report";
import { officeVersion, Python } from "./rivals";
import { builtRows, type Bench, type Row } from "./rows";
import { marketCells, portableWorkbook, recalculatedWorkbook } from "./workbookRows";

const PAGE = "docs/performance.md";

const HEAD = ["Work", "Rival", "Ours", "Rival's", "Ratio", "Target", "Error", "Rival's error", "Peak memory"];
const GROWTH_HEAD = ["Work", "Times", "Slope", "Slope of the last step", "Peak memory, last two"];

const measurements = [
  ...builtRows,
  ["MARKET cells", marketCells],
  ["portable workbook", portableWorkbook],
  ["recalc workbook", recalculatedWorkbook],
  ["batch of sites", batchOfSites],
] as const;

function cellsOf({ work, rival, ours, theirs, ratio, target, error, theirError, megabytes }: Row): string[] {
  const memory = megabytes === undefined ? "" : `${megabytes.toFixed(0)} MB`;
  return [
    work,
    rival,
    ours,
    theirs ?? "",
    figure(ratio ?? NaN),
    target ?? "",
    error ?? "",
    theirError ?? "",
    memory,
  ];
}

/** Before the add-in is built, which keeps the machine busy too. */
const [load = 0] = loadavg();

/** Where and when the tables were made. */
function machine({ python, office }: Bench): string {
  const day = new Date().toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
  const [{ model } = { model: "a processor without a name" }] = cpus();
  const versions = [
    `Node ${process.version.slice(1)}`,
    ...Object.entries(python?.versions ?? {}).map(
      ([name, version]) => `${name} ${version ?? "not installed"}`,
    ),
    `LibreOffice ${office ?? "not installed"}`,
  ];
  const place = `Measured on ${day}: ${model.trim()}, ${cpus().length} cores; ${versions.join(", ")}.`;
  const busy = `The machine was busy with other work (load ${load.toFixed(1)} before the start): the ratios say little.`;
  return load > cpus().length / 2 ? `${place} ${busy}` : place;
}

async function report(bench: Bench, only: string): Promise<string> {
  const isAsked = (words: string) => words.toLowerCase().includes(only.toLowerCase());
  const say = (words: string) => process.stderr.write(`${words} ...\n`);
  const rows: Row[] = [];
  for (const [words, measure] of measurements) {
    if (!isAsked(words)) continue;
    say(words);
    rows.push(...(await measure(bench)));
  }
  const lines: string[][] = [];
  for (const growth of growths) {
    if (!isAsked(growth.words)) continue;
    say(growth.words);
    lines.push(await growthLine(bench.works, growth));
  }
  const parts = [machine(bench)];
  if (rows.length > 0) parts.push(table(HEAD, rows.map(cellsOf), 2));
  if (lines.length > 0) parts.push(table(GROWTH_HEAD, lines, 2));
  return parts.join("\n\n");
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", default: "" },
      against: { type: "string" },
      write: { type: "boolean" },
    },
  });
  if (values.write === true && values.only !== "")
    throw new Error("--write is for all rows: leave --only out");
  build();
  const builtFunction = builtFunctions(BUILT);
  const python = await Python.start();
  const office = officeVersion();
  const bench = { builtFunction, works: worksOf(builtFunction), python, office, against: values.against };
  try {
    const text = await report(bench, values.only);
    console.log(text);
    if (values.write === true) {
      writeFileSync(PAGE, withReport(readFileSync(PAGE, "utf8"), text));
      spawnSync("npx", ["prettier", "--write", PAGE]);
    }
  } finally {
    python?.stop();
  }
}

/** A program of its own, with options of its own. */
function searchSlowest(options: readonly string[]): void {
  const program = ["-r", "./.config/typescript.cjs", "test/benchmark/slowest.ts"];
  process.exitCode = spawnSync(process.execPath, [...program, ...options], { stdio: "inherit" }).status ?? 1;
}

const options = process.argv.slice(2);
if (options.includes("--slowest")) searchSlowest(options.filter((option) => option !== "--slowest"));
else
  run().catch((error: unknown) => {
    // Node would print the built script's only line.
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
