// Installs the packages when they are not those of the lock file, so that a fresh clone needs no extra step.
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const modules = `${root}/node_modules`;
const installed = `${modules}/.package-lock.json`;

const packagesIn = (lock) => JSON.parse(readFileSync(lock, "utf8")).packages;

/** Optional packages may be missing: they are for other systems. */
function isCurrent() {
  if (!existsSync(installed)) return false;
  const present = packagesIn(installed);
  return Object.entries(packagesIn(`${root}/package-lock.json`)).every(
    ([path, { version, optional }]) =>
      path === "" || (present[path] === undefined ? optional : present[path].version === version),
  );
}

if (!isCurrent()) {
  // npm empties the folder first, and with it whoever else uses it.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const target = existsSync(modules) ? realpathSync(modules) : "nowhere";
    console.error(
      `node_modules is a link, to ${target}, and does not hold the packages of package-lock.json. ` +
        "Run npm ci in the folder that it links to, or remove the link and try again: nothing was changed.",
    );
    process.exit(1);
  }
  console.log("Installing packages (about two minutes the first time) ...");
  const { status } = spawnSync("npm", ["ci", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}
