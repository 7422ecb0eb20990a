import type { EventEntry, HostRequest, HostResponse } from "./protocol";

/** What the bridge inside the pane finds on the window of the workbench. */
export interface PaneHost {
  answer(request: HostRequest): HostResponse;
  /** Events go to the pane that connected last. */
  connect(push: (entries: readonly EventEntry[]) => void): void;
}

declare global {
  interface Window {
    hashcellHost?: PaneHost;
  }
}
