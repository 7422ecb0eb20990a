/** What `make` gives, made when it is first asked for, so that loading the script need not wait for it. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
