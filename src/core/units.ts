import { InputError } from "./errors";
import { DAYS_PER_MONTH } from "./calendar";
import { once } from "./once";

/** Synonyms by the word used for them all; a final s makes no difference. */
export const synonyms: Readonly<Record<string, readonly string[]>> = {
  mh: [],
  gh: [],
  th: ["terahash", "terahashes"],
  ph: [],
  eh: [],
  zh: [],
  w: ["watt"],
  kw: ["kilowatt"],
  mw: [],
  gw: [],
  wh: [],
  kwh: [],
  mwh: [],
  gwh: [],
  j: ["joule"],
  s: ["sec", "second"],
  min: ["minute"],
  h: ["hr", "hour"],
  day: ["d"],
  month: ["mo", "pm"],
  year: ["yr", "pa", "annum"],
  btc: ["bitcoin"],
  sat: ["satoshi"],
  block: [],
  share: ["ratio"],
  cent: ["ct", "c", "¢"],
  usdt: [],
  usdc: [],
  usd: ["$", "dollar"],
  eur: ["€", "euro"],
  gbp: ["£", "pound"],
  t: ["trillion"],
  p: [],
  thousand: ["k", "000"],
  million: ["m", "mm", "mn", "mio"],
  billion: ["bn"],
};

/** The currencies of places where coins are mined or accounts are kept, except codes that are English words. */
export const currencyCodes: ReadonlySet<string> = new Set(
  (
    "usd eur gbp usdt usdc aed amd ars aud azn bdt bhd bgn brl btn cad chf clp cny cop czk dkk egp etb gel hkd huf idr " +
    "ils inr isk jpy kes kgs krw kwd kzt lak lkr mad mnt mxn myr ngn nok nzd omr pen php pkr pln pyg qar ron rub sar " +
    "sek sgd thb try twd uah uyu uzs vnd zar"
  ).split(" "),
);
const multipliers = new Set(["thousand", "million", "billion"]);
const hashrateTokens = new Set(["mh", "gh", "th", "ph", "eh", "zh"]);
const periods = new Set(["s", "min", "h", "day", "month", "year"]);

const tokenOf = once(
  () =>
    new Map<string, string>([
      ...Object.entries(synonyms).flatMap(([token, others]) =>
        [token, ...others].map((word): [string, string] => [word, token]),
      ),
      ...[...currencyCodes].map((code): [string, string] => [code, code]),
    ]),
);

/** The token of a word, its plural or its abbreviation. */
const wordToken = (word: string) =>
  tokenOf().get(word) ??
  (word.length > 2 && word.endsWith("s") ? tokenOf().get(word.slice(0, -1)) : undefined);

/** The tokens of a word; a currency may have its multiplier run together with it: "kUSD", "USDm". */
function tokensOf(word: string): readonly string[] | undefined {
  const token = wordToken(word);
  if (token !== undefined) return [token];
  const [, before = ""] = /^(k|mm|m)[a-z]{3,4}$/.exec(word) ?? [];
  const [, after = ""] = /^[a-z]{3,4}(k|mm|mn|m|bn)$/.exec(word) ?? [];
  const glued = [
    [before, word.slice(before.length)],
    [after, word.slice(0, word.length - after.length)],
  ].find(([multiplier, code = ""]) => multiplier !== "" && currencyCodes.has(code));
  return glued?.map((part) => tokenOf().get(part) ?? part);
}

const dollarsOf = /\bus\s*(?=\$|¢|c(?:t|ent)s?\b)/g;
const nextWord =
  /^(?:['’]?000s?(?![\p{Nd}\p{L}])|p\.\s?[am]\.?(?!\p{L})|[$€£¢]|\p{L}+(?![\p{L}\p{Nd}&]|-\p{Nd}))/u;
const joiner = /^\s*(?:\/|per\b)?\s*/;

/**
 * The run of unit words with which a text starts, joined by "/", "per" or blanks, each in the form used for all its
 * synonyms, and the rest of the text.
 */
export function unitTokens(text: string): { tokens: readonly string[]; rest: string } {
  let rest = text.toLowerCase().replace(dollarsOf, "usd ").trim();
  const tokens: string[] = [];
  for (;;) {
    const joint = joiner.exec(rest)?.[0] ?? "";
    const [word = ""] = nextWord.exec(rest.slice(joint.length)) ?? [];
    const found = word === "" ? undefined : tokensOf(word.replace(/[.'’\s]/g, ""));
    if (found === undefined) return { tokens, rest };
    const isPer = joint.trim() !== "";
    // "USD/m" is not a million dollars.
    for (const token of found) tokens.push(isPer && multipliers.has(token) ? `per ${token}` : token);
    rest = rest.slice(joint.length + word.length);
  }
}

/** Whether a text is a period of time, which before a number counts: "Month 1". */
export function isPeriod(text: string): boolean {
  const { tokens } = unitTokens(text);
  return tokens.length === 1 && tokens.every((token) => periods.has(token));
}

/** A unit as the user wrote it. */
export interface Unit {
  /** The same for all ways to write it, and for all currencies. */
  readonly key: string;
  /** Code of its currency, in capitals; undefined where it has none. */
  readonly currency: string | undefined;
}

/** The unit with which a text starts; undefined for any other text. */
export function unitOf(text: string): Unit | undefined {
  const { tokens } = unitTokens(text);
  if (tokens.length === 0) return undefined;
  const codes = tokens.filter((token) => currencyCodes.has(token));
  // A hash per second, a currency said twice, and a cent of any currency count once.
  const bare = tokens.filter(
    (token, index) =>
      !(token === "s" && hashrateTokens.has(tokens[index - 1] ?? "")) &&
      !(currencyCodes.has(token) && (tokens[index - 1] === token || tokens[index + 1] === "cent")),
  );
  const named = bare.map((token) => (currencyCodes.has(token) ? "money" : token));
  const factors = named.filter((token) => multipliers.has(token));
  const [first = "", ...others] = named.filter((token) => !multipliers.has(token));
  // A watt for each hash per second is a joule for each hash.
  const head = first === "w" && others.some((token) => hashrateTokens.has(token)) ? "j" : first;
  return { key: [...factors, head, ...others.sort()].join(" "), currency: codes[0]?.toUpperCase() };
}

const brackets = /[([]([^()[\]]*)[)\]]/g;

/** A text without what is in brackets. */
export const withoutBrackets = (text: string) => text.replace(brackets, "");

/** What a unit in brackets says of the values: value × times ÷ over is in the row's own unit. */
export interface Scale {
  readonly times: number;
  readonly over: number;
  readonly currency: string | undefined;
}

export const unscaled: Scale = { times: 1, over: 1, currency: undefined };

/** A value in the unit of its row. */
export const converted = (value: number, { times, over }: Scale) => (value * times) / over;

/** The same for a value that the user wrote: refused if the result is too large for a number. */
export function inOwnUnit(parameter: string, value: number, scale: Scale): number {
  const result = converted(value, scale);
  if (Number.isFinite(result)) return result;
  throw new InputError(parameter, "is too large in its unit", value);
}

/** A value of a row in the unit that the user gave, the inverse of `converted`. */
export const asGiven = (value: number, { times, over }: Scale) => (value * over) / times;

/** The units that a quantity may be given in. */
export interface UnitKind {
  readonly scales: ReadonlyMap<string, { readonly times: number; readonly over: number }>;
  /** The units as a message lists them. */
  readonly listed: string;
}

/** A kind of quantity: its units, and what a value in one of them is multiplied by and divided by. */
export function unitKind(
  listed: string,
  units: readonly (readonly [unit: string, times?: number, over?: number])[] = [],
): UnitKind {
  const scales = once(
    () => new Map(units.map(([unit, times = 1, over = 1]) => [unitOf(unit)?.key ?? "", { times, over }])),
  );
  return {
    listed,
    get scales() {
      return scales();
    },
  };
}

/**
 * How the units in the brackets of a name change the values beside it. What is in brackets is cut at commas and
 * semicolons, except those of a number; a part that does not start with a unit is a note, and so is what follows a
 * unit.
 *
 * Throws InputError where a unit is not of the kind, or where two units or currencies differ.
 */
export function scaleOf(name: string, what: string, kind: UnitKind): Scale {
  const inside = [...name.matchAll(brackets)].map(([, text = ""]) => text);
  return scaleOfUnits(inside, name.trim(), what, kind);
}

/** The same for texts without brackets, which are part of `shown`. */
export function scaleOfUnits(texts: readonly string[], shown: string, what: string, kind: UnitKind): Scale {
  let scale: Scale | undefined;
  for (const part of texts.flatMap((text) => text.split(/[,;](?!\d)|(?<!\d)[,;]/))) {
    const unit = unitOf(part.replaceAll("%", ""));
    if (unit === undefined) continue;
    const found = kind.scales.get(unit.key);
    if (found === undefined) throw new InputError(`${shown}:`, `${what} ${kindRule(kind)}`);
    if (scale !== undefined && found.times / found.over !== scale.times / scale.over)
      throw new InputError(`${shown}:`, "must name one unit, not two");
    if (scale?.currency !== undefined && unit.currency !== undefined && unit.currency !== scale.currency)
      throw new InputError(`${shown}:`, `must name one currency, not ${scale.currency} and ${unit.currency}`);
    scale = { ...found, currency: scale?.currency ?? unit.currency };
  }
  return scale ?? unscaled;
}

function kindRule({ listed }: UnitKind): string {
  if (listed === "") return "has no unit";
  if (listed === share.listed || listed === ratio.listed) return `is a ${listed}`;
  return listed.startsWith("per ") ? `is ${listed}` : `is in ${listed}`;
}

/** The units in which each kind of quantity may be given; the first is the kind's own. */

export const noUnit = unitKind("");
export const perYear = unitKind("per year", [["per year"]]);
export const perMonth = unitKind("per month", [["per month"]]);
export const share = unitKind("share", [["share"]]);
export const ratio = unitKind("ratio", [["ratio"]]);
export const hashrates = unitKind("TH/s, GH/s, PH/s, EH/s", [
  ["TH/s"],
  ["GH/s", 1, 1e3],
  ["MH/s", 1, 1e6],
  ["PH/s", 1e3],
  ["EH/s", 1e6],
]);
export const hashratesInEh = unitKind("EH/s, PH/s, TH/s", [["EH/s"], ["PH/s", 1, 1e3], ["TH/s", 1, 1e6]]);
export const efficiencies = unitKind("J/TH, W/TH, J/GH, W/GH", [
  ["J/TH"],
  ["W/TH"],
  ["J/GH", 1e3],
  ["W/GH", 1e3],
]);
export const powerPrices = unitKind("USD/kWh, ct/kWh, USD/MWh", [
  ["USD/kWh"],
  ["ct/kWh", 1, 100],
  ["USD/MWh", 1, 1e3],
]);
export const hashprices = unitKind("USD/PH/day, USD/TH/day, USD/EH/day", [
  ["USD/PH/day"],
  ["USD/TH/day", 1e3],
  ["USD/EH/day", 1, 1e3],
]);
export const difficulties = unitKind("T, P or no unit", [
  ["T", 1e12],
  ["P", 1e15],
]);
export const coins = unitKind("BTC/block, sat", [
  ["BTC/block"],
  ["BTC"],
  ["sat", 1, 1e8],
  ["sat/block", 1, 1e8],
]);
export const quantitiesOfCoins = unitKind("BTC, sat", [["BTC"], ["sat", 1, 1e8]]);
const multiples = [
  ["USD", 1],
  ["kUSD", 1e3],
  ["MUSD", 1e6],
] as const;
export const money = unitKind("USD, kUSD, MUSD", multiples);
export const prices = unitKind("USD, kUSD, MUSD", [...multiples, ["USD/BTC"]]);
export const moneyPerMonth = unitKind(
  "USD/month, USD/year, USD/day, with k or m for thousands or millions",
  multiples.flatMap(([unit, times]) => [
    [`${unit}/month`, times, 1] as const,
    [`${unit}/year`, times, 12] as const,
    [`${unit}/day`, times * DAYS_PER_MONTH, 1] as const,
  ]),
);
export const numbersOfMonths = unitKind("months, years", [["months"], ["years", 12]]);
export const monthNumbers = unitKind("months", [["month"]]);
export const blocks = unitKind("blocks", [["block"]]);
export const powers = unitKind("W, kW, MW", [["W"], ["kW", 1e3], ["MW", 1e6]]);
export const yearsToExpiry = unitKind("years, months, days", [
  ["years"],
  ["months", 1, 12],
  ["days", 1, 365],
]);
export const timesPerYear = unitKind("per year, per month", [["per year"], ["per month", 12]]);
export const blocksPerDay = unitKind("blocks per day, blocks per hour", [
  ["block/day"],
  ["day"],
  ["block/h", 24],
]);
export const durations = unitKind("s, min, h", [["s"], ["min", 60], ["h", 3600]]);
