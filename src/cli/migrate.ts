import type { Command } from "commander";
import { QueueDatabase } from "../batch/queue/database";
import { addressOf } from "../batch/queue/address";
import { exitCodeHelp } from "./exit";
import { QUEUE_HELP, served } from "./service";
import { print } from "./text";

export function addMigrate(program: Command): void {
  program
    .command("migrate")
    .summary("prepare the database of a queue, once and after an update")
    .description(
      "Make the tables of a queue in a PostgreSQL database, or bring them up to date. It is the only command that changes them: stop all workers before an update, migrate, and start them again. What is in the tables stays. The queue has two schemas of its own, hashcell and hashcell_queue; others are left alone.",
    )
    .requiredOption("--queue <address>", QUEUE_HELP)
    .option("--quiet", "print errors only")
    .addHelpText("after", exitCodeHelp(["done", "usage", "service", "bug"]))
    .action(async ({ queue, quiet }: { queue: string; quiet?: boolean }) => {
      const { from, to } = await served(async () => {
        const database = new QueueDatabase(await addressOf(queue));
        try {
          return await database.migrate();
        } finally {
          await database.close();
        }
      });
      if (!quiet)
        print(
          from === to
            ? `The database is up to date, version ${to}.`
            : `The database is prepared: version ${to}${from === 0 ? "" : `, before ${from}`}.`,
        );
    });
}
