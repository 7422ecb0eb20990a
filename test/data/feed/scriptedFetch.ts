/** One request that was made. */
export interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

export type Script = (asked: Asked) => Response | Promise<Response>;

export const json = (body: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(body), init);

/** What a page is told when a firewall, a missing header or a redirect is in the way. */
export const networkError = () => Promise.reject(new TypeError("Failed to fetch"));

/** Answers never, but to an abort. */
export const hang: Script = ({ init }) =>
  new Promise((_, reject) => {
    init.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
  });

/** A `fetch` that answers by a script, which may be changed, and remembers what it was asked. */
export class ScriptedFetch {
  readonly asked: Asked[] = [];
  /** Requests under way. */
  running = 0;
  mostRunning = 0;

  constructor(public script: Script) {}

  /** Like the browser's, it refuses to be called as a method of something else. */
  readonly fetch: typeof fetch = (() => {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const owner = this;
    return async function (this: unknown, input: RequestInfo | URL, init: RequestInit = {}) {
      if (this !== undefined && this !== globalThis) throw new TypeError("Illegal invocation");
      const asked = { url: input instanceof Request ? input.url : String(input), init };
      owner.asked.push(asked);
      owner.running += 1;
      owner.mostRunning = Math.max(owner.mostRunning, owner.running);
      try {
        return await owner.script(asked);
      } finally {
        owner.running -= 1;
      }
    };
  })();
}
