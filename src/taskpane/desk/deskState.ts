import type { Settings } from "../../data/settings";
import type { DeskState } from "./desk";

export const nothingStaged = { staged: undefined, stagedOthers: [] } as const;

/** Before anything was done or found. */
export const beginning = (settings: Settings, needsReload: boolean): DeskState => ({
  ...{ settings, round: undefined, problems: [], refreshedAt: undefined, notice: undefined },
  ...{ ...nothingStaged, question: undefined, isWriting: false, needsReload },
});

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
