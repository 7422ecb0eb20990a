import { MS_PER_DAY } from "../../src/core/calendar";
import { memoryCache, type ReportCache } from "../../src/data/feed/cache";
import type { Route } from "../../src/data/providers/provider";
import {
  Collector,
  MOST_WAITING,
  type CollectorEvent,
  type CollectorParts,
} from "../../src/gateway/collector";
import type { Point } from "../../src/gateway/history";
import { ServiceError } from "../../src/postgres/database";
import { hang, json, ScriptedFetch, type Script } from "../data/feed/scriptedFetch";
import { MINUTE, NOON, online, reportRoute, valueRoute } from "../data/feed/smallRoutes";

const day = Math.floor(NOON / MS_PER_DAY) - 3;

/** A history that keeps what it is given, and may be away. */
class KeptHistory implements Pick<CollectorParts, "history"> {
  readonly rows: [string, Point][] = [];
  isAway = false;
  /** A series that it does not take. */
  refused: string | undefined;
  constructor(
    readonly reports: ReportCache = memoryCache(),
    private readonly known: Readonly<Record<number, number>> = {},
  ) {}
  get history(): CollectorParts["history"] {
    return {
      reports: this.reports,
      days: () => Promise.resolve({ days: this.known, source: "before", fetchedAt: NOON }),
      add: async (series, points) => {
        if (this.isAway) throw new ServiceError("the database cannot be reached");
        if (series === this.refused) throw new Error("refused");
        let added = 0;
        for await (const given of points)
          for (const point of [given].flat()) {
            this.rows.push([series, point]);
            added += 1;
          }
        return { added, known: 0 };
      },
    };
  }
  of(series: string): Point[] {
    return this.rows.flatMap(([name, point]) => (name === series ? [point] : []));
  }
}

function collecting(setup: { routes?: readonly Route[]; script?: Script; kept?: KeptHistory } = {}) {
  let now = NOON;
  const kept = setup.kept ?? new KeptHistory();
  const scripted = new ScriptedFetch(setup.script ?? (() => json({ value: 86_000 })));
  const events: CollectorEvent[] = [];
  const collector = new Collector({
    routes: setup.routes ?? [valueRoute("kraken", "btc.price")],
    fetch: scripted.fetch,
    clock: () => now,
    random: () => 0,
    settings: () => online,
    history: kept.history,
    told: (event) => void events.push(event),
  });
  const round = async () => {
    await collector.round(new AbortController().signal);
    await collector.close();
  };
  return { collector, kept, scripted, events, round, later: (ms: number) => void (now += ms) };
}

test("writes a value once, and again when it or its moment changes", async () => {
  const { round, kept, scripted, later } = collecting({ script: () => json({ value: 86_000, at: NOON }) });
  await round();
  later(MINUTE);
  await round();
  expect(scripted.asked).toHaveLength(2);
  expect(kept.of("btc.price").map(({ value }) => value)).toEqual([86_000]);
  scripted.script = () => json({ value: 86_500, at: NOON + MINUTE });
  later(MINUTE);
  await round();
  expect(kept.of("btc.price")).toMatchObject([
    { value: 86_000, asOf: NOON, source: "Kraken", quality: "live" },
    { value: 86_500, asOf: NOON + MINUTE },
  ]);
});

test("does not ask what is fresh", async () => {
  const { round, scripted, later } = collecting();
  await round();
  later(MINUTE / 2);
  await round();
  expect(scripted.asked).toHaveLength(1);
});

test("writes derived values that follow from fetched ones, and none that rest on what is built in", async () => {
  const network = valueRoute("mempool", "btc.height", { topics: ["network"] });
  const { round, kept } = collecting({ routes: [network], script: () => json({ value: 970_000 }) });
  await round();
  expect(kept.of("btc.next_halving_height")).toMatchObject([{ value: 1_050_000, quality: "derived" }]);
  expect(kept.of("btc.hashprice")).toEqual([]);
});

test("writes the days that are new or changed, as of their ends", async () => {
  const routes = [reportRoute("coinbase", "history.btc.price")];
  const days = { [day]: 80_000, [day + 1]: 81_000.5 };
  const kept = new KeptHistory(memoryCache(), { [day]: 80_000 });
  const { collector, round } = collecting({
    routes,
    kept,
    script: () => json({ history: { "btc.price": days } }),
  });
  await collector.load();
  await round();
  expect(kept.of("btc.price")).toMatchObject([{ value: 81_000.5, asOf: (day + 2) * MS_PER_DAY - 1 }]);
});

test("a round that takes too long is given up, and what came before that is kept", async () => {
  jest.useFakeTimers();
  try {
    const slow = Array.from({ length: 120 }, (_, index) =>
      valueRoute("kraken", "btc.price", { id: `kraken.${index}`, path: () => `/${index}` }),
    );
    const { collector, kept, scripted } = collecting({
      routes: [...slow, valueRoute("coinbase", "btc.price")],
      // Each answer comes within its own limit of ten seconds.
      script: async ({ url }) => {
        if (!url.includes("coinbase")) await new Promise((answer) => setTimeout(answer, 9_000));
        return json({ value: 86_000 });
      },
    });
    const given = expect(collector.round(new AbortController().signal)).rejects.toThrow(
      "a round of questions was given up after 5 minutes",
    );
    await jest.advanceTimersByTimeAsync(300_000);
    await given;
    expect(scripted.asked.length).toBeLessThan(110);
    await collector.close();
    expect(kept.of("btc.price")).toMatchObject([{ value: 86_000 }]);
  } finally {
    jest.useRealTimers();
  }
});

test("a round that ends, or is stopped, leaves no timer, and one that is stopped says for what", async () => {
  jest.useFakeTimers();
  try {
    await collecting().collector.round(new AbortController().signal);
    expect(jest.getTimerCount()).toBe(0);
    const stopping = new AbortController();
    const given = collecting({ script: hang }).collector.round(stopping.signal);
    stopping.abort("stopped");
    await expect(given).rejects.toBe("stopped");
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});

test("a database that is away for a while misses nothing", async () => {
  const { collector, round, kept, scripted, later, events } = collecting();
  kept.isAway = true;
  for (const value of [1, 2, 3]) {
    scripted.script = () => json({ value: 86_000 + value });
    await round();
    later(MINUTE);
  }
  expect(collector.waitingRows).toBe(3);
  expect(events.filter(({ kind }) => kind === "unwritten")).not.toHaveLength(0);
  kept.isAway = false;
  await collector.close();
  expect(kept.of("btc.price").map(({ value }) => value)).toEqual([86_001, 86_002, 86_003]);
  expect(collector.waitingRows).toBe(0);
});

test(`beyond ${MOST_WAITING} values that wait the oldest go, and it is said`, async () => {
  const routes = [reportRoute("coinbase", "history.btc.price")];
  const first = day - 4000;
  let price = 0;
  const script = () => {
    price += 1;
    const days = Object.fromEntries(
      Array.from({ length: 4000 }, (_, index) => [first + index, 50_000 + price]),
    );
    return json({ history: { "btc.price": days } });
  };
  const { collector, round, kept, later, events } = collecting({ routes, script });
  kept.isAway = true;
  for (let count = 0; count < MOST_WAITING / 4000 + 1; count++) {
    await round();
    later(61 * MINUTE);
  }
  expect(collector.waitingRows).toBe(MOST_WAITING);
  expect(events.filter(({ kind }) => kind === "dropped")).toEqual([{ kind: "dropped", rows: 4000 }]);
  kept.isAway = false;
  await collector.close();
  // The newest of all are there.
  expect(kept.of("btc.price").at(-1)?.value).toBe(50_000 + price);
  expect(kept.of("btc.price")[0]?.value).toBe(50_002);
});

test("a value that the history refuses does not keep others waiting", async () => {
  const kept = new KeptHistory();
  const { collector, round, events } = collecting({
    kept,
    routes: [valueRoute("kraken", "btc.price"), valueRoute("mempool", "btc.height", { topics: ["network"] })],
    script: () => json({ value: 970_000 }),
  });
  kept.refused = "btc.price";
  await round();
  expect(kept.of("btc.height")).toHaveLength(1);
  expect(events.filter(({ kind }) => kind === "fault")).toHaveLength(1);
  expect(collector.waitingRows).toBe(0);
});

test("keeps the last reports, and a new start has them, with their age", async () => {
  const reports = memoryCache();
  const first = collecting({ kept: new KeptHistory(reports) });
  await first.round();
  const second = collecting({
    kept: new KeptHistory(reports),
    script: () => Promise.reject(new TypeError("Failed to fetch")),
  });
  second.later(MS_PER_DAY);
  await second.collector.load();
  await second.round();
  expect(second.collector.content.quotes).toMatchObject([
    { series: "btc.price", value: 86_000, asOf: NOON, quality: "cached" },
  ]);
  expect(second.collector.problems).toMatchObject([{ route: "kraken.btc.price" }]);
  expect(second.collector.reportsFor(new Set(["price"]))).toHaveLength(1);
  expect(second.collector.reportsFor(new Set(["network"]))).toEqual([]);
});

test.each([
  ["forward a year", 365 * MS_PER_DAY],
  ["back a year", -365 * MS_PER_DAY],
])("a clock that jumps %s stops nothing", async (_, jump) => {
  const { collector, round, scripted, later, kept } = collecting();
  await round();
  later(jump);
  scripted.script = () => json({ value: 87_000 });
  await round();
  later(MINUTE);
  scripted.script = () => json({ value: 88_000 });
  await round();
  expect(scripted.asked).toHaveLength(3);
  expect(collector.content.quotes).toMatchObject([{ value: 88_000, quality: "live" }]);
  expect(kept.of("btc.price").map(({ value }) => value)).toEqual([86_000, 87_000, 88_000]);
  expect(collector.roundAge).toBeGreaterThanOrEqual(0);
});
