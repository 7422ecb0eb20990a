import type { Command } from "commander";
import { isoMoment } from "../gateway/moments";
import { addToken, auditLog, revoke, tokens, type TokenFacts } from "../gateway/tokens";
import { wholeNumber } from "./arguments";
import { EXIT, exitCodeHelp, Failure } from "./exit";
import { onMarketDatabase, withHistory, type MarketOptions } from "./marketDatabase";
import { columns, print, quoted } from "./text";

export function addTokenCommand(program: Command): void {
  const token = program
    .command("token")
    .summary("make, list and revoke the tokens of a gateway, and read its audit log")
    .description(
      "Say who may read a gateway from other machines, and who may add to which series of your own. The database has only a hash of each token: it is shown once, when it is made.",
    );
  onMarketDatabase(token.command("add"))
    .summary("make a token, which is shown once")
    .description("Make a token and print it, and nothing else, on standard output. It cannot be shown again.")
    .argument("<name>", 'whose it is, and for what, as "pool export, Anna"')
    .requiredOption(
      "--scope <scopes...>",
      "what it may do: read everything, or write:own.site7.power_price to add to that series and read it",
    )
    .addHelpText("after", exitCodeHelp(["done", "usage", "service", "bug", "cancelled"]))
    .action(add);
  onMarketDatabase(token.command("list"))
    .summary("list the tokens, without what they are")
    .description("List the tokens that were made: whose they are, what they may do, and when they were used.")
    .option("--json", "print JSON for programs")
    .addHelpText("after", exitCodeHelp(["done", "usage", "service", "bug", "cancelled"]))
    .action(list);
  onMarketDatabase(token.command("revoke"))
    .summary("end a token")
    .description("End a token, from now on. Its name may be given to another one then.")
    .argument("<name>", "its name, as hashcell token list shows it")
    .addHelpText("after", exitCodeHelp(["done", "usage", "service", "bug", "cancelled"]))
    .action(end);
  onMarketDatabase(token.command("log"))
    .summary("show the audit log")
    .description(
      "Show what the audit log holds, the newest last: tokens that were made and revoked, series that were declared, imports with their counts, and what a token was refused, the same at most once an hour. Each entry has the name of the token that did it; what a command did has none.",
    )
    .option("--last <number>", "show only so many, the latest", wholeNumber(1, 1_000_000))
    .option("--json", "print JSON for programs")
    .addHelpText("after", exitCodeHelp(["done", "usage", "service", "bug", "cancelled"]))
    .action(showLog);
}

async function add(name: string, options: MarketOptions & { scope: string[] }): Promise<void> {
  const { token, undeclared } = await withHistory(options, async (history) => {
    const own = new Set((await history.own()).map((facts) => `write:${facts.name}`));
    const made = await addToken(history, { name, scopes: options.scope });
    return { token: made, undeclared: options.scope.filter((scope) => scope !== "read" && !own.has(scope)) };
  });
  print(token);
  for (const scope of undeclared)
    console.error(`hashcell: ${scope.slice("write:".length)} is not declared yet`);
  console.error("hashcell: keep the token now: it is not shown again");
}

async function list(options: MarketOptions & { json?: boolean }): Promise<void> {
  const found = (await withHistory(options, tokens)).map(datesOf);
  print(options.json ? JSON.stringify(found, null, 2) : listText(found));
}

const listText = (found: readonly ReturnType<typeof datesOf>[]) =>
  found.length === 0
    ? "There is no token: hashcell token add makes one."
    : columns(
        found.map(({ name, scopes, createdAt, lastUsedAt, revokedAt }) => [
          name,
          revokedAt === undefined ? "" : `revoked ${dayIn(revokedAt)}`,
          `made ${dayIn(createdAt)}`,
          lastUsedAt === undefined ? "not used" : `used ${dayIn(lastUsedAt)}`,
          scopes.join(" "),
        ]),
        "",
      );

const dayIn = (iso: string) => iso.slice(0, 10);

/** With its moments in ISO 8601. */
function datesOf({ createdAt, lastUsedAt, revokedAt, ...facts }: TokenFacts) {
  return {
    ...facts,
    createdAt: isoMoment(createdAt),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt: isoMoment(lastUsedAt) }),
    ...(revokedAt === undefined ? {} : { revokedAt: isoMoment(revokedAt) }),
  };
}

async function end(name: string, options: MarketOptions): Promise<void> {
  if (!(await withHistory(options, (history) => revoke(history, name))))
    throw new Failure(
      EXIT.usage,
      `no token is named ${quoted(name)}: hashcell token list shows those there are`,
    );
  print(`The token ${quoted(name)} is revoked.`);
}

async function showLog(options: MarketOptions & { last?: number; json?: boolean }): Promise<void> {
  const entries = await withHistory(options, (history) => auditLog(history, options.last));
  const found = entries.map(({ at, ...entry }) => ({ at: isoMoment(at), ...entry }));
  if (options.json) print(JSON.stringify(found, null, 2));
  else if (found.length === 0) print("The audit log is empty.");
  else
    print(
      columns(
        // A terminal obeys control characters, and a refused address may have some.
        found.map(({ at, by, what, about }) => [at, by ?? "", what, about.replace(/\p{Cc}/gu, "\uFFFD")]),
        "",
      ),
    );
}
