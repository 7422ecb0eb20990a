import type fc from "fast-check";
import { catalogue } from "../../src/functions/catalogue";
import type { Group } from "../../src/functions/define";
import { forms } from "../../src/native/forms";
import { compared, drawn, expectAgreement, type Comparison, type Measure } from "./agreement";
import { likeExamples, withOneOdd } from "./calls";
import type { Given } from "./engine";

/** How a function is tried where the usual way does not fit it. */
export interface Special extends Measure {
  readonly usual?: fc.Arbitrary<readonly Given[]>;
  readonly odd?: fc.Arbitrary<readonly Given[]>;
}

/** The tests of all native forms of a group: 200 usual calls and 50 in which something is odd. */
export function testGroup(
  group: Group,
  special: Readonly<Record<string, Special>> = {},
  /** Functions of the group that another file tests. */
  elsewhere: readonly string[] = [],
): void {
  const native = catalogue.filter(
    ({ group: own, name }) => own === group && name in forms && !elsewhere.includes(name),
  );
  let comparisons: readonly Comparison[] = [];
  beforeAll(() => {
    comparisons = compared(
      native.flatMap((definition) => {
        const { name } = definition;
        const {
          usual = likeExamples(definition),
          odd = withOneOdd(definition),
          ...measure
        } = special[name] ?? {};
        return [
          { name, calls: drawn(usual, 200), ...measure },
          { name, calls: drawn(odd, 50), ...measure },
        ];
      }),
    );
  });

  test.each(native.map(({ name }, index) => [name, index] as const))(
    "%s agrees with its native form",
    (_, index) => {
      const [usual, odd] = comparisons.slice(2 * index, 2 * index + 2);
      if (usual === undefined || odd === undefined) throw new Error("nothing was compared");
      expectAgreement(usual);
      expectAgreement(odd);
      expect(usual.numbers).toBeGreaterThan(100);
      expect(odd.errors).toBeGreaterThan(5);
    },
  );
}
