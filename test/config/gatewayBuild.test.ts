import { readFileSync } from "node:fs";

interface Pattern {
  readonly from: string;
  readonly transform?: (content: Buffer) => string;
}
type Configurations = (env: Readonly<Record<string, string>>) => readonly {
  readonly name: string;
  readonly plugins: readonly { readonly patterns?: readonly Pattern[] }[];
}[];
// eslint-disable-next-line @typescript-eslint/no-require-imports -- a script of webpack's
const configurations = require("../../webpack.config.js") as Configurations;

const written = readFileSync("src/taskpane/taskpane.html");

/** The pane's page as the build makes it. */
function page(env: Readonly<Record<string, string>>): string {
  const addin = configurations(env).find(({ name }) => name === "addin");
  const pattern = addin?.plugins
    .flatMap(({ patterns }) => patterns ?? [])
    .find(({ from }) => from.endsWith("taskpane.html"));
  if (pattern === undefined) throw new Error("the build has no page");
  return pattern.transform?.(written) ?? written.toString();
}
const connections = (html: string) => /connect-src [^;]*/.exec(html)?.[0];

test("a build for a gateway names it, and its page may ask nobody else", () => {
  const html = page({ gateway: "https://market.example/team/" });
  expect(html).toContain('<meta name="gateway" content="https://market.example/team" />');
  expect(connections(html)).toBe("connect-src 'self' https://market.example");
});

test("any other build has the page as it is written", () => {
  expect(page({})).toBe(written.toString());
  expect(connections(page({}))).toContain("https:");
});

test("an address that no page may ask is refused", () =>
  expect(() => page({ gateway: "http://market.example" })).toThrow(
    "gateway must begin with https:// (http:// only with localhost or 127.0.0.1), got http://market.example",
  ));
