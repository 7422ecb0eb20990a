import { useEffect, useState } from "react";
import { addressOf, type Blanks, type Place, type Workbook } from "../../workbook/workbook";
import { counted, decimal } from "../format";
import type { Host } from "../host";
import { useLayoutStyles } from "../layout";

/** Warns of blank cells in a selected range of values, which a function on the desktop would take for zeros. */
export function BlankCount({ host, selected }: { host: Host; selected: Place | undefined }) {
  const layout = useLayoutStyles();
  const blanks = useBlanks(host.kind === "workbook" ? host.workbook : undefined, selected);
  return (
    <p className={layout.soft} role="status">
      {blanks === undefined ? null : warningOf(blanks)}
    </p>
  );
}

/** The blank cells of the selection, looked for again whenever it changes. */
function useBlanks(workbook: Workbook | undefined, selected: Place | undefined): Blanks | undefined {
  const [blanks, setBlanks] = useState<Blanks>();
  useEffect(() => {
    let isCurrent = workbook !== undefined;
    const take = (found: Blanks | undefined) => {
      if (isCurrent) setBlanks(found);
    };
    // Where Excel refuses, as while a cell is edited, there is nothing to warn of yet.
    workbook?.selectedBlanks().then(take, () => take(undefined));
    return () => {
      isCurrent = false;
    };
  }, [workbook, selected]);
  return blanks;
}

/** Nothing for a range without blanks, nor for one that is blank throughout: a formula will go there. */
function warningOf({ place, cells, blanks, holes }: Blanks): string | null {
  if (blanks === 0 || blanks === cells) return null;
  const count = `${decimal(blanks, 0)} of the ${counted(cells, "cell")} of ${addressOf(place)} are blank`;
  const trimmed = place.range.replace(":", ":.");
  const remedy =
    blanks > holes ? ` Write ${trimmed} or TRIMRANGE(${place.range}), which end at the last value.` : "";
  const between = holes > 0 ? ` ${counted(holes, "blank")} between values: fill in what belongs there.` : "";
  return `${count}. Desktop Excel passes a blank as 0.${remedy}${between}`;
}
