import * as v from "valibot";
import { chainFields, daysOf, moment, poolFields, readings, words } from "../schema";
import { byName, historyFields } from "../series";

/** A `Report`: as a parser made it of an answer, or as a cache gives it back. */
export const reportSchema = v.object({
  readings: v.optional(readings),
  history: v.optional(v.strictObject(byName(historyFields, (field) => v.optional(daysOf(field))))),
  chain: v.optional(v.object(chainFields)),
  pools: v.optional(v.object(poolFields)),
});

/** A `Received` as a cache may give it back: written by another version of the add-in, or damaged. */
export const receivedSchema = v.object({
  route: words,
  report: reportSchema,
  fetchedAt: moment,
  source: words,
});
