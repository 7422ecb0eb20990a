import * as v from "valibot";
import { MS_PER_HOUR } from "../../src/core/calendar";
import { gatewayDocument, reportsIn } from "../../src/data/gatewayDocument";
import { valueObjection } from "../../src/data/objection";
import { isSeries } from "../../src/data/series";
import { defaultSettings } from "../../src/data/settings";
import { MarketHistory } from "../../src/gateway/history";
import { marketAnswer } from "../../src/gateway/schemas";
import { failures, type Failure } from "../../src/replay/failures";
import { startReplay, type Replay } from "../../src/replay/server";
import { describeWithServer, serverForTests } from "../batch/queue/server";
import { addinFolders, gatewayFor, type TestGateway } from "./gateways";

const PANES = 50;
const LONGEST_MS = 1000;
const MOST_BYTES = 200;
/**
 * `fetch` that gives up early where nothing comes, and after some bytes of a body. Bodies have no limit of time: on a busy
 * machine short ones would not come in time either, one after another.
 */
const hasty: typeof fetch = async (input, init) => {
  const limit = new AbortController();
  init?.signal?.addEventListener("abort", () => limit.abort());
  const timer = setTimeout(() => limit.abort(), LONGEST_MS);
  const answer = await fetch(input, { ...init, signal: limit.signal }).finally(() => clearTimeout(timer));
  let bytes = 0;
  const first = new TransformStream<Uint8Array, Uint8Array>({
    transform: (part, body) => {
      bytes += part.length;
      if (bytes > MOST_BYTES) body.error(new Error("nobody waits for the rest"));
      else body.enqueue(part);
    },
  });
  return new Response(answer.body?.pipeThrough(first), answer);
};
/** These take until a source is given up, however long that is. */
const lasting: readonly Failure[] = ["slow", "hang"];
/** These answer with values that can be used: some carry a warning. */
const usable: readonly Failure[] = ["no-cors", "slow", "wrong-difficulty", "diverging", "doubled", "hostile"];
/** These make no sense of some answers only: of moments, or of large numbers. */
const ofSome: readonly Failure[] = ["seconds", "over-2^53"];

describeWithServer("behind sources that fail", () => {
  const tests = serverForTests();
  let ahead = 0;
  let isCutShort = false;
  const clock = () => Date.now() + ahead;
  let replay: Replay;
  let gateway: TestGateway;

  beforeAll(async () => {
    replay = await startReplay({ clock, slowMs: 1 });
    const database = await tests.server.emptyDatabase("failures");
    const history = new MarketHistory(database);
    await history.migrate();
    await history.close();
    const settings = { ...defaultSettings, isOnline: true, proxyUrl: replay.url };
    gateway = await gatewayFor(addinFolders(), {
      database,
      fetch: (input, init) => (isCutShort ? hasty : fetch)(input, init),
      clock,
      settings: () => settings,
      mode,
      proxies: ["127.0.0.1"],
    });
  });
  afterAll(() => replay.stop());
  // Each pane is a client of its own, behind a proxy.
  const mode = { kind: "header", header: "X-Forwarded-User" } as const;
  let clients = 0;
  const asker = () => {
    clients += 1;
    const headers = {
      "x-forwarded-user": "anna",
      "x-forwarded-for": `10.0.${clients >> 8}.${clients & 255}`,
    };
    return (path: string) => gateway.ask(path, { headers });
  };
  const market = async () => v.parse(marketAnswer, (await asker()("/api/market")).json());

  const round = async () => {
    // Nothing is fresh, and nothing rests.
    ahead += 2 * MS_PER_HOUR;
    await gateway.collector.round(new AbortController().signal);
    await gateway.pages.refresh();
  };
  /** What panes are told can be used, whatever the sources said. */
  const expectUsable = async () => {
    for (const { series, value, asOf } of (await market()).values)
      if (isSeries(series)) expect(valueObjection(series, value, Date.parse(asOf))).toBeUndefined();
    const reports = await asker()("/api/reports?topics=price,network");
    const document = v.parse(gatewayDocument, reports.json());
    expect(reportsIn(document)).toHaveLength(document.reports.length);
  };
  const asked = () => Object.values(replay.counts()).reduce((sum, count) => sum + count, 0);

  /** Panes that read until it ends. */
  function reading() {
    let isOver = false;
    const pane = async () => {
      const ask = asker();
      while (!isOver) {
        for (const path of ["/api/market", "/api/reports?topics=price,network"])
          expect((await ask(path)).status).toBe(200);
        await new Promise((later) => setTimeout(later, 1000));
      }
    };
    const panes = Promise.all(Array.from({ length: PANES }, pane));
    // Where one fails, the test says so when it waits for them.
    panes.catch(() => (isOver = true));
    return { over: () => (isOver = true), panes };
  }

  test.each(Object.keys(failures) as Failure[])(
    `%s: ${PANES} panes go on reading what was known`,
    async (failure) => {
      replay.fail("all", undefined);
      isCutShort = false;
      await round();
      const good = await market();
      expect(good.problems).toEqual([]);
      const priceIn = ({ values }: typeof good) => values.find(({ series }) => series === "btc.price");

      replay.fail("all", failure);
      isCutShort = lasting.includes(failure);
      const end = reading();
      await round().finally(() => setTimeout(end.over, 500));
      const before = asked();
      const failing = await market();
      await end.panes;
      // Only rounds ask.
      expect(asked()).toBe(before);
      await expectUsable();
      if (usable.includes(failure)) return;
      expect(failing.problems.length).toBeGreaterThan(0);
      for (const { message } of failing.problems) expect(message).toMatch(/^\w.*([^.]|\.\.\.)$/s);
      if (ofSome.includes(failure)) return;
      expect(failing.problems.length).toBeGreaterThan(10);
      expect(priceIn(failing)).toMatchObject({
        value: priceIn(good)?.value,
        asOf: priceIn(good)?.asOf,
        quality: "cached",
      });
    },
  );
});
