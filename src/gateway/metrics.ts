import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { outcomes, type Collector, type CollectorEvent } from "./collector";
import type { MarketPages } from "./marketPages";

// What the gateway does and has, as Prometheus reads it.

export class GatewayMetrics {
  private readonly registry = new Registry();
  private readonly seconds: Histogram<"method" | "route" | "status">;
  private readonly rounds: Counter;
  private readonly questions: Counter<"outcome">;
  private readonly rows: Counter;
  private readonly dropped: Counter;

  constructor(
    version: string,
    parts: {
      readonly collector: Collector;
      readonly pages: MarketPages;
      readonly isDatabaseThere: () => Promise<boolean>;
      readonly clock: () => number;
    },
  ) {
    const registers = [this.registry];
    const { collector, pages, isDatabaseThere, clock } = parts;
    this.registry.setDefaultLabels({ version });
    collectDefaultMetrics({ register: this.registry });
    this.seconds = new Histogram({
      name: "hashcell_gateway_request_seconds",
      help: "Requests that were answered, and seconds from a request to the end of its answer",
      labelNames: ["method", "route", "status"],
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
      registers,
    });
    this.rounds = new Counter({
      name: "hashcell_gateway_rounds_total",
      help: "Rounds in which the sources were asked",
      registers,
    });
    this.questions = new Counter({
      name: "hashcell_gateway_questions_total",
      help: "Questions of these rounds, by what became of them: fetched, fresh (not asked again yet), failed",
      labelNames: ["outcome"],
      registers,
    });
    for (const outcome of outcomes) this.questions.inc({ outcome }, 0);
    this.rows = new Counter({
      name: "hashcell_gateway_rows_total",
      help: "Values from the sources that were written into the history",
      registers,
    });
    this.dropped = new Counter({
      name: "hashcell_gateway_dropped_rows_total",
      help: "Values that were given up because the database was away for too long",
      registers,
    });
    new Gauge({
      name: "hashcell_gateway_waiting_rows",
      help: "Values that wait for the database",
      registers,
      collect() {
        this.set(collector.waitingRows);
      },
    });
    new Gauge({
      name: "hashcell_gateway_round_age_seconds",
      help: "Seconds since the sources were last asked",
      registers,
      collect() {
        const age = collector.roundAge;
        if (age !== undefined) this.set(age);
      },
    });
    new Gauge({
      name: "hashcell_gateway_series_age_seconds",
      help: "Seconds since the moment that the value of a series describes",
      labelNames: ["series"],
      registers,
      collect() {
        this.reset();
        for (const [series, asOf] of pages.moments) this.set({ series }, (clock() - asOf) / 1000);
      },
    });
    new Gauge({
      name: "hashcell_gateway_database_up",
      help: "1 where the database answers, otherwise 0",
      registers,
      async collect() {
        this.set((await isDatabaseThere()) ? 1 : 0);
      },
    });
  }

  told(event: CollectorEvent): void {
    switch (event.kind) {
      case "round":
        this.rounds.inc();
        for (const outcome of outcomes) this.questions.inc({ outcome }, event.outcomes[outcome]);
        return;
      case "written":
        this.rows.inc(event.rows);
        return;
      case "dropped":
        this.dropped.inc(event.rows);
        return;
      default:
    }
  }

  answered(method: string, route: string, status: number, seconds: number): void {
    this.seconds.observe({ method, route, status: String(status) }, seconds);
  }

  async text(): Promise<{ type: string; text: string }> {
    return { type: this.registry.contentType, text: await this.registry.metrics() };
  }
}
