import { useSyncExternalStore } from "react";

/** Whether the user can see the pane. Its page lives on for the cells when the pane is closed or the window covered. */
export class Visibility {
  /** Whether the pane is open, though the window may be covered. */
  isOpen = true;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly page: Document) {
    page.addEventListener("visibilitychange", () => this.tell());
  }

  get isVisible(): boolean {
    return this.isOpen && !this.page.hidden;
  }

  /** Takes what the host says of the pane. */
  setOpen(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

export const useOpen = (visibility: Visibility): boolean =>
  useSyncExternalStore(visibility.subscribe, () => visibility.isOpen);

export const useVisible = (visibility: Visibility): boolean =>
  useSyncExternalStore(visibility.subscribe, () => visibility.isVisible);
