import type { AssumptionKey } from "../../core/cashflow/assumptions";
import {
  blocks,
  coins,
  difficulties,
  durations,
  efficiencies,
  hashprices,
  hashrates,
  hashratesInEh,
  money,
  moneyPerMonth,
  numbersOfMonths,
  perYear,
  powerPrices,
  powers,
  prices,
  quantitiesOfCoins,
  ratio,
  share,
  yearsToExpiry,
  unitOf,
  withoutBrackets,
  type UnitKind,
} from "../../core/units";
import { remembered } from "../remembered";

// What the numbers of a mining model are: the words by which people call them, their units, and what is plausible.

/** A kind of number, such as the price of power. */
export interface Quantity {
  readonly key: QuantityKey;
  /** As a message calls it. */
  readonly name: string;
  /** What a label says that means it, in small letters. */
  readonly words: RegExp;
  /** What a label means it that says nothing else. */
  readonly whole?: RegExp;
  /** What a label says that means something else. */
  readonly unless?: RegExp;
  /** The unit in which `plausible` counts. */
  readonly unit: string;
  readonly kind: UnitKind | undefined;
  /** Numbers outside are hardly ever meant; 0 is no number of this test. */
  readonly plausible?: readonly [least: number, most: number];
}

export type QuantityKey =
  | "price"
  | "strike"
  | "difficulty"
  | "subsidy"
  | "fees"
  | "poolFee"
  | "fee"
  | "hashrate"
  | "networkHashrate"
  | "efficiency"
  | "powerPrice"
  | "pue"
  | "uptime"
  | "power"
  | "hashprice"
  | "volatility"
  | "rate"
  | "years"
  | "days"
  | "months"
  | "height"
  | "date"
  | "taxRate"
  | "growth"
  | "correlation"
  | "confidence"
  | "production"
  | "cash"
  | "opex"
  | "capex"
  | "share"
  | "blockTime"
  | "loanToValue"
  | "margin"
  | "hedgeRatio";

const list: readonly Quantity[] = [
  {
    key: "difficulty",
    name: "the network difficulty",
    words: /\bdifficult(?:y|ies)\b/,
    unless: /growth|volatil|correlation|change|adjust|\bfor a\b|step/,
    unit: "",
    kind: difficulties,
    plausible: [1e11, 1e17],
  },
  {
    key: "subsidy",
    name: "the block subsidy",
    words: /\bsubsid(?:y|ies)\b|\bblock rewards?\b/,
    unit: "BTC/block",
    kind: coins,
    plausible: [0.04, 50],
  },
  {
    key: "poolFee",
    name: "the pool's fee",
    words: /\bpool(?:'s)? fees?\b|\bfees? of (?:the )?pool\b|\bfee of (?:fpps|pps|pplns|solo)\b/,
    unit: "share",
    kind: share,
    plausible: [0.0005, 0.15],
  },
  { key: "fee", name: "a fee", words: /^fees?$/, unit: "", kind: undefined },
  {
    key: "fees",
    name: "the transaction fees of a block",
    words: /\bfees?\b/,
    unless: /pool|sale|sell|hosting|fixed|manage|fpps|pps|pplns|solo|loan|exchange|usd|after|\$/,
    unit: "BTC/block",
    kind: coins,
    plausible: [0.0005, 5],
  },
  {
    key: "hashprice",
    name: "the hashprice",
    words: /\bhash ?prices?\b/,
    unless: /growth|margin|volatil/,
    unit: "USD/PH/day",
    kind: hashprices,
    plausible: [5, 2000],
  },
  {
    key: "networkHashrate",
    name: "the hashrate of the network",
    words: /\bnetwork hash ?rates?\b|\bhash ?rates? of the network\b/,
    unit: "EH/s",
    kind: hashratesInEh,
    plausible: [1, 20000],
  },
  {
    key: "hashrate",
    name: "a hashrate",
    words: /\bhash ?rates?\b/,
    unless: /growth|degrad|network|price|volatil|\bshare|below|known/,
    unit: "TH/s",
    kind: hashrates,
    plausible: [0.5, 1e9],
  },
  {
    key: "efficiency",
    name: "the efficiency of machines",
    words: /\befficienc(?:y|ies)\b|\bj ?per ?th\b|\bj\/th\b/,
    unit: "J/TH",
    kind: efficiencies,
    plausible: [3, 300],
  },
  {
    key: "powerPrice",
    name: "the price of power",
    words:
      /\b(?:power|electricity|energy|spot power) (?:prices?|costs?|rates?|tariffs?)\b|\b(?:prices?|costs?) (?:of|for) (?:power|electricity|energy)\b|\busd per (?:kwh|mwh)\b|\bhourly prices?\b|\b(?:tariff|electricity)\b/,
    unless: /growth|shape|equipment/,
    unit: "USD/kWh",
    kind: powerPrices,
    plausible: [0.004, 0.6],
  },
  {
    key: "pue",
    name: "the PUE",
    words: /\bpue\b|\bpower usage effectiveness\b/,
    unit: "ratio",
    kind: ratio,
    plausible: [1, 2.5],
  },
  {
    key: "uptime",
    name: "the uptime",
    words: /\buptimes?\b|\bavailabilit(?:y|ies)\b/,
    unit: "share",
    kind: share,
    plausible: [0.3, 1],
  },
  {
    key: "correlation",
    name: "a correlation",
    words: /\bcorrelations?\b/,
    unit: "",
    kind: undefined,
  },
  {
    key: "volatility",
    name: "a volatility",
    words: /\b(?:volatilit(?:y|ies)|vols?|implied vol|sigma)\b/,
    unless: /correlation/,
    unit: "year",
    kind: perYear,
    plausible: [0.02, 4],
  },
  {
    key: "strike",
    name: "a strike",
    words: /\bstrikes?\b|\bexercise prices?\b/,
    unless: /share|mwh/,
    unit: "USD",
    kind: prices,
  },
  {
    key: "growth",
    name: "a growth",
    words: /\bgrowths?\b|\bdrift\b|\bdegradation\b/,
    unit: "",
    kind: undefined,
    plausible: [-0.9, 3],
  },
  {
    key: "taxRate",
    name: "a tax rate",
    words: /\btax(?:es)?(?: rates?)?\b/,
    unless: /taxable|lots?|after|before/,
    unit: "share",
    kind: share,
    plausible: [0.001, 0.65],
  },
  {
    key: "rate",
    name: "a rate of interest or discount",
    words:
      /\b(?:interest|discount|risk[- ]?free|loan|borrowing|hurdle) rates?\b|\bwacc\b|\brates? of (?:interest|discount|return)\b/,
    // "Rate, cents" may be the price of power.
    whole: /^rate$/,
    unit: "year",
    kind: perYear,
    plausible: [0.0005, 0.8],
  },
  {
    key: "confidence",
    name: "a confidence level",
    words: /\bconfidence\b/,
    unit: "share",
    kind: share,
    plausible: [0.5, 0.99999],
  },
  {
    key: "height",
    name: "a block height",
    words: /\b(?:block |start )?heights?\b|\bfirst block\b/,
    unless: /row/,
    unit: "block",
    kind: blocks,
    plausible: [1000, 5e6],
  },
  {
    key: "blockTime",
    name: "the time between blocks",
    words: /\bblock (?:time|interval)s?\b|\bseconds per block\b/,
    unit: "s",
    kind: durations,
    plausible: [200, 2000],
  },
  {
    key: "price",
    name: "the price of a coin",
    words:
      /\b(?:btc|bitcoin|coin|spot|market|forward|future|futures|sale|closing|settlement|hedge) ?prices?\b|\bprices? (?:of|for|per) (?:a |one )?(?:btc|bitcoin|coin)s?\b|\b(?:btc|bitcoin)(?: ?\/ ?| in )?usd\b|^(?:spot|forward|underlying|price|forwards|btc|bitcoin)(?: price)?$|\busd per (?:btc|bitcoin)\b/,
    unless: /power|electric|energy|kwh|mwh|hash ?price|strike|growth|volatil|machine|option|share|th\b/,
    unit: "USD",
    kind: prices,
    plausible: [500, 5e6],
  },
  {
    key: "power",
    name: "a power",
    words: /\b(?:power|load|peak|demand)\b/,
    unless: /price|cost|rate|tariff|usage|usd|charge|credit|\bcost\b|growth|supply|bought/,
    unit: "kW",
    kind: powers,
  },
  {
    key: "capex",
    name: "an investment",
    words: /\bcapex\b|\b(?:purchase price|investment|machine cost|cost of (?:the )?machines?)\b/,
    unit: "USD",
    kind: money,
  },
  {
    key: "opex",
    name: "a running cost",
    words: /\b(?:opex|operating costs?|running costs?|overheads?)\b/,
    unless: /growth/,
    unit: "USD/month",
    kind: moneyPerMonth,
  },
  {
    key: "cash",
    name: "an amount of cash",
    words: /\bcash\b/,
    unless: /flow|risk|cost/,
    unit: "USD",
    kind: money,
  },
  {
    key: "production",
    name: "a number of coins",
    words: /\bcoins?\b|\bproduction\b|\bbtc (?:mined|held|sold)\b/,
    unless: /price|usd|share|value|cost|premium|\bper\b/,
    unit: "BTC",
    kind: quantitiesOfCoins,
  },
  {
    key: "date",
    name: "a date",
    words: /\bdates?\b|\bfirst day\b|\bday of\b/,
    unit: "",
    kind: undefined,
    plausible: [36_000, 80_000],
  },
  {
    key: "years",
    name: "a time in years",
    words: /\byears?\b|\bexpir(?:y|ies)\b|\bmaturit(?:y|ies)\b|\btenors?\b/,
    unless: /growth|\bper\b/,
    unit: "years",
    kind: yearsToExpiry,
    plausible: [0.0005, 40],
  },
  {
    key: "days",
    name: "a number of days",
    words: /\bdays?\b/,
    unless: /\bper\b|\bday of|first|last/,
    unit: "",
    kind: undefined,
  },
  {
    key: "months",
    name: "a number of months",
    words: /\bmonths?\b/,
    unless: /\bper\b|first/,
    unit: "months",
    kind: numbersOfMonths,
  },
  {
    key: "loanToValue",
    name: "a loan to value",
    words: /\bltv\b|\bloan[- ]to[- ]value\b/,
    unit: "share",
    kind: share,
    plausible: [0.1, 1],
  },
  {
    key: "margin",
    name: "a margin deposit",
    words: /\b(?:initial|futures?|contract) margins?\b|\bmargin (?:deposit|share|requirement)s?\b/,
    unit: "share",
    kind: share,
    plausible: [0.03, 1],
  },
  {
    key: "hedgeRatio",
    name: "a hedge ratio",
    words: /\bhedge ratios?\b|\bshare hedged\b/,
    unit: "share",
    kind: share,
    plausible: [0.03, 3],
  },
  {
    key: "share",
    name: "a share",
    words: /\bshares?\b|\bratio\b|\bpercent(?:age)?\b/,
    unless: /stale|rejected/,
    unit: "share",
    kind: share,
  },
];

const byKey = new Map(list.map((quantity) => [quantity.key, quantity]));

export function quantity(key: QuantityKey): Quantity {
  const found = byKey.get(key);
  if (found === undefined) throw new Error(`no quantity ${key}`);
  return found;
}

/** What a label means, by the first words that say it; undefined where none are known. */
export const quantityOf = remembered((label): Quantity | undefined => {
  const words = plainWords(label);
  const whole = list.find((quantity) => quantity.whole?.test(words) === true);
  if (whole !== undefined) return whole;
  const [text = ""] = words.split(AFTERTHOUGHT);
  let first: Quantity | undefined;
  let from = Infinity;
  if (text !== "")
    for (const quantity of list) {
      const at = text.search(quantity.words);
      if (at < 0 || at >= from || (quantity.unless?.test(text) ?? false)) continue;
      [first, from] = [quantity, at];
    }
  return first;
});

/** What follows says more of the same number: "Hashprice after the pool fee". */
const AFTERTHOUGHT = /[,;:]| (?:by|after|before|at|when|while|as|in|with|without|where|if) /;

/** A label in small letters, with the words of names apart, without what is in brackets. */
export const plainWords = (label: string) =>
  withoutBrackets(label)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[_.]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();

const ofParameters: Readonly<Record<string, QuantityKey>> = {
  btcPrice: "price",
  btcForwards: "price",
  spot: "price",
  exitSpot: "price",
  futurePrice: "price",
  forward: "price",
  closingPrice: "price",
  salePrice: "price",
  settlementPrice: "price",
  underlying: "price",
  strike: "strike",
  putStrike: "strike",
  callStrike: "strike",
  difficulty: "difficulty",
  difficulties: "difficulty",
  subsidyBtc: "subsidy",
  feesBtc: "fees",
  poolFee: "poolFee",
  hashrateTh: "hashrate",
  hashratesTh: "hashrate",
  hashratePh: "hashrate",
  poolHashrateTh: "hashrate",
  nameplateTh: "hashrate",
  totalTh: "hashrate",
  jPerTh: "efficiency",
  usdPerKwh: "powerPrice",
  blockUsdPerMwh: "powerPrice",
  contractUsdPerMwh: "powerPrice",
  powerPricesUsdPerMwh: "powerPrice",
  pue: "pue",
  uptime: "uptime",
  itKw: "power",
  peakKw: "power",
  siteKw: "power",
  powerW: "power",
  blockMw: "power",
  loadMw: "power",
  hashprice: "hashprice",
  hashprices: "hashprice",
  hashpriceUsdPerPhDay: "hashprice",
  unitHashprice: "hashprice",
  settlements: "hashprice",
  volatility: "volatility",
  callVolatility: "volatility",
  vol1: "volatility",
  vol2: "volatility",
  rate: "rate",
  years: "years",
  startYears: "years",
  height: "height",
  startHeight: "height",
  date: "date",
  saleDate: "date",
  correlation: "correlation",
  confidence: "confidence",
  growthPerMonth: "growth",
  drift: "growth",
  blockTimeS: "blockTime",
  productionBtc: "production",
  btcHeld: "production",
  btcMined: "production",
  saleQty: "production",
  cashUsd: "cash",
  minCash: "cash",
  days: "days",
  months: "months",
  liquidationLtv: "loanToValue",
  marginCallLtv: "loanToValue",
  cureLtv: "loanToValue",
  marginShare: "margin",
  hedgeRatio: "hedgeRatio",
};

/** Parameters whose numbers are of any currency or asset. */
const anyAsset = new Set(["underlying", "settlements"]);

/** What a parameter of a function takes. */
export const quantityOfParameter = (key: string): Quantity | undefined => {
  const found = ofParameters[key];
  return found === undefined ? undefined : quantity(found);
};

/** Whether the quantity's range of plausible numbers holds for the parameter. */
export const hasPlausibleRange = (key: string): boolean => !anyAsset.has(key);

const ofAssumptions: Readonly<Partial<Record<AssumptionKey, QuantityKey>>> = {
  btcPrice: "price",
  btcPriceGrowth: "growth",
  difficulty: "difficulty",
  difficultyGrowth: "growth",
  startHeight: "height",
  subsidy: "subsidy",
  fees: "fees",
  hashrateTh: "hashrate",
  hashrateDegradation: "growth",
  jPerTh: "efficiency",
  usdPerKwh: "powerPrice",
  powerPriceGrowth: "growth",
  pue: "pue",
  uptime: "uptime",
  poolFee: "poolFee",
  otherOpex: "opex",
  otherOpexGrowth: "growth",
  capex: "capex",
  months: "months",
  discountRate: "rate",
  taxRate: "taxRate",
  volatility: "volatility",
  difficultyVolatility: "volatility",
  correlation: "correlation",
  riskFreeRate: "rate",
  loanRate: "rate",
  hashprice: "hashprice",
  hashpriceGrowth: "growth",
  startDate: "date",
};

export const quantityOfAssumption = (key: AssumptionKey): Quantity | undefined => {
  const found = ofAssumptions[key];
  return found === undefined ? undefined : quantity(found);
};

/** Quantities that may stand in for each other: of the same unit, and by some called the same. */
const exchangeable: readonly (readonly QuantityKey[])[] = [
  ["price", "strike"],
  ["hashrate", "networkHashrate"],
  ["growth", "rate"],
  ["poolFee", "share"],
  ["poolFee", "fee"],
  ["fees", "fee"],
  ["uptime", "share"],
  ["confidence", "share"],
  ["taxRate", "share"],
  ["correlation", "share"],
  ["rate", "share"],
  ["loanToValue", "share", "margin"],
  ["margin", "share"],
  ["hedgeRatio", "share"],
  ["growth", "share"],
  ["years", "date", "months", "days"],
  ["cash", "opex", "capex"],
  ["power", "powerPrice"],
  ["height", "date", "days", "months"],
];

/** Whether a label of one quantity beside a number of another is a contradiction. */
export function contradict(a: QuantityKey, b: QuantityKey): boolean {
  if (a === b) return false;
  return !exchangeable.some((group) => group.includes(a) && group.includes(b));
}

const allKinds: readonly UnitKind[] = [
  hashrates,
  hashratesInEh,
  efficiencies,
  powerPrices,
  hashprices,
  prices,
  money,
  moneyPerMonth,
  powers,
  coins,
  quantitiesOfCoins,
  yearsToExpiry,
  durations,
  difficulties,
  blocks,
  share,
];

const unitRead = remembered(unitOf);

const kindsOf = (key: string) => allKinds.filter(({ scales }) => scales.has(key));

/** Whether two units are known and measure different things. */
export function measureOther(a: string, b: string): boolean {
  const [first, second] = [unitRead(a), unitRead(b)];
  if (first === undefined || second === undefined || first.key === second.key) return false;
  const [one, other] = [kindsOf(first.key), kindsOf(second.key)];
  return one.length > 0 && other.length > 0 && !one.some((kind) => other.includes(kind));
}

/** Whether a unit is that of an amount in a month, a year or a day, and another that of an amount. */
export function isPerPeriod(unit: string, amount: string): boolean {
  const [first, second] = [unitRead(unit), unitRead(amount)];
  return (
    first !== undefined &&
    second !== undefined &&
    moneyPerMonth.scales.has(first.key) &&
    money.scales.has(second.key)
  );
}

/**
 * What a number in one unit is multiplied by to be in another; undefined where either is not known, or where they do not
 * measure the same.
 */
export function conversion(from: string, to: string): number | undefined {
  const [a, b] = [unitRead(from), unitRead(to)];
  if (a === undefined || b === undefined) return undefined;
  if (a.key === b.key) return 1;
  for (const { scales } of allKinds) {
    const [given, wanted] = [scales.get(a.key), scales.get(b.key)];
    if (given !== undefined && wanted !== undefined)
      return (given.times * wanted.over) / (given.over * wanted.times);
  }
  return undefined;
}
