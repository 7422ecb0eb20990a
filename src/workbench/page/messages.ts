import type { InformationNotification } from "@odoo/o-spreadsheet";
import { button } from "./elements";

const SHOWN_MS = 6000;
let dialogs = 0;

/** A note that goes away by itself, or else when it is closed or another workbook opens. */
export function notifyUser({ text, type, sticky }: InformationNotification): void {
  const area = document.getElementById("notes");
  const note = document.createElement("p");
  note.className = `note note-${type}`;
  note.textContent = text;
  area?.append(note);
  if (!sticky) setTimeout(() => note.remove(), SHOWN_MS);
  else {
    note.classList.add("note-sticky");
    note.append(button("Close", () => note.remove()));
  }
}

/** Removes the notes about the previous workbook. */
export function clearNotes(): void {
  for (const note of document.querySelectorAll(".note-sticky")) note.remove();
}

/** A note that stays while something is under way that the user may cancel. Returns a function that removes it. */
export function showProgress(text: string, cancelled: () => void): { end: () => void } {
  const note = document.createElement("p");
  note.className = "note note-progress";
  note.textContent = text;
  note.append(button("Cancel", cancelled));
  document.getElementById("notes")?.append(note);
  return { end: () => note.remove() };
}

/** Once the page shows what was last put on it; what follows may keep it from showing anything. */
export const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** A message that the user has to close. */
export function raiseError(text: string, closed?: () => void): void {
  openDialog(text, [{ label: "Close", isMain: true, chosen: closed }], closed);
}

export function askConfirmation(text: string, confirmed: () => void, cancelled?: () => void): void {
  const choices = [
    { label: "Cancel", isMain: false, chosen: cancelled },
    { label: "Continue", isMain: true, chosen: confirmed },
  ];
  openDialog(text, choices, cancelled);
}

/** Asks a question; Escape gives the first answer, which changes nothing, and Enter the last. */
export function askUser<Answer extends string>(
  text: string,
  answers: readonly [Answer, ...Answer[]],
): Promise<Answer> {
  return new Promise((resolve) => {
    const choices = answers.map((label, index) => ({
      label,
      isMain: index === answers.length - 1,
      chosen: () => resolve(label),
    }));
    openDialog(text, choices, () => resolve(answers[0]));
  });
}

interface Choice {
  readonly label: string;
  readonly isMain: boolean;
  readonly chosen: (() => void) | undefined;
}

function openDialog(text: string, choices: readonly Choice[], escaped?: () => void): void {
  const dialog = document.createElement("dialog");
  dialog.className = "message";
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  paragraph.id = `message-${++dialogs}`;
  dialog.setAttribute("aria-labelledby", paragraph.id);
  const buttons = document.createElement("div");
  buttons.className = "message-buttons";
  for (const choice of choices) buttons.append(choiceButton(dialog, choice));
  dialog.append(paragraph, buttons);
  dialog.addEventListener("cancel", () => escaped?.());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function choiceButton(dialog: HTMLDialogElement, { label, isMain, chosen }: Choice): HTMLButtonElement {
  const made = button(label, () => {
    dialog.close();
    chosen?.();
  });
  made.classList.toggle("button-main", isMain);
  made.autofocus = isMain;
  return made;
}
