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

test("a long run is said, with which of how many it is and how far", () => {
  const { show, wait, text } = shown();
  expect(text()).toBe("");
  show({ name: "SIM_MINER", done: 0, all: 1, share: 0 });
  wait(500);
  expect(text()).toBe("Computing: SIM_MINER. The cells show #BUSY! until then.");
  show({ name: "SIM_MINER", done: 0, all: 1, share: 0.4 });
  expect(text()).toBe("Computing: SIM_MINER, 40 % done. The cells show #BUSY! until then.");
  show({ name: "CASHFLOW_AT_RISK", done: 1, all: 3, share: 0 });
  expect(text()).toBe("Computing: CASHFLOW_AT_RISK, run 2 of 3. The cells show #BUSY! until then.");
  show({ name: "CASHFLOW_AT_RISK", done: 1, all: 3, share: 0.07 });
  expect(text()).toBe("Computing: CASHFLOW_AT_RISK, run 2 of 3, 7 % done. The cells show #BUSY! until then.");
  show(undefined);
  expect(text()).toBe("");
});

test("a short one is not, nor is the next at once", () => {
  const { show, wait, text } = shown();
  for (const done of [0, 1]) {
    show({ name: "SIM_MINER", done, all: 1 + done, share: 0.5 });
    wait(300);
    expect(text()).toBe("");
    show(undefined);
    wait(300);
    expect(text()).toBe("");
  }
});
