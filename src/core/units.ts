import { InputError } from "./errors";

/** Synonyms by the word that stands for them all; a final s makes no difference. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  ...{ mh: [], gh: [], th: ["terahash", "terahashes"], ph: [], eh: [], zh: [] },
  ...{ w: ["watt"], kw: ["kilowatt"], mw: [], gw: [], wh: [], kwh: [], mwh: [], gwh: [], j: ["joule"] },
  ...{ s: ["sec", "second"], min: ["minute"], h: ["hr", "hour"], day: ["d"], month: ["mo", "pm"] },
  year: ["yr", "pa", "annum"],
  ...{ btc: ["bitcoin"], sat: ["satoshi"], block: [], share: ["ratio"] },
  ...{
    cent: ["ct", "c", "¢"],
    usdt: [],
    usdc: [],
    usd: ["$", "dollar"],
    eur: ["€", "euro"],
    gbp: ["£", "pound"],
  },
  ...{ t: ["trillion"], p: [] },
  ...{ thousand: ["k", "000"], million: ["m", "mm", "mn", "mio"], billion: ["bn"] },
};

/** The currencies of places where coins are mined or accounts are kept, but for codes that are English words. */
const currencies = new Set(
  (
    "usd eur gbp usdt usdc aed amd ars aud azn bdt bhd bgn brl btn cad chf clp cny cop czk dkk egp etb gel hkd huf idr " +
    "ils inr isk jpy kes kgs krw kwd kzt lak lkr mad mnt mxn myr ngn nok nzd omr pen php pkr pln pyg qar ron rub sar " +
    "sek sgd thb try twd uah uyu uzs vnd zar"
  ).split(" "),
);
const multipliers = new Set(["thousand", "million", "billion"]);
const hashrates = new Set(["mh", "gh", "th", "ph", "eh", "zh"]);
const periods = new Set(["s", "min", "h", "day", "month", "year"]);

const tokenOf = new Map<string, string>([
  ...Object.entries(synonyms).flatMap(([token, others]) =>
    [token, ...others].map((word): [string, string] => [word, token]),
  ),
  ...[...currencies].map((code): [string, string] => [code, code]),
]);

/** The token of a word, its plural or its abbreviation. */
const wordToken = (word: string) =>
  tokenOf.get(word) ?? (word.length > 2 && word.endsWith("s") ? tokenOf.get(word.slice(0, -1)) : undefined);

/** The tokens of a word; a currency may have its multiplier run together with it: "kUSD", "USDm". */
function tokensOf(word: string): readonly string[] | undefined {
  const token = wordToken(word);
  if (token !== undefined) return [token];
  const [, before = ""] = /^(k|mm|m)[a-z]{3,4}$/.exec(word) ?? [];
  const [, after = ""] = /^[a-z]{3,4}(k|mm|mn|m|bn)$/.exec(word) ?? [];
  const glued = [
    [before, word.slice(before.length)],
    [after, word.slice(0, word.length - after.length)],
  ].find(([multiplier, code = ""]) => multiplier !== "" && currencies.has(code));
  return glued?.map((part) => tokenOf.get(part) ?? part);
}

const dollarsOf = /\bus\s*(?=\$|¢|c(?:t|ent)s?\b)/g;
const nextWord = /^(?:['’]?000s?(?![\p{Nd}\p{L}])|p\.\s?[am]\.?(?!\p{L})|[$€£¢]|\p{L}+)/u;
const joiner = /^\s*(?:\/|per\b)?\s*/;

/**
 * The run of unit words with which a text starts, joined by "/", "per" or blanks, each in the form that stands for all
 * its synonyms, and the rest of the text.
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

/** A unit that somebody wrote. */
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
  const codes = tokens.filter((token) => currencies.has(token));
  const money = tokens.map((token) => (currencies.has(token) ? "money" : token));
  // A hash per second, and a cent of any currency, count once.
  const bare = money.filter(
    (token, index) =>
      !(token === "s" && hashrates.has(money[index - 1] ?? "")) &&
      !(token === "money" && (money[index - 1] === "money" || money[index + 1] === "cent")),
  );
  const factors = bare.filter((token) => multipliers.has(token));
  const [first = "", ...others] = bare.filter((token) => !multipliers.has(token));
  return { key: [...factors, first, ...others.sort()].join(" "), currency: codes[0]?.toUpperCase() };
}

const brackets = /[([]([^()[\]]*)[)\]]/g;

/** A text without what stands in brackets. */
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

/** A value of a row in the unit that somebody gave, the inverse of `converted`. */
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
  const scales = units.map(
    ([unit, times = 1, over = 1]) => [unitOf(unit)?.key ?? "", { times, over }] as const,
  );
  return { listed, scales: new Map(scales) };
}

/**
 * How the units in the brackets of a name change the values beside it. What stands in brackets is cut at commas and
 * semicolons; a part that does not start with a unit is a note, and so is what follows a unit.
 *
 * Throws InputError where a unit is not of the kind, or where two units differ.
 */
export function scaleOf(name: string, what: string, kind: UnitKind): Scale {
  const parts = [...name.matchAll(brackets)].flatMap(([, inside = ""]) => inside.split(/[,;]/));
  let scale: Scale | undefined;
  for (const part of parts) {
    const unit = unitOf(part.replaceAll("%", ""));
    if (unit === undefined) continue;
    const found = kind.scales.get(unit.key);
    if (found === undefined) throw new InputError(`${name.trim()}:`, `${what} ${kindRule(kind)}`);
    if (scale !== undefined && found.times / found.over !== scale.times / scale.over)
      throw new InputError(`${name.trim()}:`, "must name one unit, names two");
    scale = { ...found, currency: scale?.currency ?? unit.currency };
  }
  return scale ?? unscaled;
}

const kindRule = ({ listed }: UnitKind) => (listed === "" ? "has no unit" : `is in ${listed}`);
