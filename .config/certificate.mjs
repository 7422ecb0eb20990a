// Makes the key and certificate for https://localhost, which Excel takes only when the machine trusts their maker: the
// first time, office-addin-dev-certs asks whether it may.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

function install() {
  const { status } = spawnSync("npx", ["--yes", "office-addin-dev-certs@3.0.0", "install", "--days", "365"], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error("No certificate for https://localhost: see the message above");
}

/** The certificate as a server takes it; made first where there is none that is still valid. */
export function certificate() {
  install();
  const file = (name) => readFileSync(join(homedir(), ".office-addin-dev-certs", name));
  return { ca: file("ca.crt"), cert: file("localhost.crt"), key: file("localhost.key") };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) install();
