import type { Topic } from "./series";

/**
 * How long a topic stays wanted after its last onlooker has gone, in milliseconds. Excel cancels a cell's stream and
 * restarts it to recalculate it, and views come and go: fetching should not stop and start with them.
 */
export const LINGER_MS = 10_000;

interface Interest {
  /** Number of onlookers. */
  onlookers: number;
  /** When the last one left, in milliseconds since 1970 UTC. */
  leftAt: number;
}

/** The topics that cells and views of the pane are looking at. */
export class Demand {
  private readonly interests = new Map<Topic, Interest>();

  /** `onNew` is called with each topic that becomes wanted. */
  constructor(
    private readonly clock: () => number,
    private readonly onNew: (topic: Topic) => void,
  ) {}

  /** In the order in which they were first looked at. */
  get topics(): ReadonlySet<Topic> {
    const now = this.clock();
    for (const [topic, interest] of this.interests) if (!isAlive(interest, now)) this.interests.delete(topic);
    return new Set(this.interests.keys());
  }

  /** Looks at topics until the function it returns is called. */
  lookAt(topics: Iterable<Topic>): () => void {
    const looked = new Set(topics);
    for (const topic of looked) this.enter(topic);
    return () => {
      for (const topic of looked) this.leave(topic);
      looked.clear();
    };
  }

  private enter(topic: Topic): void {
    const known = this.interests.get(topic);
    if (known !== undefined && isAlive(known, this.clock())) {
      known.onlookers += 1;
      return;
    }
    this.interests.delete(topic);
    this.interests.set(topic, { onlookers: 1, leftAt: 0 });
    this.onNew(topic);
  }

  private leave(topic: Topic): void {
    const known = this.interests.get(topic);
    if (known === undefined) return;
    known.onlookers -= 1;
    known.leftAt = this.clock();
  }
}

/** Setting the clock back makes nothing linger for longer. */
const isAlive = ({ onlookers, leftAt }: Interest, now: number) =>
  onlookers > 0 || Math.abs(now - leftAt) < LINGER_MS;
