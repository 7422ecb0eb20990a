/**
 * Which of many points to draw, so that the line looks as if all were: the first, the last, and of each of `buckets`
 * equal parts the lowest and the highest. Indices in their order; all of them where there are few.
 */
export function thinned(values: readonly number[], buckets: number): number[] {
  if (values.length <= 2 * buckets + 2) return values.map((_, index) => index);
  const kept = new Set([0, values.length - 1]);
  const size = values.length / buckets;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = Math.floor(bucket * size);
    const part = values.slice(from, Math.floor((bucket + 1) * size));
    kept.add(from + extreme(part, (a, b) => a < b));
    kept.add(from + extreme(part, (a, b) => a > b));
  }
  return [...kept].sort((a, b) => a - b);
}

/** Index of the first value that comes before all others. */
function extreme(values: readonly number[], comesBefore: (a: number, b: number) => boolean): number {
  let best = 0;
  let kept = NaN;
  for (const [index, value] of values.entries()) {
    if (index > 0 && !comesBefore(value, kept)) continue;
    best = index;
    kept = value;
  }
  return best;
}
