// Long work in small steps, between which whoever waits for it can be heard.

/** Where work is, for whoever shows it. */
export interface Progress {
  /** What is being done: "Computing formulas". */
  readonly label: string;
  readonly done: number;
  readonly of: number;
}

/** Each step says where the work is, or nothing new. */
export type Steps<T> = Generator<Progress | undefined, T, undefined>;

/** What comes of all steps, taken at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
