/** Standard normal numbers from a seed, for simulations that check formulas: mulberry32 and Box and Muller. */
export function normalSample(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Mean and its standard error. */
export function estimate(count: number, draw: () => number): { mean: number; error: number } {
  let [sum, squares] = [0, 0];
  for (let index = 0; index < count; index++) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  return { mean, error: Math.sqrt((squares / count - mean * mean) / (count - 1)) };
}
