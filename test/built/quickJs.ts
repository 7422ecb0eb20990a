import { readFileSync } from "node:fs";
import { getQuickJS } from "quickjs-emscripten";

// Run as a program, since jest cannot load the engine: evaluates each of the scripts that the standard input lists in JSON,
// and writes the value of the last, a text, to the standard output.

async function run(scripts: readonly string[]): Promise<string> {
  const engine = (await getQuickJS()).newContext();
  engine.runtime.setMaxStackSize(0);
  let text = "";
  for (const script of scripts) {
    const value = engine.unwrapResult(engine.evalCode(script));
    text = engine.getString(value);
    value.dispose();
  }
  return text;
}

void run(JSON.parse(readFileSync(0, "utf8")) as string[]).then((text) => {
  process.stdout.write(text, () => process.exit());
});
