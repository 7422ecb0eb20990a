/** A text without the keys: a source may repeat in its complaint what it was sent. */
export function withoutKeys(text: string, keys: readonly string[]): string {
  return keys
    .filter((key) => key !== "")
    .flatMap((key) => [key, encodeURIComponent(key)])
    .reduce((rest, key) => rest.replaceAll(key, "[key]"), text);
}
