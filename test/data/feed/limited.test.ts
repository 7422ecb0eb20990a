import { setTimeout as later } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { limited } from "../../../src/data/feed/limited";

setFlagsFromString("--expose-gc");
const collected = runInNewContext("gc") as () => void;

test("aborts once its time is over, though memory is collected and nobody keeps the other signal", async () => {
  const { signal } = limited(new AbortController().signal, 200);
  for (let time = 0; time < 100 && !signal.aborted; time += 1) {
    collected();
    await later(20);
  }
  expect(signal.reason).toMatchObject({ name: "AbortError" });
});

test("aborts with the other signal, for its reason", () => {
  const other = new AbortController();
  const { signal, end } = limited(other.signal, 60_000);
  other.abort("over");
  expect([signal.aborted, signal.reason]).toEqual([true, "over"]);
  end();
  const late = limited(other.signal, 60_000);
  expect(late.signal.reason).toBe("over");
  late.end();
});

test("lets go of both when it ends", () => {
  jest.useFakeTimers();
  const other = new AbortController();
  const { signal, end } = limited(other.signal, 1000);
  end();
  other.abort();
  jest.advanceTimersByTime(2000);
  expect([signal.aborted, jest.getTimerCount()]).toEqual([false, 0]);
  jest.useRealTimers();
});
