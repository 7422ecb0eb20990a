/** @jest-environment jsdom */
import { act, render, screen } from "@testing-library/react";
import type { SideProgress } from "../../src/functions/sideThread";
import { RunLine } from "../../src/taskpane/runLine";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function shown() {
  let progress: SideProgress | undefined;
  const listeners = new Set<() => void>();
  const runs = {
    get progress() {
      return progress;
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  render(<RunLine runs={runs} />);
  const show = (next: SideProgress | undefined) =>
    act(() => {
      progress = next;
      for (const listener of listeners) listener();
    });
  const wait = (ms: number) => act(() => jest.advanceTimersByTime(ms));
  return { show, wait, text: () => screen.getByRole("status").textContent };
}

test("a long run is said, with how many are done", () => {
  const { show, wait, text } = shown();
  expect(text()).toBe("");
  show({ name: "SIM_MINER", done: 0, all: 1 });
  wait(500);
  expect(text()).toBe("Computing: SIM_MINER. The cells show #BUSY! until then.");
  show({ name: "CASHFLOW_AT_RISK", done: 1, all: 3 });
  expect(text()).toBe("Computing: CASHFLOW_AT_RISK, 1 of 3 done. The cells show #BUSY! until then.");
  show(undefined);
  expect(text()).toBe("");
});

test("a short one is not, nor is the next at once", () => {
  const { show, wait, text } = shown();
  for (const done of [0, 1]) {
    show({ name: "SIM_MINER", done, all: 1 + done });
    wait(300);
    expect(text()).toBe("");
    show(undefined);
    wait(300);
    expect(text()).toBe("");
  }
});
