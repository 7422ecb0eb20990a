import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import type { MarketContent, MarketState } from "../../data/market";
import type { Topic } from "../../data/series";
import type { MarketStore } from "../../data/store";
import type { Desk, DeskState } from "./desk";

/** The desk's state; the component follows its changes. */
export function useDesk(desk: Desk): DeskState {
  const subscribe = useCallback((listener: () => void) => desk.subscribe(listener), [desk]);
  return useSyncExternalStore(subscribe, () => desk.state);
}

interface Shown {
  readonly state: MarketState;
  readonly content: MarketContent;
}

/**
 * Makes the component follow what the market shows. What comes back is another object after each change, and the same
 * one when only time has passed.
 */
export function useMarket(market: MarketStore): Shown {
  const last = useRef<Shown>(undefined);
  const subscribe = useCallback((listener: () => void) => market.subscribe(listener), [market]);
  return useSyncExternalStore(subscribe, () => {
    const { state, content } = market;
    if (last.current?.state !== state || last.current.content !== content) last.current = { state, content };
    return last.current;
  });
}

/** Looks at topics for as long as the component shows them; `topics` is the same object while nothing changes. */
export function useTopics(market: MarketStore, topics: readonly Topic[], isShown: boolean): void {
  useEffect(() => (isShown ? market.lookAt(topics) : undefined), [market, topics, isShown]);
}
