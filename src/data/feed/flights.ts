/** Calls under way, each shared by all who want its result. */
export interface Flights<T> {
  /**
   * The result of the call under that name, which `start` makes if there is none. Aborting `signal` rejects with its
   * reason for this one waiter; the signal that the call was given is aborted when nobody waits any more.
   */
  join(name: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

export function createFlights<T>(): Flights<T> {
  const flights = new Map<string, Flight<T>>();

  function startOf(name: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const flight: Flight<T> = { result: start(controller.signal), controller, waiting: 0 };
    const end = () => {
      if (flights.get(name) === flight) flights.delete(name);
    };
    flight.result.then(end, end);
    flights.set(name, flight);
    return flight;
  }

  return {
    async join(name, signal, start) {
      signal.throwIfAborted();
      const flight = flights.get(name) ?? startOf(name, start);
      flight.waiting += 1;
      return await new Promise<T>((resolve, reject) => {
        const leave = () => {
          flight.waiting -= 1;
          if (flight.waiting === 0) {
            if (flights.get(name) === flight) flights.delete(name);
            flight.controller.abort(signal.reason);
          }
          reject(signal.reason);
        };
        signal.addEventListener("abort", leave, { once: true });
        const stay = () => signal.removeEventListener("abort", leave);
        void flight.result.finally(stay).then(resolve, reject);
      });
    },
  };
}
