import type { SheetFunction } from "../define";
import { callable, type Callable } from "../invoke";
import { ANNUITY_FUNCTIONS } from "./annuities";
import { ARRAY_FUNCTIONS } from "./arrays";
import { CASH_FLOW_FUNCTIONS } from "./cashFlows";
import { CONDITIONS } from "./conditions";
import { COUNTS } from "./counts";
import { DATES } from "./dates";
import { DEPRECIATION_FUNCTIONS } from "./depreciation";
import { DEVIATIONS } from "./deviations";
import { DISTRIBUTIONS } from "./distributions";
import { LAMBDA_FUNCTIONS } from "./lambdas";
import { INFORMATION, LOGICAL } from "./logical";
import { LOOKUP_FUNCTIONS } from "./lookup";
import { MATHEMATICS } from "./mathematics";
import { MATRICES } from "./matrices";
import { ORDER } from "./order";
import { REGRESSION } from "./regression";
import { ROUNDING } from "./rounding";
import { SUBTOTALS } from "./subtotals";
import { SUMS } from "./sums";
import { TEXTS } from "./text";

const lists: readonly (readonly SheetFunction[])[] = [
  LAMBDA_FUNCTIONS,
  LOGICAL,
  INFORMATION,
  SUMS,
  COUNTS,
  CONDITIONS,
  SUBTOTALS,
  ROUNDING,
  MATHEMATICS,
  MATRICES,
  ORDER,
  DEVIATIONS,
  REGRESSION,
  DISTRIBUTIONS,
  LOOKUP_FUNCTIONS,
  ARRAY_FUNCTIONS,
  ANNUITY_FUNCTIONS,
  CASH_FLOW_FUNCTIONS,
  DEPRECIATION_FUNCTIONS,
  DATES,
  TEXTS,
];

/** Excel's functions that are computed here, by name. */
export const library: ReadonlyMap<string, Callable> = new Map(
  lists.flat().map((fn) => [fn.name, callable(fn)]),
);
