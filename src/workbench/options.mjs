import cli from "office-addin-cli";

export const usage = `npm start [-- options]
  --port <number>  the port to listen on (by default 3000, with --replay 3100, or the next free one)
  --no-open        do not open a browser
  --replay         let the task pane ask a replay of its sources on this machine, not the internet`;

/** What the command line asks for. `port` is undefined when any free port will do. */
export function parseOptions(words, environment) {
  const options = { port: undefined, open: !environment.CI, replay: false, help: false };
  const rest = words.flatMap((word) => (word.startsWith("--port=") ? ["--port", word.slice(7)] : [word]));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--port") options.port = parsePort(rest.shift());
    else if (word === "--no-open") options.open = false;
    else if (word === "--replay") options.replay = true;
    else if (word === "--help" || word === "-h") options.help = true;
    else throw new Error(`Unknown option ${word}\n\n${usage}`);
  }
  return options;
}

function parsePort(text) {
  const rule = `--port must be a whole number from 1 to 65535, got ${text ?? "nothing"}`;
  // parseNumber reads the "80" of "80x" and knows no bounds.
  const port = cli.parseNumber(text, rule);
  if (port === undefined || String(port) !== text || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(rule);
  }
  return port;
}
