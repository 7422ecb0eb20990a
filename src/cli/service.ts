import { QueueDatabase } from "../batch/queue/database";
import { ServiceError, faultText, isPassing } from "../postgres/database";
import { EXIT, Failure } from "./exit";

/** What needs a server; a fault of it ends the command with a sentence. */
export async function served<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError) throw new Failure(EXIT.service, error.message);
    if (isPassing(error))
      throw new Failure(EXIT.service, `the database does not answer: ${faultText(error)}`);
    throw error;
  }
}

export const QUEUE_HELP =
  "the queue: the address of a PostgreSQL server, as postgres://user:password@host/database, a file with nothing else in it, or the folder of one that hashcell queue --serve runs";

/** A database that is ready, and says on standard error when it goes away and comes back. */
export async function readyDatabase(address: string): Promise<QueueDatabase> {
  const database = new QueueDatabase(address, (state, error) =>
    console.error(
      state === "away"
        ? `hashcell: the database does not answer (${faultText(error)}); waiting for it`
        : "hashcell: the database answers again",
    ),
  );
  try {
    await database.check();
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
