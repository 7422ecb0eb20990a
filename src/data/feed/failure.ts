import { UnavailableError } from "../../core/errors";

/**
 * Who is spared after a failure: the host with all its routes; the one route, as the host did answer; the computer's
 * own connection, for which no host is to blame; or nobody, as nothing was asked.
 */
export type Blame = "host" | "route" | "connection" | "nobody";

/** An answer that was not had. The message is a sentence without its stop, and says what to do. */
export class Failure extends UnavailableError {
  constructor(
    message: string,
    readonly blame: Blame,
    /** The pause that the host asks for, in milliseconds; 0 where it asks for one and does not say how long. */
    readonly pauseMs?: number,
  ) {
    super(message);
  }
}

/** Local time of day as people read it: "14:05". */
export const timeOfDay = (moment: number) =>
  new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(moment);
