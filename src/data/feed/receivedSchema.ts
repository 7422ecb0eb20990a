import * as v from "valibot";
import { allSeries, historyFields } from "../market";
import { finite, option } from "../schema";

const reading = v.object({ series: v.picklist(allSeries), value: finite, asOf: finite });

const days = v.record(v.pipe(v.string(), v.regex(/^-?\d+$/)), finite);

const pools = v.object({
  pools: v.array(v.object({ name: v.string(), blocks: finite })),
  days: finite,
  asOf: finite,
});

/** A `Received` as a cache may give it back: written by another version of the add-in, or damaged. */
export const receivedSchema = v.object({
  route: v.string(),
  report: v.object({
    readings: v.optional(v.array(reading)),
    history: v.optional(v.record(v.picklist(historyFields), days)),
    chain: v.optional(v.object({ options: v.array(option), asOf: finite })),
    pools: v.optional(pools),
  }),
  fetchedAt: finite,
  source: v.string(),
});
