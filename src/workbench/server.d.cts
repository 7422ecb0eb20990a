import type { Replay, ReplayOptions } from "../replay/server";

export interface Workbench {
  /** Ends with a slash. */
  readonly url: string;
  /** What the task pane asks in place of its sources, where that was wanted. */
  readonly replay?: Replay;
  /** Ends the replay as well. */
  stop(): Promise<void>;
}

export interface WorkbenchOptions {
  /** 0 is any free port; without it 3000, with a replay 3100, or the next free one. */
  port?: number;
  /** Starts a replay of the task pane's sources, and makes the pane ask it. */
  replay?: Omit<ReplayOptions, "port">;
  /** The address of a gateway that the pane takes its market from, and of nobody else. */
  gateway?: string;
  /** The folder of an add-in that is built already; by default it is built, and built again after every change. */
  addin?: string;
}

export function startWorkbench(options?: WorkbenchOptions): Promise<Workbench>;
