/** The bits of doubles, which are the same in every engine. */

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Of the word with sign and exponent: the second where the machine stores the low word first. */
export const UPPER = new Uint32Array(new Float64Array([1]).buffer)[0] === 0 ? 1 : 0;

/** The upper half of a double's bits: sign, exponent, and the first 20 bits of the fraction. */
export function upperWord(x: number): number {
  double[0] = x;
  return words[UPPER] ?? 0;
}

/** 2^-1022 to 2^1023: to read one is faster than to write the bits of it, which a processor must wait for. */
const POWERS = new Float64Array(2046);
for (let power = 2 ** -1022, index = 0; index < POWERS.length; index++, power *= 2) POWERS[index] = power;

/** 2^exponent, for a whole exponent. */
export function powerOfTwo(exponent: number): number {
  if (exponent < -1022) return exponent < -1100 ? 0 : powerOfTwo(exponent + 100) * 2 ** -100;
  return POWERS[exponent + 1022] ?? Infinity;
}

/** The exponent of a double from 0 on: 2^exponent is the greatest power of 2 up to it. */
export function exponentOf(x: number): number {
  if (x === 0) return -Infinity;
  return x < 2 ** -1022 ? exponentOf(x * 2 ** 100) - 100 : (upperWord(x) >>> 20) - 1023;
}
