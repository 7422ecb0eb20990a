import * as v from "valibot";
import { metrics } from "../core/cashflow/metrics";
import { InputError } from "../core/errors";
import { FileError } from "../workfile/fileError";
import { sha256 } from "./job";
import { doneJobSchema, type DoneJob } from "./journal";
import type { Plan } from "./plan";
import { valuerOf } from "./value";

// What a run was made from, with the hashes of its parts: enough to compute all of it again, and to see what was changed.

const FORMAT = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const cell = v.nullable(v.union([v.string(), v.number(), v.boolean()]));

const planSchema = v.object({
  version: v.string(),
  metrics: v.array(v.picklist(metrics)),
  paths: count,
  percentiles: v.array(v.number()),
  seed: count,
  scenarios: v.optional(v.array(v.array(cell))),
  market: v.optional(
    v.object({ frozenAt: v.number(), values: v.record(v.string(), v.number()), text: v.string() }),
  ),
});

const schema = v.object({
  hashcell: v.literal("run"),
  format: v.literal(FORMAT),
  /** When the run ended. */
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** Files are said from the folder of the capsule. */
  input: v.object({ file: v.string(), sha256: hash, table: v.optional(v.string()) }),
  plan: planSchema,
  results: v.object({ file: v.string(), sites: count, lines: count, failed: count }),
  /** Sites in a job. */
  size: v.pipe(count, v.minValue(1)),
  jobs: v.array(doneJobSchema),
  checksum: hash,
});

export interface RunCapsule {
  readonly at: string;
  readonly input: { readonly file: string; readonly sha256: string; readonly table?: string | undefined };
  readonly plan: Plan;
  readonly results: {
    readonly file: string;
    readonly sites: number;
    readonly lines: number;
    readonly failed: number;
  };
  readonly size: number;
  readonly jobs: readonly DoneJob[];
}

const contents = ({ at, input, plan, results, size, jobs }: RunCapsule) => ({
  hashcell: "run",
  format: FORMAT,
  at,
  input,
  plan,
  results,
  size,
  jobs,
});

/** Of what it says, in whatever order and with whatever blanks it is written. */
const checksumOf = (capsule: RunCapsule) =>
  sha256(
    JSON.stringify(contents(capsule), (_, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    ),
  );

export function capsuleText(capsule: RunCapsule): string {
  const { jobs, ...facts } = contents(capsule);
  const head = JSON.stringify(facts, null, 2).replace(/\n\}$/, "");
  const lines = jobs.map((job) => `    ${JSON.stringify(job)}`).join(",\n");
  return `${head},\n  "jobs": [\n${lines}\n  ],\n  "checksum": "${checksumOf(capsule)}"\n}\n`;
}

/** The capsule of a text, and whether it is as Hashcell wrote it. Throws a FileError where it is none. */
export function capsuleOf(text: string): { readonly capsule: RunCapsule; readonly isWhole: boolean } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new FileError("it is no capsule of a run: it is no JSON");
  }
  const { format, hashcell } = Object(data) as { format?: unknown; hashcell?: unknown };
  if (hashcell !== "run") throw new FileError('it is no capsule of a run: such a file ends in ".run.json"');
  if (format !== FORMAT)
    throw new FileError("a later version of Hashcell made this capsule: use that version");
  const read = v.safeParse(schema, data);
  if (!read.success) {
    const [issue] = read.issues;
    throw unusable(`${v.getDotPath(issue) ?? "it"} is not as it should be`);
  }
  const { checksum, ...rest } = read.output;
  const capsule = rest as RunCapsule;
  try {
    valuerOf(capsule.plan);
  } catch (error) {
    if (error instanceof InputError) throw unusable(error.message);
    throw error;
  }
  return { capsule, isWhole: checksumOf(capsule) === checksum };
}

const unusable = (why: string) =>
  new FileError(`the capsule was changed after it was written, and cannot be used: ${why}`);
