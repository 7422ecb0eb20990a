/** What is said above the names that a native form needs. */
export const needsSentence = (count: number): string =>
  count === 1
    ? "It needs this name, defined in the same way:"
    : `It needs these ${count} names, defined in the same way. Each comes after the one that calls it:`;
