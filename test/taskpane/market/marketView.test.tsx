/** @jest-environment jsdom */
import { act, screen, waitFor, within } from "@testing-library/react";
import { historyFields } from "../../../src/data/series";
import { tableInput } from "../../../src/workbook/cells";
import { WorkbookError } from "../../../src/workbook/workbook";
import { insertButton, now, openPane, showView } from "../openPane";
import { content, fetched } from "../someMarket";

const itemOf = (heading: string): HTMLElement => {
  const item = screen.getByRole("heading", { name: heading, level: 3 }).closest("li");
  if (item === null) throw new Error(`${heading} is in no list`);
  return item;
};
const headings = (level: number) =>
  screen.getAllByRole("heading", { level }).map(({ textContent }) => textContent);
const stateLine = () => screen.getByRole("region", { name: "State of the data" });

describe("quotes", () => {
  test("what is built in has value, unit, source, age and quality, by group", async () => {
    await openPane();
    expect(headings(2).slice(0, 4)).toEqual(["Price and hashprice", "Difficulty", "Network", "Fees"]);
    expect(itemOf("Bitcoin price")).toHaveTextContent(
      /^Bitcoin priceembedded85,956\.45 USD7 weeks old · WhatToMine/,
    );
    expect(itemOf("Network hashrate")).toHaveTextContent(
      /^Network hashratederived950\.02 EH\/s7 weeks old · Derived/,
    );
  });

  test("what was fetched shows its warning, and how long ago a cached value came", async () => {
    const { showMarket } = await openPane();
    showMarket({ kind: "live" }, content);
    expect(itemOf("Bitcoin price")).toHaveTextContent(
      "Bitcoin pricelive91,234.50 USD⚠ The three prices differ by 1.4 %.2 minutes old · median of Coinbase, Kraken and Bitstamp",
    );
    expect(itemOf("Transaction fees")).toHaveTextContent(
      "cached0.020000 BTC per block5 hours old, fetched 3 hours ago · mempool.space",
    );
    expect(itemOf("Deribit's volatility index, DVOL")).toHaveTextContent("45.12 % a year");
  });

  test("the next adjustment has its date, the blocks to go and the estimate with its own origin", async () => {
    const { showMarket } = await openPane();
    showMarket({ kind: "live" }, content);
    // 975,000 lies 744 blocks before 484 times 2016.
    expect(itemOf("Next difficulty adjustment")).toHaveTextContent(
      "live1 Dec 2026744 blocks to go, to block 975,744Estimated change +1.23 %2 minutes old · mempool.space" +
        "Estimated difficulty change, live: 9 minutes old · mempool.space",
    );
    expect(screen.queryByRole("heading", { name: "Estimated difficulty change" })).toBeNull();
    expect(itemOf("Next halving")).toHaveTextContent("Block 1,050,00075,000 blocks to go");
  });

  test("the chosen currency leads, and says when it is not loaded", async () => {
    const { desk, say, showMarket } = await openPane();
    expect([...desk.market.wantedTopics].sort()).toEqual([
      "history.btc.difficulty",
      "history.btc.hashrate",
      "history.btc.price",
      "price",
      "volatility",
    ]);
    say({ settings: { ...desk.state.settings, currency: "eur" } });
    expect(desk.market.wantedTopics.has("price_eur")).toBe(true);
    expect(headings(3).slice(0, 4)).toEqual([
      "Bitcoin price in euros",
      "Hashprice in euros",
      "Bitcoin price",
      "Hashprice",
    ]);
    expect(itemOf("Bitcoin price in euros")).toHaveTextContent("Not loaded: load live data first.");
    say({ settings: { ...desk.state.settings, isOnline: true }, round: { done: 0, total: 3 } });
    expect(itemOf("Bitcoin price in euros")).toHaveTextContent("Loading …");
    say({ round: undefined });
    expect(itemOf("Hashprice in euros")).toHaveTextContent("Not loaded: no source has given it yet.");
    showMarket({ kind: "live" }, { ...content, quotes: [fetched("btc.price_eur", 80_000, "Kraken")] });
    expect(itemOf("Bitcoin price in euros")).toHaveTextContent("live80,000.00 EUR");
    expect(screen.queryByText("Bitcoin price in pounds")).toBeNull();
  });

  test("nothing is asked for that is folded away, or in a view that is not in front", async () => {
    let time = now();
    const { user, market } = await openPane(undefined, () => time);
    const wantedLater = () => {
      time += 3_600_000;
      return [...market.wantedTopics].sort();
    };
    const ofTheView = [...market.wantedTopics].sort();
    const coins = screen.getByRole("button", { name: "Other coins" });
    await user.click(coins);
    expect(wantedLater()).toEqual([...ofTheView, "coins"].sort());
    await user.click(coins);
    expect(wantedLater()).toEqual(ofTheView);
    await user.click(coins);
    await showView(user, "Options");
    expect(wantedLater()).toEqual(["chain"]);
    await showView(user, "Functions");
    expect(wantedLater()).toEqual([]);
    await showView(user, "Market");
    expect(wantedLater()).toEqual([...ofTheView, "coins"].sort());
  });

  test("coins and pools are asked for when they are unfolded", async () => {
    const { user, market, showMarket } = await openPane();
    const coins = screen.getByRole("button", { name: "Other coins" });
    const pools = screen.getByRole("button", { name: "Pools of the last week" });
    expect(market.wantedTopics.has("coins") || market.wantedTopics.has("pools")).toBe(false);
    await user.click(coins);
    await user.click(pools);
    expect(coins).toHaveAttribute("aria-expanded", "true");
    expect(market.wantedTopics.has("coins") && market.wantedTopics.has("pools")).toBe(true);
    expect(screen.getAllByText("Not loaded: load live data first.")).toHaveLength(2);
    const found = [
      { name: "=Foundry", blocks: 300 },
      { name: "<b>AntPool</b>", blocks: 700 },
    ];
    showMarket(
      { kind: "live" },
      {
        quotes: [fetched("doge.price", 0.123456, "CoinGecko")],
        history: {},
        pools: { pools: found, days: 7, asOf: now() - 3_600_000, source: "mempool.space" },
      },
    );
    expect(itemOf("Dogecoin price")).toHaveTextContent("0.123456 USD");
    const table = screen.getByRole("table", { name: "Pools by blocks found" });
    const rows = within(table).getAllByRole("row");
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      "PoolBlocksShare",
      "=Foundry30030.00 %",
      "<b>AntPool</b>70070.00 %",
    ]);
    expect(screen.getByText(/^1,000 blocks in 7 days/)).toBeVisible();
    await user.click(pools);
    expect(screen.queryByRole("table")).toBeNull();
  });

  test("a year's line is told in words, with the day that it ends on", async () => {
    const { showMarket } = await openPane();
    const last = Math.floor(Date.UTC(2026, 1, 11) / 86_400_000);
    const days = Object.fromEntries(Array.from({ length: 400 }, (_, back) => [last - back, 50_000 + back]));
    const history = Object.fromEntries(
      historyFields.map((field) => [field, { days, source: "test", fetchedAt: now() }]),
    );
    showMarket({ kind: "frozen", frozenAt: now() }, { ...content, history });
    expect(within(itemOf("Bitcoin price")).getByRole("img")).toHaveAccessibleName(
      "12 Feb 2025 to 11 Feb 2026: from 50,364.00 to 50,000.00",
    );
    expect(within(itemOf("Network difficulty")).getByText("year to 11 Feb 2026")).toBeVisible();
  });

  test("a year's line that ends long before the value says so, and where the days since are loaded", async () => {
    const { showMarket } = await openPane();
    const last = Math.floor(now() / 86_400_000) - 285;
    const days = Object.fromEntries(Array.from({ length: 400 }, (_, back) => [last - back, 50_000 + back]));
    const history = { "btc.price": { days, source: "test", fetchedAt: now() } };
    const quotes = [fetched("btc.price", 85_000, "Kraken")];
    showMarket({ kind: "live" }, { ...content, quotes, history });
    const sentence = "The line ends at 50,000.00, 285 days before this value.";
    const shown = () => within(itemOf("Bitcoin price"));
    expect(shown().getByText(`${sentence} History loads the days since.`)).toBeVisible();
    showMarket({ kind: "frozen", frozenAt: now() }, { ...content, quotes, history });
    expect(shown().getByText(sentence)).toBeVisible();
    const recent = { ...days, [last + 284]: 84_000 };
    showMarket(
      { kind: "live" },
      { ...content, quotes, history: { "btc.price": { ...history["btc.price"], days: recent } } },
    );
    expect(shown().queryByText(/The line ends/)).toBeNull();
  });
});

describe("state and actions", () => {
  test("built in: says whom loading asks, and loads", async () => {
    const { user, desk, say } = await openPane();
    expect(stateLine()).toHaveTextContent("Built-in values of 5 Oct 2026");
    const card = screen.getByRole("region", { name: "Data of this workbook" });
    expect(card).toHaveTextContent(/They do not update: check them before you rely on them\./);
    expect(card).toHaveTextContent(
      "Loading live data asks mempool.space, api.kraken.com and api.coingecko.com. Only these requests are sent",
    );
    say({
      settings: {
        ...desk.state.settings,
        off: ["coingecko"],
        mempoolUrl: "https://own.example:8443/x",
        proxyUrl: "https://proxy.example",
      },
    });
    expect(card).toHaveTextContent("asks own.example:8443 and api.kraken.com through proxy.example.");
    await user.click(screen.getByRole("button", { name: "Load live data" }));
    expect(desk.refresh).toHaveBeenCalledTimes(1);
    say({ settings: { ...desk.state.settings, off: ["mempool", "kraken", "coingecko"] } });
    expect(card).toHaveTextContent("All sources are switched off: switch some on in Settings.");
    await user.click(screen.getByRole("button", { name: "Load live data" }));
    expect(desk.refresh).toHaveBeenCalledTimes(1);
  });

  test("a round shows its progress, can be cancelled, and gives the keyboard back", async () => {
    const { user, desk, say } = await openPane();
    say({ round: { done: 3, total: 11 } });
    expect(screen.getByText("3 of 11 sources")).toBeVisible();
    expect(screen.getByRole("progressbar", { name: "Sources that have answered" })).toBeVisible();
    expect(stateLine()).toHaveTextContent("asking the sources, 3 of 11");
    await user.click(screen.getByRole("button", { name: "Load live data" }));
    expect(desk.refresh).not.toHaveBeenCalled();
    screen.getByRole("button", { name: "Cancel" }).focus();
    await user.keyboard("{Enter}");
    expect(desk.cancel).toHaveBeenCalledTimes(1);
    say({ round: undefined });
    expect(screen.getByRole("button", { name: "Load live data" })).toHaveFocus();
  });

  test("live: says how old, freezes and refreshes", async () => {
    const { user, desk, say, showMarket } = await openPane();
    const settings = { ...desk.state.settings, isOnline: true };
    showMarket({ kind: "live" }, content);
    say({ settings, refreshedAt: now() - 120_000 });
    expect(stateLine()).toHaveTextContent(/^Live · updated 2 minutes ago$/);
    await user.click(screen.getByRole("button", { name: "Refresh" }));
    await user.click(screen.getByRole("button", { name: "Freeze" }));
    expect([desk.refresh, desk.freeze].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
    say({ settings: { ...settings, refreshMinutes: 0 } });
    expect(screen.getByText(/^Values change when you refresh/)).toBeVisible();
  });

  test("frozen: shows moments instead of ages, and asks before it is set live", async () => {
    const { user, desk, showMarket } = await openPane();
    const quotes = content.quotes.map((quote) => ({ ...quote, quality: "frozen" as const }));
    showMarket({ kind: "frozen", frozenAt: Date.UTC(2026, 9, 5, 9, 41) }, { ...content, quotes });
    expect(stateLine()).toHaveTextContent(/^Frozen on 5 Oct 2026, 09:41 UTC$/);
    expect(itemOf("Network difficulty")).toHaveTextContent(
      "frozen140,000,000,000,00023 Nov 2026, 11:58 UTC · mempool",
    );
    expect(itemOf("Hashprice")).toHaveTextContent("Not among the frozen values.");
    showMarket({ kind: "frozen", frozenAt: Date.UTC(2026, 10, 30) }, { ...content, quotes });
    expect(stateLine()).toHaveTextContent("Frozen on 30 Nov 2026, 00:00 UTC, values of 23 Nov 2026");
    await user.click(screen.getByRole("button", { name: "Set live" }));
    expect(screen.getByText(/^The workbook discards its frozen values/)).toBeVisible();
    await user.keyboard("{Escape}");
    expect(screen.queryByText(/^The workbook drops/)).toBeNull();
    expect(screen.getByRole("button", { name: "Set live" })).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Set live" }));
    expect(desk.goLive).not.toHaveBeenCalled();
    const [, agree] = screen.getAllByRole("button", { name: "Set live" });
    if (agree === undefined) throw new Error("no question");
    await user.click(agree);
    expect(desk.goLive).toHaveBeenCalledTimes(1);
  });

  test("staged: lists what would change by how much, and applies or discards", async () => {
    const { user, desk, say, showMarket } = await openPane();
    showMarket({ kind: "frozen", frozenAt: now() }, content);
    const price = fetched("btc.price", 100_000, "Kraken");
    const height = fetched("btc.height", 975_000, "mempool.space");
    const change = fetched("btc.next_retarget_change", 0.0123, "mempool.space");
    say({
      staged: [
        { series: "btc.price", before: price, after: { ...price, value: 99_000.5 } },
        { series: "btc.height", before: height, after: { ...height, value: 975_144 } },
        { series: "btc.next_retarget_change", before: change, after: { ...change, value: -0.01 } },
        { series: "btc.dvol", before: undefined, after: fetched("btc.dvol", 0.5, "Deribit") },
        { series: "btc.fees", before: fetched("btc.fees", 0.02, "mempool.space"), after: undefined },
      ],
    });
    const list = within(screen.getByRole("region", { name: "Pending changes" }));
    expect(list.getByRole("heading", { name: "5 values would change" })).toBeVisible();
    expect(list.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "Bitcoin pricefrom 100,000.00 USD→to 99,000.50 USD−999.50 USD (−1.00 %)23 Nov 2026 · Kraken",
      "Block heightfrom 975,000→to 975,144+144 blocks23 Nov 2026 · mempool.space",
      "Estimated difficulty changefrom +1.23 %→to −1.00 %−2.23 percentage points23 Nov 2026 · mempool.space",
      "Deribit's volatility index, DVOLfrom no value→to 50.00 % a year23 Nov 2026 · Deribit",
      "Transaction feesfrom 0.020000 BTC per block→to no value",
    ]);
    expect(stateLine()).toHaveTextContent("new values are ready in Market");
    await user.click(list.getByRole("button", { name: "Apply" }));
    await user.click(list.getByRole("button", { name: "Keep the frozen values" }));
    expect([desk.apply, desk.discard].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
    say({ staged: [] });
    expect(screen.getByRole("heading", { name: "Nothing would change" })).toBeVisible();
    const other = (name: string) => ({ name, text: "289 days changed", source: "Kraken", asOf: now() });
    say({ staged: [], stagedOthers: [other("btc.price by day")] });
    expect(screen.getByRole("heading", { name: "btc.price by day would change" })).toBeVisible();
    say({ staged: [], stagedOthers: [other("btc.price by day"), other("option chain")] });
    expect(
      screen.getByRole("heading", { name: "btc.price by day and option chain would change" }),
    ).toBeVisible();
    say({ stagedOthers: [] });
  });

  test("values that have jumped are asked about before they are frozen or applied", async () => {
    const { user, desk, say, showMarket } = await openPane();
    showMarket({ kind: "live" }, content);
    const doubts = ["Bitcoin price is 100.0 % above that of yesterday"];
    say({ question: { act: "freeze", doubts } });
    expect(
      screen.getByText(/^Bitcoin price is 100\.0 % above that of yesterday\. .* Freeze anyway\?/),
    ).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Freeze anyway" }));
    expect(desk.freeze).toHaveBeenCalledWith(true);
    await user.click(screen.getByRole("button", { name: "Leave it" }));
    expect(desk.decline).toHaveBeenCalledTimes(1);
    expect(screen.queryByRole("button", { name: "Leave it" })).toBeNull();
    say({ question: { act: "apply", doubts } });
    await user.click(screen.getByRole("button", { name: "Apply anyway" }));
    expect(desk.apply).toHaveBeenCalledWith(true);
  });

  test("what has jumped says so among the staged changes", async () => {
    const { say, showMarket } = await openPane();
    showMarket({ kind: "frozen", frozenAt: now() }, content);
    const before = fetched("btc.price", 100_000, "Kraken");
    const after = { ...before, value: 200_000, warning: "It is twice as high" };
    say({ staged: [{ series: "btc.price", before, after }] });
    const list = within(screen.getByRole("region", { name: "Pending changes" }));
    expect(list.getByText("⚠ It is twice as high.")).toBeVisible();
  });

  test("starting and unreadable show no value and no way to insert one", async () => {
    const { fake, user, desk, showMarket } = await openPane();
    showMarket({ kind: "starting" });
    expect(stateLine()).toHaveTextContent(/^Reading the workbook …$/);
    expect(screen.queryByRole("heading", { level: 3 })).toBeNull();
    await user.click(insertButton());
    expect(fake.workbook.insertTable).not.toHaveBeenCalled();
    showMarket({ kind: "unreadable", reason: "They were written by a newer version" });
    expect(stateLine()).toHaveTextContent(
      "The frozen values cannot be readThey were written by a newer version. No value is shown until this is resolved",
    );
    expect(screen.queryByRole("button", { name: "Refresh" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Set live" }));
    await user.click(screen.getByRole("button", { name: "Leave it as it is" }));
    expect(desk.goLive).not.toHaveBeenCalled();
  });

  test("one problem is told at once, several on request", async () => {
    const { user, say } = await openPane();
    const problem = {
      label: "Bitcoin price from Kraken",
      message: "Kraken asks to wait: try again in 2 minutes.",
    };
    say({ problems: [problem] });
    expect(screen.getByText(/Kraken asks to wait/)).toBeVisible();
    say({ problems: [problem, { label: "Pools", message: "<i>mempool.space</i> did not answer in time." }] });
    expect(stateLine()).toHaveTextContent("2 sources did not answer");
    await user.click(screen.getByRole("button", { name: "2 sources did not answer" }));
    const list = screen.getByRole("list", { name: "Sources that did not answer" });
    expect(list).toHaveTextContent("Pools: <i>mempool.space</i> did not answer in time.");
  });

  test("a notice stands on every view until it is closed", async () => {
    const { user, desk, say } = await openPane();
    say({ notice: { intent: "error", text: "The workbook is protected: unprotect it." } });
    expect(screen.getByText("The workbook is protected: unprotect it.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Close the message" }));
    expect(desk.dismiss).toHaveBeenCalledTimes(1);
    expect(screen.queryByText(/is protected/)).toBeNull();
  });
});

/** What a gateway keeps: a series of the team's own, and days of another. */
const withOwn = {
  ...content,
  kept: {
    "own.site7.power_price": {
      label: "Power price of site 7",
      unit: "USD/kWh",
      numberFormat: "0.0000",
      quote: {
        value: 0.0521,
        asOf: Date.UTC(2026, 10, 23, 9),
        fetchedAt: now(),
        source: "meter.csv through market.example",
      },
    },
    "btc.fees": { label: "Transaction fees", unit: "BTC per block", numberFormat: "0.00" },
  },
};

describe("the team's own series", () => {
  test("are listed with value, unit, age, source and the name for formulas", async () => {
    const { user, showMarket } = await openPane();
    expect(screen.queryByRole("button", { name: "Your team's series" })).toBeNull();
    showMarket({ kind: "live" }, withOwn);
    await user.click(screen.getByRole("button", { name: "Your team's series" }));
    expect(itemOf("Power price of site 7")).toHaveTextContent(
      "Power price of site 70.0521 USD/kWh3 hours old · meter.csv through market.exampleown.site7.power_price",
    );
  });

  test("of a frozen workbook have their moment", async () => {
    const { user, showMarket } = await openPane();
    showMarket({ kind: "frozen", frozenAt: now() }, withOwn);
    await user.click(screen.getByRole("button", { name: "Your team's series" }));
    expect(itemOf("Power price of site 7")).toHaveTextContent("23 Nov 2026, 09:00 UTC");
  });
});

describe("inserting", () => {
  const quotes = [
    fetched("btc.price", 91_234.5, "=SUM(A1)", { asOf: Date.UTC(2026, 10, 23, 6) }),
    fetched("btc.dvol", 0.45, "Deribit", { asOf: Date.UTC(2026, 10, 23, 12) }),
  ];
  const opened = async (mode?: string) => {
    const shown = await openPane();
    shown.showMarket({ kind: "frozen", frozenAt: now() }, { quotes, history: {} });
    if (mode !== undefined)
      await shown.user.selectOptions(screen.getByRole("combobox", { name: "Insert as" }), mode);
    await shown.user.click(insertButton());
    return { ...shown, call: shown.fake.workbook.insertTable.mock.calls[0] };
  };
  // 23 November 2026 in Excel's days.
  const day = 46_349;
  const plain = {
    headers: ["Label", "Value", "Unit", "Source", "As of"],
    rows: [
      ["Bitcoin price", 91_234.5, "USD", "=SUM(A1)", day + 0.25],
      ["Deribit's volatility index, DVOL", 0.45, "per year", "Deribit", day + 0.5],
    ],
    formats: ["General", "General", "General", "General", 'yyyy-mm-dd hh:mm "UTC"'],
    rowFormats: { 1: ["$#,##0.00", "0.00%"] },
    inputs: [{ row: 0, column: 1, rows: 2, columns: 1 }],
  };

  test("a refreshed table has names and says what its rows show", async () => {
    const { call } = await opened();
    expect(call).toEqual([
      {
        ...plain,
        names: [
          { row: 0, column: 1, name: "BTC_PRICE" },
          { row: 1, column: 1, name: "BTC_DVOL" },
        ],
        series: ["btc.price", "btc.dvol"],
      },
      { kind: "selection" },
    ]);
    expect(await screen.findByText("2 values written to Model!B2:F12.")).toBeVisible();
    expect(screen.getByText("Names for your formulas: BTC_PRICE and BTC_DVOL.")).toBeVisible();
  });

  test("values are values alone", async () => {
    const { call } = await opened("Values");
    expect(call?.[0]).toEqual(plain);
    expect(screen.getByText(/these cells never change by themselves/)).toBeVisible();
  });

  test("MARKET formulas follow the market cell by cell", async () => {
    const { call } = await opened("MARKET formulas");
    const formula = (text: string) => ({ formula: text });
    expect(call?.[0]).toEqual({
      ...plain,
      wraps: [3],
      inputs: [],
      rows: [
        [
          "Bitcoin price",
          formula('=MINING.MARKET("btc.price")'),
          "USD",
          formula('=MINING.MARKET_STATUS("btc.price","source")'),
          formula('=MINING.MARKET_STATUS("btc.price","as of")'),
        ],
        [
          "Deribit's volatility index, DVOL",
          formula('=MINING.MARKET("btc.dvol")'),
          "per year",
          formula('=MINING.MARKET_STATUS("btc.dvol","source")'),
          formula('=MINING.MARKET_STATUS("btc.dvol","as of")'),
        ],
      ],
    });
  });

  test("the team's own series are offered where a gateway has some", async () => {
    const { user, fake, showMarket } = await openPane();
    expect(screen.queryByRole("option", { name: "Your team's series" })).toBeNull();
    showMarket({ kind: "live" }, withOwn);
    await user.selectOptions(screen.getByRole("combobox", { name: "Insert as" }), "Your team's series");
    await user.click(insertButton());
    expect(fake.workbook.insertTable.mock.calls[0]?.[0]).toEqual({
      headers: plain.headers,
      rows: [
        [
          "Power price of site 7",
          { formula: '=MINING.MARKET("own.site7.power_price")' },
          "USD/kWh",
          { formula: '=MINING.MARKET_STATUS("own.site7.power_price","source")' },
          { formula: '=MINING.MARKET_STATUS("own.site7.power_price","as of")' },
        ],
      ],
      formats: plain.formats,
      rowFormats: { 1: ["0.0000"] },
      wraps: [3],
      inputs: [],
    });
  });

  test("pools are offered once they are known", async () => {
    const { user, fake, showMarket } = await openPane();
    expect(screen.queryByRole("option", { name: "Pools of the last week" })).toBeNull();
    const found = [
      { name: "A", blocks: 3 },
      { name: "B", blocks: 1 },
    ];
    const asOf = Date.UTC(2026, 10, 23, 6);
    showMarket(
      { kind: "live" },
      { quotes: [], history: {}, pools: { pools: found, days: 7, asOf, source: "mempool.space" } },
    );
    await user.selectOptions(screen.getByRole("combobox", { name: "Insert as" }), "Pools of the last week");
    await user.click(insertButton());
    const [table] = fake.workbook.insertTable.mock.calls[0] ?? [];
    if (table === undefined) throw new Error("no table was inserted");
    expect(tableInput(table, { sheet: "Model", range: "B2:F4" }).slice(1)).toEqual([
      ["A", 3, "=C3/SUM($C$3:$C$4)", "mempool.space", day + 0.25],
      ["B", 1, "=C4/SUM($C$3:$C$4)", "mempool.space", day + 0.25],
    ]);
    expect(table).toMatchObject({
      headers: ["Pool", "Blocks", "Share", "Source", "As of"],
      inputs: [{ row: 0, column: 1, rows: 2, columns: 1 }],
      formats: ["General", "#,##0", "0.00%", "General", 'yyyy-mm-dd hh:mm "UTC"'],
    });
  });

  test("says which names moved and which were left", async () => {
    const { user, fake } = await openPane();
    const place = { sheet: "Model", range: "B2:F12" };
    const names = ["BTC_FEES", "BTC_HEIGHT"];
    fake.workbook.insertTable.mockResolvedValueOnce({
      status: "written",
      place,
      names,
      moved: ["BTC_FEES"],
      kept: ["BTC_PRICE"],
    });
    await user.click(insertButton());
    expect(await screen.findByText("Existing names that now point here: BTC_FEES.")).toBeVisible();
    expect(screen.getByText(/^Not moved, as you use it elsewhere: BTC_PRICE\./)).toBeVisible();
  });

  test("asks before it replaces, and replaces what it asked about", async () => {
    const { user, fake } = await openPane();
    fake.state.isOccupied = true;
    await user.click(insertButton());
    expect(await screen.findByText(/The cells Model!B2:F12 are not empty\. Replace them\?/)).toBeVisible();
    act(() => fake.select("H9"));
    await user.click(screen.getByRole("button", { name: "Replace" }));
    const place = { sheet: "Model", range: "B2:F12" };
    expect(fake.workbook.insertTable.mock.calls[1]?.[1]).toEqual({ kind: "replace", place });
    expect(await screen.findByText(/^11 values written/)).toBeVisible();
  });

  test("can go to a new sheet instead, or nowhere", async () => {
    const { user, fake } = await openPane();
    fake.state.isOccupied = true;
    await user.click(insertButton());
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(fake.workbook.insertTable).toHaveBeenCalledTimes(1);
    expect(screen.queryByText(/hold values/)).toBeNull();
    expect(insertButton()).toHaveFocus();
    await user.click(insertButton());
    await user.click(await screen.findByRole("button", { name: "Insert on a new sheet" }));
    expect(fake.workbook.insertTable.mock.calls[2]?.[1]).toEqual({ kind: "newSheet" });
  });

  test("an error is a sentence, and a defect does not show its innards", async () => {
    const { user, fake } = await openPane();
    fake.state.refusal = new WorkbookError("The sheet is protected: unprotect it.");
    await user.click(insertButton());
    expect(await screen.findByText("The sheet is protected: unprotect it.")).toBeVisible();
    fake.state.refusal = new TypeError("x is not a function");
    await user.click(insertButton());
    expect(await screen.findByText(/close it, open it again/)).toBeVisible();
    expect(screen.queryByText(/not a function/)).toBeNull();
  });

  test("follows the selected cell, and stops when the pane goes", async () => {
    const { unmount, fake } = await openPane();
    expect(screen.getByText("Model!B2")).toBeVisible();
    act(() => fake.select("D7"));
    expect(await screen.findByRole("button", { name: "Insert into D7" })).toBeVisible();
    unmount();
    await waitFor(() => expect(fake.listeners.size).toBe(0));
  });

  test("without a workbook shows everything and says what inserting needs", async () => {
    await openPane({ kind: "none" });
    expect(itemOf("Bitcoin price")).toBeVisible();
    expect(screen.getByText(/^Inserting needs Excel/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /Insert|Freeze/ })).toBeNull();
  });
});
