// Roman numerals as ROMAN writes them: form 0 is the classic one, 4 the shortest.

const SYMBOLS: readonly (readonly [symbol: string, value: number])[] = [
  ["M", 1000],
  ["D", 500],
  ["C", 100],
  ["L", 50],
  ["X", 10],
  ["V", 5],
  ["I", 1],
];

const at = (index: number) => SYMBOLS[index] ?? (["", 0] as const);

/** A whole number from 0 to 3999. */
export function roman(number: number, form: number): string {
  let left = number;
  let text = "";
  // M, C, X, I with the half of the next higher one.
  for (let unit = 0; unit < SYMBOLS.length; unit += 2) {
    const [symbol, value] = at(unit);
    const digit = Math.floor(left / value);
    if (digit % 5 === 4) {
      // One less than five or ten: a smaller symbol in front of a greater one.
      const greater = digit === 4 ? unit - 1 : unit - 2;
      const smaller = subtracted(left, greater, unit, form);
      text += at(smaller)[0] + at(greater)[0];
      left -= at(greater)[1] - at(smaller)[1];
      continue;
    }
    if (digit >= 5) text += at(unit - 1)[0];
    text += symbol.repeat(digit % 5);
    left %= value;
  }
  return text;
}

/** The smallest symbol, at most `form` steps below the usual one, that does not take the rest below nothing. */
function subtracted(left: number, greater: number, unit: number, form: number): number {
  let index = unit;
  for (let step = 0; step < form && index + 1 < SYMBOLS.length; step++) {
    if (at(greater)[1] - at(index + 1)[1] > left) break;
    index++;
  }
  return index;
}
