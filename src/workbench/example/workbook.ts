import { workbookData } from "../workbookData";
import { cashFlows } from "./cashFlows";
import { hedge } from "./hedge";
import { siteModel } from "./siteModel";

/** The workbook that the workbench opens with: a site on the recorded state of the network. */
export const exampleWorkbook = () => workbookData([siteModel(), cashFlows(), hedge()]);
