/** The digits of base64, each for six bits. */
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** A digit from here on is followed by another of the same number. */
const MORE = 32;

/**
 * Numbers as a short text. Each number times `scale` must be whole. What is written is its difference from the one
 * before, as base64 VLQ, as in source maps: five bits a digit, the lowest first, and of the first digit the lowest bit is
 * the sign.
 */
export function packed(values: readonly number[], scale: number): string {
  const whole = values.map((value) => Math.round(value * scale));
  const differences = whole.map((value, index) => value - (whole[index - 1] ?? 0));
  return differences
    .map((difference) => digitsOf(2 * Math.abs(difference) + (difference < 0 ? 1 : 0)))
    .join("");
}

function digitsOf(number: number): string {
  const rest = Math.floor(number / MORE);
  return rest === 0 ? DIGITS.charAt(number) : DIGITS.charAt((number % MORE) + MORE) + digitsOf(rest);
}

/** The numbers of a packed text. */
export function unpacked(text: string, scale: number): number[] {
  const values: number[] = [];
  let [last, number, place] = [0, 0, 1];
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    number += (digit % MORE) * place;
    place *= MORE;
    if (digit >= MORE) continue;
    last += number % 2 === 0 ? number / 2 : -(number - 1) / 2;
    values.push(last / scale);
    [number, place] = [0, 1];
  }
  return values;
}
