import fc from "fast-check";

/**
 * Any Unicode character, half of them ASCII, to draw texts of. What fast-check calls "binary" has the same characters,
 * and takes a second to list them.
 */
export const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0x10_f7ff }))
  .map((place) => String.fromCodePoint(place < 0xd800 ? place : place + 0x800));
