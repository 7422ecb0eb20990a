// The part of the workbench's page that points the task pane at the replay.
import { readSettings, SETTINGS_KEY } from "../../data/settings";
import { element } from "./elements";

/** What the workbench's server reports of its replay: nothing where there is none. */
export interface ReplayNotice {
  readonly url?: string;
  readonly controlUrl?: string;
}

/** Before the pane is loaded: sets its settings so that it asks the replay, and says so in the header. */
export function useReplay({ url, controlUrl }: ReplayNotice): void {
  if (url === undefined || controlUrl === undefined) return;
  const settings = readSettings(localStorage.getItem(SETTINGS_KEY));
  localStorage.setItem(SETTINGS_KEY, JSON.stringify({ ...settings, isOnline: true, proxyUrl: url }));
  element("header", HTMLElement).querySelector(".actions")?.before(noteOf(controlUrl));
}

function noteOf(controlUrl: string): HTMLElement {
  const note = document.createElement("span");
  note.className = "text-nowrap";
  const link = document.createElement("a");
  link.href = controlUrl;
  link.target = "_blank";
  link.rel = "noreferrer";
  link.textContent = "Make it fail";
  note.append("Replayed data, made up. ", link);
  return note;
}
