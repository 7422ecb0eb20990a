import type { DeskState } from "./desk";

/** A desk's state, and those who follow it. */
export class WatchedState {
  private readonly listeners = new Set<() => void>();

  constructor(private state: DeskState) {}

  get current(): DeskState {
    return this.state;
  }

  change(part: Partial<DeskState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of [...this.listeners]) listener();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
