/** A plain value that has been altered in one place. */
export interface Alteration {
  /** Keys from the outside in. */
  readonly path: readonly string[];
  readonly put: unknown;
  readonly value: unknown;
}

/** What nobody may put where a number stands, nor, but for the texts, where a text does. */
const puts: readonly unknown[] = [-1e9, -3, 1e300, "NaN", "=1+1", null, true, {}, []];

/** A value altered in each place where it holds a number or a text, in every way that cannot be right. */
export function alterations(value: unknown): readonly Alteration[] {
  return leavesOf(value).flatMap(({ path, leaf }) =>
    puts
      .filter((put) => typeof leaf !== "string" || typeof put !== "string")
      .map((put) => ({ path, put, value: altered(value, path, put) })),
  );
}

export function altered(value: unknown, [key, ...path]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...Object(value) };
  Reflect.set(Object(copy), key, altered(Reflect.get(Object(copy), key), path, put));
  return copy;
}

function leavesOf(
  value: unknown,
  path: readonly string[] = [],
): { path: readonly string[]; leaf: unknown }[] {
  if (typeof value !== "object" || value === null) return value === undefined ? [] : [{ path, leaf: value }];
  return Object.entries(value).flatMap(([key, inside]) => leavesOf(inside, [...path, key]));
}
