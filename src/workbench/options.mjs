import cli from "office-addin-cli";

export const usage = `npm start [-- options]
  --port <number>  the port to listen on (by default 3000, with --replay 3100, or the next free one)
  --no-open        do not open a browser
  --replay         let the task pane ask a replay of its sources on this machine, not the internet
  --gateway <url>  let the task pane take its market from a gateway, such as http://127.0.0.1:4100`;

/** What the command line asks for. `port` is undefined when any free port will do. */
export function parseOptions(words, environment) {
  const options = { port: undefined, open: !environment.CI, replay: false, gateway: undefined, help: false };
  const rest = words.flatMap((word) => {
    const [, name, value] = /^(--(?:port|gateway))=(.*)$/.exec(word) ?? [];
    return name === undefined ? [word] : [name, value];
  });
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--port") options.port = parsePort(rest.shift());
    else if (word === "--no-open") options.open = false;
    else if (word === "--replay") options.replay = true;
    else if (word === "--gateway") options.gateway = parseAddress(rest.shift());
    else if (word === "--help" || word === "-h") options.help = true;
    else throw new Error(`Unknown option ${word}\n\n${usage}`);
  }
  if (options.replay && options.gateway !== undefined)
    throw new Error("--replay and --gateway are two sources for one pane: leave one of them out");
  return options;
}

function parseAddress(text) {
  if (!text || text.startsWith("-"))
    throw new Error(
      `--gateway must be followed by its address, such as http://127.0.0.1:4100, got ${text || "nothing"}`,
    );
  return text;
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
