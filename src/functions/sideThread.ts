import { errorCell, type ExcelCell } from "./bind";

/** What the page sends to the worker: a call, its arguments as JSON. */
export interface SideCall {
  readonly id: number;
  readonly name: string;
  readonly args: string;
}

/** What the worker sends back: the answer; the error that the whole call ends with; or a bug, in words. */
export type SideAnswer = { readonly id: number } & (
  { readonly cells: ExcelCell[][] } | { readonly error: PlainError } | { readonly bug: string }
);

/** What the worker says meanwhile: the share of the call that is done, between 0 and 1. */
export interface SideShare {
  readonly id: number;
  readonly share: number;
}

/** An error of a cell without its class, which does not pass from one thread to another. */
export interface PlainError {
  readonly code: string;
  readonly message?: string;
}

interface Job extends SideCall {
  /** Cells that wait for it. */
  waiting: number;
  /** Computes it in this thread instead. */
  readonly here: () => ExcelCell[][];
  readonly answer: Promise<ExcelCell[][]>;
  readonly resolve: (cells: ExcelCell[][]) => void;
  readonly reject: (error: unknown) => void;
}

/** How far the runs are that are under way. */
export interface SideProgress {
  /** The function that is computed now. */
  readonly name: string;
  readonly done: number;
  readonly all: number;
  /** Of the run that is computed now, between 0 and 1; 0 where it has not said. */
  readonly share: number;
}

/**
 * Long calls, computed one after the other in a worker, so that the page stays free. Equal calls are computed once. A
 * call that no cell waits for any more is dropped, in the middle of its computation too. Where a worker cannot run,
 * the calls are computed in this thread.
 */
export class SideThread {
  private jobs: Job[] = [];
  private worker: Worker | undefined;
  private isBroken = false;
  private done = 0;
  /** Of the first job. */
  private share = 0;
  private lastId = 0;
  private shown: SideProgress | undefined;
  private readonly listeners = new Set<() => void>();

  /** `start` gives a new worker, or throws where the host has none. */
  constructor(private readonly start: () => Worker) {}

  /** Whether long calls are computed beside this thread. */
  get isUsable(): boolean {
    return !this.isBroken;
  }

  /** What is under way; undefined for nothing. */
  get progress(): SideProgress | undefined {
    return this.shown;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The answer to a call, and what to do when its cell no longer waits for it. */
  run(name: string, args: string, here: () => ExcelCell[][]) {
    const known = this.jobs.find((job) => job.name === name && job.args === args);
    const job = known ?? newJob({ id: ++this.lastId, name, args }, here);
    job.waiting++;
    if (known === undefined) {
      this.jobs.push(job);
      if (this.jobs.length === 1) this.next();
      else this.show();
    }
    return { answer: job.answer, leave: () => this.leave(job) };
  }

  private leave(job: Job): void {
    job.waiting--;
    const place = this.jobs.indexOf(job);
    if (job.waiting > 0 || place < 0) return;
    this.jobs.splice(place, 1);
    if (place > 0) {
      this.show();
      return;
    }
    this.stop();
    this.next();
  }

  /** Begins the first job that is left. */
  private next(): void {
    const [job] = this.jobs;
    this.share = 0;
    if (job === undefined) this.done = 0;
    this.show();
    if (job === undefined) return;
    try {
      this.worker ??= this.started();
      this.worker.postMessage({ id: job.id, name: job.name, args: job.args });
    } catch {
      this.giveUp();
    }
  }

  private started(): Worker {
    const worker = this.start();
    let hasAnswered = false;
    worker.onmessage = ({ data }: MessageEvent<SideAnswer | SideShare>) => {
      if ("share" in data) {
        this.advance(data);
        return;
      }
      hasAnswered = true;
      this.settle(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      // What a worker says that was ended is too late.
      if (this.worker !== worker) return;
      if (hasAnswered) this.again();
      else this.giveUp();
    };
    return worker;
  }

  private advance({ id, share }: SideShare): void {
    if (this.jobs[0]?.id !== id) return;
    this.share = share;
    this.show();
  }

  private settle(answer: SideAnswer): void {
    const [job] = this.jobs;
    if (job?.id !== answer.id) return;
    this.jobs.shift();
    this.done++;
    if ("cells" in answer) job.resolve(answer.cells.map((line) => line.map(revived)));
    else job.reject("error" in answer ? revived(answer.error) : new Error(answer.bug));
    this.next();
  }

  /** A worker that had answered before has failed, of too little memory perhaps: another one begins where it was. */
  private again(): void {
    this.stop();
    this.next();
  }

  /** The host lets no worker run, or not for this call. */
  private giveUp(): void {
    this.isBroken = true;
    this.stop();
    const jobs = this.jobs;
    this.jobs = [];
    this.show();
    for (const job of jobs) {
      try {
        job.resolve(job.here());
      } catch (error) {
        job.reject(error);
      }
    }
  }

  private stop(): void {
    this.worker?.terminate();
    this.worker = undefined;
  }

  private show(): void {
    const [job] = this.jobs;
    const all = this.done + this.jobs.length;
    this.shown = job && { name: job.name, done: this.done, all, share: this.share };
    for (const listener of this.listeners) listener();
  }
}

function newJob(call: SideCall, here: () => ExcelCell[][]): Job {
  let resolve: Job["resolve"] = () => undefined;
  let reject: Job["reject"] = () => undefined;
  const answer = new Promise<ExcelCell[][]>((settle, fail) => {
    resolve = settle;
    reject = fail;
  });
  return { ...call, waiting: 0, here, answer, resolve, reject };
}

/** A cell that came from the other thread, its error of Excel's class again. */
const revived = (cell: ExcelCell | PlainError): ExcelCell =>
  typeof cell === "object" ? errorCell(cell.code, cell.message) : cell;
