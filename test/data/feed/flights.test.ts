import { getEventListeners } from "node:events";
import { createFlights } from "../../../src/data/feed/flights";

function callOf<T>() {
  const signals: AbortSignal[] = [];
  let end: (value: T) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const start = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<T>((resolve, reject) => {
      end = resolve;
      fail = reject;
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  };
  return { start, signals, end: (value: T) => end(value), fail: (error: Error) => fail(error) };
}

test("10,000 who want the same make one call", async () => {
  const flights = createFlights<number>();
  const call = callOf<number>();
  const signals = Array.from({ length: 10_000 }, () => new AbortController().signal);
  const wanted = signals.map((signal) => flights.join("one", signal, call.start));
  expect(call.signals).toHaveLength(1);
  call.end(7);
  expect(new Set(await Promise.all(wanted))).toEqual(new Set([7]));
  expect(signals.filter((signal) => getEventListeners(signal, "abort").length > 0)).toEqual([]);
});

test("different names are different calls, and a name is free when its call has ended", async () => {
  const flights = createFlights<string>();
  const { signal } = new AbortController();
  const say = (word: string) => () => Promise.resolve(word);
  const [one, other] = [flights.join("a", signal, say("a")), flights.join("b", signal, say("b"))];
  expect([await one, await other]).toEqual(["a", "b"]);
  await expect(flights.join("a", signal, say("again"))).resolves.toBe("again");
  await expect(flights.join("a", signal, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(flights.join("a", signal, say("once more"))).resolves.toBe("once more");
});

test("one who gives up leaves the call to the others; the last one ends it", async () => {
  const flights = createFlights<number>();
  const call = callOf<number>();
  const [first, second] = [new AbortController(), new AbortController()];
  const one = flights.join("one", first.signal, call.start);
  const other = flights.join("one", second.signal, call.start);
  first.abort(new Error("first gives up"));
  await expect(one).rejects.toThrow("first gives up");
  expect(call.signals.map(({ aborted }) => aborted)).toEqual([false]);

  const third = new AbortController();
  const late = flights.join("one", third.signal, call.start);
  second.abort(new Error("second gives up"));
  await expect(other).rejects.toThrow("second gives up");
  expect(call.signals.map(({ aborted }) => aborted)).toEqual([false]);
  third.abort(new Error("third gives up"));
  await expect(late).rejects.toThrow("third gives up");
  expect(call.signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect([first, second, third].map(({ signal }) => getEventListeners(signal, "abort").length)).toEqual([
    0, 0, 0,
  ]);
});

test("after the last one has given up, the next one calls anew at once", async () => {
  const flights = createFlights<number>();
  const [old, young] = [callOf<number>(), callOf<number>()];
  const first = new AbortController();
  const given = flights.join("one", first.signal, old.start);
  first.abort(new Error("given up"));
  const { signal } = new AbortController();
  const next = flights.join("one", signal, young.start);
  await expect(given).rejects.toThrow("given up");
  // The end of the old call must not end the name of the young one.
  const shared = flights.join("one", signal, young.start);
  expect(young.signals).toHaveLength(1);
  young.end(1);
  expect(await Promise.all([next, shared])).toEqual([1, 1]);
});

test("who has given up before does not call", async () => {
  const call = callOf<number>();
  const signal = AbortSignal.abort(new Error("too late"));
  await expect(createFlights<number>().join("one", signal, call.start)).rejects.toThrow("too late");
  expect(call.signals).toHaveLength(0);
});

test("a failure reaches all", async () => {
  const flights = createFlights<number>();
  const call = callOf<number>();
  const { signal } = new AbortController();
  const wanted = [1, 2, 3].map(() => flights.join("one", signal, call.start));
  call.fail(new Error("failed"));
  const settled = await Promise.allSettled(wanted);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
});
