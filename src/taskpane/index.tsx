import { createRoot } from "react-dom/client";
import { market } from "../functions/index";
import { catalogue } from "../functions/catalogue";
import { excelWorkbook } from "../workbook/excel";
import type { Host } from "./host";
import { Pane } from "./pane";
import type { HostColours } from "./theme";

/** How long Office may take before the pane says that there is none. */
const OFFICE_PATIENCE_MS = 5000;

/** Office's library, which a page without internet lacks. */
const hasOffice = () => "Office" in globalThis;

function hostColours(): HostColours | undefined {
  if (!hasOffice()) return undefined;
  const context: Partial<Office.Context> | undefined = Office.context;
  return context?.officeTheme;
}

market.show({ kind: "embedded" });

const element = document.getElementById("root");
if (element === null) throw new Error("taskpane.html has no element root");
const root = createRoot(element);

function show(host: Host): void {
  root.render(
    <Pane host={host} market={market} catalogue={catalogue} now={Date.now} hostColours={hostColours} />,
  );
}

if (hasOffice()) {
  show({ kind: "starting" });
  const patience = setTimeout(() => show({ kind: "none" }), OFFICE_PATIENCE_MS);
  void Office.onReady(({ host }) => {
    clearTimeout(patience);
    show(host === Office.HostType.Excel ? { kind: "workbook", workbook: excelWorkbook } : { kind: "none" });
  });
} else {
  show({ kind: "none" });
}
