import { dateOf, LAST_SERIAL } from "../serials";
import { VALUE_ERROR, type ErrorValue } from "../scalar";
import { NotComputed } from "../values";
import { decimalsOf, fractionPart, roundedTo, wholePart, type Decimals } from "./digits";

/**
 * Excel's number formats in the English of the United States, as TEXT applies them. A format, or a value under it, whose
 * result is not certain throws NotComputed.
 *
 * Sources: the number format codes page of Excel's help, ISO 29500-1 section 18.8.31.
 */
export function formatted(value: number | string, format: string, dateOffset: number): string | ErrorValue {
  if (format === "") {
    if (typeof value === "number") return "";
    throw doubt("an empty format for a text");
  }
  const sections = sectionsOf(format);
  if (typeof value === "string") return textIn(value, sections);
  const { section, isNegated } = sectionFor(value, sections);
  switch (section.kind) {
    case "text":
      return written(section.tokens, ({ type }) => (type === "text" ? generalText(value) : undefined));
    case "general":
      return general(isNegated ? -value : value, section);
    case "date":
      return moment(value, section, dateOffset);
    case "number":
      return signed(value, isNegated, (size) => number(size, section));
    case "fraction":
      // Rounded to zero a negative one keeps its sign.
      return (value < 0 && !isNegated ? "-" : "") + fraction(Math.abs(value), section);
    default:
      if (value < 0 && !isNegated && section.tokens.length > 0) throw doubt("the sign before a text");
      return written(section.tokens, () => undefined);
  }
}

const doubt = (what: string) => new NotComputed(`${what} in a number format is not certain`);

// Parsing

type TokenType =
  | "literal"
  /** T and Z, as in ISO 8601. */
  | "letter"
  /** A digit of a fraction's denominator. */
  | "fixed"
  | "digit"
  | "point"
  | "comma"
  | "percent"
  | "exponent"
  | "slash"
  | "text"
  | "general"
  | "date"
  | "elapsed"
  | "half";

interface Token {
  readonly type: TokenType;
  /** What is written, or the code in lower case. */
  readonly text: string;
}

interface Condition {
  readonly holds: (value: number) => boolean;
}

type Kind = "literal" | "text" | "general" | "date" | "number" | "fraction";

interface Section {
  readonly kind: Kind;
  readonly tokens: readonly Token[];
  readonly condition: Condition | undefined;
}

const MOST_KEPT = 1000;
const kept = new Map<string, readonly Section[]>();

function sectionsOf(format: string): readonly Section[] {
  const known = kept.get(format);
  if (known) return known;
  const sections = splitSections(format).map(section);
  if (sections.length > 4) throw doubt("a fifth section");
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(format, sections);
  return sections;
}

/** One part of a format: a text in quotes, an escaped or padded character, brackets, a code or a character. */
const PART =
  /"([^"]*)"|\\([^])|_([^])|\*[^]|\[([^\]]*)\]|(General)|(AM\/PM|A\/P)|(E[+-])|([ymdhs])\8*|([0#?])|[^]/giy;

interface Part {
  readonly text: string;
  readonly groups: readonly (string | undefined)[];
}

function splitSections(format: string): Part[][] {
  const sections: Part[][] = [[]];
  PART.lastIndex = 0;
  for (let match = PART.exec(format); match; match = PART.exec(format)) {
    const [text, ...groups] = match;
    if (text === ";") sections.push([]);
    else sections[sections.length - 1]?.push({ text, groups });
  }
  return sections;
}

/** Signs that are written as they are. */
const PLAIN = /^[$+():!^&'~{}<>=| cfijkloqrtuvwxz-]$/;
/** Signs of currencies and others beyond ASCII that are no letters and no digits. */
const FOREIGN_SIGN = /^[^\p{ASCII}\p{L}\p{N}\p{M}\p{C}\p{Z}]$/u;
const COLOR = /^(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2})$/i;
const CONDITION = /^(<=|>=|<>|<|>|=) *(-?\d+(?:\.\d+)?)$/;
/** A currency sign with a place whose numbers are written as here, as far as a format says. */
const CURRENCY = /^\$([^-]*)(?:-(.*))?$/;
const PLACES = new Set(
  "1 2 9 409 809 c09 1009 1409 1809 407 c07 807 40c 80c 410 413 40a c0a 816 411 804 en-us en-gb".split(" "),
);
const ENGLISH = new Set(["9", "409", "en-us"]);
const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  "<": (value, limit) => value < limit,
  ">": (value, limit) => value > limit,
  "=": (value, limit) => value === limit,
  "<=": (value, limit) => value <= limit,
  ">=": (value, limit) => value >= limit,
  "<>": (value, limit) => value !== limit,
};

function section(parts: readonly Part[]): Section {
  const tokens: Token[] = [];
  let condition: Condition | undefined;
  let isForeign = false;
  for (const { text, groups } of parts) {
    const [quoted, escaped, padded, bracket, isGeneral, half, exponent, dateCode, digit] = groups;
    if (quoted !== undefined) tokens.push({ type: "literal", text: quoted });
    else if (escaped !== undefined) tokens.push({ type: "literal", text: escaped });
    else if (padded !== undefined) tokens.push({ type: "literal", text: " " });
    else if (bracket !== undefined) {
      const [, currency, place] = CURRENCY.exec(bracket) ?? [];
      const [, sign = "", limit] = CONDITION.exec(bracket) ?? [];
      const compare = COMPARISONS[sign];
      if (compare !== undefined) {
        if (condition) throw doubt("a second condition");
        condition = { holds: (value) => compare(value, Number(limit)) };
      } else if (currency !== undefined) {
        if (place !== undefined && !PLACES.has(place.toLowerCase())) throw doubt(`[${bracket}]`);
        if (place !== undefined && !ENGLISH.has(place.toLowerCase())) isForeign = true;
        if (currency !== "") tokens.push({ type: "literal", text: currency });
      } else if (/^(?:h+|m+|s+)$/i.test(bracket))
        tokens.push({ type: "elapsed", text: bracket.toLowerCase() });
      else if (!COLOR.test(bracket)) throw doubt(`[${bracket}]`);
    } else if (isGeneral !== undefined) tokens.push({ type: "general", text });
    else if (half !== undefined) tokens.push({ type: "half", text: half });
    else if (exponent !== undefined) tokens.push({ type: "exponent", text: exponent });
    else if (dateCode !== undefined) tokens.push({ type: "date", text: text.toLowerCase() });
    else if (digit !== undefined) tokens.push({ type: "digit", text });
    else tokens.push(character(text));
  }
  const kind = kindOf(tokens);
  if (kind === "date" && isForeign) throw doubt("the language of a date");
  return { kind, tokens, condition };
}

function character(text: string): Token {
  switch (text) {
    case ".":
      return { type: "point", text };
    case ",":
      return { type: "comma", text };
    case "%":
      return { type: "percent", text };
    case "/":
      return { type: "slash", text };
    case "@":
      return { type: "text", text };
    default:
      if (/^[TZ]$/.test(text)) return { type: "letter", text };
      if (/^[1-9]$/.test(text)) return { type: "fixed", text };
      if (PLAIN.test(text) || FOREIGN_SIGN.test(text)) return { type: "literal", text };
      throw doubt(`"${text}"`);
  }
}

function kindOf(tokens: readonly Token[]): Kind {
  const has = (type: TokenType) => tokens.some((token) => token.type === type);
  const plain = (...types: readonly TokenType[]) =>
    tokens.every(({ type }) => type === "literal" || types.includes(type));
  if (has("date") || has("elapsed") || has("half")) {
    if (!plain("date", "elapsed", "half", "slash", "comma", "point", "digit", "letter"))
      throw doubt("what is beside a date");
    return "date";
  }
  if (has("text")) {
    if (!plain("text")) throw doubt("what is beside @");
    return "text";
  }
  if (has("general")) {
    if (!plain("general")) throw doubt("what is beside General");
    return "general";
  }
  if (has("slash")) return "fraction";
  if (has("fixed") || has("letter")) throw doubt("what is beside digits");
  if (has("digit")) return "number";
  if (!plain()) throw doubt("a format without digits");
  return "literal";
}

// Which section

interface Choice {
  readonly section: Section;
  /** Whether the section is for negative numbers and shows their size. */
  readonly isNegated: boolean;
}

function sectionFor(value: number, sections: readonly Section[]): Choice {
  const [first, second, third] = sections;
  if (first === undefined) throw doubt("a format without a section");
  if (sections.some(({ condition }) => condition)) return conditional(value, sections);
  const isText = (part: Section | undefined) => part?.kind === "text" && sections.length > 1;
  if (isText(first) || isText(second) || isText(third)) throw doubt("@ before the fourth section");
  if (second === undefined) return { section: first, isNegated: false };
  if (value < 0) {
    if (third === undefined && second.tokens.length === 0)
      throw doubt("an empty section for negative numbers");
    return { section: second, isNegated: true };
  }
  if (value === 0 && third !== undefined) return { section: third, isNegated: false };
  return { section: first, isNegated: false };
}

const GENERAL: Section = {
  kind: "general",
  tokens: [{ type: "general", text: "General" }],
  condition: undefined,
};

/** Sections with conditions: one and General, one and what is left, or two and what is left. */
function conditional(value: number, sections: readonly Section[]): Choice {
  const [first, second, third] = sections;
  if (first !== undefined && sections.length === 1)
    return { section: first.condition?.holds(value) === true ? first : GENERAL, isNegated: false };
  if (value < 0) throw doubt("the sign of a negative number under a condition");
  if (sections.length > 3 || first?.condition === undefined || third?.condition !== undefined)
    throw doubt("a condition in another section than the first two");
  if (third !== undefined && second?.condition === undefined) throw doubt("a section without a condition");
  const found = [first, second].find((part) => part?.condition?.holds(value));
  const rest = third ?? (second?.condition === undefined ? second : undefined);
  const chosen = found ?? rest;
  if (chosen === undefined) throw doubt("a number that meets no condition");
  return { section: chosen, isNegated: false };
}

function textIn(value: string, sections: readonly Section[]): string {
  const [only] = sections;
  const chosen = sections.length === 4 ? sections[3] : sections.length === 1 ? only : undefined;
  if (sections.length > 1 && sections.length < 4 && sections.some(({ kind }) => kind === "text"))
    throw doubt("@ before the fourth section");
  if (chosen === undefined || (sections.length === 1 && chosen.kind !== "text")) return value;
  return written(chosen.tokens, ({ type }) => (type === "text" ? value : undefined));
}

/** The texts of tokens; those that `of` knows are replaced. */
const written = (tokens: readonly Token[], of: (token: Token, index: number) => string | undefined) =>
  tokens.map((token, index) => of(token, index) ?? token.text).join("");

/** Writes the size of a number with a minus sign in front, where its section does not say how it is negative. */
function signed(value: number, isNegated: boolean, write: (size: number) => string): string {
  const text = write(Math.abs(value));
  if (value >= 0 || isNegated) return text;
  if (!/[1-9]/.test(text)) throw doubt("the sign of a number that is rounded to zero");
  return `-${text}`;
}

// General

/** As many characters, the sign not counted, as a narrow cell has room for. */
const NARROW = 11;
/** The digits of a number that is written as a power of ten. */
const POWER_DIGITS = 6;

/** A number as a narrow cell shows it. */
function generalText(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "-" : "";
  if (size >= 1e10 && size < 1e11 && !Number.isInteger(size))
    throw doubt("General of eleven digits and a fraction");
  const exact = decimalsOf(size);
  const whole = Math.max(1, exact.power);
  const shown = roundedTo(exact, Math.max(0, NARROW - whole - 1));
  // Small numbers are not rounded to a few digits but written as powers of ten.
  const isTiny = size < 1e-4 && shown.digits !== exact.digits;
  if (size < 1e11 && shown.power <= NARROW && !isTiny) return sign + plainText(shown);
  const rounded = roundedTo(exact, POWER_DIGITS - exact.power);
  const power = rounded.power - 1;
  const digits = plainText({ ...rounded, power: 1 });
  return `${sign}${digits}E${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

function plainText(decimals: Decimals): string {
  const places = Math.max(0, decimals.digits.length - decimals.power);
  const fraction = places > 0 ? `.${fractionPart(decimals, places)}` : "";
  return (wholePart(decimals) || "0") + fraction;
}

function general(value: number, { tokens }: Section): string {
  if (tokens.length > 1 && value < 0) throw doubt("the sign before General");
  return written(tokens, ({ type }) => (type === "general" ? generalText(value) : undefined));
}

// Numbers

interface Layout {
  readonly whole: readonly number[];
  readonly decimals: readonly number[];
  readonly exponent: readonly number[];
  readonly isGrouped: boolean;
  /** Powers of ten that the number is multiplied by. */
  readonly shift: number;
}

/** What the tokens of a section of digits are for, by their indices. */
function layoutOf(tokens: readonly Token[]): Layout {
  const whole: number[] = [];
  const decimals: number[] = [];
  const exponent: number[] = [];
  const indexOf = (type: TokenType) => tokens.findIndex((token) => token.type === type);
  const count = (type: TokenType) => tokens.filter((token) => token.type === type).length;
  if (count("point") > 1 || count("exponent") > 1) throw doubt("a second point or exponent");
  const [point, power] = [indexOf("point"), indexOf("exponent")];
  if (power >= 0 && point > power) throw doubt("a point in an exponent");
  for (const [index, { type }] of tokens.entries()) {
    if (type !== "digit") continue;
    if (power >= 0 && index > power) exponent.push(index);
    else if (point >= 0 && index > point) decimals.push(index);
    else whole.push(index);
  }
  const last = decimals[decimals.length - 1] ?? whole[whole.length - 1] ?? -1;
  let commas = 0;
  let isGrouped = false;
  for (const [index, { type }] of tokens.entries()) {
    if (type !== "comma") continue;
    const isBetween = index > (whole[0] ?? Infinity) && index < (whole[whole.length - 1] ?? -1);
    // Commas behind the last digit, or in front of the point, divide.
    const follows = tokens.slice(last, index).every(({ type: between }) => between !== "literal");
    const isScale =
      follows && (index > last || (point > index && index > (whole[whole.length - 1] ?? Infinity)));
    if (isBetween) isGrouped = true;
    else if (isScale) commas++;
    else throw doubt("the place of a comma");
  }
  if (power >= 0 && (commas > 0 || isGrouped || count("percent") > 0))
    throw doubt("what is beside an exponent");
  if (power >= 0 && (exponent.length === 0 || whole.length === 0)) throw doubt("an exponent without digits");
  return { whole, decimals, exponent, isGrouped, shift: count("percent") * 2 - commas * 3 };
}

function number(size: number, { tokens }: Section): string {
  const layout = layoutOf(tokens);
  if (layout.exponent.length > 0) return scientific(size, tokens, layout);
  const { digits, power } = decimalsOf(size);
  const rounded = roundedTo(
    { digits, power: digits === "" ? 0 : power + layout.shift },
    layout.decimals.length,
  );
  const places = placed(rounded, tokens, layout);
  return written(tokens, ({ type }, index) => (type === "comma" ? "" : places.get(index)));
}

/** What is written in the places of digits, by their indices. */
function placed(
  rounded: Decimals,
  tokens: readonly Token[],
  { whole, decimals, isGrouped }: Layout,
): Map<number, string> {
  const places = new Map<number, string>();
  const codes = (indices: readonly number[]) => indices.map((index) => tokens[index]?.text ?? "").join("");
  wholeDigits(wholePart(rounded), codes(whole), isGrouped).forEach((text, place) =>
    places.set(whole[place] ?? -1, text),
  );
  if (
    isGrouped &&
    whole.some((index, place) => place > 0 && hasLiteral(tokens, whole[place - 1] ?? 0, index))
  )
    throw doubt("a text between groups of digits");
  // Without a place for them, the digits before the point are written in front of it.
  if (whole.length === 0) {
    const point = tokens.findIndex(({ type }) => type === "point");
    places.set(point, `${wholePart(rounded)}.`);
  }
  fractionDigits(fractionPart(rounded, decimals.length), codes(decimals)).forEach((text, place) =>
    places.set(decimals[place] ?? -1, text),
  );
  return places;
}

const hasLiteral = (tokens: readonly Token[], from: number, to: number) =>
  tokens.slice(from, to).some(({ type }) => type === "literal");

/** The texts in the places before the point; the first has all digits that have no place. */
function wholeDigits(digits: string, codes: string, isGrouped: boolean): string[] {
  const length = Math.max(digits.length, codes.length);
  const isRegular = /^(?:#*|\?*)0*$/.test(codes);
  if (!isRegular && digits.length < codes.length) throw doubt("the order of 0, # and ?");
  const texts: string[] = codes.split("").map(() => "");
  let hasStarted = false;
  for (let place = 0; place < length; place++) {
    const fromRight = length - 1 - place;
    const slot = Math.max(0, codes.length - 1 - fromRight);
    const digit = digits.charAt(digits.length - 1 - fromRight);
    const code = codes.charAt(slot);
    const text = digit !== "" ? digit : code === "0" ? "0" : code === "?" ? " " : "";
    if (text === " " && isGrouped) throw doubt("a blank in groups of digits");
    if (text !== "") hasStarted = true;
    const comma = isGrouped && hasStarted && fromRight > 0 && fromRight % 3 === 0 ? "," : "";
    texts[slot] = (texts[slot] ?? "") + text + comma;
  }
  return texts;
}

/** The texts in the places after the point: zeros at the end are left out for #, and blank for ?. */
function fractionDigits(digits: string, codes: string): string[] {
  if (!/^0*(?:#*|\?*)$/.test(codes)) throw doubt("the order of 0, # and ?");
  const needed = digits.replace(/0+$/, "").length;
  return digits.split("").map((digit, place) => {
    const code = codes.charAt(place);
    return place < needed || code === "0" ? digit : code === "?" ? " " : "";
  });
}

function scientific(size: number, tokens: readonly Token[], layout: Layout): string {
  const { whole, decimals, exponent } = layout;
  const codes = whole.map((index) => tokens[index]?.text ?? "").join("");
  const step = codes.length;
  if (exponent.some((index) => tokens[index]?.text !== "0") && exponent.length > 1)
    throw doubt("the digits of an exponent");
  if (size === 0 && codes !== "0") throw doubt("zero as a power of ten");
  const exact = decimalsOf(size);
  let power = size === 0 ? 0 : Math.floor((exact.power - 1) / step) * step;
  const scaled = (by: number) => roundedTo({ ...exact, power: exact.power - by }, decimals.length);
  let rounded = size === 0 ? exact : scaled(power);
  if (rounded.power > step) {
    power += step;
    rounded = scaled(power);
  }
  const places = placed(rounded, tokens, layout);
  // The sign is written with the digits, not with the letter.
  const hasPlus = tokens.some(({ type, text }) => type === "exponent" && text.endsWith("+"));
  const sign = power < 0 ? "-" : hasPlus ? "+" : "";
  const digits = sign + String(Math.abs(power)).padStart(exponent.length, "0");
  exponent.forEach((index, place) => places.set(index, place === 0 ? digits : ""));
  return written(tokens, ({ type, text }, index) =>
    type === "exponent" ? text.charAt(0) : places.get(index),
  );
}

// Fractions

/** "# ?/?", "?/??", "# ?/8". */
const FRACTION = /^(?:([#0])( +))?(\?{1,3})\/(?:(\?{1,3})|([1-9]\d{0,2}))$/;

function fraction(size: number, { tokens }: Section): string {
  const [, whole, gap = "", top = "", bottom = "", fixed] =
    FRACTION.exec(written(tokens, () => undefined)) ?? [];
  const isPlain = tokens.every(
    ({ type, text }) => type === "digit" || type === "slash" || type === "fixed" || text === " ",
  );
  if (top === "" || !isPlain) throw doubt("a fraction");
  if (size >= 1e9) throw doubt("a fraction of a great number");
  const start = whole === undefined ? 0 : Math.floor(size);
  const rest = size - start;
  const [part, of] =
    fixed === undefined
      ? approximation(rest, 10 ** bottom.length - 1)
      : [Math.round(rest * Number(fixed)), Number(fixed)];
  const carries = whole !== undefined && part === of;
  const units = carries ? start + 1 : start;
  const denominator = fixed ?? String(of).padEnd(bottom.length);
  if (whole === undefined) return `${String(part).padStart(top.length)}/${denominator}`;
  const isZero = part === 0 || carries;
  const unitsText = units === 0 && !isZero && whole === "#" ? "" : String(units);
  if (isZero) return `${unitsText}${gap}${" ".repeat(top.length + 1 + denominator.length)}`;
  return `${unitsText}${gap}${String(part).padStart(top.length)}/${denominator}`;
}

/**
 * The last of the continued fractions of a number whose denominator is small enough, which is Excel's choice: for 0.1 with
 * one digit 0, not 1/9.
 */
function approximation(value: number, most: number): readonly [number, number] {
  let [before, last]: [readonly [number, number], readonly [number, number]] = [
    [1, 0],
    [Math.floor(value), 1],
  ];
  for (let rest = value - Math.floor(value); rest > 5e-8;) {
    const inverse = 1 / rest;
    const times = Math.floor(inverse);
    const next = [times * last[0] + before[0], times * last[1] + before[1]] as const;
    if (next[1] > most) break;
    [before, last] = [last, next];
    rest = inverse - times;
  }
  return last;
}

// Dates and times

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
/** From what serial number 0 is in Excel. */
const DAYS = ["Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

const SECONDS_PER_DAY = 86_400;
/** Rounding of doubles moves a time of this century by less than this many seconds. */
const TIME_ROUNDING = 1e-4;

function moment(value: number, { tokens }: Section, dateOffset: number): string | ErrorValue {
  const serial = value + dateOffset;
  if (value < 0) {
    if (dateOffset > 0) throw doubt("a negative time where dates start in 1904");
    return VALUE_ERROR;
  }
  if (serial >= LAST_SERIAL + 1) return VALUE_ERROR;
  const codes = momentCodes(tokens);
  const places = secondPlaces(tokens);
  const running = tokens.filter(({ type }) => type === "elapsed").map(({ text }) => text.charAt(0));
  const isElapsed = running.length > 0;
  if (
    running.length > 1 ||
    codes.some((code) => code !== undefined && running.includes(code.charAt(0)) && !code.startsWith("month"))
  )
    throw doubt("a second code of the elapsed unit");
  const day = Math.floor(isElapsed ? value : serial);
  const shown = shownSeconds((value - Math.floor(value)) * SECONDS_PER_DAY, places);
  const carries = shown >= SECONDS_PER_DAY;
  if (carries && !isElapsed && codes.some((code) => /^(?:y|d|month)/.test(code ?? "")))
    throw doubt("the day of a time just before midnight");
  const seconds = isElapsed ? shown + day * SECONDS_PER_DAY : shown % SECONDS_PER_DAY;
  const hasHalf = tokens.some(({ type }) => type === "half");
  return written(tokens, (token, index) => {
    const code = codes[index];
    if (token.type === "digit") return places > 0 ? "" : undefined;
    if (token.type === "point") return pointAt(tokens, index) ? fractionOf(seconds, places) : undefined;
    if (token.type === "half") return halfOf(token.text, seconds);
    if (token.type === "elapsed") return elapsed(token.text, seconds);
    return code === undefined ? undefined : dateText(code, day, seconds, hasHalf);
  });
}

/** The codes of a date by token; m is a month, or minutes after hours and before seconds. */
function momentCodes(tokens: readonly Token[]): (string | undefined)[] {
  const isCode = ({ type }: Token) => type === "date" || type === "elapsed";
  return tokens.map((token, index) => {
    if (token.type !== "date") return undefined;
    if (!/^m{1,2}$/.test(token.text))
      return token.text.startsWith("m") ? `month${token.text.length}` : token.text;
    const before = tokens.slice(0, index).reverse().find(isCode);
    const after = tokens.slice(index + 1).find(isCode);
    const isMinutes = /^[hs]/.test(before?.text ?? "") || after?.text.startsWith("s") === true;
    return `${isMinutes ? "minutes" : "month"}${token.text.length}`;
  });
}

/** Whether a point has the fraction of a second behind it. */
const pointAt = (tokens: readonly Token[], index: number) => {
  const before = tokens[index - 1];
  return (
    tokens[index + 1]?.type === "digit" &&
    before !== undefined &&
    (before.type === "date" || before.type === "elapsed") &&
    before.text.startsWith("s")
  );
};

/** How many places of a second are shown. */
function secondPlaces(tokens: readonly Token[]): number {
  const points = tokens.flatMap(({ type }, index) =>
    type === "point" && pointAt(tokens, index) ? [index] : [],
  );
  const digits = tokens.filter(({ type }) => type === "digit").length;
  if (digits === 0) return 0;
  const [point = 0] = points;
  const places = tokens.slice(point + 1, point + 1 + digits);
  if (
    points.length !== 1 ||
    digits > 3 ||
    !places.every(({ type, text }) => type === "digit" && text === "0")
  )
    throw doubt("digits in a date");
  return digits;
}

/** Seconds after midnight as they are shown: rounded to their last place. */
function shownSeconds(seconds: number, places: number): number {
  const scale = 10 ** places;
  const rounded = Math.round(seconds * scale) / scale;
  const isExact = Math.abs(seconds - rounded) < TIME_ROUNDING;
  // Whether a rounded second makes the minute full is not the same in all versions.
  if (!isExact && Math.floor(seconds / 60) !== Math.floor(rounded / 60))
    throw doubt("the minute of a time that is rounded up");
  return rounded;
}

const fractionOf = (seconds: number, places: number) =>
  `.${String(Math.round((seconds - Math.floor(seconds)) * 10 ** places)).padStart(places, "0")}`;

function halfOf(code: string, seconds: number): string {
  const isAfternoon = seconds >= SECONDS_PER_DAY / 2;
  if (code.length > 3) return isAfternoon ? "PM" : "AM";
  return code.charAt(isAfternoon ? 2 : 0);
}

function elapsed(code: string, seconds: number): string {
  const unit = code.startsWith("h") ? 3600 : code.startsWith("m") ? 60 : 1;
  return String(Math.floor(seconds / unit)).padStart(code.length, "0");
}

function dateText(code: string, day: number, seconds: number, hasHalf: boolean): string {
  const two = (value: number, length: number) => String(value).padStart(Math.min(length, 2), "0");
  const kind = code.replace(/\d$/, "");
  const length = kind === code ? code.length : Number(code.slice(kind.length));
  switch (kind.startsWith("m") ? kind : kind.charAt(0)) {
    case "y":
      return length <= 2 ? two(dateOf(day).year % 100, 2) : String(dateOf(day).year);
    case "month": {
      const { month } = dateOf(day);
      const name = MONTHS[month - 1] ?? "";
      if (length > 5) throw doubt("six times m");
      return length <= 2
        ? two(month, length)
        : length === 3
          ? name.slice(0, 3)
          : length === 4
            ? name
            : name.charAt(0);
    }
    case "d": {
      const name = DAYS[day % 7] ?? "";
      return length <= 2 ? two(dateOf(day).day, length) : length === 3 ? name.slice(0, 3) : name;
    }
    case "h": {
      const hour = Math.floor(seconds / 3600) % 24;
      return two(hasHalf ? ((hour + 11) % 12) + 1 : hour, length);
    }
    case "minutes":
      return two(Math.floor(seconds / 60) % 60, length);
    default:
      return two(Math.floor(seconds) % 60, length);
  }
}
