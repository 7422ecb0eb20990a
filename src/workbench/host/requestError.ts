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

export const itemNotFound = () => new RequestError("ItemNotFound", "The requested resource doesn't exist.");

export const accessDenied = () =>
  new RequestError("AccessDenied", "You cannot perform the requested operation.");

export const invalidArgument = (detail: string) =>
  new RequestError(
    "InvalidArgument",
    `The argument is invalid or missing or has an incorrect format (${detail}).`,
  );
