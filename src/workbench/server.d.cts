import type { Configuration } from "webpack";

export interface Workbench {
  /** Ends with a slash. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface WorkbenchOptions {
  /** 0 is any free port; without it 3000 or the next free one. */
  port?: number;
  /** The builds named "addin" and "workbench"; by default those of webpack.config.js. */
  configurations?: Configuration[];
}

export function startWorkbench(options?: WorkbenchOptions): Promise<Workbench>;
