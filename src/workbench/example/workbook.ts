import { workbookData } from "../workbookData";
import { cashFlows } from "./cashFlows";
import { hedge } from "./hedge";
import { hedgeBook } from "./hedgeBook";
import { poolAudit } from "./poolAudit";
import { portfolio } from "./portfolio";
import { siteModel } from "./siteModel";
import { treasury } from "./treasury";
import { tour } from "./tour";

/** The workbook that the workbench opens with: a site on the recorded state of the network and what depends on it, then a tour. */
export const exampleWorkbook = () =>
  workbookData([
    siteModel(),
    cashFlows(),
    hedge(),
    portfolio(),
    treasury(),
    poolAudit(),
    hedgeBook(),
    ...tour(),
  ]);
