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
