import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { siteReader, textsOf } from "../../src/batch/csv";
import { metricOrError, type Metric } from "../../src/core/cashflow/metrics";
import { resolve } from "../../src/core/cashflow/resolve";

// What a batch of sites is held against: the core's calls on settings that are in memory, and nothing else.

const METRICS: readonly Metric[] = ["npv", "irr", "payback"];

const { path, half } = workerData as { path: string; half: 0 | 1 };
const [[, ...heads] = [], ...rows] = textsOf(readFileSync(path), ",", 1);
const middle = Math.floor(rows.length / 2);
const mine = half === 0 ? rows.slice(0, middle) : rows.slice(middle);
const all = Array.from(siteReader(heads, ",", undefined)(mine, 2), (site) => {
  if ("problem" in site) throw new Error(site.problem);
  return site.settings;
});

parentPort?.on("message", () => {
  const answers: unknown[] = [];
  for (const settings of all) {
    const model = resolve(settings);
    for (const metric of METRICS) {
      const answer = metricOrError(model, metric);
      answers.push(typeof answer === "number" ? answer : "");
    }
  }
  parentPort?.postMessage(answers);
});
parentPort?.postMessage("ready");
