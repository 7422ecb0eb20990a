import { spawnSync } from "node:child_process";

/** Before tests that look at dist/ or run it: builds it where it is not current. */
export default function build(): void {
  const { status } = spawnSync(process.execPath, [".config/build.mjs"], { stdio: "inherit" });
  if (status !== 0) throw new Error("The build failed");
}
