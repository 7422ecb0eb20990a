import type { MarketContent, Quote } from "../../src/data/market";
import { embedded } from "../../src/data/embedded/embedded";
import { MarketStore } from "../../src/data/store";
import { bindStream } from "../../src/functions/bind";
import { definitionOf, ExcelError } from "./host";

const NOW = Date.UTC(2026, 10, 23, 12);
const price = (value: number, asOf = NOW): Quote => ({
  series: "btc.price",
  value,
  asOf,
  fetchedAt: asOf,
  source: "Test",
  quality: "live",
});
const dvol = (value: number): Quote => ({ ...price(value), series: "btc.dvol" });
const content = (...quotes: Quote[]): MarketContent => ({ quotes, history: {} });

/** A store, and a way to start a stream on it as Excel does; what it sends is noted. */
function setUp() {
  let now = NOW;
  const market = new MarketStore(embedded, () => now);
  const subscribed = jest.spyOn(market, "subscribe");
  const read = jest.spyOn(market, "quote");
  const bound = new Map<string, (...raw: unknown[]) => void>();
  const start = (name: string, ...given: unknown[]) => {
    const sent: unknown[] = [];
    const invocation: { setResult: (value: unknown) => void; onCanceled?: () => void } = {
      setResult: (value) => sent.push(value),
    };
    const count = Object.keys(definitionOf(name).parameters).length;
    const args = Array.from({ length: count }, (_, at) => given[at] ?? null);
    const run = bound.get(name) ?? bindStream(definitionOf(name), market);
    bound.set(name, run);
    run(...args, invocation);
    return { sent, cancel: () => invocation.onCanceled?.() };
  };
  return { market, start, subscribed, read, pass: (ms: number) => void (now += ms) };
}

const field = (name: string) => [[name]];

test("while the workbook has not been read nothing is sent, then the first value", () => {
  const { market, start } = setUp();
  const { sent } = start("MARKET", field("btc.price"));
  market.notify();
  expect(sent).toEqual([]);
  market.show({ kind: "embedded" });
  expect(sent).toEqual([[[85956.45]]]);
});

test("a change sends the new value, and what changes nothing sends nothing", () => {
  const { market, start } = setUp();
  market.show({ kind: "live" }, content(price(90000)));
  const { sent } = start("MARKET", field("btc.price"));
  expect(sent).toEqual([[[90000]]]);
  market.notify();
  market.show({ kind: "live" }, content(price(90000, NOW + 1), dvol(0.5)));
  expect(sent).toHaveLength(1);
  market.show({ kind: "live" }, content(price(91000, NOW + 2)));
  expect(sent).toEqual([[[90000]], [[91000]]]);
});

test("an error is sent as one, once, and a value after it", () => {
  const { market, start } = setUp();
  market.show({ kind: "embedded" });
  const { sent } = start("MARKET", field("btc.dvol"));
  const message = "btc.dvol is not loaded: open the Hashcell pane and load live data";
  expect(sent).toEqual([expect.objectContaining({ code: "#N/A", message })]);
  expect(sent[0]).toBeInstanceOf(ExcelError);
  market.notify();
  expect(sent).toHaveLength(1);
  market.show({ kind: "live" }, content(dvol(0.55)));
  expect(sent.slice(1)).toEqual([[[0.55]]]);
  market.show({ kind: "unreadable", reason: "The frozen values cannot be read" });
  expect(sent[2]).toMatchObject({ code: "#N/A", message: "The frozen values cannot be read" });
});

test("two errors that differ only in their words are distinct, in a cell of a table too", () => {
  const { market, start } = setUp();
  market.show({ kind: "embedded" });
  const { sent } = start("HISTORY", field("btc.price"), [[46300]], [[46300]]);
  market.show({ kind: "frozen", frozenAt: NOW }, content(price(1)));
  const messages = sent.map((table) => ((table as ExcelError[][])[1]?.[1] as ExcelError).message);
  expect(messages).toEqual([
    "btc.price of 2026-10-05 is not loaded: open the Hashcell pane and load live data",
    "btc.price of 2026-10-05 was not loaded when the workbook was frozen: refresh it in the pane",
  ]);
});

test("a wrong argument is sent as #VALUE!", () => {
  const { market, start } = setUp();
  market.show({ kind: "embedded" });
  expect(start("MARKET", [[0]]).sent).toEqual([
    expect.objectContaining({
      code: "#VALUE!",
      message:
        'field must be the name of a series of the market, such as "btc.price", got 0 (a blank cell reads as 0 in desktop Excel)',
    }),
  ]);
});

test("cancelling ends the subscription", () => {
  const { market, start } = setUp();
  market.show({ kind: "live" }, content(price(1)));
  const first = start("MARKET", field("btc.price"));
  const second = start("MARKET", field("btc.price"));
  first.cancel();
  market.show({ kind: "live" }, content(price(2, NOW + 1)));
  expect([first.sent, second.sent]).toEqual([[[[1]]], [[[1]], [[2]]]]);
});

test("a stream that is cancelled while the market reports a change does no harm to the others", () => {
  const { market, start } = setUp();
  market.show({ kind: "live" }, content(price(1)));
  const streams = Array.from({ length: 3 }, () => start("MARKET", field("btc.price")));
  const unsubscribe = market.subscribe(() => streams[0]?.cancel());
  market.show({ kind: "live" }, content(price(2, NOW + 1)));
  market.show({ kind: "live" }, content(price(3, NOW + 2)));
  unsubscribe();
  expect(streams.map(({ sent }) => sent.length)).toEqual([2, 3, 3]);
});

test("ten thousand streams on one change: each sends once, and all is let go in the end", () => {
  const { market, start } = setUp();
  market.show({ kind: "live" }, content(price(1)));
  const streams = Array.from({ length: 10_000 }, () => start("MARKET", field("btc.price")));
  market.show({ kind: "live" }, content(price(2, NOW + 1)));
  expect(new Set(streams.map(({ sent }) => JSON.stringify(sent)))).toEqual(new Set(["[[[1]],[[2]]]"]));
  for (const { cancel } of streams) cancel();
  market.show({ kind: "live" }, content(price(3, NOW + 2)));
  expect(Math.max(...streams.map(({ sent }) => sent.length))).toBe(2);
});

test("equal calls are computed once, and one that joins gets the value at once", () => {
  const { market, start, subscribed, read } = setUp();
  market.show({ kind: "live" }, content(price(1)));
  const streams = [1, 2, 3].map(() => start("MARKET", field("btc.price")));
  expect(streams.map(({ sent }) => sent)).toEqual([[[[1]]], [[[1]]], [[[1]]]]);
  market.show({ kind: "live" }, content(price(2, NOW + 1)));
  expect([subscribed.mock.calls.length, read.mock.calls.length]).toEqual([1, 2]);
  expect(start("MARKET", field("btc.price")).sent).toEqual([[[2]]]);
});

test("calls that differ, if only in their types, are not one", () => {
  const { market, start } = setUp();
  market.show({ kind: "embedded" });
  const first = (...given: unknown[]) => start("MARKET", field("btc.subsidy"), ...given).sent[0];
  expect(first([[45401]])).toEqual([[6.25]]);
  expect(first([[45402]])).toEqual([[3.125]]);
  expect(first([["45402"]])).toMatchObject({ code: "#VALUE!" });
  expect(first([[new ExcelError("#REF!", "a")]])).toMatchObject({ message: "there is #REF! in as_of: a" });
  expect(first([[new ExcelError("#REF!", "b")]])).toMatchObject({ message: "there is #REF! in as_of: b" });
});

test("a stream whose last cell has gone starts again for the next", () => {
  const { market, start, subscribed } = setUp();
  market.show({ kind: "live" }, content(price(1)));
  const first = start("MARKET", field("btc.price"));
  first.cancel();
  first.cancel();
  market.show({ kind: "live" }, content(price(2, NOW + 1)));
  const second = start("MARKET", field("btc.price"));
  first.cancel();
  market.show({ kind: "live" }, content(price(3, NOW + 2)));
  expect([first.sent, second.sent]).toEqual([[[[1]]], [[[2]], [[3]]]]);
  expect(subscribed.mock.calls).toHaveLength(2);
});

test("while another workbook is being read, one that joins is sent nothing", () => {
  const { market, start } = setUp();
  market.show({ kind: "embedded" });
  start("MARKET", field("btc.price"));
  market.show({ kind: "starting" });
  const { sent } = start("MARKET", field("btc.price"));
  expect(sent).toEqual([]);
  market.show({ kind: "embedded" });
  expect(sent).toEqual([[[85956.45]]]);
});

test("ten thousand cells want one topic, once", () => {
  const { market, start } = setUp();
  market.show({ kind: "embedded" });
  const demanded: string[] = [];
  market.onDemand((topic) => void demanded.push(topic));
  for (let count = 0; count < 10_000; count++) start("MARKET", field("btc.price"));
  expect(demanded).toEqual(["price"]);
  start("MARKET", field("btc.dvol"));
  start("OPTION_CHAIN");
  start("HISTORY", field("btc.hashprice_subsidy"), [[46300]], [[46301]]);
  const history = ["history.btc.price", "history.btc.difficulty", "network"];
  expect(demanded).toEqual(["price", "volatility", "chain", ...history]);
});

const HOUR = 3_600_000;

test("the chain is wanted while a cell shows it, and no longer", () => {
  const { market, start, pass } = setUp();
  market.show({ kind: "embedded" });
  const cells = [start("OPTION_CHAIN"), start("OPTION_CHAIN"), start("OPTION_CHAIN", [[46000]])];
  for (const cell of cells) {
    pass(HOUR);
    expect([...market.wantedTopics]).toEqual(["chain"]);
    cell.cancel();
  }
  expect([...market.wantedTopics]).toEqual(["chain"]);
  pass(HOUR);
  expect([...market.wantedTopics]).toEqual([]);
});

test("a recalculation, which cancels streams and starts them again, asks for nothing twice", () => {
  const { market, start, pass } = setUp();
  const demanded: string[] = [];
  market.onDemand((topic) => void demanded.push(topic));
  market.show({ kind: "live" }, content(price(1)));
  for (let recalculation = 0; recalculation < 5; recalculation++) {
    const [one, other] = [start("MARKET", field("btc.price")), start("OPTION_CHAIN")];
    expect(one.sent).toEqual([[[1]]]);
    pass(HOUR);
    one.cancel();
    other.cancel();
    pass(1_000);
    expect([...market.wantedTopics]).toEqual(["price", "chain"]);
  }
  expect(demanded).toEqual(["price", "chain"]);
});

test("history is wanted until the days are there", () => {
  const { market, start, pass } = setUp();
  market.show({ kind: "embedded" });
  const { sent } = start("HISTORY", field("btc.price"), [[46300]], [[46301]], null, [[false]]);
  pass(HOUR);
  expect([...market.wantedTopics]).toEqual(["history.btc.price"]);
  const days = { [46300 - 25569]: 80_000, [46301 - 25569]: 81_000 };
  const history = { "btc.price": { days, source: "Kraken", fetchedAt: NOW } };
  market.show({ kind: "live" }, { quotes: [], history });
  expect(sent[1]).toEqual([
    [46300, 80_000],
    [46301, 81_000],
  ]);
  pass(HOUR);
  expect([...market.wantedTopics]).toEqual([]);
});

test("a range of fields wants the topics of all its cells", () => {
  const { market, start, pass } = setUp();
  market.show({ kind: "embedded" });
  const { cancel } = start("MARKET", [["btc.price_eur", "ltc.price"]]);
  const status = start("MARKET_STATUS", field("btc.dvol"));
  pass(HOUR);
  expect([...market.wantedTopics]).toEqual(["price_eur", "coins", "volatility"]);
  cancel();
  pass(HOUR);
  expect([...market.wantedTopics]).toEqual(["volatility"]);
  status.cancel();
  pass(HOUR);
  expect([...market.wantedTopics]).toEqual([]);
});

test("an age goes by the minute for a day, then by the hour", () => {
  const { market, start, pass } = setUp();
  market.show({ kind: "live" }, content(price(1, NOW - 90_000)));
  const { sent } = start("MARKET_STATUS", field("btc.price"), field("Age (hours)"));
  const tellAfter = (ms: number) => {
    pass(ms);
    market.notify();
  };
  tellAfter(20_000);
  expect(sent).toEqual([[[1 / 60]]]);
  tellAfter(10_000);
  expect(sent).toEqual([[[1 / 60]], [[2 / 60]]]);
  tellAfter(30 * 3_600_000);
  tellAfter(60_000);
  expect(sent.slice(2)).toEqual([[[30]]]);
});

test("in a frozen workbook the clock stops", () => {
  const { market, start, pass } = setUp();
  market.show({ kind: "frozen", frozenAt: NOW }, content(price(1, NOW - 7_200_000)));
  const streams = [start("MARKET_STATUS"), start("ABOUT"), start("MARKET", field("btc.price"))];
  pass(86_400_000);
  market.notify();
  expect(streams.map(({ sent }) => sent.length)).toEqual([1, 1, 1]);
});

test("a bug at the first value goes through and leaves nothing behind", () => {
  const { market, start, read, subscribed, pass } = setUp();
  market.show({ kind: "embedded" });
  read.mockImplementationOnce(() => {
    throw new TypeError("bug");
  });
  expect(() => start("MARKET", field("btc.price"))).toThrow("bug");
  expect(subscribed).not.toHaveBeenCalled();
  pass(HOUR);
  expect([...market.wantedTopics]).toEqual([]);
  expect(start("MARKET", field("btc.price")).sent).toEqual([[[85956.45]]]);
});

test("a bug at a later value is noted: the cell keeps the last one, other cells get theirs", () => {
  const { market, start, read } = setUp();
  const noted = jest.spyOn(console, "error").mockImplementation(() => undefined);
  market.show({ kind: "live" }, content(price(90000), dvol(0.5)));
  const [one, other] = [start("MARKET", field("btc.price")), start("MARKET", field("btc.dvol"))];
  const bug = new TypeError("bug");
  read.mockImplementationOnce(() => {
    throw bug;
  });
  market.show({ kind: "live" }, content(price(91000, NOW + 1), dvol(0.6)));
  expect(noted.mock.calls).toEqual([[bug]]);
  expect([one.sent, other.sent]).toEqual([[[[90000]]], [[[0.5]], [[0.6]]]]);
  market.notify();
  expect(one.sent).toEqual([[[90000]], [[91000]]]);
  noted.mockRestore();
});
