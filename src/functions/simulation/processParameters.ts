import { priceProcesses } from "../../core/simulation/priceProcess";
import { choice, number, optional, vector } from "../parameters";
import { uptoTenfold } from "../vocabulary";

/** Parameters of a price process that the functions of simulation share. */

export const spot = number("Price today", "USD", { above: 0 });
export const drift = optional(
  number("Growth of the mean price, continuously compounded; ignored by ou", "per year", uptoTenfold),
  0,
);
export const process = optional(
  choice("How the price moves: gbm lognormal, ou reverting to a level, merton with jumps", priceProcesses),
  "gbm",
);
export const processParams = optional(
  vector(
    "For ou: speed a year, long-run level in USD; for merton: jumps a year, mean log jump, standard deviation of the log jump",
    "two or three numbers",
  ),
);
