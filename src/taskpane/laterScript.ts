// The entry of the script that the pane loads when it is first needed.
import { shownForm } from "../native/shown";
import { explainer } from "./explain/explainer";
import { provide } from "./later";
import {
  auditing,
  capsuled,
  copyOfSheets,
  lookedThrough,
  portableCopy,
  restoredCopy,
  verified,
} from "./workbook/conversion";

provide({
  explainer,
  shownForm,
  copyOfSheets,
  lookedThrough,
  portableCopy,
  restoredCopy,
  verified,
  capsuled,
  auditing,
});
