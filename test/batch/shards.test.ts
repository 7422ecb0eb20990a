import { settingsOf } from "../../src/core/cashflow/resolve";
import { SKETCH_ERROR } from "../../src/core/numeric/quantileSketch";
import { resolve } from "../../src/core/cashflow/resolve";
import { Folder, isShard, sitesInJob, worker, type JobResult, type Task } from "../../src/batch/job";
import { tasksOf, type Source } from "../../src/batch/local";
import type { Plan } from "../../src/batch/plan";
import { MOST_AT_ONCE, putTogether, rangesOf, simulatedPart } from "../../src/batch/shards";
import { siteText } from "../../src/batch/siteRow";
import { valuerOf } from "../../src/batch/value";
import { golden1, replaced } from "../core/cashflow/golden";

const plan: Plan = {
  version: "test",
  metrics: ["npv", "payback"],
  paths: MOST_AT_ONCE + 30_001,
  percentiles: [1, 50, 99.5],
  seed: 4,
  scenarios: undefined,
  market: undefined,
};

const taxed = settingsOf(
  replaced(golden1, { capex: 300, "tax rate": 0.3, "other opex": 40, shutdown: false }),
  [],
);
const site = { name: "Texas", settings: taxed };
const other = { name: "Norway", settings: settingsOf(golden1, []) };
const source = (...texts: string[]): Source => ({ kind: "table", path: "x", sites: texts, sha256: "" });

async function tasksIn(given: Source, of: Plan): Promise<Task[]> {
  const tasks: Task[] = [];
  for await (const task of tasksOf(given, of, sitesInJob(of, 1e9), 0)) tasks.push(task);
  return tasks;
}

/** The results of tasks that are done in whatever order and put together in theirs. */
function folded(tasks: readonly Task[], of: Plan): JobResult[] {
  const work = worker(of, undefined);
  const done = new Map([...tasks].reverse().map((task) => [task, work(task)]));
  const folder = new Folder(of);
  return tasks.flatMap((task) => {
    const result = done.get(task);
    return result === undefined ? [] : (folder.take(task, result) ?? []);
  });
}

test("the parts of a simulation are all its paths, each once", () => {
  for (const paths of [2, 65_536, 65_537, 1_000_000]) {
    const ranges = [...rangesOf(paths)];
    expect(ranges.reduce((sum, { count }) => sum + count, 0)).toBe(paths);
    for (const [index, { from }] of ranges.entries())
      expect(from).toBe(ranges.slice(0, index).reduce((sum, { count }) => sum + count, 0));
  }
});

test("a simulation in parts gives the line, to the bit, of one in one go", async () => {
  const tasks = await tasksIn(source(siteText(site), siteText(other)), plan);
  expect(tasks.filter(isShard)).toHaveLength(4);
  const inParts = folded(tasks, plan).map(({ text }) => text);
  expect(inParts.join("")).toBe(valuerOf(plan)([site, other]).text);
});

test("so it is under scenarios, of which one is no model, and for a site that is none", async () => {
  const many: Plan = {
    ...plan,
    paths: MOST_AT_ONCE + 1,
    scenarios: [
      ["", "btc price", "months"],
      ["Bull", "x1.5", ""],
      ["Never", "", 0.5],
      ["Long", "", 6],
    ],
  };
  const broken = { name: "Mars", problem: "no air" };
  const tasks = await tasksIn(source(siteText(broken), siteText(site)), many);
  expect(tasks.map((task) => (isShard(task) ? [task.model, task.isLast] : "job"))).toEqual([
    "job",
    [0, false],
    [0, false],
    [2, false],
    [2, true],
  ]);
  const results = folded(tasks, many);
  expect(results.map(({ failed }) => failed)).toEqual([1, 1]);
  expect(results.map(({ text }) => text).join("")).toBe(valuerOf(many)([broken, site]).text);
});

test("each site is a job of its own where it is simulated at length, whatever the size", () => {
  expect(sitesInJob(plan, 1e9)).toBe(1);
  expect(sitesInJob({ ...plan, paths: 0 }, 1000)).toBe(1000);
  expect(sitesInJob({ ...plan, paths: 64, scenarios: [["a"], ["b"], ["c"]] }, 1000)).toBe(250);
});

test("of more paths than are kept there are summaries, and the line says so", () => {
  const model = resolve(taxed);
  const huge = { ...plan, paths: 5_000_000 };
  const ranges = [
    { from: 0, count: 20_000 },
    { from: 20_000, count: 10_001 },
  ];
  const parts = (of: Plan) => ranges.map((range) => simulatedPart(of, model, range));
  const exact = putTogether(plan, model, parts(plan));
  const rough = putTogether(huge, model, parts(huge));
  expect(exact.remark).toBeUndefined();
  expect(rough.remark).toBe("percentiles are within 0.1 %: there are more paths than are kept");
  expect(parts(huge)[0]?.length).toBeLessThan(100_000);
  expect(rough.cells).toHaveLength(exact.cells.length);
  // The second is the standard error of the mean, of one slope or of two.
  for (const [index, value] of exact.cells.entries())
    expect(Math.abs((rough.cells[index] ?? NaN) - value)).toBeLessThanOrEqual(
      (index === 1 ? 0.02 : 2 * SKETCH_ERROR) * Math.abs(value),
    );
});
