import { spawn } from "node:child_process";

/** Runs a script of the project; `act` sees what it has printed so far. */
function run(words: readonly string[], act: (printed: string, stop: () => void) => void = () => undefined) {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, [...words], { env: { ...process.env, CI: "1" } });
    let output = "";
    const take = (data: Buffer) => {
      output += data.toString();
      act(output, () => child.kill("SIGINT"));
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("close", (code) => resolve({ code, output }));
  });
}

const replay = ["-r", "./.config/typescript.cjs", "src/replay/serve.ts"];

test("npm run replay serves until Ctrl+C, with what fails from the start", async () => {
  let asked: Promise<Response> | undefined;
  const { code, output } = await run([...replay, "--fail", "kraken=451"], (printed, stop) => {
    const [url] = /http:\/\/127\.0\.0\.1:\d+(?=\/_replay)/.exec(printed) ?? [];
    if (url === undefined || asked !== undefined) return;
    asked = fetch(`${url}/0/public/Ticker?pair=XBTUSD`);
    void asked.then((response) => response.text()).finally(stop);
  });
  expect((await asked)?.status).toBe(451);
  expect(output).toContain("made up");
  expect(code).toBe(0);
});

test("bad words end it with a message, not a stack", async () => {
  const { code, output } = await run([...replay, "--port", "x"]);
  expect([code, output.trim()]).toEqual([1, "Error: --port must be a whole number from 1 to 65535, got x"]);
  const help = await run([...replay, "--help"]);
  expect([help.code, help.output]).toEqual([0, expect.stringContaining("--recorded")]);
});

test("npm start knows --replay and --gateway", async () => {
  const script = `import { parseOptions } from "./src/workbench/options.mjs";
    const words = [[], ["--replay", "--port=3123"], ["--gateway", "http://127.0.0.1:4100"]];
    console.log(JSON.stringify(words.map((one) => parseOptions(one, {}))));`;
  const { output } = await run(["--input-type=module", "-e", script]);
  expect(JSON.parse(output)).toEqual([
    { open: true, replay: false, help: false },
    { port: 3123, open: true, replay: true, help: false },
    { open: true, replay: false, gateway: "http://127.0.0.1:4100", help: false },
  ]);
  const refused = await run(["src/workbench/serve.mjs", "--repaly"]);
  expect([refused.code, refused.output]).toEqual([1, expect.stringContaining("Unknown option --repaly")]);
  const nowhere = await run(["src/workbench/serve.mjs", "--gateway"]);
  expect(nowhere.output).toContain(
    "--gateway must be followed by its address, such as http://127.0.0.1:4100",
  );
  const both = await run(["src/workbench/serve.mjs", "--gateway=http://127.0.0.1:4100", "--replay"]);
  expect(both.output).toContain("--replay and --gateway are two sources for one pane: leave one of them out");
});
