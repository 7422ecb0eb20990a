import {
  cleanSettings,
  readSettings,
  SETTINGS_KEY,
  settingsProblem,
  type Settings,
} from "../../data/settings";

/** The user's settings, as this machine keeps them. */
export interface SettingsStore {
  readonly current: Settings;
  save(settings: Settings): void;
  /** Calls `listener` after every change, here or in another tab; returns a function that stops this. */
  subscribe(listener: () => void): () => void;
}

/** The part of a window that keeps settings and reports changes in other tabs. */
export interface SettingsPage {
  readonly localStorage: Pick<Storage, "getItem" | "setItem">;
  addEventListener(type: "storage", listener: (event: StorageEvent) => void): void;
  removeEventListener(type: "storage", listener: (event: StorageEvent) => void): void;
}

/**
 * Settings in the storage of the page, which no workbook carries. `partition` separates what one browser keeps for
 * several hosts. Where the browser keeps nothing, settings last as long as the page.
 */
export function createSettingsStore(page: SettingsPage, partition = ""): SettingsStore {
  const name = `${partition}${SETTINGS_KEY}`;
  const listeners = new Set<() => void>();
  let current = readSettings(stored(page, name));
  const take = (settings: Settings) => {
    current = settings;
    for (const listener of [...listeners]) listener();
  };
  const follow = ({ key, newValue }: StorageEvent) => {
    // No key: all of the storage was cleared.
    if (key === name || key === null) take(readSettings(newValue));
  };
  return {
    get current() {
      return current;
    },
    save(settings) {
      try {
        page.localStorage.setItem(name, JSON.stringify(settings));
      } catch {
        // The browser keeps nothing, or has no room.
      }
      take(settings);
    },
    subscribe(listener) {
      if (listeners.size === 0) page.addEventListener("storage", follow);
      listeners.add(listener);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) page.removeEventListener("storage", follow);
      };
    },
  };
}

function stored(page: SettingsPage, name: string): string | null {
  try {
    return page.localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** The settings after a change, or what is wrong with it, as a sentence. */
export function changedSettings(current: Settings, change: Partial<Settings>): Settings | string {
  const next = { ...current, ...change };
  for (const field of Object.keys(change) as (keyof Settings)[]) {
    const problem = settingsProblem(field, next[field]);
    if (problem !== undefined) return problem;
  }
  return cleanSettings(next);
}
