import type { Progress, Steps } from "../../workfile/steps";
import type { Course } from "../../workbook/workbook";

/** How long the page may be kept busy at a stretch. */
const SLICE_MS = 30;

/** What comes of long work that leaves the page time to answer in between; undefined once it is cancelled. */
export async function inSlices<T>(
  steps: Steps<T>,
  courseOf: (label: string) => Course,
): Promise<T | undefined> {
  let where: Progress | undefined;
  for (;;) {
    const end = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
      where = step.value ?? where;
    } while (performance.now() < end);
    const { label, done, of } = where ?? { label: "Starting", done: 0, of: 0 };
    const course = courseOf(label);
    course.onProgress(done, of);
    await new Promise((resolve) => setTimeout(resolve));
    if (course.signal.aborted) return undefined;
  }
}
