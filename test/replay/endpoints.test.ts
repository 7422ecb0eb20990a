import { routes } from "../../src/data/providers/routes";
import { questionOf } from "../../src/replay/endpoints";
import { NOW } from "./asking";

test.each(routes)("$id has an answer in the replay, of its own provider", ({ id, provider, path }) => {
  const { endpoint } = questionOf(path(NOW));
  if (endpoint === undefined) throw new Error(`${id} has no endpoint: add it in src/replay/fresh`);
  expect(endpoint.provider).toBe(provider);
});
