import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, extname, isAbsolute, join } from "node:path";
import { capsuleOf, type RunCapsule } from "../batch/capsule";
import { surveyOf } from "../batch/csv";
import { ChangedInputError, sitesIn, type Source } from "../batch/local";
import { resultRows } from "../batch/results";
import { siteText } from "../batch/siteRow";
import { verifyRun, type RunDifference, type RunVerification } from "../batch/verify";
import { calculatedBook, siteTable } from "../batch/workbookTable";
import { build } from "../functions/build";
import { freezeOf } from "../workfile/frozenMarket";
import { nodeCompression } from "../workfile/nodeCompression";
import { momentText } from "../workfile/wording";
import { EXIT, Failure } from "./exit";
import { convertedInput, hashOfFile, readable } from "./files";
import { marketOf } from "./market";
import { Progress } from "./progress";
import { listed } from "./report";
import { print, wrapped } from "./text";

interface Options {
  readonly site: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Computes a run of `hashcell batch` again from its capsule. */
export async function verifyRunOf(
  path: string,
  { site, json = false, quiet = false }: Options,
): Promise<void> {
  const { capsule, isWhole } = await readable(path, async () => capsuleOf(await readFile(path, "utf8")));
  const folder = dirname(path);
  const [input, results] = [capsule.input.file, capsule.results.file].map((file) =>
    isAbsolute(file) ? file : join(folder, file),
  ) as [string, string];
  const source = await sourceOf(input, capsule);
  const isInputSame = (source.kind === "csv" ? source.survey.sha256 : source.sha256) === capsule.input.sha256;
  const only = site.length === 0 ? undefined : new Set(site.map((name) => name.trim().toLowerCase()));
  const progress = new Progress(only?.size ?? sitesIn(source), 0, quiet);
  const rows =
    extname(results).toLowerCase() === ".xlsx"
      ? await convertedInput(results, (bytes) => resultRows(results, bytes))
      : resultRows(results);
  let found;
  try {
    found = await readable(results, () =>
      verifyRun({
        capsule,
        source,
        rows,
        threads: availableParallelism(),
        only,
        told: progress.told,
      }),
    );
  } catch (error) {
    if (error instanceof ChangedInputError)
      throw new Failure(EXIT.input, `${input} was changed while it was read: give the command again`);
    throw error;
  } finally {
    progress.stop();
  }
  if (only !== undefined && found.sites < only.size)
    throw new Failure(
      EXIT.usage,
      `${found.sites === 0 ? "none of the sites is" : "not all of the sites are"} in ${capsule.input.file}: names are those of its first ${source.kind === "csv" ? "column" : "row"}`,
    );
  const facts = { path, capsule, isWhole, isInputSame, found };
  if (!isVerified(facts)) process.exitCode = EXIT.differs;
  if (quiet) return;
  print(json ? JSON.stringify(plainFacts(facts), null, 2) : report(facts));
}

/** The sites of a run, as its input has them now. */
async function sourceOf(input: string, { input: { table }, plan }: RunCapsule): Promise<Source> {
  if (table === undefined)
    return { kind: "csv", path: input, survey: await readable(input, () => surveyOf(input)) };
  const market = plan.market && marketOf(freezeOf(plan.market.text, "the market of the capsule")).reader;
  const { sites } = await convertedInput(input, (bytes) =>
    siteTable(calculatedBook(bytes, market, nodeCompression), table),
  );
  return { kind: "table", path: input, sites: sites.map(siteText), sha256: await hashOfFile(input) };
}

interface Facts {
  readonly path: string;
  readonly capsule: RunCapsule;
  readonly isWhole: boolean;
  readonly isInputSame: boolean;
  readonly found: RunVerification;
}

const isVerified = ({ isWhole, isInputSame, found }: Facts) =>
  isWhole &&
  isInputSame &&
  found.differences.length === 0 &&
  found.changedRows.length === 0 &&
  found.otherLines === 0;

function plainFacts(facts: Facts) {
  const { path, capsule, isWhole, isInputSame, found } = facts;
  return {
    run: path,
    verified: isVerified(facts),
    version: build.version,
    madeBy: capsule.plan.version,
    capsuleUnchanged: isWhole,
    inputUnchanged: isInputSame,
    ...found,
  };
}

/** A text that is longer says no more. */
const LONGEST = 40;

const cellText = (text: string) =>
  text === "" ? "blank" : text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;

const line = ({ site, scenario, column, found, computed }: RunDifference): string[] => [
  scenario === undefined || scenario === "" ? site : `${site}, ${scenario}`,
  column ?? "line",
  cellText(found),
  "->",
  cellText(computed),
];

function report(facts: Facts): string {
  const { path, capsule, isWhole, isInputSame, found } = facts;
  const { plan, input, results } = capsule;
  const made = `Hashcell ${plan.version} on ${momentText(Date.parse(capsule.at))}`;
  const rows = found.changedRows.map(({ first, last }) => `${first} to ${last}`);
  return [
    wrapped(
      isVerified(facts)
        ? `${path} is verified: ${found.sites.toLocaleString("en-US")} of ${results.sites.toLocaleString("en-US")} sites computed again by Hashcell ${build.version} give what ${results.file} says, which was made by ${made}.`
        : `${path} is not verified: ${found.sites.toLocaleString("en-US")} of ${results.sites.toLocaleString("en-US")} sites of the run that ${made} made were computed again by Hashcell ${build.version}.`,
    ),
    ...(isWhole
      ? []
      : [wrapped("The capsule was changed after it was written: its checksum is not that of what it says.")]),
    ...(isInputSame
      ? []
      : [
          wrapped(
            `${input.file} is not the file of the run.${rows.length === 0 ? " Its sites are the same." : ` ${input.table === undefined ? "Rows" : "Sites"} ${rows.slice(0, 8).join(", ")}${rows.length > 8 ? ` and ${rows.length - 8} more parts` : ""} hold other sites, or other assumptions.`}`,
          ),
        ]),
    ...(found.otherLines === 0 || found.differences.length > 0
      ? []
      : [
          wrapped(
            `${results.file} has what is computed now, but the capsule says that the run gave something else.`,
          ),
        ]),
    ...(plan.version === build.version || isVerified(facts)
      ? []
      : [
          wrapped(
            "Another version of Hashcell made the run; it may have computed some results in another way: see the change log.",
          ),
        ]),
    ...listed(`Not what is computed (${results.file} -> computed)`, found.differences.map(line)),
  ].join("\n\n");
}
