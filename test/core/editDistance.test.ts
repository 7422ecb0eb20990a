import fc from "fast-check";
import { distancesTo, editDistance } from "../../src/core/editDistance";

// The textbook pairs of Levenshtein's distance, and by hand.
test.each([
  ["kitten", "sitting", 3],
  ["Saturday", "Sunday", 3],
  ["flaw", "lawn", 2],
  ["", "pue", 3],
  ["pue", "", 3],
  ["", "", 0],
  ["hash", "hash", 0],
  // A letter beyond the basic plane is one letter, though two units of a string.
  ["a", "😀", 1],
  ["😀b", "😀", 1],
])("from %j to %j", (from, to, expected) => {
  expect(editDistance(from, to)).toBe(expected);
});

test("is the definition's, letter by letter from the end", () => {
  const defined = (from: string, to: string): number => {
    if (from === "" || to === "") return from.length + to.length;
    const replaced = defined(from.slice(1), to.slice(1)) + Number(from[0] !== to[0]);
    return Math.min(replaced, defined(from.slice(1), to) + 1, defined(from, to.slice(1)) + 1);
  };
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
  fc.assert(fc.property(word, word, (from, to) => expect(editDistance(from, to)).toBe(defined(from, to))));
});

test("the distances to many names are those to each", () => {
  const letter = fc.constantFrom("a", "b", "c", " ", "é", "😀");
  const word = fc.string({ unit: letter, maxLength: 40 });
  const words = fc.array(word, { maxLength: 8 });
  fc.assert(
    fc.property(words, fc.string({ unit: letter, maxLength: 70 }), (names, text) => {
      expect(distancesTo(names)(text)).toEqual(names.map((name) => editDistance(text, name)));
    }),
  );
});

// Names as long as the word of bits, one shorter and one longer.
test.each([31, 32, 33])("a name of %i letters", (size) => {
  const name = "ab".repeat(20).slice(0, size);
  expect(distancesTo([name, "", name])(`x${name.slice(1)}y`)).toEqual([2, size + 1, 2]);
  expect(distancesTo([name])("")).toEqual([size]);
});
