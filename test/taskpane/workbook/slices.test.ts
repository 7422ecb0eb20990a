import { inSlices } from "../../../src/taskpane/workbook/slices";
import type { Steps } from "../../../src/workfile/steps";

/** Work whose every step takes longer than a slice. */
function* work(taken: number[]): Steps<string> {
  for (let done = 0; done < 3; done++) {
    taken.push(done);
    yield done === 1 ? undefined : { label: `Step ${done}`, done, of: 3 };
  }
  return "done";
}

let time = 0;
beforeEach(() => {
  time = 0;
  jest.spyOn(performance, "now").mockImplementation(() => (time += 1000));
});
afterEach(() => jest.restoreAllMocks());

function course() {
  const end = new AbortController();
  const said: string[] = [];
  const courseOf = (label: string) => ({
    signal: end.signal,
    onProgress: (done: number, total: number) => void said.push(`${label}: ${done} of ${total}`),
  });
  return { end, said, courseOf };
}

test("between slices the page gets its turn and hears where the work is", async () => {
  const { said, courseOf } = course();
  const turns: number[] = [];
  const timer = setInterval(() => turns.push(said.length));
  await expect(inSlices(work([]), courseOf)).resolves.toBe("done");
  clearInterval(timer);
  // A step without news leaves what was said before.
  expect(said).toEqual(["Step 0: 0 of 3", "Step 0: 0 of 3", "Step 2: 2 of 3"]);
  expect(turns.length).toBeGreaterThan(0);
});

test("steps that take no time are taken together", async () => {
  jest.spyOn(performance, "now").mockReturnValue(0);
  const { said, courseOf } = course();
  await expect(inSlices(work([]), courseOf)).resolves.toBe("done");
  expect(said).toEqual([]);
});

test("once it is cancelled no step is taken any more", async () => {
  const { end, courseOf } = course();
  const taken: number[] = [];
  const running = inSlices(work(taken), courseOf);
  end.abort();
  await expect(running).resolves.toBeUndefined();
  expect(taken).toEqual([0]);
});

test("what a step throws is passed on", async () => {
  function* broken(): Steps<string> {
    throw new Error("broken");
  }
  await expect(inSlices(broken(), course().courseOf)).rejects.toThrow("broken");
});
