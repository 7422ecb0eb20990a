import { spawn } from "node:child_process";

const openers = {
  darwin: () => ["open"],
  win32: () => ["cmd", "/c", "start", ""],
  linux: () => (process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ["xdg-open"] : undefined),
};

/** Opens the address in the user's browser. Where there is none, nothing happens: the address was printed. */
export function openBrowser(url) {
  const words = openers[process.platform]?.();
  if (words === undefined) return;
  const [command, ...before] = words;
  const child = spawn(command, [...before, url], { detached: true, stdio: "ignore" });
  child.on("error", () => undefined);
  child.unref();
}
