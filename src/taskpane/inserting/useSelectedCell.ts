import { useEffect, useState } from "react";
import type { Place } from "../../workbook/workbook";
import type { Host } from "../host";

/** The selected cell, kept up to date; undefined while there is none. */
export function useSelectedCell(host: Host): Place | undefined {
  const [cell, setCell] = useState<Place>();
  const workbook = host.kind === "workbook" ? host.workbook : undefined;
  useEffect(() => {
    if (workbook === undefined) return undefined;
    let latest = 0;
    const follow = () => {
      latest += 1;
      const asked = latest;
      const take = (found: Place | undefined) => {
        if (asked === latest) setCell(found);
      };
      workbook.selectedCell().then(take, () => take(undefined));
    };
    follow();
    // A change of sheet raises no selection event; a click into the pane catches up with it.
    window.addEventListener("focus", follow);
    const subscription = workbook.onSelectionChanged(follow).catch(() => () => undefined);
    return () => {
      latest = -1;
      window.removeEventListener("focus", follow);
      void subscription.then((end) => end());
    };
  }, [workbook]);
  return cell;
}
