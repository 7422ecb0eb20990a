import type { Command } from "commander";
import { QueueDatabase } from "../batch/queue/database";
import { addressOf } from "../batch/queue/address";
import type { Migrated } from "../postgres/schema";
import { QUEUE_HELP } from "./arguments";
import { EXIT, Failure, exitCodeHelp } from "./exit";
import { DATA_HELP, DATABASE_HELP, onDatabase, type MarketOptions } from "./marketDatabase";
import { served } from "./service";
import { print } from "./text";

interface Options extends MarketOptions {
  readonly queue?: string;
  readonly quiet?: boolean;
}

export function addMigrate(program: Command): void {
  program
    .command("migrate")
    .summary("prepare the database of a queue or of a gateway, once and after an update")
    .description(
      "Make the tables of a queue or of a gateway in a PostgreSQL database, or bring them up to date. It is the only command that changes those of a queue, and those of a gateway in a database of your own; in its own folder the gateway does it itself. Stop all workers, or the gateway, before an update, migrate, and start them again. What is in the tables stays. They are in schemas of their own: hashcell and hashcell_queue for a queue, hashcell_market for a gateway; others are left alone.",
    )
    .option("--queue <address>", QUEUE_HELP)
    .option("--data <folder>", `${DATA_HELP}; it is made where there is none`)
    .option("--database <address>", DATABASE_HELP)
    .option("--quiet", "print errors only")
    .addHelpText("after", exitCodeHelp(["done", "usage", "service", "bug", "cancelled"]))
    .action(async (options: Options) => {
      const { from, to } = await migrated(options);
      if (!options.quiet)
        print(
          from === to
            ? `The database is up to date, version ${to}.`
            : `The database is prepared: version ${to}${from === 0 ? "" : `, before ${from}`}.`,
        );
    });
}

async function migrated({ queue, data, database }: Options): Promise<Migrated> {
  if ([queue, data, database].filter((given) => given !== undefined).length > 1)
    throw new Failure(EXIT.usage, "say one of --queue, --data and --database: each is a database of its own");
  if (queue === undefined) {
    const { DATABASE_URL: environment = "" } = process.env;
    if (data === undefined && database === undefined && environment === "")
      throw new Failure(
        EXIT.usage,
        "say which database: --queue ADDRESS for that of a queue, --data FOLDER or --database ADDRESS for that of a gateway",
      );
    return onDatabase(
      { ...(data === undefined ? {} : { data }), ...(database === undefined ? {} : { database }) },
      (history) => history.migrate(),
    );
  }
  return served(async () => {
    const prepared = new QueueDatabase(await addressOf(queue));
    try {
      return await prepared.migrate();
    } finally {
      await prepared.close();
    }
  });
}
