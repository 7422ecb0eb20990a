import * as v from "valibot";
import { gatewayDocument } from "../data/gatewayDocument";
import { numberFormat } from "../data/market";
import { topics, type Topic } from "../data/series";
import { countText, momentText } from "./request";

// The shapes of requests and answers: what is asked is checked against them, and the OpenAPI document is made of them.

/** Rows of one answer. */
export const MOST_POINTS = 10_000;
const USUAL_POINTS = 1_000;
/** Points of one JSON body; more are sent as CSV. */
const MOST_SENT = 100_000;

const whole = v.pipe(v.number(), v.integer());
const moment = v.pipe(v.string(), v.isoTimestamp(), v.description("ISO 8601, UTC"));
const seriesName = v.pipe(
  v.string("must be text"),
  v.maxLength(100, "must have 100 characters at most"),
  v.regex(/^[a-z0-9_.]+$/, "must be the name of a series, as btc.price or own.site7.power_price"),
  v.description("Name of a series: btc.price, or own.site7.power_price"),
);

export const seriesParameter = v.strictObject({ series: seriesName });

export const nothing = v.strictObject({});

const span = {
  from: v.optional(momentText("start", "First moment, which is included")),
  to: v.optional(momentText("end", "Last moment, which is included")),
  known: v.optional(momentText("end", "Leave out what was recorded later than this")),
};
export const spanQuery = v.strictObject(span);
export const pointQuery = v.strictObject({
  ...span,
  limit: v.optional(countText(MOST_POINTS, USUAL_POINTS, "Most points of this answer"), String(USUAL_POINTS)),
  cursor: v.optional(
    v.pipe(
      v.string("must be what the answer before called next"),
      v.regex(/^-?\d{1,16}$/, "must be what the answer before called next"),
      v.description("What the answer before called next"),
    ),
  ),
});

const isTopic = (word: string): word is Topic => topics.some((topic) => topic === word);
export const topicQuery = v.strictObject({
  topics: v.optional(
    v.pipe(
      v.string("must be topics, as network,price"),
      v.maxLength(500, "must have 500 characters at most"),
      v.description(`Topics, with commas between them: ${topics.join(", ")}. Later versions may know others`),
      // A later pane may know others.
      v.transform((text): ReadonlySet<Topic> => new Set(text.split(",").filter(isTopic))),
    ),
  ),
});

const quality = v.pipe(
  v.picklist(["live", "cached", "embedded", "frozen", "derived"]),
  v.description(
    "live: fetched just now; cached: fetched earlier; embedded: built into this version; derived: computed from others",
  ),
);

export const marketValue = v.object({
  series: seriesName,
  label: v.string(),
  unit: v.string(),
  value: v.number(),
  asOf: v.pipe(moment, v.description("The moment that the value describes")),
  fetchedAt: v.optional(v.pipe(moment, v.description("When it was fetched; absent where nothing was"))),
  source: v.string(),
  quality,
  warning: v.optional(v.pipe(v.string(), v.description("What casts doubt on it"))),
});

const problem = v.object({ route: v.string(), message: v.string() });

export const marketAnswer = v.object({
  version: v.pipe(v.string(), v.description("Of Hashcell")),
  at: v.pipe(moment, v.description("When this was written")),
  values: v.array(marketValue),
  problems: v.pipe(
    v.array(problem),
    v.description("Questions that a source did not answer when it was last asked, and why"),
  ),
});

/** As panes read them; moments in it are milliseconds since 1970 UTC. */
export const paneAnswer = v.object({
  ...gatewayDocument.entries,
  version: v.string(),
  at: whole,
  reports: v.array(
    v.object({
      route: v.string(),
      report: v.record(v.string(), v.unknown()),
      fetchedAt: whole,
      source: v.string(),
    }),
  ),
  problems: v.array(problem),
});

export const seriesAnswer = v.object({
  series: v.array(
    v.object({
      name: seriesName,
      label: v.string(),
      unit: v.string(),
      numberFormat: v.pipe(v.string(), v.description("In Excel's notation")),
      isOwn: v.pipe(v.boolean(), v.description("Whether it is one of the team's own")),
      rows: v.pipe(whole, v.description("Values kept, revisions included")),
      first: v.optional(moment),
      last: v.optional(moment),
    }),
  ),
});

export const pointsAnswer = v.object({
  series: seriesName,
  label: v.string(),
  unit: v.string(),
  points: v.array(
    v.object({ asOf: moment, fetchedAt: moment, value: v.number(), source: v.string(), quality }),
  ),
  next: v.optional(
    v.pipe(v.string(), v.description("The cursor of what follows; absent where this is the end")),
  ),
});

const shortText = (what: string) =>
  v.pipe(
    v.string("must be text"),
    v.nonEmpty("must not be empty"),
    v.maxLength(500, "must have 500 characters at most"),
    v.description(what),
  );

export const ownBody = v.strictObject({
  label: shortText("What it is called"),
  unit: shortText("Unit of its values, for ever once there are some: USD/kWh"),
  numberFormat: v.optional(
    v.pipe(
      v.string("must be text"),
      v.check((given) => v.is(numberFormat, given), "must be a number format of Excel, as #,##0.00"),
      v.description("In Excel's notation: #,##0.00"),
    ),
    "General",
  ),
});
export const ownAnswer = v.object({
  name: seriesName,
  result: v.picklist(["added", "same", "changed"]),
});

export const pointsBody = v.strictObject({
  source: v.optional(shortText("Where the values come from; the name of the token where it is not said")),
  points: v.pipe(
    v.array(
      v.strictObject({
        asOf: momentText("start", "The moment that the value describes"),
        value: v.pipe(
          v.number("must be a number, with a decimal point"),
          v.finite("must be a finite number"),
        ),
      }),
      "must be a list",
    ),
    v.minLength(1, "must not be empty"),
    v.maxLength(MOST_SENT, `must have ${MOST_SENT} points at most: send more as CSV`),
  ),
});
export const addedAnswer = v.object({
  added: v.pipe(whole, v.description("Rows that are new")),
  known: v.pipe(whole, v.description("Rows that were there already")),
});

export const problemAnswer = v.object({
  type: v.string(),
  title: v.string(),
  status: whole,
  detail: v.pipe(v.string(), v.description("A sentence that says what to fix")),
});

export const healthAnswer = v.object({ status: v.literal("ok"), version: v.string() });

export const readyAnswer = v.object({
  isReady: v.boolean(),
  database: v.picklist(["answers", "away"]),
  roundAgeS: v.optional(
    v.pipe(
      v.number(),
      v.description("Seconds since the sources were last asked; absent before the first time"),
    ),
  ),
  failing: v.pipe(whole, v.description("Questions that the sources did not answer the last time")),
  waitingRows: v.pipe(whole, v.description("Values that wait to be written")),
});
