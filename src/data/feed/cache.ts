import { createStore, del, entries, set } from "idb-keyval";
import * as v from "valibot";
import type { ReportCache } from "./feed";
import { receivedSchema } from "./receivedSchema";
import type { Received } from "./route";

/** Keeps reports as long as the page lives. */
export function memoryCache(): ReportCache {
  const kept = new Map<string, Received>();
  return {
    load: () => Promise.resolve([...kept.values()]),
    keep: (received) => {
      kept.set(received.route, received);
      return Promise.resolve();
    },
  };
}

/**
 * Keeps reports in the browser's database, one a route, in a database of their own. What is read is checked: an entry
 * that is not a report is deleted and left out. Where the browser refuses (private windows, no space, no database at
 * all) the reports are kept as long as the page lives, and nothing fails. Loading lasts as long as another tab holds the
 * database up.
 */
export function reportCache(database = "hashcell-market"): ReportCache {
  const memory = memoryCache();
  const store = createStore(database, "reports");

  async function readStore(): Promise<Received[]> {
    const found = await entries<IDBValidKey, unknown>(store);
    const read = found.map(([key, value]) => ({ key, result: v.safeParse(receivedSchema, value) }));
    const isGood = ({ key, result }: (typeof read)[number]) => result.success && result.output.route === key;
    const broken = read.filter((entry) => !isGood(entry));
    for (const { key } of broken) await del(key, store);
    return read.filter(isGood).flatMap(({ result }) => (result.success ? [result.output] : []));
  }

  return {
    async load() {
      const stored = await readStore().catch(() => []);
      return [...stored, ...(await memory.load())];
    },
    async keep(received) {
      // Where there is no database at all this throws before it promises anything.
      try {
        await set(received.route, received, store);
      } catch {
        await memory.keep(received);
      }
    },
  };
}
