import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { endpoints } from "../../src/gateway/endpoints";
import { openapiDocument, openapiPath } from "../../src/gateway/openapi";
import { addinFolders, gatewayFor } from "./gateways";

const folders = addinFolders();
const document = openapiDocument("1.2.3", "https://market.example", true) as {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
};

test("the document is OpenAPI 3.1, by a validator that is not ours", () => {
  const file = join(folders.addin, "openapi.json");
  const valid = (given: unknown) => {
    writeFileSync(file, JSON.stringify(given));
    // The validator is a module that tests here cannot load.
    const script = `import { Validator } from "@seriousme/openapi-schema-validator";
      const validator = new Validator();
      const { valid, errors } = await validator.validate(${JSON.stringify(file)});
      console.log(JSON.stringify({ valid, version: validator.version, errors }));`;
    return JSON.parse(
      execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }),
    ) as unknown;
  };
  expect(valid(document)).toEqual({ valid: true, version: "3.1" });
  expect(valid({ ...document, paths: { "/health": { get: { parameters: 1 } } } })).toMatchObject({
    valid: false,
  });
});

test("it has every route of the server, and no other", async () => {
  const { app } = await gatewayFor(folders);
  const listed = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  // As "/api/ (GET)" in a tree.
  const served = app.printRoutes({ commonPrefix: false });
  const count = [...served.matchAll(/\(([A-Z, ]+)\)/g)].flatMap(([, methods = ""]) =>
    methods.split(", "),
  ).length;
  for (const route of listed) {
    const [method = "", path = ""] = route.split(" ");
    const url = path.replace("{file}", "*").replace(/\{(\w+)\}/g, ":$1");
    expect(app.hasRoute({ method: method, url })).toBe(true);
  }
  const reads = listed.filter((route) => route.startsWith("GET ")).length;
  // Each that can be read answers HEAD as well, and so does / itself, which leads to the help.
  expect(count).toBe(listed.length + reads + 2);
});

test("parameters say what they take, and whether reading is free is said", () => {
  const historyIn = (given: unknown) =>
    (given as { paths: Record<string, { get: Record<string, unknown> }> }).paths["/api/history/{series}"]
      ?.get;
  const { parameters, security } = historyIn(document) as {
    parameters: { name: string; schema: Record<string, unknown> }[];
    security: object[];
  };
  const schemaOf = (name: string) => parameters.find((one) => one.name === name)?.schema;
  expect(schemaOf("to")).toMatchObject({
    type: "string",
    description: expect.stringMatching(/^Last moment, which is included: a date as 2026-01-31/) as string,
  });
  expect(schemaOf("limit")).toMatchObject({ type: "integer", minimum: 1, maximum: 10_000, default: 1000 });
  expect(security).toContainEqual({});
  const kept = openapiDocument("1.2.3", "https://market.example", false);
  expect(historyIn(kept)?.security).toEqual([{ token: [] }, { password: [] }]);
});

test("operations have names of their own, and say what goes wrong", () => {
  const operations = Object.values(document.paths).flatMap((operations) => Object.values(operations));
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { responses } of operations)
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(["200", "default"]));
});

test.each(
  endpoints.map((endpoint) => [`${endpoint.method} ${openapiPath(endpoint.path)}`, endpoint] as const),
)("the examples of %s pass its schemas", (_, { schema, example, bodies = [] }) => {
  if (schema !== undefined) expect(v.safeParse(schema, example).issues).toBeUndefined();
  else expect(typeof example).toBe("string");
  for (const body of bodies)
    if (body.schema !== undefined) expect(v.safeParse(body.schema, body.example).issues).toBeUndefined();
});
