import { InputError } from "../errors";
import { finite } from "../options/process";

/** USD per BTC, or a share of the forward (0.9 is 90 %); above 0. */
export type Strike = number | { readonly shareOfForward: number };

/**
 * The strike as a price in USD per BTC; `parameter` is its name in messages.
 *
 * A share typed as 85% reaches a cell as the number 0.85: as a price it would silently be worth nothing, so it
 * is refused.
 */
export function strikePrice(strike: Strike, forward: number, parameter: string): number {
  if (typeof strike !== "number") return finite(strike.shareOfForward * forward);
  if (strike <= 2 && strike < forward / 100) {
    const example = strike < 1 ? "85%" : "115%";
    throw new InputError(
      parameter,
      `must be a price; a share of the forward is written as text, "${example}"`,
      strike,
    );
  }
  return strike;
}
