/** Least number of single letters to insert, delete or replace (Levenshtein). */
export function editDistance(from: string, to: string): number {
  const letters = Array.from(to);
  // From the letters of `from` read so far to the first letter of `to`, its first two, and so on.
  const distances = letters.map((_, column) => column + 1);
  let toAll = letters.length;
  for (const [row, letter] of Array.from(from).entries()) {
    let diagonal = row;
    let left = row + 1;
    for (const [column, above] of distances.entries()) {
      left = Math.min(diagonal + (letter === letters[column] ? 0 : 1), above + 1, left + 1);
      distances[column] = left;
      diagonal = above;
    }
    toAll = left;
  }
  return toAll;
}

/** Letters of a name that fit into the bits of a machine word. */
const MOST_LETTERS = 32;

/** What the letters of a text do to each of many names. */
interface Spelling {
  /** The place of each letter in the masks; 0 is any other letter. */
  readonly places: ReadonlyMap<string, number>;
  readonly sizes: readonly number[];
  /** For each name and letter, the bits of where it occurs in the name. */
  readonly masks: Int32Array;
}

function spellingOf(names: readonly string[]): Spelling {
  const spelt = names.map((name) => Array.from(name));
  const letters = new Set(spelt.flat());
  const places = new Map(Array.from(letters, (letter, place) => [letter, place + 1]));
  const masks = new Int32Array(names.length * (letters.size + 1));
  for (const [index, name] of spelt.entries())
    for (const [bit, letter] of name.slice(0, MOST_LETTERS).entries()) {
      const cell = index * (letters.size + 1) + (places.get(letter) ?? 0);
      masks[cell] = (masks[cell] ?? 0) | (1 << bit);
    }
  return { places, sizes: spelt.map(({ length }) => length), masks };
}

/**
 * Gives the edit distances from a text to each of many names. What each letter does to a name is prepared once, at the
 * first text, so that a column of misspelt names costs a few operations for each of their letters and each name.
 *
 * Method: a column of the table of distances is held as the bits of its steps up and down (G. Myers, 1999, Journal of the
 * ACM 46(3), 395-415; for the whole of a name: H. Hyyrö, 2003, report A-2003-4, University of Tampere).
 */
export function distancesTo(names: readonly string[]): (text: string) => number[] {
  let spelling: Spelling | undefined;
  return (text) => {
    spelling ??= spellingOf(names);
    const { places, sizes, masks } = spelling;
    const read = Array.from(text, (letter) => places.get(letter) ?? 0);
    return names.map((name, index) => {
      const size = sizes[index] ?? 0;
      if (size > MOST_LETTERS) return editDistance(text, name);
      return distanceByBits(read, masks, index * (places.size + 1), size);
    });
  };
}

/** The distance to a name of `size` letters, whose bits by letter begin at a place of the masks. */
function distanceByBits(text: readonly number[], masks: Int32Array, start: number, size: number): number {
  if (size === 0) return text.length;
  const last = 1 << (size - 1);
  let distance = size;
  // Where a distance is one more, and one less, than that of the letter before in the name.
  let up = -1;
  let down = 0;
  for (const letter of text) {
    const same = masks[start + letter] ?? 0;
    const diagonal = (((same & up) + up) ^ up) | same | down;
    const right = down | ~(diagonal | up);
    const left = up & diagonal;
    if ((right & last) !== 0) distance++;
    if ((left & last) !== 0) distance--;
    const shifted = (right << 1) | 1;
    const steps = same | down;
    up = (left << 1) | ~(steps | shifted);
    down = shifted & steps;
  }
  return distance;
}
