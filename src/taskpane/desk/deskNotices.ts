import { UnavailableError } from "../../core/errors";
import { WorkbookError } from "../../workbook/workbook";
import type { DeskState } from "./desk";
import { sentence } from "./problems";

export type DeskNotice = NonNullable<DeskState["notice"]>;

export const failure = (text: string): DeskNotice => ({ intent: "error", text });
export const success = (text: string): DeskNotice => ({ intent: "success", text });

/** What an error means to the user. One that nobody throws on purpose is told to the console as well. */
export function noticeOf(error: unknown): DeskNotice {
  if (error instanceof WorkbookError || error instanceof UnavailableError)
    return failure(sentence(error.message));
  console.error(error);
  return failure("Something went wrong in the pane itself: close it, open it again and repeat the step.");
}

/** Two things to tell in one notice. */
export function together(one: DeskNotice, two: DeskNotice | undefined): DeskNotice {
  return two === undefined ? one : { intent: two.intent, text: `${one.text} ${two.text}` };
}
