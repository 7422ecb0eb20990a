import type { Definition } from "../../functions/define";
import type { Place } from "../../workbook/workbook";
import type { Desk } from "../desk/desk";
import type { Host } from "../host";
import { useLayoutStyles } from "../layout";
import { AuditSection } from "./auditSection";
import { NewSection } from "./newSection";
import { PortableSection } from "./portableSection";
import { RepairSection } from "./repairSection";
import { RestoreSection } from "./restoreSection";
import { VerifySection } from "./verifySection";

interface Props {
  readonly host: Host;
  readonly desk: Desk;
  readonly catalogue: readonly Definition[];
  /** Shows where the value of a cell comes from. */
  readonly onExplain: (place: Place) => void;
}

/** What can be done with the workbook as a whole; then the long list of others. */
export function WorkbookView({ host, desk, catalogue, onExplain }: Props) {
  const layout = useLayoutStyles();
  return (
    <div className={layout.scroll} role="region" aria-label="Workbook" tabIndex={0}>
      {host.kind === "workbook" ? (
        <>
          <PortableSection workbook={host.workbook} desk={desk} />
          <AuditSection workbook={host.workbook} market={desk.market} onExplain={onExplain} />
          <VerifySection workbook={host.workbook} market={desk.market} />
          <RepairSection workbook={host.workbook} catalogue={catalogue} />
          <RestoreSection workbook={host.workbook} />
          <NewSection workbook={host.workbook} />
        </>
      ) : (
        <>
          <p className={layout.text}>Open this pane in Excel to repair a workbook or to make it portable.</p>
          <NewSection />
        </>
      )}
    </div>
  );
}
