import type { explainer } from "./explain/explainer";
import type { shownForm } from "../native/shown";
import type {
  auditing,
  capsuled,
  copyOfSheets,
  lookedThrough,
  portableCopy,
  restoredCopy,
  verified,
} from "./workbook/conversion";

/** What a script of its own holds, since few visits to the pane need it. */
export interface Later {
  readonly explainer: typeof explainer;
  readonly shownForm: typeof shownForm;
  readonly copyOfSheets: typeof copyOfSheets;
  readonly lookedThrough: typeof lookedThrough;
  readonly portableCopy: typeof portableCopy;
  readonly restoredCopy: typeof restoredCopy;
  readonly verified: typeof verified;
  readonly capsuled: typeof capsuled;
  readonly auditing: typeof auditing;
}

let provided: Later | undefined;
let loading: Promise<void> | undefined;

/** Called by the script when it has been loaded. */
export function provide(parts: Later): void {
  provided = parts;
}

/**
 * What the script holds, which is loaded when it is first needed; rejects where it cannot be loaded. A dynamic import would
 * do the same, but its loader would be a part of functions.js, for which every cell waits.
 */
export async function later(): Promise<Later> {
  if (provided === undefined) {
    loading ??= loaded().finally(() => {
      loading = undefined;
    });
    await loading;
  }
  if (provided === undefined) throw new Error("the script that was loaded holds something else");
  return provided;
}

function loaded(): Promise<void> {
  const script = document.createElement("script");
  // The build writes the script's name there.
  script.src = document.querySelector<HTMLMetaElement>('meta[name="later"]')?.content ?? "";
  return new Promise((resolve, reject) => {
    script.addEventListener("load", () => {
      resolve();
    });
    script.addEventListener("error", () => {
      script.remove();
      reject(new Error(`${script.src} cannot be loaded`));
    });
    document.head.append(script);
  });
}
