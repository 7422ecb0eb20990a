import { type Axis, type Month, MonthPage } from "../months";
import { typedOr } from "./production";

/** The sheets that every instrument reads. */
export interface Sources {
  readonly axis: Axis;
  readonly typed: MonthPage;
  readonly curve: MonthPage;
  readonly production: MonthPage;
}

/** The share of an instrument, in the hedged months only; rounded down to whole contracts, if it has them. */
function addShare(
  page: MonthPage,
  { typed, curve, production }: Sources,
  key: string,
  name: string,
  contract = "",
): void {
  page.group("What is hedged");
  page.line({
    key: "share",
    label: "Share hedged",
    unit: "share",
    format: "percent",
    total: "none",
    formula: (month) => `${curve.of("hedged", month.here)}*${typedOr(typed, key, month, name)}`,
  });
  if (contract === "") return;
  page.line({
    key: "wholeShare",
    label: "Share in whole contracts",
    unit: "share",
    format: "percent",
    total: "none",
    formula: ({ here }) => {
      const [share, coins] = [page.cell("share", here), production.of("btc", here)];
      return (
        `IF(AND(${contract}>0,${coins}>0),` +
        `ROUNDDOWN(ROUND(${coins}*${share}/${contract},9),0)*${contract}/${coins},${share})`
      );
    },
  });
}

/** Prices of the sheet "Curve by month" after its fall and its rise. */
type Stress = "stressed" | "risen";

function addStress(page: MonthPage, result: (month: Month, price: Stress) => string): void {
  for (const [key, label, price] of [
    ["fall", "P&L after the fall", "stressed"],
    ["rise", "P&L after the rise", "risen"],
  ] as const)
    page.line({ key, label, unit: "USD", format: "usd", formula: (month) => result(month, price) });
}

function addSensitivity(page: MonthPage, hedge: (month: Month, output: string) => string): void {
  page.group("Sensitivity today");
  page.line({
    key: "delta",
    label: "Delta",
    unit: "BTC",
    format: "btcShort",
    formula: (month) => hedge(month, "Delta"),
  });
  page.line({
    key: "vega",
    label: "Vega per point of volatility",
    unit: "USD",
    format: "usd",
    formula: (month) => hedge(month, "Vega per point"),
  });
}

export function putPage(sources: Sources): MonthPage {
  const { axis, typed, curve, production } = sources;
  const page = new MonthPage(
    axis,
    "Puts",
    "calculation",
    "Puts by month",
    "Puts bought on the coins of a month: they expire at its end; premiums are paid today, and negative",
  );
  const cell = page.cell;
  const hedge = ({ here }: Month, output: string) =>
    `MINING.PUT_HEDGE(${production.of("btc", here)},${curve.of("forward", here)},${cell("strike", here)},` +
    `${curve.of("years", here)},${curve.of("volatility", here)},${cell("wholeShare", here)},interest_rate,` +
    `MAX(${production.of("costPerBtc", here)},0),"usd",option_contract_btc,"${output}")`;
  addShare(page, sources, "put_share", "put_share", "option_contract_btc");
  page.line({
    key: "strikeShare",
    label: "Strike by forward",
    unit: "share",
    format: "percent",
    total: "none",
    formula: (month) => typedOr(typed, "put_strike", month, "put_strike"),
  });
  page.line({
    key: "strike",
    label: "Strike",
    unit: "USD/BTC",
    format: "usd",
    total: "none",
    formula: ({ here }) => `${cell("strikeShare", here)}*${curve.of("forward", here)}`,
  });
  page.line({
    key: "btc",
    label: "Coins hedged",
    unit: "BTC",
    format: "btcShort",
    isTotal: true,
    formula: (month) => hedge(month, "BTC hedged"),
  });
  page.group("What it costs");
  page.line({
    key: "premium",
    label: "Premium",
    unit: "USD",
    format: "usd",
    isTotal: true,
    formula: (month) => `-${hedge(month, "Premium")}`,
  });
  page.line({
    key: "premiumPerBtc",
    label: "Premium per coin",
    unit: "USD/BTC",
    format: "usdCents",
    total: "none",
    formula: ({ here }) =>
      `MINING.OPTION_PRICE("put",${curve.of("forward", here)},${cell("strike", here)},${curve.of("years", here)},${curve.of("volatility", here)},interest_rate)`,
  });
  page.group("What it protects");
  page.line({
    key: "floorPrice",
    label: "Floor price, premium deducted",
    unit: "USD/BTC",
    format: "usd",
    total: "none",
    formula: (month) => hedge(month, "Floor price"),
  });
  page.line({
    key: "floor",
    label: "Floor revenue",
    unit: "USD",
    format: "usd",
    formula: (month) => hedge(month, "Floor revenue"),
  });
  addStress(
    page,
    ({ here }, price) =>
      `${cell("btc", here)}*MAX(${cell("strike", here)}-${curve.of(price, here)},0)+${cell("premium", here)}`,
  );
  addSensitivity(page, hedge);
  return page;
}

export function collarPage(sources: Sources): MonthPage {
  const { axis, typed, curve, production } = sources;
  const page = new MonthPage(
    axis,
    "Collars",
    "calculation",
    "Collars by month",
    "Puts bought and calls sold on the same coins: a floor and a cap; a net premium that is paid is negative",
  );
  const cell = page.cell;
  const collar = ({ here }: Month, output: string, call: string) =>
    `MINING.COLLAR(${production.of("btc", here)},${curve.of("forward", here)},${cell("putStrike", here)},${call},` +
    `${curve.of("years", here)},${curve.of("volatility", here)},${cell("wholeShare", here)},interest_rate,` +
    `MAX(${production.of("costPerBtc", here)},0),,option_contract_btc,"${output}")`;
  const hedge = (month: Month, output: string) => collar(month, output, cell("callStrike", month.here));
  const option = ({ here }: Month, type: string, strike: string) =>
    `MINING.OPTION_PRICE("${type}",${curve.of("forward", here)},${cell(strike, here)},${curve.of("years", here)},${curve.of("volatility", here)},interest_rate)`;
  const payoff = ({ here }: Month, price: Stress) =>
    `${cell("btc", here)}*(MAX(${cell("putStrike", here)}-${curve.of(price, here)},0)` +
    `-MAX(${curve.of(price, here)}-${cell("callStrike", here)},0))+${cell("premium", here)}`;
  addShare(page, sources, "collar_share", "collar_share", "option_contract_btc");
  page.line({
    key: "putShare",
    label: "Put strike by forward",
    unit: "share",
    format: "percent",
    total: "none",
    formula: (month) => typedOr(typed, "collar_put", month, "collar_put_strike"),
  });
  page.line({
    key: "callShare",
    label: "Typed call strike by forward",
    unit: "share",
    format: "percent",
    total: "none",
    formula: (month) => typedOr(typed, "collar_call", month, "collar_call_strike"),
  });
  page.line({
    key: "putStrike",
    label: "Put strike",
    unit: "USD/BTC",
    format: "usd",
    total: "none",
    formula: ({ here }) =>
      `IF(collar_kind="costless",MIN(${cell("putShare", here)},1),${cell("putShare", here)})*${curve.of("forward", here)}`,
  });
  page.line({
    key: "callTyped",
    label: "Typed call strike",
    unit: "USD/BTC",
    format: "usd",
    total: "none",
    formula: ({ here }) =>
      `MAX(${cell("callShare", here)}*${curve.of("forward", here)},${cell("putStrike", here)})`,
  });
  page.line({
    key: "callStrike",
    label: "Call strike",
    unit: "USD/BTC",
    format: "usd",
    total: "none",
    formula: (month) =>
      collar(month, "Call strike", `IF(collar_kind="costless","zero",${cell("callTyped", month.here)})`),
  });
  page.line({
    key: "btc",
    label: "Coins hedged",
    unit: "BTC",
    format: "btcShort",
    isTotal: true,
    formula: (month) => hedge(month, "BTC hedged"),
  });
  page.group("What it costs");
  page.line({
    key: "premium",
    label: "Net premium",
    unit: "USD",
    format: "usd",
    isTotal: true,
    formula: (month) => `-${hedge(month, "Net premium")}`,
  });
  page.line({
    key: "putPremium",
    label: "Premium of a put",
    unit: "USD/BTC",
    format: "usdCents",
    total: "none",
    formula: (month) => option(month, "put", "putStrike"),
  });
  page.line({
    key: "callPremium",
    label: "Premium of a call",
    unit: "USD/BTC",
    format: "usdCents",
    total: "none",
    formula: (month) => option(month, "call", "callStrike"),
  });
  page.line({
    key: "premiumPerBtc",
    label: "Net premium per coin",
    unit: "USD/BTC",
    format: "usdCents",
    total: "none",
    formula: ({ here }) => `${cell("putPremium", here)}-${cell("callPremium", here)}`,
  });
  page.group("What it protects");
  const results = [
    ["floorPrice", "Floor price, premium deducted", "USD/BTC", "none", "Floor price"],
    ["capPrice", "Cap price, premium deducted", "USD/BTC", "none", "Cap price"],
    ["floor", "Floor revenue", "USD", "sum", "Floor revenue"],
    ["cap", "Cap revenue", "USD", "sum", "Cap revenue"],
  ] as const;
  for (const [key, label, unit, total, output] of results)
    page.line({ key, label, unit, format: "usd", total, formula: (month) => hedge(month, output) });
  addStress(page, payoff);
  addSensitivity(page, hedge);
  return page;
}

export function futuresPage(sources: Sources): MonthPage {
  const { axis, curve, production } = sources;
  const page = new MonthPage(
    axis,
    "Futures",
    "calculation",
    "Futures by month",
    "Futures sold on the coins of a month at its forward price: revenue is locked in, up and down",
  );
  const cell = page.cell;
  const lock = ({ here }: Month, output: string, exit: string) =>
    `MINING.FORWARD_LOCK(${production.of("btc", here)},market_price,${curve.of("forward", here)},` +
    `${curve.of("years", here)},${cell("wholeShare", here)},futures_margin,futures_contract_btc,` +
    `${curve.of(exit, here)},"${output}")`;
  addShare(page, sources, "futures_share", "futures_share", "futures_contract_btc");
  page.line({
    key: "btc",
    label: "Coins sold",
    unit: "BTC",
    format: "btcShort",
    isTotal: true,
    formula: (month) => lock(month, "BTC hedged", "stressed"),
  });
  page.group("What it costs");
  const costs = [
    ["basis", "Basis", "USD/BTC", "usd", "none", "Basis"],
    ["annualBasis", "Annualised basis", "per year", "percentFine", "none", "Annualised basis"],
    ["marginDeposit", "Margin deposit", "USD", "usd", "sum", "Margin"],
  ] as const;
  for (const [key, label, unit, format, total, output] of costs)
    page.line({ key, label, unit, format, total, formula: (month) => lock(month, output, "stressed") });
  page.group("What it protects");
  page.line({
    key: "price",
    label: "Price locked in",
    unit: "USD/BTC",
    format: "usd",
    total: "none",
    formula: ({ here }) => curve.of("forward", here),
  });
  page.line({
    key: "floor",
    label: "Locked revenue",
    unit: "USD",
    format: "usd",
    isTotal: true,
    formula: (month) => lock(month, "Locked revenue", "stressed"),
  });
  addStress(page, (month, price) => lock(month, "P&L at exit", price));
  return page;
}

export function hashpricePage(sources: Sources): MonthPage {
  const { axis, typed, curve, production } = sources;
  const page = new MonthPage(
    axis,
    "Hashprice forwards",
    "calculation",
    "Hashprice forwards by month",
    "Hashrate sold at a fixed hashprice: what is earned on it no longer depends on price, difficulty or fees",
  );
  const cell = page.cell;
  const contract = ({ here }: Month, output: string, index: string) =>
    `IF(${cell("hashrate", here)}>0,MINING.HASHPRICE_FORWARD(${cell("price", here)},${cell("hashrate", here)},` +
    `${cell("days", here)},${index},"sell",hashprice_margin,"${output}"),0)`;
  const expected = ({ here }: Month) => production.of("hashprice", here);
  addShare(page, sources, "hashprice_share", "hashprice_share");
  page.line({
    key: "effective",
    label: "Effective hashrate of the fleet",
    unit: "PH/s",
    format: "oneDecimal",
    total: "none",
    formula: ({ here }) => `${cell("flag", here)}*${production.of("hashrate", here)}*uptime*(1-pool_fee)`,
  });
  page.line({
    key: "hashrate",
    label: "Hashrate sold",
    unit: "PH/s",
    format: "oneDecimal",
    total: "none",
    formula: ({ here }) => `${cell("share", here)}*${cell("effective", here)}`,
  });
  page.line({
    key: "btc",
    label: "Coins that it mines",
    unit: "BTC",
    format: "btcShort",
    isTotal: true,
    formula: ({ here }) => `${cell("share", here)}*${production.of("btc", here)}`,
  });
  page.line({
    key: "price",
    label: "Hashprice of the contracts",
    unit: "USD/PH/d",
    format: "usdCents",
    total: "none",
    formula: (month) => typedOr(typed, "hashprice_price", month, "hashprice_price"),
  });
  page.group("What it costs");
  page.line({
    key: "marginDeposit",
    label: "Margin deposit",
    unit: "USD",
    format: "usd",
    formula: (month) => contract(month, "Margin", expected(month)),
  });
  page.group("What it protects");
  page.line({
    key: "priceBtc",
    label: "The same per coin",
    unit: "USD/BTC",
    format: "usd",
    total: "none",
    formula: (month) => `${cell("price", month.here)}/${expected(month)}*${curve.of("forward", month.here)}`,
  });
  page.line({
    key: "floor",
    label: "Locked revenue",
    unit: "USD",
    format: "usd",
    isTotal: true,
    formula: (month) => contract(month, "Locked revenue", expected(month)),
  });
  page.line({
    key: "expected",
    label: "P&L at the expected hashprice",
    unit: "USD",
    format: "usd",
    formula: (month) => contract(month, "Settlement", expected(month)),
  });
  const moves = { stressed: "1-price_fall", risen: "1+price_rise" } as const;
  addStress(page, (month, price) => contract(month, "Settlement", `${expected(month)}*(${moves[price]})`));
  return page;
}
