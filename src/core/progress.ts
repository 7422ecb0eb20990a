/**
 * How far a long computation is, said to whoever follows it. No result depends on what is said, and nothing is said
 * where nobody follows.
 */
type Follower = (share: number) => void;

let follower: Follower | undefined;
/** The part under way, of so many equal parts of the whole. */
let part = 0;
let parts = 1;

/** What the work gives. The follower is told the share that is done, between 0 and 1, while it is under way. */
export function followed<T>(tell: Follower, work: () => T): T {
  follower = tell;
  part = 0;
  parts = 1;
  try {
    return work();
  } finally {
    follower = undefined;
  }
}

/** Begins a part, counted from 0, of so many equal ones: what is reached from here on counts within it. */
export function beginPart(index: number, all: number): void {
  part = index;
  parts = all;
  reached(0, 1);
}

/** Says that so much of all there is to do, in this part or in the whole, is done. */
export function reached(done: number, all: number): void {
  follower?.((part + done / all) / parts);
}
