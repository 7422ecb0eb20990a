/** The keys that do the same on the page and in the task pane: "F6", or "Ctrl+S", which is ⌘S on a Mac. */
type Shortcuts = Readonly<Partial<Record<string, () => void>>>;

/** Listens before the spreadsheet and the task pane do, which never hear of these keys. */
export function setUpShortcuts(pane: HTMLIFrameElement, shortcuts: Shortcuts): void {
  const listen = (event: KeyboardEvent) => {
    const chosen = shortcuts[nameOf(event)];
    if (chosen === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A question has to be answered first.
    if (event.repeat || document.querySelector("dialog[open]") !== null) return;
    finishTyping();
    chosen();
  };
  window.addEventListener("keydown", listen, { capture: true });
  // Each load brings the frame a new window.
  pane.addEventListener("load", () =>
    pane.contentWindow?.addEventListener("keydown", listen, { capture: true }),
  );
}

/** What is being typed into a cell goes into it at once, as when the user clicks elsewhere. */
function finishTyping(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement.closest(".o-composer") !== null)
    activeElement.blur();
}

function nameOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string {
  // Between two sides, forward and back are the same.
  if (key === "F6") return key;
  if (shiftKey || altKey) return "";
  return ctrlKey || metaKey ? `Ctrl+${key.toUpperCase()}` : key;
}

/** Takes the keyboard from the grid to the task pane, and back. */
export function changeSide(grid: HTMLElement, pane: HTMLIFrameElement): void {
  if (document.activeElement === pane || pane.clientWidth === 0) {
    pane.blur();
    grid.querySelector<HTMLElement>(".o-grid .o-composer")?.focus();
    return;
  }
  pane.focus();
  // An element of another window is not an HTMLElement of this one.
  const { contentDocument } = pane;
  if (contentDocument?.activeElement === contentDocument?.body)
    contentDocument?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
}
