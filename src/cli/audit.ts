import type { Command } from "commander";
import { build } from "../functions/build";
import { auditSteps, openedForAudit, type Audit } from "../workfile/audit/audit";
import { withAuditSheet } from "../workfile/audit/auditSheet";
import { fullAddress } from "../workfile/addresses";
import {
  computedText,
  countsOf,
  coverageOf,
  marketText,
  sectionsOf,
  verdictText,
  type FindingGroup,
} from "../workfile/audit/report";
import { addressOf } from "../workfile/evaluate/evaluation";
import { frozenMarket, frozenValues } from "../workfile/frozenMarket";
import { nodeCompression } from "../workfile/nodeCompression";
import { finished } from "../workfile/steps";
import { typedFormula } from "../workfile/typedFormula";
import { momentText } from "../workfile/wording";
import { openWorkbook } from "../workfile/workbook";
import { EXIT, exitCodeHelp } from "./exit";
import { checkOutput, convertedInput, writeOutput } from "./files";
import { marketIn, marketOf } from "./market";
import { columns, print, wrapped } from "./text";
import { plain } from "./values";

interface Options {
  readonly output?: string;
  readonly market?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addAudit(program: Command): void {
  program
    .command("audit")
    .summary("look for errors in a workbook with MINING formulas")
    .description(
      "Compute every formula of a workbook again, those with MINING functions a second time in Excel's own functions, and look for what speaks against them: values that were saved by another formula or typed over one, formulas that differ from their neighbours, ranges that leave out data, arguments that read something else than their label says, units, signs and numbers that do not fit, texts that look like numbers, blank cells that count as 0, errors with their reasons. Hidden sheets are audited too. With -o, a copy gets a sheet that shows every MINING cell beside its native recomputation, live, with one master check.",
    )
    .argument("<input>", "the workbook (.xlsx, .xlsm)")
    .option("-o, --output <file>", "a copy with the sheet Audit to write")
    .option("--market <file>", "market values: a frozen workbook, or its values as .json")
    .option("--force", "replace the output if it exists")
    .option("--json", "print the report as JSON")
    .option("--quiet", "print errors only")
    .addHelpText("after", exitCodeHelp(["done", "differs", "usage", "input", "output", "bug", "cancelled"]))
    .action(async (input: string, { output: path, market, force = false, json, quiet }: Options) => {
      const output = path === undefined ? undefined : { path, force, input };
      if (output !== undefined) await checkOutput(output);
      const given = market === undefined ? undefined : await marketIn(market);
      const { opened, result } = await convertedInput(input, (bytes) => {
        const workbook = openWorkbook(bytes, nodeCompression);
        const freeze = frozenMarket(workbook);
        const used = given ?? (freeze && marketOf(freeze));
        const options = { market: used?.reader };
        const opened = openedForAudit(workbook, options);
        return { opened, result: finished(auditSteps(opened, options)) };
      });
      if (output !== undefined) {
        const { file } = withAuditSheet(opened.workbook, result, { at: Date.now(), version: build.version });
        await writeOutput(output, file);
      }
      if (result.findings.some(({ severity }) => severity !== "note")) process.exitCode = EXIT.differs;
      if (quiet) return;
      print(json ? JSON.stringify(facts(input, path, result), null, 2) : report(input, path, result));
    });
}

function facts(
  input: string,
  output: string | undefined,
  { lines, findings, formulas, computed, freeze }: Audit,
) {
  return {
    input,
    output,
    version: build.version,
    formulas,
    computed,
    counts: countsOf(findings),
    coverage: coverageOf(lines),
    marketFrozenAt: freeze && new Date(freeze.frozenAt).toISOString(),
    market: (freeze && frozenValues(freeze))?.map(({ series, value, asOf, source }) => ({
      series,
      value,
      asOf: new Date(asOf).toISOString(),
      ageHours: Math.round((Date.now() - asOf) / 3_600_000),
      source,
    })),
    findings: findings.map(({ kind, severity, place, message, advice, others }) => ({
      kind,
      severity,
      sheet: place?.sheet.name,
      cell: place && addressOf(place, place.sheet),
      message,
      advice,
      others: others?.map(fullAddress),
    })),
    cells: lines.map(({ cell, functions, coverage, saved, computed: now, native, status, why }) => ({
      sheet: cell.sheet.name,
      cell: addressOf(cell, cell.sheet),
      formula: typedFormula(cell),
      functions,
      saved: plain(saved),
      computed: plain(now),
      native: plain(native),
      difference: typeof now === "number" && typeof native === "number" ? now - native : undefined,
      coverage,
      status,
      why,
    })),
  };
}

/** More findings of a kind than these are counted. */
const MOST_SHOWN = 12;

function report(input: string, output: string | undefined, audit: Audit): string {
  const market = marketText(audit, momentText);
  return [
    wrapped(`${input}: ${verdictText(audit.findings)}.`),
    wrapped(computedText(audit)),
    ...(market === undefined ? [] : [wrapped(market)]),
    ...sectionsOf(audit.findings).map(
      ({ heading, groups }) => `${heading}:\n${groups.map(groupText).join("\n")}`,
    ),
    ...(output === undefined ? [] : [wrapped(`${output} has the sheet Audit.`)]),
  ].join("\n\n");
}

function groupText({ title, advice, findings }: FindingGroup): string {
  const more = findings.length - MOST_SHOWN;
  const rows = findings
    .slice(0, MOST_SHOWN)
    .map((finding) => [
      finding.place === undefined ? "workbook" : fullAddress(finding.place),
      advice === undefined ? `${finding.message} ${finding.advice}` : finding.message,
    ]);
  return [
    wrapped(`${title}. ${advice ?? ""}`.trimEnd(), "  "),
    columns(rows, "    "),
    ...(more > 0 ? [`    and ${more} more (--json lists all)`] : []),
  ].join("\n");
}
