interface Limited {
  readonly signal: AbortSignal;
  /** Lets go of the timer and of the other signal. */
  readonly end: () => void;
}

/**
 * A signal that aborts with another one, or after some milliseconds. AbortSignal.timeout within AbortSignal.any would not do:
 * nothing holds it there, and in Node 20 it is gone, without a word, once memory is collected.
 */
export function limited(other: AbortSignal, ms: number): Limited {
  const limit = new AbortController();
  const follow = () => limit.abort(other.reason);
  const timer = setTimeout(() => limit.abort(), ms);
  if (other.aborted) follow();
  other.addEventListener("abort", follow, { once: true });
  return {
    signal: limit.signal,
    end: () => {
      clearTimeout(timer);
      other.removeEventListener("abort", follow);
    },
  };
}
