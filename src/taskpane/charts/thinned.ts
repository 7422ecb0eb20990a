/**
 * Which of many points to draw, so that the line looks as if all were: the first, the last, and of each of `buckets`
 * equal parts the lowest and the highest. Indices in their order; all of them where there are few.
 */
export function thinned(values: readonly number[], buckets: number): number[] {
  const indices = values.map((_, index) => index);
  if (values.length <= 2 * buckets + 2) return indices;
  const kept = new Set([0, values.length - 1]);
  const size = values.length / buckets;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const part = indices.slice(Math.floor(bucket * size), Math.floor((bucket + 1) * size));
    kept.add(extreme(part, values, (a, b) => a < b));
    kept.add(extreme(part, values, (a, b) => a > b));
  }
  return [...kept].sort((a, b) => a - b);
}

/** The first index of `part` whose value comes before all others. */
function extreme(
  part: readonly number[],
  values: readonly number[],
  comesBefore: (a: number, b: number) => boolean,
): number {
  return part.reduce((best, index) =>
    comesBefore(values[index] ?? NaN, values[best] ?? NaN) ? index : best,
  );
}
