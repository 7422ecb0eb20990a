import { readFileSync } from "node:fs";
import { UnavailableError } from "../../../src/core/errors";
import type { Report } from "../../../src/data/market";
import type { Route } from "../../../src/data/providers/provider";
import { routes } from "../../../src/data/providers/routes";
import type { HistoryField } from "../../../src/data/series";

const folder = "test/fixtures/responses";

export const recordedText = (file: string) => readFileSync(`${folder}/${file}`, "utf8");

/** A recorded body, a new object at every call: tests may break it. */
export const recorded = (file: string): unknown => JSON.parse(recordedText(file));

/** A recorded body that is an object, with other fields; `undefined` takes a field out. */
export function changed(file: string, fields: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify({ ...(recorded(file) as object), ...fields }));
}

export function routeOf(id: string): Route {
  const route = routes.find((one) => one.id === id);
  if (route === undefined) throw new Error(`there is no route ${id}`);
  return route;
}

export const reportOf = (id: string, body: unknown, now: number): Report => routeOf(id).parse(body, now);

/** Value and moment of each reading, by series. */
export const readingsOf = (id: string, body: unknown, now: number) =>
  Object.fromEntries(
    (reportOf(id, body, now).readings ?? []).map(({ series, value, asOf }) => [series, [value, asOf]]),
  );

/** Values by date: "2023-12-09". */
export function historyOf(id: string, field: HistoryField, body: unknown, now: number) {
  const days = reportOf(id, body, now).history?.[field] ?? {};
  return Object.fromEntries(
    Object.entries(days).map(([day, value]) => [
      new Date(Number(day) * 86_400_000).toISOString().slice(0, 10),
      value,
    ]),
  );
}

/** The message of the error that a body ends in. Any error but an `UnavailableError` is thrown on. */
export function refusalOf(id: string, body: unknown, now: number): string {
  try {
    const report = reportOf(id, body, now);
    return `accepted: ${JSON.stringify(report)}`;
  } catch (error) {
    if (error instanceof UnavailableError) return error.message;
    throw error;
  }
}
