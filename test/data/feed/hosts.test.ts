import { Failure, timeOfDay } from "../../../src/data/feed/failure";
import { createHosts, MOST_AT_A_TIME } from "../../../src/data/feed/hosts";
import { MINUTE, NOON } from "./smallRoutes";

const host = "api.example";
const down = new Failure("It is down", "host");
const { signal } = new AbortController();

function setUp() {
  let now = NOON;
  const hosts = createHosts({ clock: () => now, random: () => 0 });
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
      for (let time = 0; time < times; time += 1) await ask(true, () => Promise.reject(error)).catch(() => 0);
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

test("breaks after three failures, makes one trial when its time has come, and mends", async () => {
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
  succeed("mended");
  await expect(trial).resolves.toBe("mended");
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

test("a pause that the host asks for holds for a person's wish too, and is told with its end", async () => {
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

test("an answer that is of no use to its route shows that the host is there", async () => {
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
