import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256, type JobResult } from "../../src/batch/job";
import { Journal, OtherRunError, type RunHead } from "../../src/batch/journal";

const folder = mkdtempSync(join(tmpdir(), "hashcell-journal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let output = "";
let number = 0;
beforeEach(() => (output = join(folder, `results-${(number += 1)}.csv`)));

const FIRST = "Site,NPV (USD)\n";
const head: RunHead = { version: "1.0.0", input: sha256("input"), plan: sha256("plan"), size: 2 };

const texts = ["A,1\nB,2\n", "Zürich,3\nD,4\n", "E,5\n"];
const results = texts.map((text): JobResult => {
  const lines = text.split("\n").length - 1;
  return { text, sites: lines, lines, failed: 0, models: sha256(`models of ${text}`), results: sha256(text) };
});
const WHOLE = FIRST + texts.join("");

const opened = (isAnew = false, own = head) => Journal.open(output, own, FIRST, isAnew);

async function add(journal: Journal, from: number, to: number): Promise<void> {
  for (const [index, result] of results.entries())
    if (index >= from && index < to) await journal.add(result, { first: 1 + 2 * index, rows: result.sites });
}

/** A run that was stopped after so many jobs, as its files lie there. */
async function stoppedAfter(jobs: number): Promise<void> {
  const journal = await opened();
  await add(journal, 0, jobs);
  await journal.close();
}

/** Goes on to the end. */
async function finished(): Promise<{ known: number; text: string }> {
  const journal = await opened();
  const known = journal.done.length;
  await add(journal, known, texts.length);
  expect(journal.done.map(({ results: hash }) => hash)).toEqual(results.map(({ results: hash }) => hash));
  await journal.finish();
  await journal.moveTo(output);
  const text = readFileSync(output, "utf8");
  for (const ending of [".part", ".jobs", ".lock"]) expect(existsSync(output + ending)).toBe(false);
  return { known, text };
}

test.each([0, 1, 2, 3])("after %d jobs it goes on behind them", async (jobs) => {
  await stoppedAfter(jobs);
  expect(await finished()).toEqual({ known: jobs, text: WHOLE });
});

test("however the file of jobs was cut off, what it says in whole lines counts", async () => {
  await stoppedAfter(3);
  const [jobs, part] = [readFileSync(`${output}.jobs`), readFileSync(`${output}.part`)];
  const ends = [...jobs.keys()].filter((at) => jobs[at] === 0x0a);
  for (let length = 0; length <= jobs.length; length += 1) {
    writeFileSync(`${output}.part`, part);
    writeFileSync(`${output}.jobs`, jobs.subarray(0, length));
    const journal = await opened();
    const whole = ends.filter((end) => end < length).length;
    expect(journal.done).toHaveLength(Math.max(0, whole - 1));
    await journal.close();
    // What was not known is gone, from both files.
    expect(readFileSync(`${output}.part`, "utf8")).toBe(
      FIRST + texts.slice(0, Math.max(0, whole - 1)).join(""),
    );
    expect(readFileSync(`${output}.jobs`, "utf8")).toBe(
      jobs.subarray(0, (ends[Math.max(0, whole - 1)] ?? 0) + 1).toString(),
    );
  }
  expect(await finished()).toEqual({ known: 3, text: WHOLE });
});

test("however the results were cut off, jobs whose results are not all there are done again", async () => {
  await stoppedAfter(3);
  const [jobs, part] = [readFileSync(`${output}.jobs`), readFileSync(`${output}.part`)];
  const ends = [1, 2, 3].map((count) => Buffer.byteLength(FIRST + texts.slice(0, count).join("")));
  for (let length = 0; length <= part.length; length += 1) {
    writeFileSync(`${output}.jobs`, jobs);
    writeFileSync(`${output}.part`, part.subarray(0, length));
    const journal = await opened();
    expect(journal.done).toHaveLength(ends.filter((end) => end <= length).length);
    await journal.close();
  }
  expect(await finished()).toEqual({ known: 3, text: WHOLE });
});

test("results that were changed are computed again, and what follows them", async () => {
  await stoppedAfter(3);
  writeFileSync(`${output}.part`, WHOLE.replace("Zürich,3", "Zürich,8"));
  expect(await finished()).toEqual({ known: 1, text: WHOLE });
});

test("a line that a power cut left as zeros, and all behind it, count for nothing", async () => {
  await stoppedAfter(2);
  const lines = readFileSync(`${output}.jobs`, "utf8").split("\n");
  lines[1] = "\0".repeat(lines[1]?.length ?? 0);
  writeFileSync(`${output}.jobs`, lines.join("\n"));
  expect(await finished()).toEqual({ known: 0, text: WHOLE });
});

test("a line that is missing takes those behind it along", async () => {
  await stoppedAfter(3);
  const [first, , ...rest] = readFileSync(`${output}.jobs`, "utf8").split("\n");
  writeFileSync(`${output}.jobs`, [first, ...rest].join("\n"));
  expect(await finished()).toEqual({ known: 0, text: WHOLE });
});

test("so it is where the lines of results are alike", async () => {
  const journal = await opened();
  const [result] = results;
  if (result === undefined) throw new Error("there is no result");
  for (const place of [1, 3, 5]) await journal.add(result, { first: place, rows: 2 });
  await journal.close();
  const [first, , ...rest] = readFileSync(`${output}.jobs`, "utf8").split("\n");
  writeFileSync(`${output}.jobs`, [first, ...rest].join("\n"));
  const again = await opened();
  expect(again.done).toEqual([]);
  await again.close();
});

test.each(["null", "5", "[]", '{"version":1}', "", "\0\0"])("a head of %j is none", async (first) => {
  await stoppedAfter(1);
  writeFileSync(
    `${output}.jobs`,
    `${first}\n${readFileSync(`${output}.jobs`, "utf8").split("\n")[1] ?? ""}\n`,
  );
  expect(await finished()).toEqual({ known: 0, text: WHOLE });
});

test("more in the file of results than is known goes", async () => {
  await stoppedAfter(1);
  appendFileSync(`${output}.part`, "half a li");
  const journal = await opened();
  await journal.close();
  expect(readFileSync(`${output}.part`, "utf8")).toBe(`${FIRST}${texts[0] ?? ""}`);
});

test.each<[Partial<RunHead>, string]>([
  [{ version: "1.0.1" }, "by another version of Hashcell"],
  [{ input: sha256("other") }, "with another input, or the input was changed since"],
  [{ plan: sha256("other") }, "with other options"],
  [{ size: 3 }, "with other options"],
])("a start with %j is refused, and nothing is lost", async (other, words) => {
  await stoppedAfter(2);
  await expect(opened(false, { ...head, ...other })).rejects.toThrow(
    new OtherRunError(
      `${output}.part was begun ${words}: finish that run as it was begun, or begin anew with --force`,
    ),
  );
  expect(await finished()).toEqual({ known: 2, text: WHOLE });
});

test("begun anew, nothing of before is left", async () => {
  await stoppedAfter(3);
  const journal = await opened(true, { ...head, plan: sha256("other") });
  expect(journal.done).toEqual([]);
  await journal.close();
  expect(readFileSync(`${output}.part`, "utf8")).toBe(FIRST);
  expect(readFileSync(`${output}.jobs`, "utf8")).toBe(
    `${JSON.stringify({ ...head, plan: sha256("other") })}\n`,
  );
});

test("of two starts at once the second is refused, by --force too, until the first has ended", async () => {
  await stoppedAfter(2);
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const ended = new Promise((resolve) => other.once("exit", resolve));
  try {
    writeFileSync(`${output}.lock`, String(other.pid));
    for (const isAnew of [false, true])
      await expect(opened(isAnew)).rejects.toThrow(
        `${output}.part is being written by another start of the command, process ${other.pid}: wait for it`,
      );
    expect(readFileSync(`${output}.lock`, "utf8")).toBe(String(other.pid));
  } finally {
    other.kill();
    await ended;
  }
  expect(await finished()).toEqual({ known: 2, text: WHOLE });
});

test("a refused start leaves the files to others", async () => {
  await stoppedAfter(1);
  await expect(opened(false, { ...head, size: 3 })).rejects.toThrow(OtherRunError);
  expect(existsSync(`${output}.lock`)).toBe(false);
});

test("removed, nothing is left", async () => {
  const journal = await opened();
  await add(journal, 0, 2);
  await journal.remove();
  for (const ending of ["", ".part", ".jobs", ".lock"]) expect(existsSync(output + ending)).toBe(false);
});

test("results that grow shorter than they were are not padded", async () => {
  await stoppedAfter(3);
  truncateSync(`${output}.part`, FIRST.length + 4);
  const journal = await opened();
  await journal.close();
  expect(readFileSync(`${output}.part`, "utf8")).toBe(FIRST);
});
