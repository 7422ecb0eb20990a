/** Significant digits that a result keeps: products of two doubles as typed, and long sums of them, are exact. */
const PRECISION = 64;

const powers: bigint[] = [];
/** 10 to a power of at least 0. */
const tenTo = (power: number): bigint => (powers[power] ??= 10n ** BigInt(power));

const magnitude = (whole: bigint) => (whole < 0n ? -whole : whole);
const lengthOf = (whole: bigint) => magnitude(whole).toString().length;

/** A quotient rounded to a whole number, half-even; the divisor is above 0. */
function halfEven(dividend: bigint, divisor: bigint): bigint {
  const whole = dividend / divisor;
  const twice = 2n * magnitude(dividend % divisor);
  if (twice < divisor || (twice === divisor && whole % 2n === 0n)) return whole;
  return dividend < 0n ? whole - 1n : whole + 1n;
}

/** What text gives a number that is written as JavaScript writes it. */
const WRITTEN = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/**
 * The decimals of everything that must add up to the cent and the satoshi, in whole numbers: 64 significant digits, and
 * half-even wherever something is rounded. There is no negative zero, and nothing is too large or too small.
 */
export class Decimal {
  /** The value is `whole` times 10 to the power of `exponent`. */
  private readonly whole: bigint;
  private readonly exponent: number;

  /** A finite number by its shortest digits, as it was typed. */
  constructor(value: number | string);
  constructor(whole: bigint, exponent: number);
  constructor(value: number | string | bigint, exponent = 0) {
    if (typeof value === "bigint") {
      this.whole = value;
      this.exponent = exponent;
    } else {
      const [, before = "", after = "", power = "0"] = WRITTEN.exec(String(value)) ?? [];
      if (before === "") throw new RangeError(`${value} is not a decimal`);
      this.whole = BigInt(before + after);
      this.exponent = Number(power) - after.length;
    }
  }

  plus(other: Decimal): Decimal {
    const [own, others, exponent] = this.alignedWith(other);
    return new Decimal(own + others, exponent).toSignificantDigits(PRECISION);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.neg());
  }

  times(factor: Decimal | number): Decimal {
    const { whole, exponent } = decimal(factor);
    return new Decimal(this.whole * whole, this.exponent + exponent).toSignificantDigits(PRECISION);
  }

  /** The quotient by a divisor that is not 0. */
  div(divisor: Decimal | number): Decimal {
    const { whole, exponent } = decimal(divisor);
    const places = Math.max(0, PRECISION + 1 + lengthOf(whole) - lengthOf(this.whole));
    const dividend = (whole < 0n ? -this.whole : this.whole) * tenTo(places);
    const by = magnitude(whole);
    const quotient = dividend / by;
    // A further digit stands for all that follow, so that what is rounded is a tie only if the quotient is one.
    const rest = dividend % by;
    const further = rest === 0n ? 0n : rest < 0n ? -1n : 1n;
    const result = new Decimal(10n * quotient + further, this.exponent - exponent - places - 1);
    return result.toSignificantDigits(PRECISION);
  }

  neg(): Decimal {
    return new Decimal(-this.whole, this.exponent);
  }

  eq(other: Decimal): boolean {
    const [own, others] = this.alignedWith(other);
    return own === others;
  }

  gt(other: Decimal | number): boolean {
    const [own, others] = this.alignedWith(decimal(other));
    return own > others;
  }

  lt(other: Decimal | number): boolean {
    return decimal(other).gt(this);
  }

  isZero(): boolean {
    return this.whole === 0n;
  }

  toDecimalPlaces(places: number): Decimal {
    const excess = -places - this.exponent;
    return excess <= 0 ? this : new Decimal(halfEven(this.whole, tenTo(excess)), -places);
  }

  toSignificantDigits(digits: number): Decimal {
    if (magnitude(this.whole) < tenTo(digits)) return this;
    return this.toDecimalPlaces(digits - lengthOf(this.whole) - this.exponent);
  }

  /** The nearest double. */
  toNumber(): number {
    return Number(`${this.whole}e${this.exponent}`);
  }

  /** As JavaScript writes numbers, but with all digits. */
  toString(): string {
    const [, sign = "", digits = ""] = /^(-?)(.*?)0*$/.exec(this.whole.toString()) ?? [];
    if (digits === "") return "0";
    /** Digits before the point. */
    const point = lengthOf(this.whole) + this.exponent;
    if (point > 21 || point < -5) {
      const after = digits.length > 1 ? `.${digits.slice(1)}` : "";
      return `${sign}${digits.charAt(0)}${after}e${point > 0 ? "+" : ""}${point - 1}`;
    }
    if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
    const after = digits.slice(point);
    return sign + digits.slice(0, point).padEnd(point, "0") + (after === "" ? "" : `.${after}`);
  }

  /** Both as whole numbers times 10 to one power. */
  private alignedWith({ whole, exponent }: Decimal): [own: bigint, others: bigint, exponent: number] {
    const common = Math.min(this.exponent, exponent);
    return [this.whole * tenTo(this.exponent - common), whole * tenTo(exponent - common), common];
  }

  static min(a: Decimal, b: Decimal): Decimal {
    return b.gt(a) ? a : b;
  }
}

/** A number as a decimal. */
export const decimal = (value: Decimal | number): Decimal =>
  typeof value === "number" ? new Decimal(value) : value;

/** Rounded to the cent, half-even. */
export const toCents = (amount: Decimal): Decimal => amount.toDecimalPlaces(2);

/** A quantity of coins as typed, rounded to the satoshi, half-even: 0.1 + 0.2 is 0.3. */
export const toSatoshis = (quantity: number): Decimal => new Decimal(quantity).toDecimalPlaces(8);

export const zero: Decimal = new Decimal(0n, 0);

/** Sum without rounding. */
export const total = (values: readonly Decimal[]): Decimal =>
  values.reduce((sum, value) => sum.plus(value), zero);
