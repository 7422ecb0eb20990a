import type { Readable } from "node:stream";
import type { Client } from "./access";
import type { GivenPoints, OwnFacts } from "./history";
import { Problem } from "./problem";
import { bodyIn } from "./request";
import { pointsBody } from "./schemas";
import { pointsOfCsv } from "./seriesCsv";

/** Bytes of a body: two million rows of CSV. JSON is read as a whole, and less of it. */
export const LARGEST_CSV = 100_000_000;
export const LARGEST_JSON = 10_000_000;

/** The points of a body: JSON that was read, or CSV as it arrives. Throws a Problem, or an InputError with its row. */
export function pointsOf(own: OwnFacts, body: unknown, { token }: Client, fetchedAt: number): GivenPoints {
  const name = token?.name ?? "a token";
  if (isStream(body)) return pointsOfCsv(limited(body), own, { fetchedAt, source: name, quality: "live" });
  const { source = name, points } = bodyIn(pointsBody, body);
  const seen = new Set<number>();
  for (const { asOf } of points) {
    if (seen.has(asOf))
      throw new Problem(400, `In the body points has two values for ${new Date(asOf).toISOString()}.`);
    seen.add(asOf);
  }
  return points.map(({ asOf, value }) => ({ asOf, value, fetchedAt, source, quality: "live" }));
}

const isStream = (body: unknown): body is Readable =>
  typeof body === "object" && body !== null && Symbol.asyncIterator in body;

/** Nobody can send more than is read: a body need not say how long it is. */
async function* limited(body: Readable): AsyncGenerator<Buffer, void, undefined> {
  let size = 0;
  // The connection lives on when reading ends: the answer goes that way.
  for await (const part of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_CSV) throw tooLarge("text/csv", LARGEST_CSV);
    yield part;
  }
}

export const tooLarge = (type: string, most: number) =>
  new Problem(413, `A body of ${type} may have ${most / 1e6} MB: send it in parts.`);
