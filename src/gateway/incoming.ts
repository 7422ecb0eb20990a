import type { Readable } from "node:stream";
import type { Client } from "./access";
import type { GivenPoints, OwnFacts, Point } from "./history";
import { Problem } from "./problem";
import { bodyIn } from "./request";
import { pointsBody } from "./schemas";
import { pointsOfCsv } from "./seriesCsv";

/** Bytes of a body: two million rows of CSV. JSON is read as a whole, and less of it. */
export const LARGEST_CSV = 100_000_000;
export const LARGEST_JSON = 10_000_000;

/** Bodies of one token that may arrive at a time. */
const MOST_AT_A_TIME = 2;

/** Points of one file in little memory: they share all but moment and value. */
interface Packed {
  readonly asOf: Float64Array;
  readonly values: Float64Array;
}

/**
 * Reads bodies to their end before anything is done with them: a client may send as slowly as it likes, and holds nobody
 * up by it but itself.
 */
export class Bodies {
  private readonly arriving = new Map<number, number>();

  /** The points of a body: JSON that was read, or CSV as it arrives. Throws a Problem, or an InputError with its row. */
  async pointsOf(own: OwnFacts, body: unknown, client: Client, fetchedAt: number): Promise<GivenPoints> {
    const name = client.token?.name ?? "a token";
    if (!isStream(body)) return pointsOfJson(body, name, fetchedAt);
    const id = client.token?.id ?? 0;
    const others = this.arriving.get(id) ?? 0;
    if (others >= MOST_AT_A_TIME)
      throw new Problem(
        429,
        `${others} bodies with this token are still arriving: send the next behind them.`,
        {
          "retry-after": "10",
        },
      );
    this.arriving.set(id, others + 1);
    try {
      const origin = { fetchedAt, source: name, quality: "live" } as const;
      const parts: Packed[] = [];
      for await (const points of pointsOfCsv(limited(body), own, origin))
        parts.push({
          asOf: Float64Array.from(points, ({ asOf }) => asOf),
          values: Float64Array.from(points, ({ value }) => value),
        });
      return unpacked(parts, origin);
    } finally {
      const left = (this.arriving.get(id) ?? 1) - 1;
      if (left === 0) this.arriving.delete(id);
      else this.arriving.set(id, left);
    }
  }
}

function* unpacked(
  parts: readonly Packed[],
  origin: Pick<Point, "fetchedAt" | "source" | "quality">,
): Generator<readonly Point[], void> {
  for (const { asOf, values } of parts)
    yield Array.from(asOf, (moment, index) => ({ asOf: moment, value: values[index] ?? NaN, ...origin }));
}

function pointsOfJson(body: unknown, name: string, fetchedAt: number): GivenPoints {
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
