import fc from "fast-check";
import { anyModel, rowsOf } from "../core/cashflow/anyModel";
import { compared, drawn, expectAgreement } from "./agreement";
import type { Given, Input } from "./engine";

const policies = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Given>(undefined) },
  fc.constantFrom<Given>("cover", "sell_all", "HOLD", 0.3, 1),
);
const amounts = fc.constantFrom(0, 100, 2500, 60_000);

const models = anyModel.map((model) => rowsOf(model) as Input[][]);

const calls = fc
  .tuple(
    models,
    amounts,
    fc.constantFrom(0, 0.002, 0.3),
    policies,
    fc.option(amounts, { nil: undefined }),
    fc.boolean(),
  )
  .map((call): Given[] => [...call]);

const withPolicy = (call: readonly Given[], policy: Given) =>
  call.map((given, index) => (index === 3 ? policy : given));

const refused: readonly Given[] = [0, -0.1, 1.01, "sell", true, null, "0.5"];

test("agrees with its native form over models, policies and minimum cash", () => {
  const bad = drawn(calls, refused.length).map((call, index) => withPolicy(call, refused[index]));
  const [usual, odd] = compared([
    { name: "TREASURY", calls: drawn(calls, 25) },
    { name: "TREASURY", calls: [...bad] },
  ]);
  if (usual === undefined || odd === undefined) throw new Error("nothing was compared");
  expectAgreement(usual);
  expectAgreement(odd);
  expect(usual.numbers).toBeGreaterThan(2_000);
  expect(odd).toMatchObject({ numbers: 0, errors: refused.length });
});
