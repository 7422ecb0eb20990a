import { quotient } from "../../../core/numeric/compensated";
import { exp, expm1, ln, lnRatio } from "../../../core/numeric/elementary";
import { repeatingFunction, sheetFunction, type SheetFunction, type Surroundings } from "../define";
import { DIVISION_BY_ZERO, ErrorValue, NUMBER_ERROR, VALUE_ERROR, type Scalar } from "../scalar";
import { isScalar, NotComputed, type Operand } from "../values";
import { toNumber } from "../convert";
import { manyOf } from "./numbers";
import { raised } from "../operators";

// Powers, logarithms, angles, whole numbers.

/** A function of one number; what is no number is #NUM!. */
const single = (name: string, compute: (x: number) => number | ErrorValue): SheetFunction =>
  sheetFunction(name, ["number"], ([x]) => compute(x));

/** Up to here Excel has always known the sine. */
const LARGEST_ANGLE = 2 ** 27;

const ofAngle = (name: string, compute: (x: number) => number): SheetFunction =>
  single(name, (x) => {
    if (Math.abs(x) >= LARGEST_ANGLE)
      throw new NotComputed(`it is not certain whether ${name} takes an angle of ${x}`);
    return compute(x);
  });

/** The logarithm of a positive number to a base, rounded once: that of 1000 to base 10 is 3. */
function logarithm(x: number, base: number): number | ErrorValue {
  if (x <= 0 || base <= 0) return NUMBER_ERROR;
  if (base === 1) return DIVISION_BY_ZERO;
  const { high, low } = quotient(lnRatio(x, 1), lnRatio(base, 1));
  return high + low;
}

function hyperbolicSine(x: number): number {
  const growth = expm1(Math.abs(x));
  const size = Math.abs(x) > 700 ? halfPower(Math.abs(x)) : (growth + growth / (growth + 1)) / 2;
  return x < 0 ? -size : size;
}

function hyperbolicCosine(x: number): number {
  const size = Math.abs(x);
  if (size > 700) return halfPower(size);
  const power = exp(size);
  return (power + 1 / power) / 2;
}

/** e^x / 2, where e^x alone may be too great for a double. */
const halfPower = (x: number) => {
  const root = exp(x / 2);
  return (root / 2) * root;
};

export function hyperbolicTangent(x: number): number {
  const growth = expm1(2 * Math.abs(x));
  const size = growth === Infinity ? 1 : growth / (growth + 2);
  return x < 0 ? -size : size;
}

/** The first whole number that cannot be told from its neighbours. */
const FIRST_UNCERTAIN = 2 ** 53;
const LARGEST = BigInt(Number.MAX_VALUE);

const factorials = [1n];
for (let n = 1n; n <= 170n; n++) factorials.push((factorials[factorials.length - 1] ?? 1n) * n);

function factorial(x: number): number | ErrorValue {
  const found = factorials[Math.trunc(x)];
  return x < 0 || found === undefined ? NUMBER_ERROR : Number(found);
}

/** In how many ways `k` of `n` can be taken; the result is exact and then rounded once. */
function combinations(n: number, k: number): number | ErrorValue {
  if (k < 0 || n < k) return NUMBER_ERROR;
  const [all, taken] = [BigInt(n), BigInt(Math.min(k, n - k))];
  let ways = 1n;
  for (let i = 1n; i <= taken; i++) {
    ways = (ways * (all - taken + i)) / i;
    // From here on they only grow.
    if (ways > LARGEST) return NUMBER_ERROR;
  }
  return Number(ways);
}

function permutations(n: number, k: number): number | ErrorValue {
  if (n === 0 && k === 0) throw new NotComputed("it is not certain whether PERMUT(0,0) is 1 or an error");
  if (n < 0 || k < 0 || n < k) return NUMBER_ERROR;
  let ways = 1n;
  for (let i = 0; i < k; i++) {
    ways *= BigInt(n - i);
    if (ways > LARGEST) return NUMBER_ERROR;
  }
  return Number(ways);
}

function withRepetition(n: number, k: number): number | ErrorValue {
  if (n < 0 || k < 0) return NUMBER_ERROR;
  if (n < k) throw new NotComputed("it is not certain whether COMBINA takes more than there are");
  return k === 0 ? 1 : combinations(n + k - 1, k);
}

/** Two whole numbers; larger ones than doubles count exactly are errors. */
const ofWholes = (name: string, compute: (n: number, k: number) => number | ErrorValue): SheetFunction =>
  sheetFunction(name, ["number", "number"], ([n, k]) =>
    Math.abs(n) >= FIRST_UNCERTAIN || Math.abs(k) >= FIRST_UNCERTAIN
      ? NUMBER_ERROR
      : compute(Math.trunc(n), Math.trunc(k)),
  );

/** GCD and LCM go through whole numbers from 0 on. */
const divisors = (
  name: string,
  start: number,
  step: (found: number, value: number) => number,
): SheetFunction =>
  repeatingFunction(name, ["operand"], 1, (args, around) => {
    let found = start;
    const visit = (value: Scalar, isDirect: boolean): ErrorValue | undefined => {
      if (value instanceof ErrorValue) return value;
      if (value === null && !isDirect) {
        if (name === "LCM") throw new NotComputed("it is not certain what LCM makes of blank cells");
        return undefined;
      }
      if (typeof value === "boolean")
        throw new NotComputed(`it is not certain what ${name} makes of TRUE and FALSE`);
      if (typeof value === "string" && !isDirect) return VALUE_ERROR;
      const number = toNumber(value, around.dateOffset);
      if (number instanceof ErrorValue) return number;
      if (number < 0 || number >= FIRST_UNCERTAIN) return NUMBER_ERROR;
      found = step(found, Math.trunc(number));
      return found >= FIRST_UNCERTAIN ? NUMBER_ERROR : undefined;
    };
    return eachValue(args, around, visit) ?? found;
  });

function eachValue(
  args: readonly Operand[],
  around: Surroundings,
  visit: (value: Scalar, isDirect: boolean) => ErrorValue | undefined,
): ErrorValue | undefined {
  for (const arg of args) {
    const error = isScalar(arg)
      ? visit(arg, true)
      : (manyOf(arg) ?? around.each(arg, (value) => visit(value, false)));
    if (error !== undefined) return error;
  }
  return undefined;
}

function greatestDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

const leastMultiple = (a: number, b: number) => (a === 0 || b === 0 ? 0 : (a / greatestDivisor(a, b)) * b);

const isRadix = (radix: number) => radix >= 2 && radix <= 36;

function inBase(x: number, radix: number, length: number): string | ErrorValue {
  const [whole, base, least] = [Math.trunc(x), Math.trunc(radix), Math.trunc(length)];
  if (whole < 0 || whole >= FIRST_UNCERTAIN || !isRadix(base) || least < 0 || least > 255)
    return NUMBER_ERROR;
  return whole.toString(base).toUpperCase().padStart(least, "0");
}

function fromBase(text: string, radix: number): number | ErrorValue {
  const base = Math.trunc(radix);
  if (text.length > 255 || !isRadix(base)) return text.length > 255 ? VALUE_ERROR : NUMBER_ERROR;
  if (text.trim() !== text || text === "")
    throw new NotComputed("it is not certain what DECIMAL makes of blanks");
  if (base === 16 && /^0x/i.test(text))
    throw new NotComputed("it is not certain what DECIMAL makes of the prefix 0x");
  let found = 0;
  for (const sign of text) {
    const digit = /^[0-9a-z]$/i.test(sign) ? parseInt(sign, 36) : base;
    if (digit >= base) return NUMBER_ERROR;
    found = found * base + digit;
  }
  if (found >= FIRST_UNCERTAIN)
    throw new NotComputed("it is not certain what DECIMAL makes of more digits than a double holds");
  return found;
}

export const MATHEMATICS: readonly SheetFunction[] = [
  single("ABS", Math.abs),
  single("SIGN", Math.sign),
  single("SQRT", (x) => (x < 0 ? NUMBER_ERROR : Math.sqrt(x))),
  single("SQRTPI", (x) => (x < 0 ? NUMBER_ERROR : Math.sqrt(x * Math.PI))),
  single("EXP", exp),
  single("LN", (x) => (x <= 0 ? NUMBER_ERROR : ln(x))),
  single("LOG10", (x) => logarithm(x, 10)),
  sheetFunction("LOG", ["number", "number?"], ([x, base = 10]) => logarithm(x, base)),
  sheetFunction("POWER", ["number", "number"], ([base, exponent]) => raised(base, exponent)),
  sheetFunction("PI", [], () => Math.PI),
  ofAngle("SIN", Math.sin),
  ofAngle("COS", Math.cos),
  ofAngle("TAN", Math.tan),
  single("ASIN", Math.asin),
  single("ACOS", Math.acos),
  single("ATAN", Math.atan),
  sheetFunction("ATAN2", ["number", "number"], ([x, y]) =>
    x === 0 && y === 0 ? DIVISION_BY_ZERO : Math.atan2(y, x),
  ),
  single("SINH", hyperbolicSine),
  single("COSH", hyperbolicCosine),
  single("TANH", hyperbolicTangent),
  single("DEGREES", (x) => (x * 180) / Math.PI),
  single("RADIANS", (x) => (x * Math.PI) / 180),
  single("FACT", factorial),
  ofWholes("COMBIN", combinations),
  ofWholes("COMBINA", withRepetition),
  ofWholes("PERMUT", permutations),
  divisors("GCD", 0, greatestDivisor),
  divisors("LCM", 1, leastMultiple),
  sheetFunction("BASE", ["number", "number", "number?"], ([x, radix, length = 0]) =>
    inBase(x, radix, length),
  ),
  sheetFunction("DECIMAL", ["text", "number"], ([text, radix]) => fromBase(text, radix)),
];
