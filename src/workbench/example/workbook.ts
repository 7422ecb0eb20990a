import { workbookData } from "../workbookData";
import { cashFlows } from "./cashFlows";
import { hedge } from "./hedge";
import { hedgeBook } from "./hedgeBook";
import { poolAudit } from "./poolAudit";
import { portfolio } from "./portfolio";
import { siteModel } from "./siteModel";
import { treasury } from "./treasury";
import { tour } from "./tour";

/** A site on the recorded state of the network, and what depends on it. */
export const siteSheets = () => [
  siteModel(),
  cashFlows(),
  hedge(),
  portfolio(),
  treasury(),
  poolAudit(),
  hedgeBook(),
];

/** The workbook that the workbench opens with: the site, then a tour of the functions. */
export const exampleWorkbook = () => workbookData([...siteSheets(), ...tour()]);
