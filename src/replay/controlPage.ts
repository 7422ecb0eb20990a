import { providerFacts, providers } from "../data/providers/provider";
import type { Mode } from "./answer";
import { failures, type Failure } from "./failures";

/** Where the page is. */
export const CONTROL_PATH = "/_replay";

interface ReplayState {
  readonly mode: Mode;
  readonly failures: ReadonlyMap<string, Failure>;
  readonly counts: Readonly<Record<string, number>>;
}

/** The page of the replay: a failure for each service, and what has been asked. Only forms, no script. */
export function controlPage({ mode, failures: set, counts }: ReplayState): string {
  const rows = providers.map((name) => row(providerFacts[name].label, name, set.get(name)));
  const others = [...set].filter(([target]) => !providers.some((name) => name === target));
  const values =
    mode === "fresh" ? "made up for this moment in the recorded shapes" : "as they were recorded";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hashcell replay</title>
<link rel="icon" href="data:,">
<style>
body { margin: 24px; max-width: 960px; font: 14px/1.5 "Segoe UI", system-ui, sans-serif; color: #242424; }
th, td { padding: 4px 16px 4px 0; text-align: left; vertical-align: top; }
td:last-child { font-variant-numeric: tabular-nums; }
code { overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>Hashcell replay</h1>
<p>Answers instead of the services on the internet. Values are ${values}: they are not market data.</p>
<h2>Failures</h2>
<table>
${[...rows, ...others.map(([target, failure]) => row(target, target, failure))].join("\n")}
</table>
<form method="post" action="${CONTROL_PATH}/fail">
<label>Path, or all <input name="target" size="40" required></label>
${select("Failure of the path", undefined)} <button>Set</button>
</form>
<dl>
${Object.entries(failures)
  .map(([kind, text]) => `<dt><code>${escaped(kind)}</code></dt><dd>${escaped(text)}</dd>`)
  .join("\n")}
</dl>
<h2>Requests</h2>
<table>
<tr><th scope="col">Path</th><th scope="col">Requests</th></tr>
${Object.entries(counts)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([path, count]) => `<tr><td><code>${escaped(path)}</code></td><td>${count}</td></tr>`)
  .join("\n")}
</table>
<p><a href="${CONTROL_PATH}">Count again</a></p>
</body>
</html>
`;
}

function row(label: string, target: string, failure: Failure | undefined): string {
  return `<tr><th scope="row">${escaped(label)}</th><td>
<form method="post" action="${CONTROL_PATH}/fail">
<input type="hidden" name="target" value="${escaped(target)}">
${select(`Failure of ${label}`, failure)} <button>Set</button>
</form></td></tr>`;
}

function select(label: string, chosen: Failure | undefined): string {
  const option = (kind: string, text: string, isChosen: boolean) =>
    `<option value="${escaped(kind)}"${isChosen ? " selected" : ""}>${escaped(text)}</option>`;
  const options = Object.keys(failures).map((kind) => option(kind, kind, kind === chosen));
  return `<select name="kind" aria-label="${escaped(label)}">${option("", "answers", chosen === undefined)}${options.join("")}</select>`;
}

/** Paths come from anyone who asks. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);
}
