/** Takes the keyboard from the grid to the task pane, and back. */
export function changeSide(grid: HTMLElement, pane: HTMLIFrameElement): void {
  if (document.activeElement === pane || pane.clientWidth === 0) {
    pane.blur();
    grid.querySelector<HTMLElement>(".o-grid .o-composer")?.focus();
    return;
  }
  pane.focus();
  // An element of another window is no HTMLElement of this one's.
  const { contentDocument } = pane;
  if (contentDocument?.activeElement === contentDocument?.body)
    contentDocument?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
}
