import fc from "fast-check";
import { setMaxListeners } from "node:events";
import { Failure } from "../../../src/data/feed/request";
import {
  afterFailure,
  afterSuccess,
  BREAKER_FAILURES,
  calm,
  Hosts,
  isBroken,
  MOST_AT_A_TIME,
  type Patience,
  pausedUntil,
  restingUntil,
  timeOfDay,
} from "../../../src/data/feed/schedule";
import { MINUTE, NOON } from "./smallRoutes";

describe("hosts", () => {
  const host = "api.example";
  const down = new Failure("It is down", "host");
  const { signal } = new AbortController();
  // Node takes more than ten listeners for a leak.
  setMaxListeners(0, signal);

  function setUp() {
    let now = NOON;
    const hosts = new Hosts({ clock: () => now, random: () => 0 });
    let calls = 0;
    const ask = (isForced: boolean, call: () => Promise<unknown>, ending = signal) =>
      hosts.ask(host, { isForced, signal: ending }, () => {
        calls += 1;
        return call();
      });
    return {
      hosts,
      ask,
      calls: () => calls,
      later: (ms: number) => void (now += ms),
      fail: async (times: number, error: Error = down) => {
        for (let time = 0; time < times; time += 1)
          await ask(true, () => Promise.reject(error)).catch(() => 0);
      },
    };
  }

  const never = () => Promise.reject(new Error("must not be called"));

  test("at most three at a time, each in its turn", async () => {
    const { ask, calls } = setUp();
    const ends: (() => void)[] = [];
    const order: number[] = [];
    const all = Array.from({ length: 7 }, (_, at) =>
      ask(false, () => new Promise<void>((resolve) => ends.push(resolve))).then(() => void order.push(at)),
    );
    const settle = () => new Promise(setImmediate);
    await settle();
    expect(calls()).toBe(MOST_AT_A_TIME);
    for (let ended = 0; ended < 7; ended += 1) {
      ends[ended]?.();
      await settle();
      expect(calls()).toBe(Math.min(7, ended + 1 + MOST_AT_A_TIME));
    }
    await Promise.all(all);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test("breaks after three failures, makes one trial when its time has come, and recovers", async () => {
    const { ask, fail, later, calls, hosts } = setUp();
    await fail(2);
    expect(hosts.notBefore(host)).toBe(0);
    await expect(ask(false, () => Promise.resolve("still asked"))).resolves.toBe("still asked");
    await fail(3);
    expect(hosts.notBefore(host)).toBe(NOON + MINUTE);
    const before = calls();
    await expect(ask(false, never)).rejects.toThrow(down.message);
    later(MINUTE - 1);
    await expect(ask(false, never)).rejects.toThrow(down.message);
    expect(calls()).toBe(before);

    later(1);
    let succeed: (value: string) => void = () => undefined;
    const trial = ask(false, () => new Promise((resolve) => (succeed = resolve)));
    const others = [1, 2, 3].map((at) => ask(false, () => Promise.resolve(at)));
    await new Promise(setImmediate);
    expect(calls()).toBe(before + 1);
    succeed("recovered");
    await expect(trial).resolves.toBe("recovered");
    await expect(Promise.all(others)).resolves.toEqual([1, 2, 3]);
    expect(hosts.notBefore(host)).toBe(0);
  });

  test("a failed trial turns away those who waited for it, and makes the rest longer", async () => {
    const { ask, fail, later, calls, hosts } = setUp();
    await fail(3);
    later(MINUTE);
    const before = calls();
    const trial = ask(false, () => Promise.reject(down));
    const others = [1, 2, 3].map(() => ask(false, never));
    const settled = await Promise.allSettled([trial, ...others]);
    expect(settled.map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
    expect(calls()).toBe(before + 1);
    expect(hosts.notBefore(host)).toBe(NOON + MINUTE + 2 * MINUTE);
  });

  test("a person's wish makes the trial at once, and is spent on it", async () => {
    const { ask, fail, calls } = setUp();
    await fail(3);
    const before = calls();
    const wishes = [1, 2, 3, 4].map(() => ask(true, () => Promise.reject(down)));
    await Promise.allSettled(wishes);
    expect(calls()).toBe(before + 1);
    await expect(ask(true, () => Promise.resolve("back"))).resolves.toBe("back");
    await expect(ask(false, () => Promise.resolve("all well"))).resolves.toBe("all well");
  });

  test("of many requests to a host that is down, no more than three are made", async () => {
    const { ask, calls } = setUp();
    await Promise.allSettled(Array.from({ length: 50 }, () => ask(true, () => Promise.reject(down))));
    expect(calls()).toBe(3);
  });

  test("a pause that the host asks for holds for a person's wish too, and is reported with its end", async () => {
    const { ask, later, calls, hosts } = setUp();
    const pause = new Failure("It asks for a pause", "host", 5 * MINUTE);
    const words = `It asks for a pause. It is not asked again before ${timeOfDay(NOON + 5 * MINUTE)}`;
    await expect(ask(true, () => Promise.reject(pause))).rejects.toThrow(words);
    later(5 * MINUTE - 1);
    await expect(ask(true, never)).rejects.toThrow(words);
    await expect(ask(true, never)).rejects.toMatchObject({ blame: "nobody" });
    expect(hosts.notBefore(host)).toBe(NOON + 5 * MINUTE);
    expect(calls()).toBe(1);
    later(1);
    await expect(ask(false, () => Promise.resolve("again"))).resolves.toBe("again");
  });

  test("those who wait are turned away when the host asks for a pause meanwhile", async () => {
    const { ask, calls } = setUp();
    const pause = new Failure("Pause", "host", MINUTE);
    await Promise.allSettled(Array.from({ length: 9 }, () => ask(true, () => Promise.reject(pause))));
    expect(calls()).toBe(MOST_AT_A_TIME);
  });

  test("an answer that does not serve its route shows that the host is there", async () => {
    const { fail, hosts } = setUp();
    await fail(2);
    await fail(1, new Failure("No such thing", "route"));
    await fail(2);
    expect(hosts.notBefore(host)).toBe(0);
    await fail(9, new Failure("Offline", "connection"));
    expect(hosts.notBefore(host)).toBe(0);
    await fail(1);
    expect(hosts.notBefore(host)).toBeGreaterThan(NOON);
  });

  test("hosts fail each for itself", async () => {
    const { fail, hosts } = setUp();
    await fail(3);
    expect(hosts.notBefore("other.example")).toBe(0);
    await expect(
      hosts.ask("other.example", { isForced: false, signal }, () => Promise.resolve(1)),
    ).resolves.toBe(1);
  });

  test("who gives up waiting leaves his place, and no failure", async () => {
    const { ask, calls, fail, later, hosts } = setUp();
    const controller = new AbortController();
    const ends: (() => void)[] = [];
    const running = [1, 2, 3].map(() => ask(false, () => new Promise<void>((resolve) => ends.push(resolve))));
    const waiting = ask(false, never, controller.signal);
    const next = ask(false, () => Promise.resolve("next"));
    controller.abort(new Error("given up"));
    await expect(waiting).rejects.toThrow("given up");
    for (const end of ends) end();
    await Promise.all(running);
    await expect(next).resolves.toBe("next");
    expect(calls()).toBe(4);

    // A trial that is given up is nobody's failure, and makes room for the next.
    await fail(3);
    later(MINUTE);
    await expect(ask(false, () => Promise.reject(new Error("given up")))).rejects.toThrow("given up");
    expect(hosts.notBefore(host)).toBe(0);
    await expect(ask(false, () => Promise.resolve("trial"))).resolves.toBe("trial");
  });
});

describe("patience", () => {
  const failure = new Failure("It failed", "host");
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  const failedTimes = (times: number, share: number, kind = failure): Patience =>
    Array.from({ length: times }).reduce<Patience>(
      (patience) => afterFailure(patience, kind, NOON, () => share),
      calm,
    );

  test("rests double from 15 seconds to a quarter of an hour, of which chance takes off up to half", () => {
    const full = [15, 30, 60, 120, 240, 480, 900, 900, 900].map((seconds) => seconds * 1000);
    fc.assert(
      fc.property(random, fc.integer({ min: 1, max: full.length }), (share, times) => {
        const rest = restingUntil(failedTimes(times, share), NOON) - NOON;
        const longest = full[times - 1] ?? NaN;
        expect(rest).toBeLessThanOrEqual(longest);
        // A chance just below 1 is lost in the rounding of moments.
        expect(rest).toBeGreaterThanOrEqual(longest / 2);
        expect(rest).toBeCloseTo(longest * (1 - share / 2), 3);
      }),
    );
  });

  test("a pause without a length is a minute, doubled up to an hour, and up to half more", () => {
    const vague = new Failure("Pause", "host", 0);
    fc.assert(
      fc.property(random, fc.integer({ min: 1, max: 20 }), (share, times) => {
        const pause = pausedUntil(failedTimes(times, share, vague), NOON) - NOON;
        const least = Math.min(MINUTE * 2 ** (times - 1), 60 * MINUTE);
        expect(pause).toBeCloseTo(least * (1 + share / 2), 3);
        expect(pause).toBeGreaterThanOrEqual(least);
      }),
    );
  });

  test("a pause that a host states is kept to the millisecond, and outlasts a success", () => {
    const paused = afterFailure(calm, new Failure("Pause", "host", 7 * MINUTE), NOON, () => 0.3);
    expect(pausedUntil(paused, NOON)).toBe(NOON + 7 * MINUTE);
    const recovered = afterSuccess(paused, NOON + MINUTE);
    expect(pausedUntil(recovered, NOON + MINUTE)).toBe(NOON + 7 * MINUTE);
    expect(restingUntil(recovered, NOON + MINUTE)).toBe(0);
    expect(pausedUntil(recovered, NOON + 7 * MINUTE)).toBe(0);
  });

  test("a shorter pause does not end a longer one", () => {
    const long = afterFailure(calm, new Failure("Pause", "host", 60 * MINUTE), NOON, () => 0);
    const both = afterFailure(long, new Failure("Pause", "host", MINUTE), NOON, () => 0);
    expect(pausedUntil(both, NOON)).toBe(NOON + 60 * MINUTE);
    expect(
      pausedUntil(
        afterFailure(long, failure, NOON, () => 0),
        NOON,
      ),
    ).toBe(NOON + 60 * MINUTE);
  });

  test("a host breaks at the third failure in a row; a success restores it; a lost connection is not its fault", () => {
    expect(BREAKER_FAILURES).toBe(3);
    expect([1, 2, 3, 4].map((times) => isBroken(failedTimes(times, 0)))).toEqual([false, false, true, true]);
    expect(isBroken(afterSuccess(failedTimes(5, 0), NOON))).toBe(false);
    expect(isBroken(failedTimes(9, 0, new Failure("Offline", "connection")))).toBe(false);
    expect(restingUntil(failedTimes(9, 0, new Failure("Offline", "connection")), NOON)).toBe(NOON + 15_000);
  });

  test("a clock that is set back does not make a rest or a pause last", () => {
    const patience = afterFailure(calm, new Failure("Pause", "host", MINUTE), NOON, () => 0);
    const yearAgo = NOON - 365 * 24 * 60 * MINUTE;
    expect(restingUntil(patience, yearAgo)).toBe(0);
    expect(pausedUntil(patience, yearAgo)).toBe(0);
  });
});
