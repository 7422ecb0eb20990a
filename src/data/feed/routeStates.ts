import type { Failure } from "./failure";
import { afterFailure, calm, restingUntil, type Patience } from "./patience";
import type { Route } from "./route";

interface RouteState {
  /** The way by which it was asked: what happened on another says nothing of this one. */
  readonly source: string;
  readonly patience: Patience;
  /** Until when the host said that the answer will not change. */
  readonly freshUntil: number;
}

/** How the routes have fared, each by the way by which it was asked last. */
export interface RouteStates {
  succeeded(route: Route, source: string, freshUntil: number): void;
  failed(route: Route, source: string, failure: Failure): void;
  /** Why and until when a route that failed is not asked again by itself. */
  rest(route: Route, source: string): { readonly until: number; readonly message: string };
  freshUntil(route: Route, source: string): number;
}

export function createRouteStates(clock: () => number, random: () => number): RouteStates {
  const states = new Map<string, RouteState>();
  const stateOf = (route: Route, source: string): RouteState => {
    const state = states.get(route.id);
    return state?.source === source ? state : { source, patience: calm, freshUntil: 0 };
  };
  return {
    succeeded: (route, source, freshUntil) =>
      void states.set(route.id, { source, patience: calm, freshUntil }),
    failed(route, source, failure) {
      const { patience, freshUntil } = stateOf(route, source);
      states.set(route.id, {
        source,
        patience: afterFailure(patience, failure, clock(), random),
        freshUntil,
      });
    },
    rest(route, source) {
      const { patience } = stateOf(route, source);
      return { until: restingUntil(patience, clock()), message: patience.message };
    },
    freshUntil: (route, source) => stateOf(route, source).freshUntil,
  };
}
