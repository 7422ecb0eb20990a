import { invalidArgument } from "./requestError";

/** Arguments of requests are JSON of unknown shape: these read one, or refuse the request. */

export function textArgument(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw invalidArgument(`${name} must be text`);
}

export function numberArgument(value: unknown, name: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw invalidArgument(`${name} must be a number`);
}

export function flagArgument(value: unknown, name: string): boolean {
  if (typeof value === "boolean") return value;
  throw invalidArgument(`${name} must be true or false`);
}

export const isMissing = (value: unknown): value is null | undefined => value === null || value === undefined;
