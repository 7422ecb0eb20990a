import { createStore, del, entries, set } from "idb-keyval";
import * as v from "valibot";
import { receivedSchema, type Received } from "../market";

/** Where reports outlive the page. Failing to keep or find one does not fail a round. */
export interface ReportCache {
  load(): Promise<readonly Received[]>;
  keep(received: Received): Promise<void>;
}

/** Keeps reports for the life of the page. */
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
 * all) the reports are kept for the life of the page, and nothing fails. Loading waits while another tab blocks the
 * database.
 */
export function reportCache(database = "hashcell-market"): ReportCache {
  const memory = memoryCache();
  const store = createStore(database, "reports");

  async function readStore(): Promise<Received[]> {
    const good: Received[] = [];
    for (const [key, value] of await entries<IDBValidKey, unknown>(store)) {
      const read = v.safeParse(receivedSchema, value);
      if (read.success && read.output.route === key) good.push(read.output);
      else await del(key, store);
    }
    return good;
  }

  return {
    async load() {
      const stored = await readStore().catch(() => []);
      return [...stored, ...(await memory.load())];
    },
    async keep(received) {
      // Without a database this throws before it returns a promise.
      try {
        await set(received.route, received, store);
      } catch {
        await memory.keep(received);
      }
    },
  };
}
