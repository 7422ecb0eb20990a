import type { HostObject } from "./objects";
import type { QueryInfo } from "./protocol";

/** The values of the properties that `load` asked for, nested as the properties are. */
export function queried(object: HostObject, query: QueryInfo | undefined): unknown {
  if (object.isNull) return null;
  const items = object.items();
  if (items === undefined) return properties(object, query?.Select ?? []);
  const names = (query?.Select ?? [])
    .map((name) => name.replace(/^items(\/|$)/, ""))
    .filter((name) => name !== "");
  const first = query?.Skip ?? 0;
  const shown = items.slice(first, query?.Top === undefined ? undefined : first + query.Top);
  return { _Items: shown.map((item) => properties(item, names)) };
}

function properties(object: HostObject, names: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = { ...object.identity() };
  const isAll = names.length === 0 || names.some((name) => name === "$all");
  const asked = isAll ? [...object.defaults(), ...names] : names;
  for (const [name, nested] of grouped(asked.filter((name) => !name.startsWith("$")))) {
    if (nested.length === 0 && object.has(name)) values[wireName(name)] = object.read(name);
    else values[wireName(name)] = queried(object.child(wireName(name), []), { Select: nested });
  }
  return values;
}

/** "font/bold" and "font/color" become font: bold, color. */
function grouped(names: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const [head = "", ...rest] = name.split("/");
    const nested = groups.get(head) ?? [];
    if (rest.length > 0) nested.push(rest.join("/"));
    groups.set(head, nested);
  }
  return groups;
}

const wireName = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
