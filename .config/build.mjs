// Builds dist/ where it is missing, made for another address, or older than anything that it is made from.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import development from "./development.cjs";

const root = fileURLToPath(new URL("..", import.meta.url));

const sources = [
  "src",
  "assets",
  "manifest.xml",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "webpack.config.js",
  ".config/calledAtOnce.cjs",
  ".config/development.cjs",
  ".config/helpValues.cjs",
  ".config/oneModule.cjs",
  ".config/packedNumbers.cjs",
  ".config/sourceModule.cjs",
  ".config/typescript.cjs",
];

/** The tools in src that are never part of dist/. */
const tools = [join("src", "workbench"), join("src", "replay")];

/** When a file, or anything in a folder, was last changed; a folder changes when a file in it goes. */
function changedMs(name) {
  if (tools.includes(name)) return 0;
  const stats = statSync(join(root, name));
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(join(root, name)).map((entry) => changedMs(join(name, entry)));
  return Math.max(stats.mtimeMs, ...inside);
}

function isCurrent() {
  const manifest = join(root, "dist", "manifest.xml");
  const script = join(root, "dist", "functions.js");
  if (!existsSync(manifest) || !existsSync(script)) return false;
  if (!readFileSync(manifest, "utf8").includes(development.DEVELOPMENT_URL)) return false;
  return statSync(script).mtimeMs > Math.max(...sources.map(changedMs));
}

if (!isCurrent()) {
  const { status } = spawnSync("npm", ["run", "build"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  process.exit(status ?? 1);
}
