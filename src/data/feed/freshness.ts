/** Longest time for which a host's word is taken that an answer will not change. */
const LONGEST_FRESH_MS = 3_600_000;
/** Longest pause that a host is granted. */
export const LONGEST_PAUSE_MS = 86_400_000;

/**
 * Until when an answer will not change, as its host says: max-age of Cache-Control before Expires. At most an hour
 * from `now`; `now` itself when the host says nothing, forbids keeping, or cannot be understood. Only headers that a
 * page may read on another host's answer count: Expires is compared with the clock of this computer, as Date is not
 * among them.
 */
export function freshUntil(headers: Headers, now: number): number {
  const control = headers.get("cache-control") ?? "";
  if (/\bno-(store|cache)\b/i.test(control)) return now;
  const maxAge = /\bmax-age\s*=\s*"?(\d+)/i.exec(control)?.[1];
  const until = maxAge === undefined ? Date.parse(headers.get("expires") ?? "") : now + Number(maxAge) * 1000;
  return until > now ? Math.min(until, now + LONGEST_FRESH_MS) : now;
}

/**
 * The pause that Retry-After asks for, in milliseconds, from seconds or a date; at most a day. 0 when the header is
 * absent, not readable from this page, in the past, or senseless.
 */
export function pauseOf(headers: Headers, now: number): number {
  const text = headers.get("retry-after")?.trim() ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : /[a-z]/i.test(text) ? Date.parse(text) - now : NaN;
  return ms > 0 ? Math.min(ms, LONGEST_PAUSE_MS) : 0;
}
