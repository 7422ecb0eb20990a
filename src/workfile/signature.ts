import { relationsPath } from "./package";
import type { Workbook } from "./workbook";

/** Takes out the signature of a file whose contents have changed. */
export function takeOutSignature({ file }: Workbook): void {
  for (const origin of file.relations("")) {
    if (origin.kind !== "origin" || origin.isExternal) continue;
    for (const { target, isExternal } of file.relations(origin.target)) if (!isExternal) file.takeOut(target);
    file.takeOut(relationsPath(origin.target));
    file.takeOut(origin.target, "");
  }
}
