import { createContext, useContext, useSyncExternalStore } from "react";

const MINUTE = 60_000;

/** The time as the pane shows it: it moves once a minute, so that only the texts about ages change with it. */
interface Clock {
  /** Milliseconds since 1970 UTC. */
  readonly time: () => number;
  readonly subscribe: (listener: () => void) => () => void;
}

/** A clock that runs while something shows it. */
export function minuteClock(now: () => number): Clock {
  const listeners = new Set<() => void>();
  let time = now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    time = now();
    for (const listener of [...listeners]) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    if (timer === undefined) {
      time = now();
      timer = setInterval(tick, MINUTE);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  };
  return { time: () => time, subscribe };
}

export const ClockContext = createContext<Clock>(minuteClock(Date.now));

/** The time, in milliseconds since 1970 UTC; the component is drawn again each minute. */
export function useTime(): number {
  const { time, subscribe } = useContext(ClockContext);
  return useSyncExternalStore(subscribe, time);
}
