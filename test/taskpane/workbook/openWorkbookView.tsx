import { catalogue } from "../../../src/functions/catalogue";
import type { Host, ViewProps } from "../../../src/taskpane/host";
import { WorkbookView } from "../../../src/taskpane/workbook/workbookView";
import { openView } from "../openView";

/** Opens only the view Workbook, beside a workbook of its own where no other host is given. */
export async function openWorkbookView(host?: Host) {
  const onExplain = jest.fn();
  const opened = await openView((props: ViewProps) => (
    <WorkbookView host={host ?? props.host} desk={props.desk} catalogue={catalogue} onExplain={onExplain} />
  ));
  return { ...opened, onExplain };
}
