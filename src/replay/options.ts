import type { Mode } from "./answer";
import { checkFailure, checkTarget, failures, type Failure } from "./failures";

const kinds = Object.entries(failures).map(([kind, text]) => `    ${kind.padEnd(20)}${text}`);

export const usage = `npm run replay [-- options]
  --port <number>   the port to listen on (by default 3200, or the next free one)
  --recorded        bodies as they were recorded, byte for byte, instead of current made-up values
  --fail <what>=<failure>[,<what>=<failure> ...]
                    what fails from the start: mempool, coinbase, kraken, bitstamp, deribit, coingecko,
                    all, or a path; a failure is one of
${kinds.join("\n")}`;

interface ReplayWords {
  /** Undefined where any free port from 3200 will do. */
  readonly port: number | undefined;
  readonly mode: Mode;
  readonly fail: readonly (readonly [target: string, kind: Failure])[];
  readonly help: boolean;
}

/** What the command line asks for. Throws on what it does not know, with the rule or the usage. */
export function parseReplayOptions(words: readonly string[]): ReplayWords {
  let found: ReplayWords = { port: undefined, mode: "fresh", fail: [], help: false };
  const rest = words.flatMap((word) => {
    const [, name, value] = /^(--port|--fail)=(.*)$/s.exec(word) ?? [];
    return name === undefined || value === undefined ? [word] : [name, value];
  });
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--port") found = { ...found, port: parsePort(rest.shift()) };
    else if (word === "--recorded") found = { ...found, mode: "recorded" };
    else if (word === "--fail") found = { ...found, fail: [...found.fail, ...parseFail(rest.shift())] };
    else if (word === "--help" || word === "-h") found = { ...found, help: true };
    else throw new Error(`Unknown option ${word}\n\n${usage}`);
  }
  return found;
}

function parsePort(text: string | undefined): number {
  const port = Number(text);
  if (text === undefined || String(port) !== text || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`--port must be a whole number from 1 to 65535, got ${text ?? "nothing"}`);
  }
  return port;
}

/** "kraken=429,mempool=hang". The query of a path holds equal signs as well: the last one counts. */
function parseFail(text: string | undefined): [target: string, kind: Failure][] {
  return (text ?? "").split(",").map((one) => {
    const [, target, kind] = /^(.+)=([^=]+)$/.exec(one) ?? [];
    if (target === undefined || kind === undefined) {
      throw new Error(`--fail must be like kraken=429,mempool=hang, got ${text ?? "nothing"}`);
    }
    checkTarget(target);
    return [target, checkFailure(kind)];
  });
}
