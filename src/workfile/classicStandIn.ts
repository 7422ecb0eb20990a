/** Until there are classic forms. */
export function classicCall(...args: readonly [string, readonly string[]]): string | undefined {
  return args[0] === "" ? "" : undefined;
}
