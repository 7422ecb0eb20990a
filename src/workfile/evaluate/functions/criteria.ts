import { compareTexts, isClose } from "../compare";
import { numberOfText } from "../textNumbers";
import { errorOf, ErrorValue, VALUE_ERROR, type Scalar } from "../scalar";
import { NotComputed } from "../values";
import { hasWildcards, wildcardTest } from "../wildcards";

// The criteria of COUNTIF and its kin: a value, or a text with an operator before it and wildcards in it.

/** Whether a cell meets a criterion. */
export interface Test {
  (value: Scalar): boolean;
  /** The number or the text that cells must have, where only such cells can meet it. */
  readonly wanted?: number | string;
}

const LONGEST_TEXT = 255;
const OPERATOR = /^(<>|<=|>=|=|<|>)?([^]*)$/;
const ERROR = /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!)$/i;

/** The test of a criterion, or the error that it makes. */
export function testOf(criterion: Scalar, dateOffset: number): Test | ErrorValue {
  if (typeof criterion !== "string") return equalTo(criterion ?? 0, dateOffset);
  if (criterion.length > LONGEST_TEXT) return VALUE_ERROR;
  const [, operator, text = ""] = OPERATOR.exec(criterion) ?? [];
  if (text === "") return blankTest(operator);
  const operand = operandOf(text, dateOffset);
  switch (operator) {
    case undefined:
    case "=":
      return equalTo(operand, dateOffset);
    case "<>": {
      const isEqual = equalTo(operand, dateOffset);
      return (value) => !isEqual(value);
    }
    case "<":
      return ordered(operand, (order) => order < 0);
    case ">":
      return ordered(operand, (order) => order > 0);
    case "<=":
      return ordered(operand, (order) => order <= 0);
    default:
      return ordered(operand, (order) => order >= 0);
  }
}

/** Nothing meets blank cells and empty texts, = blank cells only, <> all others. */
function blankTest(operator: string | undefined): Test {
  switch (operator) {
    case undefined:
      return (value) => value === null || value === "";
    case "=":
      return (value) => value === null;
    case "<>":
      return (value) => value !== null;
    default:
      throw new NotComputed(`it is not certain what the criterion "${operator}" without a value means`);
  }
}

/** Quotes begin a text that is no number, and a tilde before any other sign has no documented meaning. */
const UNCLEAR = /^"|~(?![*?~])/;

function operandOf(text: string, dateOffset: number): Exclude<Scalar, null> {
  if (UNCLEAR.test(text)) throw new NotComputed(`it is not certain what the criterion ${text} means`);
  if (ERROR.test(text)) return errorOf(text);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  return numberOfText(text, dateOffset) ?? text;
}

function equalTo(operand: Exclude<Scalar, null>, dateOffset: number): Test {
  if (operand instanceof ErrorValue)
    return (value) => value instanceof ErrorValue && value.code === operand.code;
  if (typeof operand === "number") return equalToNumber(operand, dateOffset);
  if (typeof operand === "boolean") {
    const word = String(operand);
    return (value) => {
      if (typeof value === "string" && value.toLowerCase() === word)
        throw new NotComputed(`it is not certain whether the text "${value}" meets a logical criterion`);
      return value === operand;
    };
  }
  if (!hasWildcards(operand)) return equalToText(operand);
  const matches = wildcardTest(operand);
  return (value) => typeof value === "string" && matches(value);
}

const PLAIN_NUMBER = /^ *[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)? *$/i;

/** Numbers, and texts that are the same number: "1" and "01" are 1. */
function equalToNumber(operand: number, dateOffset: number): Test {
  const test = (value: Scalar) => {
    if (typeof value === "number") return value === operand || (isClose(value, operand) && unclear(value));
    if (typeof value !== "string" || value === "" || numberOfText(value, dateOffset) !== operand)
      return false;
    if (!PLAIN_NUMBER.test(value))
      throw new NotComputed(`it is not certain whether the text "${value}" meets a criterion of a number`);
    return true;
  };
  return Object.assign(test, { wanted: operand });
}

function unclear(value: number): never {
  throw new NotComputed(`it is not certain whether ${value} meets a criterion: only its last digits differ`);
}

const PLAIN_TEXT = /^[ -~]*$/;

/** Texts without their case. Of plain letters that needs no order of a language. */
function equalToText(operand: string): Test {
  const small = operand.toLowerCase();
  const isPlain = PLAIN_TEXT.test(operand);
  const test = (value: Scalar) => {
    if (typeof value !== "string") return false;
    if (value.length === operand.length && value.toLowerCase() === small) return true;
    return !(isPlain && PLAIN_TEXT.test(value)) && compareTexts(value, operand) === 0;
  };
  return isPlain ? Object.assign(test, { wanted: small }) : test;
}

/** Where in a range the cells are that may meet an equality: a range that is searched often is gone through once. */
export class Places {
  private readonly numbers = new Map<number, number[]>();
  private readonly texts = new Map<string, number[]>();
  /** Texts that may be numbers. */
  private readonly withDigits: number[] = [];
  /** Texts that an order of a language compares. */
  private readonly foreign: number[] = [];

  constructor(cells: readonly Scalar[]) {
    for (const [place, value] of cells.entries()) {
      if (typeof value === "number") add(this.numbers, rough(value), place);
      else if (typeof value === "string") {
        if (DIGIT.test(value)) this.withDigits.push(place);
        if (PLAIN_TEXT.test(value)) add(this.texts, value.toLowerCase(), place);
        else this.foreign.push(place);
      }
    }
  }

  /** Upwards. */
  of(wanted: number | string): readonly number[] {
    const lists: (readonly number[])[] = [];
    if (typeof wanted === "string") lists.push(this.texts.get(wanted) ?? [], this.foreign);
    else {
      lists.push(this.withDigits);
      for (const key of new Set([wanted, wanted * ABOVE, wanted * BELOW].map(rough)))
        lists.push(this.numbers.get(key) ?? []);
    }
    const filled = lists.filter((list) => list.length > 0);
    return filled.length === 1 ? (filled[0] ?? []) : filled.flat().sort((a, b) => a - b);
  }
}

/** Numbers whose last digits differ are next to each other. */
const [ABOVE, BELOW] = [1 + 1e-14, 1 - 1e-14];
const rough = (value: number) =>
  Number.isInteger(value) && Math.abs(value) < 1e12 ? value : Number(value.toPrecision(13));
const DIGIT = /\p{Nd}/u;

function add<K>(places: Map<K, number[]>, key: K, place: number): void {
  const list = places.get(key);
  if (list === undefined) places.set(key, [place]);
  else list.push(place);
}

/** Only numbers are compared to a number, only texts to a text. */
function ordered(operand: Exclude<Scalar, null>, holds: (order: number) => boolean): Test {
  if (typeof operand === "number")
    return (value) => {
      if (typeof value !== "number") return false;
      if (value !== operand && isClose(value, operand)) unclear(value);
      return holds(value - operand);
    };
  if (typeof operand !== "string" || hasWildcards(operand))
    throw new NotComputed("it is not certain how Excel compares values to such a criterion");
  return (value) => {
    if (typeof value !== "string") return false;
    if (value === "")
      throw new NotComputed("it is not certain how Excel compares empty texts to a criterion");
    return holds(compareTexts(value, operand));
  };
}
