import { createServer } from "node:http";
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { ServiceError, isPassing } from "../../postgres/database";
import type { QueueDatabase } from "./database";
import type { JobQueue, JobStore } from "./jobs";
import type { WorkEvent } from "./work";

// What a worker has done and what its queue holds, as Prometheus reads it.

export class WorkMetrics {
  private readonly registry = new Registry();
  private readonly jobs: Counter<"result">;
  private readonly sites: Counter;
  private readonly seconds: Histogram;

  constructor(
    private readonly database: QueueDatabase,
    private readonly store: JobStore,
    private readonly queue: JobQueue,
    private readonly version: string,
  ) {
    const registers = [this.registry];
    this.registry.setDefaultLabels({ version });
    collectDefaultMetrics({ register: this.registry });
    this.jobs = new Counter({
      name: "hashcell_worker_jobs_total",
      help: "Jobs that this worker has ended, by how: done, known (done before), failed, refused, alarm",
      labelNames: ["result"],
      registers,
    });
    for (const result of ["done", "known", "failed", "refused", "alarm"]) this.jobs.inc({ result }, 0);
    this.sites = new Counter({
      name: "hashcell_worker_sites_total",
      help: "Sites that this worker has valued",
      registers,
    });
    this.seconds = new Histogram({
      name: "hashcell_worker_job_seconds",
      help: "Seconds that a job takes",
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60],
      registers,
    });
    new Gauge({
      name: "hashcell_queue_jobs",
      help: "Jobs in the queue, by state",
      labelNames: ["state"],
      registers,
      async collect() {
        const counts = await store.asked(() => queue.getJobCounts("wait", "active", "delayed", "failed"));
        for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
      },
    });
    new Gauge({
      name: "hashcell_queue_workers",
      help: "Workers of this version that wait for jobs or are at work",
      registers,
      async collect() {
        this.set(await store.asked(() => store.workers(queue)));
      },
    });
    new Gauge({
      name: "hashcell_results",
      help: "Jobs that have results in the database",
      registers,
      collect: async function () {
        const [found] = await database.rows<{ count: string }>(
          "select count(*) as count from hashcell.result",
        );
        this.set(Number(found?.count ?? 0));
      },
    });
    new Gauge({
      name: "hashcell_alarms",
      help: "Results that were computed again and came out otherwise",
      registers,
      collect: async function () {
        const [found] = await database.rows<{ count: string }>(
          "select count(*) as count from hashcell.alarm",
        );
        this.set(Number(found?.count ?? 0));
      },
    });
  }

  count(event: WorkEvent): void {
    if (!("job" in event)) return;
    this.jobs.inc({ result: event.kind });
    if (event.kind !== "done") return;
    this.sites.inc(event.sites);
    this.seconds.observe(event.seconds);
  }

  /** Serves /metrics and /health; gives a function that ends it. */
  async serve(port: number, host: string): Promise<() => Promise<void>> {
    const server = createServer((request, response) => {
      this.answer(request.url ?? "").then(
        ({ status, type, text }) => response.writeHead(status, { "content-type": type }).end(text),
        () => response.writeHead(500).end(),
      );
    });
    await new Promise<void>((begun, failed) => {
      server.once("error", failed);
      server.listen(port, host, begun);
    });
    return async () => {
      const ended = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await ended;
    };
  }

  private async answer(url: string): Promise<{ status: number; type: string; text: string }> {
    const plain = "text/plain; charset=utf-8";
    try {
      if (url === "/metrics")
        return { status: 200, type: this.registry.contentType, text: await this.registry.metrics() };
      if (url === "/health") {
        await this.database.rows("select 1");
        await this.store.asked(() => this.queue.getActiveCount());
        return { status: 200, type: plain, text: `ok, Hashcell ${this.version}\n` };
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
      const why = error instanceof ServiceError ? error.message : "the database does not answer";
      return { status: 503, type: plain, text: `${why}\n` };
    }
    return { status: 404, type: plain, text: "there are /metrics and /health\n" };
  }
}
