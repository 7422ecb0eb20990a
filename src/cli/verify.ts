import { extname } from "node:path";
import type { Command } from "commander";
import { build } from "../functions/build";
import type { Scalar } from "../workfile/evaluate/scalar";
import { freezeOf, frozenMarket } from "../workfile/frozenMarket";
import { nodeCompression } from "../workfile/nodeCompression";
import { verify, type Difference, type DifferenceKind, type Verification } from "../workfile/verify";
import { momentText } from "../workfile/wording";
import { openWorkbook } from "../workfile/workbook";
import { EXIT, Failure, exitCodeHelp } from "./exit";
import { convertedInput } from "./files";
import { marketOf } from "./market";
import { listed, notComputed } from "./report";
import { print, wrapped } from "./text";
import { verifyRunOf } from "./verifyRun";
import { plain, shown } from "./values";

interface Options {
  readonly site: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function addVerify(program: Command): void {
  program
    .command("verify")
    .summary("check that results are what Hashcell computes: those of a workbook, or of a run")
    .description(
      "Compute every cell of a workbook that calls a MINING function again, from what the workbook holds, and compare it with what the cell shows, to 1e-12. Where the workbook has a capsule (recalc --capsule makes one), formulas, inputs and results are also compared with those of then, and the market of then is used. Of the capsule of a run (hashcell batch writes one beside its results) the sites are valued again and compared with the results, digit by digit.",
    )
    .argument("<input>", "the workbook (.xlsx, .xlsm), or the capsule of a run (.run.json)")
    .option(
      "--site <name>",
      "of a run, compute this site again, not all of them; may be repeated",
      (name: string, before: readonly string[]) => [...before, name],
      [],
    )
    .option("--json", "print the report as JSON")
    .option("--quiet", "print errors only")
    .addHelpText("after", exitCodeHelp(["done", "differs", "usage", "input", "bug", "cancelled"]))
    .action(async (input: string, options: Options) => {
      const { json, quiet } = options;
      if (extname(input).toLowerCase() === ".json") return verifyRunOf(input, options);
      if (options.site.length > 0) throw new Failure(EXIT.usage, "--site is for the capsule of a run");
      const result = await convertedInput(input, (bytes) => {
        const own = frozenMarket(openWorkbook(bytes, nodeCompression));
        return verify(
          bytes,
          {
            marketOf: (text) => marketOf(freezeOf(text, "the market of its capsule")).reader,
            market: own && marketOf(own).reader,
          },
          nodeCompression,
        );
      });
      if (!isVerified(result)) process.exitCode = EXIT.differs;
      if (quiet) return;
      print(json ? JSON.stringify(facts(input, result), null, 2) : report(input, result));
    });
}

const isVerified = ({ differences, capsuleProblem, left }: Verification) =>
  differences.length === 0 && capsuleProblem === undefined && left.length === 0;

function facts(input: string, result: Verification) {
  const { capsule, capsuleProblem, mining, checked, differences, left, market } = result;
  return {
    input,
    verified: isVerified(result),
    version: build.version,
    capsule: capsule && { version: capsule.version, at: new Date(capsule.at).toISOString() },
    capsuleProblem,
    miningCells: mining,
    checked,
    differences: differences.map(({ at, saved, kept, now, ...rest }) => ({
      cell: at,
      ...rest,
      saved: plain(saved),
      kept: plain(kept),
      now: plain(now),
    })),
    left: left.map(({ at, ...rest }) => ({ cell: at, ...rest })),
    marketCellsNotChecked: market,
  };
}

/** Two values are shown as they are: they may differ in their last digits only. */
const exact = (value: Scalar | undefined) => (typeof value === "number" ? String(value) : shown(value));

const headings: Readonly<Record<DifferenceKind, string>> = {
  value: "Cells that do not show what their formulas give (shown -> computed)",
  formula: "Formulas that were changed since the capsule was made (then -> now)",
  inputs: "Cells whose inputs were changed since the capsule was made (then -> now)",
  version: "Cells of which the same formula and inputs gave another value then (then -> now)",
  unclear:
    "Cells that had another value then, and find what they read only while they compute, as by OFFSET or INDIRECT: whether their inputs were changed cannot be told (then -> now)",
  new: "Cells that are new since the capsule was made",
  gone: "Cells that called a MINING function when the capsule was made, and do no longer",
};

function line({ sheet, at, kind, formula, saved, kept, now, keptFormula }: Difference): string[] {
  const place = `${sheet}!${at}`;
  switch (kind) {
    case "value":
      return [place, exact(saved), "->", exact(now)];
    case "formula":
      return [place, keptFormula ?? "", "->", formula ?? ""];
    case "new":
      return [place, formula ?? ""];
    case "gone":
      return [place, keptFormula ?? ""];
    default:
      return [place, exact(kept), "->", exact(now)];
  }
}

function report(input: string, result: Verification): string {
  const { capsule, capsuleProblem, mining, checked, differences, left, market } = result;
  const kinds = Object.keys(headings) as DifferenceKind[];
  const sections = kinds.flatMap((kind) =>
    listed(headings[kind], differences.filter((difference) => difference.kind === kind).map(line)),
  );
  const ofVersion = differences.filter(({ kind }) => kind === "version");
  const isVersion = ofVersion.length > 0;
  // A cell that another version computes in another way still shows what it did.
  const isWorkbook = differences.some(
    ({ kind, sheet, at }) =>
      kind !== "version" &&
      (kind !== "value" || !ofVersion.some((other) => other.sheet === sheet && other.at === at)),
  );
  return [
    wrapped(
      isVerified(result)
        ? `${input} is verified: ${checked} of ${mining} cells that call MINING functions show what Hashcell ${build.version} computes${capsule === undefined ? "" : `, and what they showed when Hashcell ${capsule.version} made the capsule on ${momentText(capsule.at)}`}.`
        : `${input} is not verified: ${checked} of ${mining} cells that call MINING functions were computed again by Hashcell ${build.version}${capsule === undefined ? "" : `, and compared with the capsule that Hashcell ${capsule.version} made on ${momentText(capsule.at)}`}.`,
    ),
    ...(isWorkbook && capsule !== undefined ? ["The workbook was changed since the capsule was made."] : []),
    ...(isVersion
      ? [
          capsule?.version === build.version
            ? "Some results differ though formulas, inputs and version are the same: the capsule does not belong to this workbook, or was altered."
            : `Hashcell ${build.version} computes some results in another way than ${capsule?.version ?? "the version before"}: see the change log.`,
        ].map((text) => wrapped(text))
      : []),
    ...(capsuleProblem === undefined
      ? []
      : [wrapped(`What the workbook was made from is not known: ${capsuleProblem}.`)]),
    ...(capsule === undefined && capsuleProblem === undefined
      ? [
          wrapped(
            "It has no capsule: only what its cells show was compared. recalc --capsule makes a copy that has one.",
          ),
        ]
      : []),
    ...sections,
    ...notComputed("Not computed here", left),
    ...(market.length === 0
      ? []
      : [
          wrapped(
            `Not compared, as the market of then is not known: ${market.slice(0, 8).join(", ")}${market.length > 8 ? ` and ${market.length - 8} more` : ""}.`,
          ),
        ]),
  ].join("\n\n");
}
