import type { Definition } from "../../functions/define";
import type { Host } from "../host";
import { useLayoutStyles } from "../layout";
import { RepairSection } from "./repairSection";

interface Props {
  readonly host: Host;
  readonly catalogue: readonly Definition[];
}

/** What can be done with the workbook as a whole. */
export function WorkbookView({ host, catalogue }: Props) {
  const layout = useLayoutStyles();
  return (
    <div className={layout.scroll} role="region" aria-label="Workbook" tabIndex={0}>
      {host.kind === "workbook" ? (
        <RepairSection workbook={host.workbook} catalogue={catalogue} />
      ) : (
        <p className={layout.text}>Open this pane in Excel to repair a workbook.</p>
      )}
    </div>
  );
}
