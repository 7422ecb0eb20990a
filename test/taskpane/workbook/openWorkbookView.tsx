import { catalogue } from "../../../src/functions/catalogue";
import type { Host, ViewProps } from "../../../src/taskpane/host";
import { WorkbookView } from "../../../src/taskpane/workbook/workbookView";
import { openView } from "../openView";

/** Opens only the view Workbook, beside a workbook of its own where no other host is given. */
export const openWorkbookView = (host?: Host) =>
  openView((props: ViewProps) => (
    <WorkbookView host={host ?? props.host} desk={props.desk} catalogue={catalogue} />
  ));
