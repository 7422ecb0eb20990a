import { LINGER_MS } from "../../../src/data/demand";
import { readFreeze } from "../../../src/data/freeze";
import type { Quote } from "../../../src/data/market";
import { WorkbookError, type TableCell } from "../../../src/workbook/workbook";
import { wholeOption } from "../../data/wholeContent";
import { quoteOf, routes } from "../fakeFeed";
import { frozenPrice, openDesk, price, stillTime } from "../openDesk";

const BUILT_IN_PRICE = 85_956.45;
const FROZEN_AT = Date.UTC(2026, 9, 20);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const online = { isOnline: true };

const { opened, pass } = stillTime();
const open = (settings?: Parameters<typeof openDesk>[0]) => {
  const found = openDesk(settings);
  opened.push(found.desk);
  return found;
};

const frozenBook = () => frozenPrice(70_000, FROZEN_AT);

async function openFrozen(settings?: Parameters<typeof openDesk>[0]) {
  const found = open(settings);
  found.fake.state.frozen = frozenBook();
  await found.start();
  return found;
}

describe("opening a workbook", () => {
  test("without anything fetched it shows what is built in, and asks nothing before the user says so", async () => {
    const { market, fed, start } = open();
    await start();
    expect([market.state.kind, price(market)]).toEqual(["embedded", BUILT_IN_PRICE]);
    market.want("coins");
    await pass(3 * HOUR);
    expect(fed.rounds).toEqual([]);
  });

  test("it shows what was fetched or imported earlier", async () => {
    const { market, fed, start } = open();
    fed.kept = { quotes: [quoteOf("btc.price", 91_000, Date.now())], history: {} };
    await start();
    expect([market.state.kind, price(market)]).toEqual(["live", 91_000]);
  });

  test("what was fetched earlier is waited for three seconds, and shown whenever it comes", async () => {
    const { market, fed, load, start } = open();
    const earlier = { quotes: [quoteOf("btc.price", 91_000, Date.now())], history: {} };
    let come: () => void = () => undefined;
    load.mockReturnValue(
      new Promise((resolve) => {
        come = () => {
          fed.content = earlier;
          resolve();
        };
      }),
    );
    const started = start();
    await pass(2_999);
    expect(market.state.kind).toBe("starting");
    await pass(1);
    await started;
    expect([market.state.kind, price(market)]).toEqual(["embedded", BUILT_IN_PRICE]);
    await pass(HOUR);
    come();
    await pass(0);
    expect([market.state.kind, price(market)]).toEqual(["live", 91_000]);
  });

  test("what was fetched earlier does not come over what a workbook has frozen", async () => {
    const { market, fed, load, fake, desk, start } = open();
    let come: () => void = () => undefined;
    load.mockReturnValue(new Promise((resolve) => (come = resolve)));
    const started = start();
    await pass(3_000);
    await started;
    await desk.freeze();
    expect(fake.state.frozen).toBeDefined();
    fed.content = { quotes: [quoteOf("btc.price", 91_000, Date.now())], history: {} };
    come();
    await pass(HOUR);
    expect([market.state.kind, price(market)]).toEqual(["frozen", BUILT_IN_PRICE]);
  });

  test("a frozen one shows its values, and nothing else before", async () => {
    const { market, fed, fake, start } = open(online);
    fed.kept = { quotes: [quoteOf("btc.price", 91_000, Date.now())], history: {} };
    fake.state.frozen = frozenBook();
    const shown = jest.fn<undefined, [string, number | undefined]>();
    market.subscribe(() => shown(market.state.kind, price(market)));
    await start();
    expect(shown.mock.calls).toEqual([["frozen", 70_000]]);
    expect(market.now()).toBe(FROZEN_AT);
  });

  test("one that could not be read can be read again", async () => {
    const { desk, market, fake, start } = open();
    fake.state.frozen = frozenBook();
    const busy = new WorkbookError("A cell is being edited: press Enter or Esc in the sheet.");
    fake.workbook.keptFreeze.mockRejectedValue(busy);
    const started = start();
    await pass(10_000);
    await started;
    expect(market.state).toEqual({ kind: "unreadable", reason: busy.message });
    fake.workbook.keptFreeze.mockImplementation(() =>
      Promise.resolve({ texts: [fake.state.frozen ?? ""], stamp: "" }),
    );
    await desk.reopen();
    expect([market.state.kind, price(market)]).toEqual(["frozen", 70_000]);
    await desk.reopen();
    expect(market.state.kind).toBe("frozen");
  });

  test("it is asked again while it does not answer", async () => {
    const { market, fake, start } = open();
    fake.state.frozen = frozenBook();
    fake.workbook.keptFreeze
      .mockRejectedValueOnce(new WorkbookError("Excel is busy."))
      .mockRejectedValueOnce(new WorkbookError("Excel is busy."));
    const started = start();
    await pass(2_000);
    expect(market.state.kind).toBe("starting");
    await pass(2_000);
    await started;
    expect(market.state.kind).toBe("frozen");
  });

  test("one that never answers shows nothing, whatever was fetched or is built in", async () => {
    const { desk, market, fed, fake, start } = open(online);
    fed.kept = { quotes: [quoteOf("btc.price", 91_000, Date.now())], history: {} };
    fake.workbook.keptFreeze.mockRejectedValue(new WorkbookError("Excel is busy: finish editing the cell."));
    const shown = jest.fn<undefined, [number]>();
    market.subscribe(() => shown(market.quotes.length));
    const started = start();
    await pass(10_000);
    await started;
    expect(market.state).toEqual({ kind: "unreadable", reason: "Excel is busy: finish editing the cell." });
    await pass(HOUR);
    desk.changeSettings({ refreshMinutes: 1 });
    await desk.refresh();
    await desk.importResponse(routes.kraken, "95000", Date.now());
    await desk.freeze();
    await pass(HOUR);
    expect(shown.mock.calls).toEqual([[0]]);
    expect(fed.rounds).toEqual([]);
    expect(desk.state.notice?.text).toMatch(/cannot be read: set it live/);
    expect(fake.workbook.keepFreeze).not.toHaveBeenCalled();
  });

  test.each(["", "{}", '{"format":1}', frozenBook().slice(0, 300), frozenBook().replace("70000", '"=1+1"')])(
    "a frozen text %# that is broken shows nothing",
    async (text) => {
      const { market, fake, start } = open(online);
      fake.state.frozen = text;
      await start();
      expect(market.state.kind === "unreadable" && market.state.reason).toMatch(
        /^The frozen values of this workbook cannot be read: /,
      );
      expect(market.quotes).toEqual([]);
    },
  );

  test("one that cannot be read can be set live", async () => {
    const { desk, market, fake, start } = open();
    fake.state.frozen = "broken";
    await start();
    await desk.goLive();
    expect([market.state.kind, price(market), fake.state.frozen]).toEqual([
      "embedded",
      BUILT_IN_PRICE,
      undefined,
    ]);
  });

  test("that counts dates from 1904 is warned of", async () => {
    const { desk, fake, start } = open();
    fake.state.countsFrom1904 = true;
    await start();
    expect(desk.state.notice?.intent).toBe("error");
    expect(desk.state.notice?.text).toMatch(
      /uses the 1904 date system.*1 January 2024 is read as 31 December 2019.*1462/,
    );
  });

  test("a page without a workbook shows what is known, and cannot freeze it", async () => {
    const { desk, market } = open();
    await desk.start(undefined);
    expect(market.state.kind).toBe("embedded");
    await desk.freeze();
    expect(desk.state.notice?.text).toMatch(/with a workbook/);
    expect(market.state.kind).toBe("embedded");
    await desk.refresh();
    expect(market.state.kind).toBe("live");
  });

  test("a pane that is closed in the meantime goes no further", async () => {
    const { desk, market, fake, start } = open(online);
    fake.workbook.keptFreeze.mockRejectedValue(new WorkbookError("Excel is busy."));
    const started = start();
    await pass(100);
    desk.stop();
    await started;
    expect([market.state.kind, jest.getTimerCount()]).toEqual(["starting", 0]);
  });
});

describe("rounds by themselves", () => {
  test("ask for the network, prices and what is looked at, each interval", async () => {
    const { desk, market, fed, start } = open({ ...online, refreshMinutes: 10, currency: "eur" });
    market.lookAt(["coins"]);
    await start();
    const begin = Date.now();
    await pass(HOUR);
    expect(fed.rounds.map(({ at }) => Math.round((at - begin) / MINUTE))).toEqual([0, 10, 20, 30, 40, 50]);
    expect(fed.rounds[5]).toMatchObject({
      isForced: false,
      topics: ["network", "price", "price_eur", "coins"],
    });
    expect([market.state.kind, price(market)]).toEqual(["live", 90_006]);
    expect(desk.state.refreshedAt).toBe(fed.rounds[5]?.at);
    expect(desk.state.round).toBeUndefined();
  });

  test("do not happen where the user wants none, or is not online", async () => {
    for (const settings of [{ ...online, refreshMinutes: 0 as const }, { isOnline: false }]) {
      const { market, fed, start } = open(settings);
      await start();
      market.want("coins");
      await pass(3 * HOUR);
      expect(fed.rounds).toEqual([]);
    }
  });

  test("a frozen workbook asks nothing, and its listeners hear nothing", async () => {
    const { desk, market, fed } = await openFrozen(online);
    const heard = jest.fn();
    market.subscribe(heard);
    market.want("coins");
    desk.changeSettings({ refreshMinutes: 1 });
    await pass(HOUR);
    expect(fed.rounds).toEqual([]);
    expect(heard).not.toHaveBeenCalled();
  });

  test("come soon after something new is looked at, once for many cells", async () => {
    const { market, fed, start } = open(online);
    await start();
    await pass(MINUTE);
    expect(fed.rounds).toHaveLength(1);
    market.want("coins");
    await pass(100);
    market.want("pools");
    market.want("coins");
    await pass(1_000);
    expect(fed.rounds).toHaveLength(2);
    expect(fed.rounds[1]).toMatchObject({ isForced: false, topics: ["coins", "pools"] });
  });

  test("ask for nothing that nobody looks at any more", async () => {
    const { desk, market, fed, start } = open({ ...online, refreshMinutes: 10 });
    fed.failing.set(routes.coins, "CoinGecko is in trouble");
    const leave = market.lookAt(["coins"]);
    await start();
    await pass(9 * MINUTE);
    expect(fed.rounds.every(({ topics }) => topics.includes("coins"))).toBe(true);
    leave();
    await pass(LINGER_MS);
    const asking = fed.rounds.length;
    await pass(HOUR);
    const later = fed.rounds.slice(asking);
    expect(new Set(later.map(({ topics }) => topics.join()))).toEqual(new Set(["network,price"]));
    // Each interval, and none for what was not answered.
    expect(later).toHaveLength(6);
    await desk.refresh();
    expect(fed.rounds.at(-1)?.topics).toEqual(["network", "price"]);
  });

  test("what is looked at and left during a round is not asked for after it", async () => {
    const { market, fed, letGo, start } = open({ ...online, refreshMinutes: 10 });
    fed.isHeldBack = true;
    await start();
    await pass(1_000);
    market.want("coins");
    await pass(MINUTE);
    letGo();
    await pass(MINUTE);
    expect(fed.rounds.map(({ topics }) => topics)).toEqual([["network", "price"]]);
  });

  test("what is looked at during a round is asked for after it", async () => {
    const { market, fed, letGo, start } = open(online);
    fed.isHeldBack = true;
    await start();
    await pass(1_000);
    market.want("coins");
    await pass(1_000);
    expect(fed.rounds).toHaveLength(1);
    letGo();
    await pass(1_000);
    expect(fed.rounds.map(({ topics }) => topics.includes("coins"))).toEqual([false, true]);
  });

  test("ask earlier, and only there, where nobody has answered", async () => {
    const { fed, desk, start } = open({ ...online, refreshMinutes: 30 });
    const begin = Date.now();
    fed.failing.set(routes.network, "mempool.space asks for a pause");
    fed.failing.set(routes.fees, "mempool.space asks for a pause");
    fed.failing.set(routes.kraken, "Kraken is in trouble");
    fed.nextAttempt = begin + 5 * MINUTE;
    await start();
    await pass(4 * MINUTE);
    expect(fed.rounds).toHaveLength(1);
    await pass(2 * MINUTE);
    expect(fed.rounds[1]).toEqual({ at: begin + 5 * MINUTE, topics: ["network"], isForced: false });
    // A moment that has passed does not make it ask without a pause.
    await pass(2 * MINUTE);
    expect(fed.rounds.map(({ at }) => (at - begin) / MINUTE)).toEqual([expect.anything(), 5, 6, 7, 8]);
    fed.failing.delete(routes.network);
    await pass(MINUTE);
    const asked = fed.rounds.length;
    await pass(15 * MINUTE);
    expect(fed.rounds).toHaveLength(asked);
    expect(desk.state.problems.map(({ label }) => label)).toEqual([routes.fees.label, routes.kraken.label]);
    await pass(10 * MINUTE);
    expect(fed.rounds.at(-1)?.topics).toEqual(["network", "price"]);
  });

  test("go on when the computer's clock is set back", async () => {
    const { fed, start } = open({ ...online, refreshMinutes: 10 });
    fed.failing.set(routes.network, "mempool.space is in trouble");
    fed.failing.set(routes.fees, "mempool.space is in trouble");
    await start();
    await pass(MINUTE);
    jest.setSystemTime(Date.now() - 30 * 24 * HOUR);
    fed.rounds.splice(0);
    await pass(25 * MINUTE);
    expect(fed.rounds.filter(({ topics }) => topics.includes("price"))).toHaveLength(2);
  });

  test("a cancelled one is not taken up at once", async () => {
    const { desk, fed, start } = open({ ...online, refreshMinutes: 10 });
    fed.isHeldBack = true;
    await start();
    await pass(1_000);
    expect(desk.state.round).toEqual({ done: 0, total: 4 });
    desk.cancel();
    await pass(5 * MINUTE);
    expect([desk.state.round, fed.rounds.length, fed.open]).toEqual([undefined, 1, 0]);
    await pass(6 * MINUTE);
    expect(fed.rounds).toHaveLength(2);
  });

  test("nothing of it moves the workbook's tables or its log", async () => {
    const { fake, start } = open(online);
    await start();
    await pass(HOUR);
    expect(fake.workbook.updateTables).not.toHaveBeenCalled();
    expect(fake.state.log).toEqual([]);
  });

  test("ages move each minute", async () => {
    const { market, start } = open();
    await start();
    const heard = jest.fn();
    market.subscribe(heard);
    await pass(5 * MINUTE);
    expect(heard).toHaveBeenCalledTimes(5);
  });

  test("options that expire leave the market, although no quote changes any more", async () => {
    const { market, fed, start } = open();
    const asOf = Date.now();
    const quotes: Quote[] = [{ ...quoteOf("btc.price", 91_000, asOf), quality: "cached" }];
    const chain = { options: [wholeOption, wholeOption], asOf, fetchedAt: asOf, source: "Deribit" };
    fed.kept = { quotes, history: {}, chain };
    await start();
    expect(market.chain?.options).toHaveLength(2);
    fed.content = { quotes, history: {}, chain: { ...chain, options: [wholeOption] } };
    await pass(MINUTE);
    expect(market.chain?.options).toHaveLength(1);
    fed.content = { quotes, history: {} };
    await pass(MINUTE);
    expect(market.chain).toBeUndefined();
  });

  test("an error of our own is shown, and the next round comes", async () => {
    const log = jest.spyOn(console, "error").mockImplementation();
    const { desk, fed, start } = open({ ...online, refreshMinutes: 1 });
    fed.bug = new TypeError("x is not a function");
    await start();
    await pass(1_000);
    expect(log).toHaveBeenCalledWith(fed.bug);
    expect(desk.state.notice?.text).toMatch(/^Something went wrong in the pane itself/);
    fed.bug = undefined;
    await pass(MINUTE);
    expect(fed.rounds).toHaveLength(2);
    log.mockRestore();
  });
});

describe("refreshing a live workbook", () => {
  test("is the consent, and shows what comes", async () => {
    const { desk, market, fed, storage, start } = open();
    await start();
    await desk.refresh();
    expect(fed.rounds).toEqual([{ at: Date.now(), isForced: true, topics: ["network", "price"] }]);
    expect([market.state.kind, price(market)]).toEqual(["live", 90_001]);
    expect(desk.state).toMatchObject({ settings: { isOnline: true }, problems: [], refreshedAt: Date.now() });
    expect(JSON.parse(storage.kept.get("hashcell.settings") ?? "")).toMatchObject({ isOnline: true });
    await pass(15 * MINUTE);
    expect(fed.rounds).toHaveLength(2);
  });

  test("shows its progress; a second click makes no second round", async () => {
    const { desk, fed, letGo, states, start } = open();
    await start();
    fed.isHeldBack = true;
    const first = desk.refresh();
    const second = desk.refresh();
    await pass(10);
    expect(desk.state.round).toEqual({ done: 0, total: 4 });
    letGo();
    await Promise.all([first, second]);
    expect(fed.rounds).toHaveLength(1);
    expect(desk.state.round).toBeUndefined();
    expect(states.mock.calls.map(([{ round }]) => round?.done)).toContain(4);
  });

  test("takes the place of a round that was under way by itself", async () => {
    const { desk, fed, letGo, start } = open(online);
    fed.isHeldBack = true;
    await start();
    await pass(1_000);
    const refreshed = desk.refresh();
    await pass(10);
    expect(fed.open).toBe(1);
    letGo();
    await refreshed;
    expect(fed.rounds.map(({ isForced }) => isForced)).toEqual([false, true]);
  });

  test("can be cancelled: nothing changes, and nothing is left behind", async () => {
    const { desk, market, fed, start } = open();
    await start();
    fed.isHeldBack = true;
    const refreshed = desk.refresh();
    await pass(10);
    desk.cancel();
    await refreshed;
    expect([price(market), desk.state.round, desk.state.notice, fed.open]).toEqual([
      BUILT_IN_PRICE,
      undefined,
      undefined,
      0,
    ]);
  });

  test("asks for what the tables show, though nobody looks at it, and not by itself", async () => {
    const { desk, fed, fake, start } = open({ ...online, refreshMinutes: 10 });
    fake.workbook.tableSeries.mockResolvedValue(["ltc.price", "btc.price", "of.tomorrow", "doge.price"]);
    await start();
    await desk.refresh();
    expect(fed.rounds.at(-1)).toMatchObject({ isForced: true, topics: ["network", "price", "coins"] });
    await pass(10 * MINUTE);
    expect(fed.rounds.at(-1)).toMatchObject({ isForced: false, topics: ["network", "price"] });
    fake.workbook.tableSeries.mockResolvedValue([]);
    await desk.refresh();
    expect(fed.rounds.at(-1)).toMatchObject({ isForced: true, topics: ["network", "price"] });
    fake.workbook.tableSeries.mockRejectedValue(new WorkbookError("Excel is busy: finish editing the cell."));
    await desk.refresh();
    expect(fed.rounds.at(-1)).toMatchObject({ isForced: true, topics: ["network", "price"] });
  });

  test("writes the tables again, and logs the values that changed in them", async () => {
    const { desk, market, fake, start } = open();
    const place = { sheet: "Model", range: "A1:B3" };
    fake.workbook.updateTables.mockImplementation((rowOf, onWritten) => {
      expect(rowOf("btc.price")).toEqual(["btc.price", 90_001]);
      expect(rowOf("btc.dvol")).toBeUndefined();
      expect(rowOf("of.tomorrow")).toBeUndefined();
      onWritten?.("btc.price", ["btc.price", 80_000]);
      // Its source has changed, not its value.
      onWritten?.("btc.fees", rowOf("btc.fees") ?? []);
      onWritten?.("btc.height", ["btc.height", "#N/A"]);
      return Promise.resolve({ updated: [place], left: [] });
    });
    await start();
    await desk.refresh();
    expect(desk.state.notice).toEqual({ intent: "success", text: "Updated: Model!A1:B3." });
    const when = Date.now();
    expect(fake.state.log).toEqual([
      {
        when,
        event: "Table updated",
        addinVersion: "0.2.0",
        series: "btc.price",
        unit: "USD",
        source: "Kraken",
        asOf: when,
        oldValue: 80_000,
        newValue: 90_001,
      },
      expect.objectContaining({ series: "btc.height", newValue: market.quote("btc.height")?.value }),
    ]);
    expect(fake.state.log[1]).not.toHaveProperty("oldValue");
  });

  test("rows that the log refuses go with the next ones", async () => {
    const { desk, fake, start } = open(online);
    await start();
    const before: readonly TableCell[] = ["Bitcoin price", 1, "USD", "Kraken", 2];
    fake.workbook.updateTables.mockImplementation((_rowOf, onWritten) => {
      onWritten?.("btc.price", before);
      return Promise.resolve({ updated: [], left: [] });
    });
    fake.workbook.appendLog.mockRejectedValueOnce(new WorkbookError("The sheet is protected."));
    await desk.refresh();
    expect(desk.state.notice?.text).toBe("The sheet is protected.");
    expect(fake.state.log).toEqual([]);
    await desk.refresh();
    expect(fake.state.log.map(({ event, oldValue }) => [event, oldValue])).toEqual([
      ["Table updated", 1],
      ["Table updated", 1],
    ]);
  });

  test("reports which tables were left, and why", async () => {
    const { desk, fake, start } = open();
    const left = [{ name: "HASHCELL_1", reason: "Its columns were changed: insert the table again." }];
    fake.workbook.updateTables.mockResolvedValue({ updated: [], left });
    await start();
    await desk.refresh();
    expect(desk.state.notice).toEqual({
      intent: "error",
      text: "Not updated: HASHCELL_1. Its columns were changed: insert the table again.",
    });
    expect(fake.state.log).toEqual([]);
  });

  test("keeps what it shows when the workbook refuses", async () => {
    const { desk, market, fake, start } = open();
    fake.workbook.updateTables.mockRejectedValue(new WorkbookError("The sheet is protected: unprotect it."));
    await start();
    await desk.refresh();
    expect(desk.state.notice).toEqual({ intent: "error", text: "The sheet is protected: unprotect it." });
    expect(price(market)).toBe(90_001);
  });

  test("when nobody answers, everything stays and the problems say why", async () => {
    const { desk, market, fed, fake, start } = open();
    for (const route of [routes.network, routes.fees])
      fed.failing.set(route, "mempool.space asks for a pause");
    fed.failing.set(routes.kraken, "Kraken is in trouble");
    fed.failing.set(routes.coinbase, "Coinbase could not be reached.");
    await start();
    await desk.refresh();
    expect([market.state.kind, price(market)]).toEqual(["embedded", BUILT_IN_PRICE]);
    expect(desk.state.problems).toEqual([
      { label: "mempool.space", message: "mempool.space asks for a pause." },
      { label: "Bitcoin price from Coinbase", message: "Coinbase could not be reached." },
      { label: "Bitcoin price from Kraken", message: "Kraken is in trouble." },
    ]);
    expect(desk.state.refreshedAt).toBeUndefined();
    expect(fake.workbook.updateTables).not.toHaveBeenCalled();
    fed.failing.clear();
    await desk.refresh();
    expect(desk.state.problems).toEqual([]);
  });
});

describe("freezing", () => {
  test("writes what is shown into the workbook, with a row of the log for each series", async () => {
    const { desk, market, fake, start } = open();
    await start();
    await desk.refresh();
    const before = market.quotes.map(({ series, value }) => [series, value]);
    await pass(MINUTE);
    const when = Date.now();
    await desk.freeze();
    expect(market.state).toEqual({ kind: "frozen", frozenAt: when });
    expect(market.quotes.map(({ series, value }) => [series, value])).toEqual(before);
    expect(readFreeze(fake.state.frozen ?? "").content).toEqual(market.content);
    expect(fake.workbook.keepFreeze).toHaveBeenCalledTimes(1);
    expect(fake.state.log.map(({ series, newValue }) => [series, newValue])).toEqual(before);
    expect(fake.state.log[0]).toEqual({
      when,
      event: "Frozen",
      addinVersion: "0.2.0",
      series: "btc.price",
      unit: "USD",
      source: "Kraken (live when frozen)",
      asOf: when - MINUTE,
      newValue: 90_001,
    });
    expect(desk.state.notice?.intent).toBe("success");
    await pass(HOUR);
    expect(price(market)).toBe(90_001);
  });

  test("another computer shows the same, bit for bit", async () => {
    const first = open(online);
    await first.start();
    await pass(MINUTE);
    await first.desk.freeze();
    const second = open({ isOnline: true, refreshMinutes: 1 });
    second.fed.kept = { quotes: [quoteOf("btc.price", 1, Date.now() + HOUR)], history: {} };
    second.fake.state.frozen = first.fake.state.frozen;
    await second.start();
    await pass(HOUR);
    expect(second.market.quotes).toEqual(first.market.quotes);
    expect(second.market.content).toEqual(first.market.content);
    expect(second.market.now()).toBe(first.market.now());
  });

  test("that the workbook refuses changes nothing", async () => {
    const { desk, market, fake, fed, start } = open(online);
    await start();
    await pass(MINUTE);
    fake.workbook.keepFreeze.mockRejectedValue(new WorkbookError("The workbook is read-only: save a copy."));
    await desk.freeze();
    expect(desk.state.notice).toEqual({ intent: "error", text: "The workbook is read-only: save a copy." });
    expect([market.state.kind, price(market)]).toEqual(["live", 90_001]);
    const rounds = fed.rounds.length;
    await pass(15 * MINUTE);
    expect(fed.rounds.length).toBeGreaterThan(rounds);
    desk.dismiss();
    expect(desk.state.notice).toBeUndefined();
  });

  test("a round under way does not reach the frozen workbook", async () => {
    const { desk, market, fed, letGo, start } = open(online);
    fed.isHeldBack = true;
    await start();
    await pass(1_000);
    await desk.freeze();
    await pass(10);
    expect(fed.open).toBe(0);
    letGo();
    await pass(HOUR);
    expect([price(market), fed.rounds.length]).toEqual([BUILT_IN_PRICE, 1]);
  });

  test("an error that is ours is shown in general words", async () => {
    const log = jest.spyOn(console, "error").mockImplementation();
    const { desk, fake, start } = open();
    await start();
    fake.workbook.keepFreeze.mockRejectedValue(new TypeError("x is undefined"));
    await desk.freeze();
    expect(desk.state.notice?.text).toMatch(/^Something went wrong in the pane itself/);
    expect(log).toHaveBeenCalled();
    log.mockRestore();
  });
});

describe("refreshing a frozen workbook", () => {
  test("stages what would change, and shows the old values in the meantime", async () => {
    const { desk, market, fake } = await openFrozen();
    await desk.refresh();
    expect(
      desk.state.staged?.map(({ series, before, after }) => [series, before?.value, after?.value]),
    ).toEqual([
      ["btc.price", 70_000, 90_001],
      ["btc.hashprice", expect.any(Number), expect.any(Number)],
    ]);
    expect(desk.state.staged?.[0]).toMatchObject({
      before: { source: "Kraken (live when frozen)" },
      after: { source: "Kraken (live when frozen)", quality: "frozen" },
    });
    expect([market.state.kind, price(market)]).toEqual(["frozen", 70_000]);
    expect(fake.workbook.keepFreeze).not.toHaveBeenCalled();
    expect(fake.workbook.updateTables).not.toHaveBeenCalled();
  });

  test("applies in one step, with a row of the log for each series that moved", async () => {
    const { desk, market, fake } = await openFrozen();
    await desk.refresh();
    const frozenAt = Date.now();
    await pass(5 * MINUTE);
    await desk.apply();
    expect(market.state).toEqual({ kind: "frozen", frozenAt });
    expect(price(market)).toBe(90_001);
    expect(readFreeze(fake.state.frozen ?? "")).toMatchObject({ frozenAt, version: "0.2.0" });
    expect(fake.workbook.keepFreeze).toHaveBeenCalledTimes(1);
    expect(fake.workbook.updateTables).toHaveBeenCalledTimes(1);
    expect(fake.state.log).toEqual([
      {
        when: Date.now(),
        event: "Refreshed",
        addinVersion: "0.2.0",
        series: "btc.price",
        unit: "USD",
        source: "Kraken (live when frozen)",
        asOf: frozenAt,
        oldValue: 70_000,
        newValue: 90_001,
      },
      expect.objectContaining({ event: "Refreshed", series: "btc.hashprice", unit: "USD per PH/s per day" }),
    ]);
    expect(desk.state.staged).toBeUndefined();
    await desk.apply();
    expect(fake.workbook.keepFreeze).toHaveBeenCalledTimes(1);
  });

  test("lists and logs what changes beside the values: days, options, pools", async () => {
    const { desk, fed, fake } = await openFrozen();
    const asOf = Date.now();
    const day = Math.floor(asOf / 86_400_000) - 1;
    const days = { days: { [day]: 90_000, [day - 1]: 89_000 }, source: "Kraken", fetchedAt: asOf };
    const pools = { pools: [{ name: "A pool", blocks: 3 }], days: 7, asOf, source: "mempool.space" };
    const quotes = [quoteOf("btc.price", 70_000, FROZEN_AT)];
    fed.kept = { quotes, history: { "btc.price": days }, pools };
    await desk.refresh();
    expect(desk.state.stagedOthers).toEqual([
      { name: "btc.price by day", text: "2 days added", source: "Kraken", asOf },
      { name: "pools of the last week", text: "1 pool", source: "mempool.space", asOf },
    ]);
    await desk.apply();
    const others = fake.state.log.filter(({ newValue }) => newValue === undefined);
    expect(others.map(({ event, series, source }) => [event, series, source])).toEqual([
      ["Refreshed", "btc.price by day: 2 days added", "Kraken"],
      ["Refreshed", "pools of the last week: 1 pool", "mempool.space"],
    ]);
    expect(desk.state.stagedOthers).toEqual([]);
  });

  test("a decision made while the workbook is being written is not taken", async () => {
    const { desk, market, fake } = await openFrozen();
    await desk.refresh();
    let written: () => void = () => undefined;
    fake.workbook.keepFreeze.mockImplementationOnce((text) => {
      fake.state.frozen = text;
      return new Promise((resolve) => (written = () => resolve("")));
    });
    const applied = desk.apply();
    await pass(1);
    expect(desk.state.isWriting).toBe(true);
    desk.discard();
    expect(desk.state.staged).toHaveLength(2);
    written();
    await applied;
    expect([desk.state.isWriting, desk.state.staged, price(market)]).toEqual([false, undefined, 90_001]);
  });

  test("can be dropped", async () => {
    const { desk, market, fake } = await openFrozen();
    await desk.refresh();
    desk.discard();
    expect(desk.state.staged).toBeUndefined();
    await desk.apply();
    expect([price(market), fake.workbook.keepFreeze.mock.calls]).toEqual([70_000, []]);
  });

  test("stays ready when the workbook refuses to take it", async () => {
    const { desk, market, fake } = await openFrozen();
    await desk.refresh();
    fake.workbook.keepFreeze.mockRejectedValueOnce(
      new WorkbookError("Finish editing the cell, then try again."),
    );
    await desk.apply();
    expect(desk.state).toMatchObject({ notice: { intent: "error" }, staged: [{ series: "btc.price" }, {}] });
    expect(price(market)).toBe(70_000);
    await desk.apply();
    expect([price(market), desk.state.staged]).toEqual([90_001, undefined]);
  });

  test("stages nothing when nobody answers, or when it is cancelled", async () => {
    const { desk, fed } = await openFrozen();
    for (const route of Object.values(routes)) fed.failing.set(route, "This computer is offline");
    await desk.refresh();
    expect(desk.state.staged).toBeUndefined();
    expect(desk.state.problems.length).toBeGreaterThan(0);
    fed.failing.clear();
    fed.isHeldBack = true;
    const refreshed = desk.refresh();
    await pass(10);
    desk.cancel();
    await refreshed;
    expect(desk.state.staged).toBeUndefined();
  });

  test("can be ended by setting the workbook live", async () => {
    const { desk, market, fake, fed } = await openFrozen({ isOnline: true, refreshMinutes: 10 });
    await desk.refresh();
    await desk.goLive();
    expect([market.state.kind, price(market), desk.state.staged, fake.state.frozen]).toEqual([
      "live",
      90_001,
      undefined,
      undefined,
    ]);
    expect(fake.state.log).toEqual([
      {
        when: Date.now(),
        event: "Set live",
        addinVersion: "0.2.0",
        series: "",
        unit: "",
        source: "",
      },
    ]);
    await pass(11 * MINUTE);
    expect(fed.rounds).toHaveLength(2);
  });

  test("setting live that the workbook refuses leaves it frozen", async () => {
    const { desk, market, fake } = await openFrozen();
    fake.workbook.keepFreeze.mockRejectedValue(new WorkbookError("The workbook is read-only."));
    await desk.goLive();
    expect([market.state.kind, desk.state.notice?.text]).toEqual(["frozen", "The workbook is read-only."]);
  });
});

describe("values that have jumped", () => {
  const warning =
    "Bitcoin price is 100.0 % above that of 2026-11-22 12:00 UTC, further than it has gone in such a time since 2015";
  const jumped = () => ({ quotes: [{ ...quoteOf("btc.price", 180_000, Date.now()), warning }], history: {} });

  test("are asked about before they are frozen", async () => {
    const { desk, market, fed, believe, fake, start } = open();
    fed.kept = jumped();
    await start();
    await desk.freeze();
    expect(desk.state.question).toEqual({ act: "freeze", doubts: [warning] });
    expect([market.state.kind, fake.state.frozen, desk.state.isWriting]).toEqual(["live", undefined, false]);
    desk.decline();
    expect(desk.state.question).toBeUndefined();
    expect(believe).not.toHaveBeenCalled();
    await desk.freeze();
    await desk.freeze(true);
    expect([market.state.kind, price(market), desk.state.question]).toEqual(["frozen", 180_000, undefined]);
    expect(believe).toHaveBeenCalledTimes(1);
    // The doubt travels with the value.
    expect(readFreeze(fake.state.frozen ?? "").content.quotes[0]?.warning).toBe(warning);
  });

  test("from the frozen ones are asked about before they are applied, and only when they change", async () => {
    const { desk, market, fed, fake } = await openFrozen();
    jest.setSystemTime(FROZEN_AT + 24 * HOUR);
    fed.price = 139_999;
    await desk.refresh();
    expect(desk.state.staged?.[0]?.after?.warning).toMatch(
      /^Bitcoin price is 100\.0 % above that of 2026-10-20/,
    );
    await desk.apply();
    expect(desk.state.question?.act).toBe("apply");
    expect(desk.state.question?.doubts).toEqual([expect.stringMatching(/100\.0 %/)]);
    expect(fake.workbook.keepFreeze).not.toHaveBeenCalled();
    await desk.apply(true);
    expect([price(market), desk.state.question]).toEqual([140_000, undefined]);
    await desk.refresh();
    await desk.apply();
    expect([price(market), desk.state.question]).toEqual([140_001, undefined]);
  });

  // From 85,956.45 on 5 October 2026, fifteen days allow a factor of 1.2872 ** sqrt(15) = 2.66.
  test.each([
    ["beyond what is built in", 85_956.45 * 2.8, FROZEN_AT, /^Bitcoin price is 180\.0 % above.*since 2015$/],
    [
      "of a time that was to come",
      85_000,
      Date.UTC(2099, 0, 1),
      /that of 2099-01-01, which was then still to/,
    ],
    [
      "of a time that excuses all",
      850_000,
      Date.UTC(2099, 0, 1),
      /that of 2099-01-01, which was then still to/,
    ],
    ["as far as it can go", 85_956.45 * 2.5, FROZEN_AT, undefined],
  ])("a frozen one %s", async (_what, value, asOf, warning) => {
    const { market, fake, start } = open(online);
    fake.state.frozen = frozenPrice(value, FROZEN_AT, asOf);
    await start();
    expect([market.state.kind, price(market)]).toEqual(["frozen", value]);
    const given = market.quote("btc.price")?.warning;
    if (warning === undefined) expect(given).toBeUndefined();
    else expect(given).toMatch(warning);
  });

  test("are no longer asked about when what was staged is dropped", async () => {
    const { desk, fed } = await openFrozen();
    jest.setSystemTime(FROZEN_AT + 24 * HOUR);
    fed.price = 139_999;
    await desk.refresh();
    await desk.apply();
    desk.discard();
    expect(desk.state.question).toBeUndefined();
  });
});

describe("a saved response", () => {
  test("is shown in a live workbook, and goes into its tables", async () => {
    const { desk, market, fake, fed, start } = open();
    await start();
    await desk.importResponse(routes.kraken, "95000", Date.now());
    expect([market.state.kind, price(market)]).toEqual(["live", 95_000]);
    expect(desk.state).toMatchObject({
      notice: { intent: "success", text: "Bitcoin price from Kraken: the saved response was read." },
      settings: { isOnline: false },
    });
    expect(fake.workbook.updateTables).toHaveBeenCalledTimes(1);
    expect(fed.rounds).toEqual([]);
  });

  test("is staged in a frozen one", async () => {
    const { desk, market } = await openFrozen();
    await desk.importResponse(routes.kraken, "95000", Date.now());
    expect(desk.state.staged?.[0]).toMatchObject({ before: { value: 70_000 }, after: { value: 95_000 } });
    expect(price(market)).toBe(70_000);
  });

  test("that is broken says so", async () => {
    const { desk, market, start } = open();
    await start();
    await desk.importResponse(routes.kraken, "broken", Date.now());
    expect(desk.state.notice).toEqual({ intent: "error", text: "The file is damaged: save it again." });
    expect(market.state.kind).toBe("embedded");
  });

  test("settles the problem of its route", async () => {
    const { desk, fed, start } = open();
    fed.failing.set(routes.kraken, "Kraken could not be reached");
    await start();
    await desk.refresh();
    expect(desk.state.problems).toHaveLength(1);
    await desk.importResponse(routes.kraken, "95000", Date.now());
    expect(desk.state.problems).toEqual([]);
  });
});

describe("settings", () => {
  test("are checked, kept and followed", async () => {
    const { desk, storage, start } = open();
    await start();
    desk.changeSettings({ mempoolUrl: "https://mempool.example/", currency: "gbp" });
    expect(desk.state.settings).toMatchObject({ mempoolUrl: "https://mempool.example", currency: "gbp" });
    expect(storage.kept.get("hashcell.settings")).toContain('"https://mempool.example"');
    desk.changeSettings({ mempoolUrl: "http://mempool.example" });
    expect(desk.state.settings.mempoolUrl).toBe("https://mempool.example");
    expect(desk.state.notice?.intent).toBe("error");
    expect(desk.state.notice?.text).toMatch(/must begin with https/);
  });

  test("that name a source beyond the page's policy need the page loaded again", async () => {
    const { desk, reload, start } = open();
    await start();
    expect(desk.state.needsReload).toBe(false);
    desk.changeSettings({ proxyUrl: "https://proxy.example" });
    expect(desk.state.needsReload).toBe(true);
    desk.reload();
    expect(reload).toHaveBeenCalledTimes(1);
    desk.changeSettings({ proxyUrl: "" });
    expect(desk.state.needsReload).toBe(false);
  });

  test("of another tab are followed", async () => {
    const { desk, fed, storage, start } = open();
    await start();
    storage.change("another", "{}");
    storage.change("hashcell.settings", JSON.stringify({ isOnline: true, currency: "eur" }));
    expect(desk.state.settings).toMatchObject({ isOnline: true, currency: "eur" });
    await pass(1_000);
    expect(fed.rounds[0]?.topics).toContain("price_eur");
    storage.change(null, null);
    expect(desk.state.settings.isOnline).toBe(false);
    await pass(HOUR);
    expect(fed.rounds).toHaveLength(1);
  });

  test("going offline ends the round under way, and all others", async () => {
    const { desk, fed, start } = open(online);
    fed.isHeldBack = true;
    await start();
    await pass(1_000);
    desk.changeSettings({ isOnline: false });
    await pass(HOUR);
    expect([fed.rounds.length, fed.open]).toEqual([1, 0]);
  });

  test("a browser that keeps nothing keeps them as long as the page", async () => {
    const { desk, storage, start } = open();
    storage.page.localStorage.setItem = () => {
      throw new Error("QuotaExceededError");
    };
    await start();
    desk.changeSettings({ currency: "eur" });
    expect(desk.state.settings.currency).toBe("eur");
  });
});

test("the address of a route is that of the source itself, without the proxy and without keys", () => {
  const { desk } = open({ proxyUrl: "https://proxy.example", keys: { coingecko: "CG-secret" } });
  expect(desk.addressOf(routes.coins)).toBe("https://api.coingecko.com/coingecko.coins");
  desk.changeSettings({ mempoolUrl: "http://localhost:8999/base" });
  expect(desk.addressOf(routes.fees)).toBe("http://localhost:8999/base/mempool.fees");
});

test("the state is one object until it changes", async () => {
  const { desk, start, states } = open();
  await start();
  const before = desk.state;
  expect(desk.state).toBe(before);
  desk.changeSettings({ currency: "eur" });
  expect(desk.state).not.toBe(before);
  expect(states).toHaveBeenCalledWith(desk.state);
});

test("an hour of rounds and refreshes leaves nothing behind", async () => {
  const { desk, market, fed, storage, start } = open({ isOnline: true, refreshMinutes: 1 });
  const sizes = () => {
    const all = JSON.stringify({ desk: desk.state, content: market.content, quotes: market.quotes });
    return {
      timers: jest.getTimerCount(),
      storage: storage.listeners.size,
      text: all.length,
      open: fed.open,
    };
  };
  const fields = () => {
    const seen = new Set<unknown>();
    const count = (value: unknown): number => {
      if (typeof value !== "object" || value === null || seen.has(value)) return 0;
      seen.add(value);
      const inside =
        value instanceof Map || value instanceof Set ? [...value.values()] : Object.values(value);
      return inside.reduce((sum: number, part) => sum + 1 + count(part), 0);
    };
    const feedState = { ...fed, rounds: undefined };
    const own = Object.entries(desk).filter(([name]) => name !== "parts");
    return count({ desk: Object.fromEntries(own), market, feedState });
  };
  await start();
  await desk.refresh();
  await pass(2 * MINUTE + 1_000);
  const before = [sizes(), fields()];
  for (let minute = 0; minute < 60; minute++) {
    await pass(MINUTE);
    await desk.refresh();
    if (minute % 10 === 0) await desk.importResponse(routes.kraken, String(90_000 + minute), Date.now());
  }
  await desk.refresh();
  await pass(10 * MINUTE);
  expect([sizes(), fields()]).toEqual(before);
  expect(fed.rounds.length).toBeGreaterThan(60);
  desk.stop();
  expect([jest.getTimerCount(), storage.listeners.size]).toEqual([0, 0]);
});
