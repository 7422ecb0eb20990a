import { Demand, LINGER_MS } from "../../src/data/demand";
import type { Topic } from "../../src/data/series";

/** A demand whose clock stands until `pass`, with the topics that it told of. */
function setUp() {
  let now = Date.UTC(2026, 10, 23, 12);
  const told: Topic[] = [];
  const demand = new Demand(
    () => now,
    (topic) => told.push(topic),
  );
  return { demand, told, pass: (ms: number) => void (now += ms), wanted: () => [...demand.topics] };
}

test("a topic is wanted while anybody looks at it, and for a moment after", () => {
  const { demand, pass, wanted } = setUp();
  const [one, other] = [demand.lookAt(["chain", "price"]), demand.lookAt(["chain"])];
  pass(10 * LINGER_MS);
  expect(wanted()).toEqual(["chain", "price"]);
  one();
  pass(LINGER_MS);
  expect(wanted()).toEqual(["chain"]);
  other();
  pass(LINGER_MS - 1);
  expect(wanted()).toEqual(["chain"]);
  pass(1);
  expect(wanted()).toEqual([]);
});

test("one who leaves twice, or names a topic twice, counts once", () => {
  const { demand, pass, wanted } = setUp();
  const leave = demand.lookAt(["chain", "chain"]);
  const stay = demand.lookAt(["chain"]);
  leave();
  leave();
  pass(LINGER_MS);
  expect(wanted()).toEqual(["chain"]);
  stay();
  pass(LINGER_MS);
  expect(wanted()).toEqual([]);
});

test("only topics that nobody looked at a moment ago are reported", () => {
  const { demand, told, pass, wanted } = setUp();
  for (let round = 0; round < 3; round++) {
    demand.lookAt(["chain"])();
    pass(LINGER_MS - 1);
  }
  expect([told, wanted()]).toEqual([["chain"], ["chain"]]);
  pass(1);
  demand.lookAt(["chain"]);
  demand.lookAt(["chain"]);
  expect(told).toEqual(["chain", "chain"]);
});

test("a clock that is set back keeps nothing wanted", () => {
  const { demand, pass, wanted } = setUp();
  demand.lookAt(["chain"])();
  pass(-30 * 86_400_000);
  expect(wanted()).toEqual([]);
});
