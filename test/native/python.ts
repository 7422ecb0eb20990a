import { spawnSync } from "node:child_process";

/** Runs a script, and gives what it prints. */
export type Python = (script: string) => string;

/** A test that runs where Python is installed; elsewhere its name says why it is left out. */
export function testInPython(name: string, run: (python: Python) => void): void {
  const program = ["/usr/bin/python3", "python3"].find((one) => spawnSync(one, ["--version"]).status === 0);
  if (program === undefined) {
    test.skip(`${name} (left out: python3 is not installed)`, () => undefined);
    return;
  }
  test(name, () =>
    run((script) => {
      const { status, stdout, stderr } = spawnSync(program, ["-c", script], { encoding: "utf8" });
      if (status !== 0) throw new Error(`Python stopped: ${stderr}`);
      return stdout;
    }),
  );
}
