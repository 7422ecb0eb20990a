import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { ADDIN_PATH } from "./assets";
import { endpoints, type Endpoint } from "./endpoints";
import { problemAnswer, seriesParameter } from "./schemas";

// The description of the API that programs are made of: by the schemas that check requests.

type Json = Readonly<Record<string, unknown>>;

/** Of what comes in, as it is sent: rules that JSON Schema cannot say are in the descriptions and messages. */
function schemaOf(schema: v.GenericSchema): Json {
  const made = toJsonSchema(schema, { target: "draft-2020-12", typeMode: "input", errorMode: "ignore" });
  // The whole document is of that kind.
  return Object.fromEntries(Object.entries(made).filter(([key]) => key !== "$schema"));
}

const media = (type: string) => type.split(";")[0] ?? type;

const problem = (description: string): Json => ({
  description,
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

const readSchemes = [{}, { token: [] }, { password: [] }];
const writeSchemes = [{ token: [] }, { password: [] }];

/** "/api/history/{series}". */
export const openapiPath = (path: string) => path.replace(/:(\w+)/g, "{$1}");

function operationOf(endpoint: Endpoint): Json {
  const {
    id,
    summary,
    description,
    need,
    query,
    bodies,
    type,
    schema,
    example,
    otherStatuses = [],
  } = endpoint;
  const isOpen = need === "nothing";
  const hasSeries = endpoint.path.includes(":series");
  const content = {
    [media(type)]: { schema: schema === undefined ? { type: "string" } : schemaOf(schema), example },
  };
  const queries = schemaOf(query);
  const properties = (queries.properties ?? {}) as Record<string, Json>;
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    security: isOpen ? [] : need === "write series" ? writeSchemes : readSchemes,
    parameters: [
      ...(hasSeries
        ? [{ name: "series", in: "path", required: true, schema: schemaOf(seriesParameter.entries.series) }]
        : []),
      ...Object.entries(properties).map(([name, given]) => ({ name, in: "query", schema: given })),
    ],
    ...(bodies === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: Object.fromEntries(
              bodies.map((body) => [
                body.type,
                {
                  schema: body.schema === undefined ? { type: "string" } : schemaOf(body.schema),
                  example: body.example,
                },
              ]),
            ),
          },
        }),
    responses: {
      "200": { description: summary, content },
      ...Object.fromEntries(otherStatuses.map((status) => [String(status), { description: "New", content }])),
      ...(endpoint.method === "GET" && !isOpen
        ? { "304": { description: "What the header If-None-Match names is still so" } }
        : {}),
      ...(endpoint.path === "/ready" ? { "503": { description: "It is not ready", content } } : {}),
      ...(isOpen
        ? {}
        : {
            "401": problem("A token is needed, or the one that was sent is not known"),
            "403": problem("The token is for something else"),
          }),
      ...(hasSeries ? { "404": problem("There is no such series") } : {}),
      ...(bodies === undefined
        ? {}
        : {
            "413": problem("The body is too large"),
            "415": problem("The body is neither JSON nor CSV"),
          }),
      ...(isOpen ? {} : { "503": problem("The database does not answer") }),
      default: problem("What is wrong with the request, or with the gateway"),
    },
  };
}

const addinFile: Json = {
  get: {
    operationId: "getAddinFile",
    summary: "A file of the add-in: manifest.xml, taskpane.html, functions.json and what they load",
    security: [],
    parameters: [
      { name: "file", in: "path", required: true, schema: { type: "string" }, example: "manifest.xml" },
    ],
    responses: {
      "200": {
        description: "The file",
        content: { "*/*": { schema: { type: "string", contentMediaType: "*/*" } } },
      },
      "304": { description: "What the header If-None-Match names is still so" },
      default: problem("There is no such file"),
    },
  },
};

/** The OpenAPI 3.1 document of a gateway at an address. */
export function openapiDocument(version: string, publicUrl: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    const path = openapiPath(endpoint.path);
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Hashcell market gateway",
      version,
      summary: "The market of proof-of-work mining for a team, with its history and the team's own series",
      description:
        "Moments are ISO 8601 in UTC unless it says otherwise. Errors are problem+json with a sentence that says what to fix. Each answer has an ETag: with If-None-Match an unchanged one is 304, without a body.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: publicUrl }],
    paths: { ...paths, [`${ADDIN_PATH}{file}`]: addinFile },
    components: {
      schemas: { Problem: schemaOf(problemAnswer) },
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A token that hashcell token add has made" },
        password: {
          type: "http",
          scheme: "basic",
          description: "The same token as the password of a user of any name, as Excel sends it",
        },
      },
    },
  };
}
