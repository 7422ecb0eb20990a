import type { Book } from "./book";
import { fleetAndPower } from "./fleetAndPower";
import { hedgeDesk } from "./hedgeDesk";
import { poolAudit } from "./poolAudit";
import { portfolio } from "./portfolio";
import { siteValuation } from "./siteValuation";
import { tour } from "./tour";
import { treasury } from "./treasury";

/** The finished workbooks, in the order in which they are offered. */
export const books: readonly (() => Book)[] = [
  siteValuation,
  portfolio,
  hedgeDesk,
  fleetAndPower,
  poolAudit,
  treasury,
  tour,
];
