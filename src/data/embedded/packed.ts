/** The digits of base64, each for six bits, the highest first. */
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGIT_BITS = 6;

/** Steps that are of one size; each later one is twice the one before. */
const EVEN_STEPS = 4;

/** What the sizes of differences are on average, of which the latest count most: the next is expected to be like them. */
const averageWith = (average: number, size: number) => average + (size - average) / 16;
const FIRST_AVERAGE = 16;

/** How many bits follow the steps, for a size that is expected to be about the average. */
function bitsAfter(average: number): number {
  let bits = 0;
  for (let rest = average / 1.2; rest >= 2; rest /= 2) bits++;
  return bits;
}

/**
 * Numbers as a short text. Each number times `scale` must be whole. What is written is its difference from the one
 * before; even sizes stand for those that are not negative. A size is written as in a Rice code: a 1 for each step that it
 * is beyond, a 0, and the bits of what is left. How long a step is follows from the sizes before.
 */
export function packed(values: readonly number[], scale: number): string {
  let [bits, last, average] = ["", 0, FIRST_AVERAGE];
  for (const value of values) {
    const whole = Math.round(value * scale);
    const difference = whole - last;
    const size = difference < 0 ? -2 * difference - 1 : 2 * difference;
    let [left, width] = [size, bitsAfter(average)];
    for (let steps = 1; left >= 2 ** width; steps++) {
      bits += "1";
      left -= 2 ** width;
      if (steps >= EVEN_STEPS) width++;
    }
    bits += "0";
    if (width > 0) bits += left.toString(2).padStart(width, "0");
    [last, average] = [whole, averageWith(average, size)];
  }
  // Steps without an end are no number.
  const digits = bits.match(/.{1,6}/g) ?? [];
  return digits.map((digit) => DIGITS.charAt(parseInt(digit.padEnd(DIGIT_BITS, "1"), 2))).join("");
}

/** The numbers of a packed text. */
export function unpacked(text: string, scale: number): number[] {
  const values: number[] = [];
  let [place, digit, unread] = [0, 0, 0];
  /** The next bit; 1 where there is none. */
  const bit = (): number => {
    if (unread === 0) {
      digit = place < text.length ? DIGITS.indexOf(text.charAt(place)) : 2 ** DIGIT_BITS - 1;
      place++;
      unread = DIGIT_BITS;
    }
    return (digit >> --unread) & 1;
  };
  for (let [last, average] = [0, FIRST_AVERAGE]; ;) {
    let [size, width] = [0, bitsAfter(average)];
    for (let steps = 1; bit() === 1; steps++) {
      if (place > text.length) return values;
      size += 2 ** width;
      if (steps >= EVEN_STEPS) width++;
    }
    let left = 0;
    for (let read = 0; read < width; read++) left = 2 * left + bit();
    size += left;
    last += size % 2 === 0 ? size / 2 : -(size + 1) / 2;
    values.push(last / scale);
    average = averageWith(average, size);
  }
}
