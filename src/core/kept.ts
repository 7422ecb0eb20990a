/**
 * The same function, which keeps its last `most` results with the arguments that gave them: numbers, words and objects,
 * the latter the same ones. What it returns is shared, so nobody may change it; what it throws is not kept.
 *
 * For work that a sheet repeats from cell to cell, such as the growth of prices at a rate that all its cells use.
 */
export function kept<A extends readonly unknown[], R>(
  most: number,
  compute: (...args: A) => R,
): (...args: A) => R {
  /** The latest first. */
  const results: { readonly args: A; readonly result: R }[] = [];
  return (...args) => {
    for (let place = 0; place < results.length; place++) {
      const known = results[place];
      if (known === undefined || !areSame(known.args, args)) continue;
      for (let later = place; later > 0; later--) results[later] = results[later - 1] ?? known;
      results[0] = known;
      return known.result;
    }
    const result = compute(...args);
    results.unshift({ args, result });
    if (results.length > most) results.pop();
    return result;
  };
}

function areSame(args: readonly unknown[], others: readonly unknown[]): boolean {
  for (let index = 0; index < args.length; index++) if (!Object.is(args[index], others[index])) return false;
  return true;
}
