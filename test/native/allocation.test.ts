import fc from "fast-check";
import { column, fraction } from "./calls";
import { testGroup } from "./groupTests";

const weights = column(fc.oneof(fraction(0, 50), fc.constant(0)), { minLength: 1, maxLength: 12 });
const oneOf = (...labels: string[]) => fc.option(fc.constantFrom(...labels), { nil: undefined });

testGroup("Allocation and concentration", {
  CONCENTRATION: {
    usual: fc.tuple(weights, oneOf("HHI", "Effective number", "Largest share", "Three largest")),
  },
  SPOF_LOSS: {
    usual: weights.chain((points) => {
      const probability = fc.oneof(fraction(0, 1), fraction(0, 1e-9), fc.constantFrom(0, 1));
      const each = column(probability, { minLength: points.length, maxLength: points.length });
      return fc.tuple(
        fc.constant(points),
        fc.oneof(each, probability),
        fraction(0.1, 30),
        fraction(0, 1e5),
        fc.option(fc.boolean(), { nil: undefined }),
      );
    }),
  },
});
