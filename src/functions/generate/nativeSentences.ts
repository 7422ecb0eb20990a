/** What is said above the names that a native form needs. */
export const needsSentence = (count: number): string =>
  count === 1
    ? "It needs this name, defined in the same way:"
    : `These ${count} names are defined in the same way, first those that it calls itself:`;

/** What is said above an example of overrides. */
export const OVERRIDES_SENTENCE =
  "It takes no overrides of its own: they become a part of the model, as pairs in braces or as a range of two columns.";
