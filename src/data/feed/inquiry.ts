import * as v from "valibot";
import { UnavailableError } from "../../core/errors";
import { faultsText } from "../schema";
import type { Access } from "./address";
import { merged } from "./candidates";
import { Failure } from "./failure";
import type { Hosts, Turn } from "./hosts";
import { reportSchema } from "./receivedSchema";
import type { Received, Report, Route } from "./route";
import { ask, type Transport } from "./transport";

/** Most pages of one answer. */
const MOST_PAGES = 20;

export interface Inquiry {
  readonly route: Route;
  readonly access: Access;
  readonly turn: Turn;
}

export interface Findings {
  readonly received: Received;
  readonly freshUntil: number;
}

/** Asks a route, page by page, each page in the host's turn. Throws a `Failure`, or the signal's reason. */
export async function inquire(
  { route, access, turn }: Inquiry,
  hosts: Hosts,
  transport: Transport,
): Promise<Findings> {
  const reports: Report[] = [];
  let fresh = Infinity;
  let path: string | undefined = route.path(transport.clock());
  while (path !== undefined) {
    if (reports.length === MOST_PAGES) {
      throw new Failure(`The answer of ${access.source} goes on for over ${MOST_PAGES} pages`, "route");
    }
    const page: string = path;
    const answer = await hosts.ask(access.host, turn, () => ask(access, page, transport, turn.signal));
    const now = transport.clock();
    reports.push(reportOf(route, answer.body, now, access.source));
    fresh = Math.min(fresh, answer.freshUntil);
    path = readBy(access.source, () => route.nextPath?.(answer.body, now));
  }
  const received = {
    route: route.id,
    report: merged(reports),
    fetchedAt: transport.clock(),
    source: access.source,
  };
  return { received, freshUntil: fresh };
}

/**
 * What the route's parser makes of a body, held against what the cache and a workbook are held against too. Throws a
 * `Failure`, also where the parser itself breaks.
 */
export const reportOf = (route: Route, body: unknown, now: number, source: string): Report =>
  readBy(source, () => {
    const report = route.parse(body, now);
    const { success, issues } = v.safeParse(reportSchema, report);
    if (!success) throw new UnavailableError(`the answer says what cannot be: ${faultsText(issues)}`);
    return report;
  });

function readBy<T>(source: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asFailure(error, source);
  }
}

/** Any error as a failure of the route: what is neither foreseen nor a refusal is a mistake of ours, and says so. */
export function asFailure(error: unknown, source: string): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof UnavailableError) return new Failure(asSentence(error.message), "route");
  const words = error instanceof Error ? error.message : String(error);
  return new Failure(`The add-in made a mistake with the answer of ${source} (${words})`, "route");
}

const asSentence = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
