/** The value at an index that the caller knows to be inside, which the compiler cannot know; NaN outside. */
export const at = (values: Float64Array, index: number): number => values[index] ?? NaN;
