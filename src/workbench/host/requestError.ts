/** A request that cannot be answered, with one of Excel's error codes. */
export class RequestError extends Error {
  constructor(
    readonly code:
      | "ApiNotFound"
      | "AccessDenied"
      | "InvalidArgument"
      | "InvalidReference"
      | "ItemNotFound"
      | "ItemAlreadyExists",
    message: string,
  ) {
    super(message);
  }
}

export function notFound(): never {
  throw new RequestError("ItemNotFound", "The requested resource doesn't exist.");
}

export const accessDenied = () =>
  new RequestError("AccessDenied", "You cannot perform the requested operation.");

export const invalidArgument = (detail: string) =>
  new RequestError(
    "InvalidArgument",
    `The argument is invalid or missing or has an incorrect format (${detail}).`,
  );

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
