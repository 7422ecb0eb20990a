import { followed } from "../../src/core/progress";
import { bind } from "../../src/functions/bind";
import { bindApart } from "../../src/functions/bindApart";
import { collar } from "../../src/functions/hedging/collar";
import { optionPrice } from "../../src/functions/hedging/optionPrice";
import { hazardLoss } from "../../src/functions/risk/hazardLoss";
import { simMiner } from "../../src/functions/simulation/simMiner";
import { answerTo, seldom } from "../../src/functions/serveSide";
import { SideThread, type SideAnswer, type SideCall, type SideShare } from "../../src/functions/sideThread";
import { exampleBlock } from "../../src/functions/lifecycle/exampleBlock";
import { ExcelError, market } from "./host";

/** A worker whose answers come when the test says so. */
class FakeWorker {
  readonly calls: SideCall[] = [];
  isTerminated = false;
  onmessage: ((event: { data: SideAnswer | SideShare }) => void) | null = null;
  onerror: ((event: { preventDefault: () => void }) => void) | null = null;

  postMessage(call: SideCall): void {
    this.calls.push(call);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(answer: SideAnswer | SideShare): void {
    this.onmessage?.({ data: structuredClone(answer) });
  }
}

function open() {
  const workers: FakeWorker[] = [];
  const thread = new SideThread(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  const said: unknown[] = [];
  thread.subscribe(() => said.push(thread.progress));
  const last = () => workers[workers.length - 1] as FakeWorker;
  return { thread, workers, last, said };
}

const notHere = () => {
  throw new Error("computed in this thread");
};

describe("calls beside the page", () => {
  test("are computed one after the other, and how far they are is said", async () => {
    const { thread, workers, last, said } = open();
    const first = thread.run("SIM_MINER", "[1]", notHere);
    const second = thread.run("SIM_MINER", "[2]", notHere);
    expect(last().calls.map(({ args }) => args)).toEqual(["[1]"]);
    last().say({
      id: last().calls[0]?.id ?? 0,
      cells: [[1, { code: "#N/A", message: "no answer" } as never]],
    });
    const [[number, error]] = (await first.answer) as [[number, ExcelError]];
    expect(number).toBe(1);
    expect(error).toBeInstanceOf(ExcelError);
    expect(error).toMatchObject({ code: "#N/A", message: "no answer" });
    expect(last().calls.map(({ args }) => args)).toEqual(["[1]", "[2]"]);
    last().say({ id: last().calls[1]?.id ?? 0, error: { code: "#NUM!" } });
    await expect(second.answer).rejects.toMatchObject({ code: "#NUM!" });
    expect(workers).toHaveLength(1);
    expect(said).toEqual([
      { name: "SIM_MINER", done: 0, all: 1, share: 0 },
      { name: "SIM_MINER", done: 0, all: 2, share: 0 },
      { name: "SIM_MINER", done: 1, all: 2, share: 0 },
      undefined,
    ]);
  });

  test("how far the one is that is computed now is said, and the next begins at 0", async () => {
    const { thread, last, said } = open();
    const first = thread.run("SIM_MINER", "[1]", notHere);
    thread.run("HAZARD_LOSS", "[2]", notHere);
    const id = last().calls[0]?.id ?? 0;
    last().say({ id, share: 0.4 });
    // Of a call that was dropped meanwhile.
    last().say({ id: id - 1, share: 0.9 });
    last().say({ id, cells: [[1]] });
    await first.answer;
    expect(said.slice(2)).toEqual([
      { name: "SIM_MINER", done: 0, all: 2, share: 0.4 },
      { name: "HAZARD_LOSS", done: 1, all: 2, share: 0 },
    ]);
  });

  test("a worker that fails before any answer is not tried again, however far it was", async () => {
    const { thread, workers, last } = open();
    const { answer } = thread.run("SIM_MINER", "[1]", () => [[4]]);
    last().say({ id: last().calls[0]?.id ?? 0, share: 0.4 });
    last().onerror?.({ preventDefault: () => undefined });
    expect(await answer).toEqual([[4]]);
    expect([workers.length, thread.isUsable]).toEqual([1, false]);
  });

  test("equal ones are computed once", async () => {
    const { thread, last } = open();
    const both = [thread.run("SIM_MINER", "[1]", notHere), thread.run("SIM_MINER", "[1]", notHere)];
    expect(last().calls).toHaveLength(1);
    last().say({ id: last().calls[0]?.id ?? 0, cells: [[7]] });
    expect(await Promise.all(both.map(({ answer }) => answer))).toEqual([[[7]], [[7]]]);
  });

  test("one that no cell waits for is dropped, in the middle of it too", async () => {
    const { thread, workers, last } = open();
    const running = [thread.run("SIM_MINER", "[1]", notHere), thread.run("SIM_MINER", "[1]", notHere)];
    const waiting = thread.run("SIM_MINER", "[2]", notHere);
    const kept = thread.run("SIM_MINER", "[3]", notHere);
    waiting.leave();
    running[0]?.leave();
    expect(last().isTerminated).toBe(false);
    running[1]?.leave();
    expect(workers[0]?.isTerminated).toBe(true);
    expect(workers).toHaveLength(2);
    expect(last().calls.map(({ args }) => args)).toEqual(["[3]"]);
    last().say({ id: last().calls[0]?.id ?? 0, cells: [[3]] });
    expect(await kept.answer).toEqual([[3]]);
    // A late cancellation of what is done changes nothing.
    kept.leave();
    expect(thread.progress).toBeUndefined();
  });

  test("where the worker cannot run, they are computed here", async () => {
    const refusing = new SideThread(() => {
      throw new Error("no workers");
    });
    expect(await refusing.run("SIM_MINER", "[]", () => [[5]]).answer).toEqual([[5]]);
    expect(refusing.isUsable).toBe(false);
    const { thread, last } = open();
    const good = thread.run("SIM_MINER", "[1]", () => [[6]]);
    const bad = thread.run("SIM_MINER", "[2]", () => {
      throw new ExcelError("#NUM!");
    });
    last().onerror?.({ preventDefault: () => undefined });
    expect(await good.answer).toEqual([[6]]);
    await expect(bad.answer).rejects.toMatchObject({ code: "#NUM!" });
    expect([thread.isUsable, thread.progress]).toEqual([false, undefined]);
  });

  test("what an ended worker says is too late, and one that fails later is replaced once", async () => {
    const { thread, workers, last } = open();
    const dropped = thread.run("SIM_MINER", "[1]", notHere);
    const kept = thread.run("SIM_MINER", "[2]", () => [[8]]);
    dropped.leave();
    workers[0]?.onerror?.({ preventDefault: () => undefined });
    expect([workers.length, thread.isUsable]).toEqual([2, true]);
    last().say({ id: last().calls[0]?.id ?? 0, cells: [[2]] });
    expect(await kept.answer).toEqual([[2]]);
    const heavy = thread.run("SIM_MINER", "[3]", () => [[9]]);
    last().onerror?.({ preventDefault: () => undefined });
    expect([workers.length, thread.isUsable]).toEqual([3, true]);
    expect(last().calls.map(({ args }) => args)).toEqual(["[3]"]);
    last().onerror?.({ preventDefault: () => undefined });
    expect(await heavy.answer).toEqual([[9]]);
    expect([workers.length, thread.isUsable]).toEqual([3, false]);
  });

  test("a bug in the worker is one here", async () => {
    const { thread, last } = open();
    const { answer } = thread.run("SIM_MINER", "[1]", notHere);
    last().say({ id: last().calls[0]?.id ?? 0, bug: "TypeError: x is undefined" });
    await expect(answer).rejects.toThrow("TypeError: x is undefined");
  });
});

describe("how far a call is", () => {
  test("is said seldom, in whole percents that have changed", () => {
    const said: number[] = [];
    let time = 1000;
    const tell = seldom(
      (share) => said.push(share),
      () => time,
    );
    const reports = [
      [1100, 0.1],
      [1250, 0.294],
      [1499, 0.5],
      [1500, 0.2999],
      [1501, 0.6],
      [9000, 1],
    ] as const;
    for (const [at, share] of reports) {
      time = at;
      tell(share);
    }
    expect(said).toEqual([0.29, 0.6, 1]);
  });

  test("is said in blocks of a call over many rows, and in each row that takes long", () => {
    const told = (work: () => unknown) => {
      const shares: number[] = [];
      followed((share) => shares.push(share), work);
      return shares;
    };
    const prices = Array.from({ length: 2500 }, (_, row) => [50_000 + row]);
    const rows = told(() =>
      bind(optionPrice, market)([["put"]], prices, [[55_000]], [[0.25]], [[0.6]], null),
    );
    expect(rows).toEqual([0, 1024 / 2500, 2048 / 2500]);
    const runs = told(() => bind(simMiner, market)(exampleBlock, [[256], [512]], [["Median"]], null));
    expect(runs).toEqual([0, 0, 0.5, 0.5, 0.75, 1]);
  });
});

describe("a function that may take long", () => {
  const steps = (paths: number) => [exampleBlock, [[paths]], null, null];
  const invocation = () => ({ functionName: "SIM_MINER", onCanceled: undefined as (() => void) | undefined });

  test("answers a short call at once, with what the function answers", () => {
    const { thread, workers } = open();
    const run = bindApart(simMiner, market, thread);
    expect(run(...steps(100), invocation())).toEqual(bind(simMiner, market)(...steps(100)));
    expect(workers).toHaveLength(0);
  });

  test("answers a wrong call at once", () => {
    const { thread, workers } = open();
    const run = bindApart(simMiner, market, thread);
    expect(() => run(...steps(1e9))).toThrow("paths must be a whole number");
    expect(() => run([["nothing", 1]], [[100_000]])).toThrow(ExcelError);
    expect(workers).toHaveLength(0);
  });

  test("sends a long call away, and what comes back are the bits of this thread", async () => {
    const { thread, last } = open();
    const long = exampleBlock.map((row) => (row[0] === "months" ? ["months", 48] : row));
    const given = [long, [[50_000]], [["Median"]], null];
    const cell = invocation();
    const answer = bindApart(simMiner, market, thread)(...given, cell);
    expect(answer).toBeInstanceOf(Promise);
    expect(cell.onCanceled).toBeInstanceOf(Function);
    const [call] = last().calls;
    if (call === undefined) throw new Error("nothing was sent");
    last().say(answerTo(call, bind(simMiner, market)));
    expect(await answer).toEqual(bind(simMiner, market)(...given));
  });

  test("counts the cells of a call over many rows", () => {
    const { thread, workers } = open();
    const run = bindApart(collar, market, thread);
    const column = (rows: number) => Array.from({ length: rows }, (_, row) => [60_000 + row]);
    const put = (rows: number) => [
      [[10]],
      column(rows),
      [["90%"]],
      [["115%"]],
      [[0.5]],
      [[0.6]],
      null,
      null,
      null,
      null,
      null,
      [["Net premium"]],
    ];
    expect(run(...put(1000), invocation())).toHaveLength(1000);
    expect(workers).toHaveLength(0);
    expect(run(...put(20_000), invocation())).toBeInstanceOf(Promise);
    expect(workers).toHaveLength(1);
  });

  test("counts every place of a column that begins with a heading, or crosses a row", () => {
    const { thread, workers } = open();
    const run = bindApart(simMiner, market, thread);
    const long = exampleBlock.map((row) => (row[0] === "months" ? ["months", 48] : row));
    const field = [["Median"]];
    expect(run(long, [["paths"], [100_000], [99_999]], field, null, invocation())).toBeInstanceOf(Promise);
    const seeds = [[1, 2, 3, 4, 5, 6, 7]];
    const paths = seeds[0]?.map((seed) => [9_000 + seed]);
    expect(run(long, paths, field, seeds, invocation())).toBeInstanceOf(Promise);
    expect(run(long, [[9_000]], [["Median", "Mean NPV", "CVaR 95 %"]], null, invocation())).toHaveLength(1);
    expect(workers).toHaveLength(1);
  });

  test("a cancelled cell ends its run", () => {
    const { thread, workers } = open();
    const long = exampleBlock.map((row) => (row[0] === "months" ? ["months", 240] : row));
    const cell = invocation();
    void bindApart(simMiner, market, thread)(long, [[100_000]], null, null, cell);
    cell.onCanceled?.();
    expect(workers[0]?.isTerminated).toBe(true);
  });

  test("errors in its cells reach the worker, and say where they are there", async () => {
    const { thread, last } = open();
    const register = [["Outage", 15, 100, 1, 0, 0, new ExcelError("#REF!")]];
    const answer = bindApart(hazardLoss, market, thread)(register, [[0.95]], null, null);
    if (!(answer instanceof Promise)) throw new Error("not sent away");
    const [call] = last().calls;
    expect(JSON.parse(call?.args ?? "")).toMatchObject([
      [["Outage", 15, 100, 1, 0, 0, { code: "#REF!" }]],
      [[0.95]],
      null,
      null,
    ]);
    last().say({ id: call?.id ?? 0, cells: [["done"]] });
    expect(await answer).toEqual([["done"]]);
  });
});
