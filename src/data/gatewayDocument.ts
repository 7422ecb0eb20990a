import * as v from "valibot";
import { listOf, moment, receivedSchema, text, words, type Received } from "./market";

// What a gateway tells a pane: the last good report of each route that it has asked, as the pane itself would have got it.

/** Raised when a pane of the previous format would get wrong values, not when there is just more to read. */
export const GATEWAY_FORMAT = 1;

/** Begins the routes of what the gateway keeps itself: its own series, and the days of one series. */
export const KEPT_ROUTE = "gateway.kept";
export const daysRoute = (name: string) => `gateway.days.${name}`;

const MOST_REPORTS = 1_000;

export const gatewayDocument = v.object({
  format: v.literal(GATEWAY_FORMAT),
  /** Version of Hashcell. */
  version: text,
  /** By the gateway's clock, in milliseconds since 1970 UTC. */
  at: moment,
  reports: listOf(v.unknown(), MOST_REPORTS),
  /** Routes that did not answer when they were last asked, with a sentence about why. */
  problems: listOf(v.object({ route: words, message: words }), MOST_REPORTS),
});
export type GatewayDocument = v.InferOutput<typeof gatewayDocument>;

/** The reports that this version can read: another version may know others. */
export const reportsIn = ({ reports }: GatewayDocument): readonly Received[] =>
  reports.flatMap((given) => {
    const read = v.safeParse(receivedSchema, given);
    return read.success ? [read.output] : [];
  });
