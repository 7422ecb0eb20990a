// The entry of the script that the pane loads when it is first needed.
import { shownForm } from "../native/shown";
import { provide } from "./later";
import { copyOfSheets, lookedThrough, portableCopy, restoredCopy } from "./workbook/conversion";

provide({ shownForm, copyOfSheets, lookedThrough, portableCopy, restoredCopy });
