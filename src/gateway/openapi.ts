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
  return asShown(Object.fromEntries(Object.entries(made).filter(([key]) => key !== "$schema"))) as Json;
}

/** With what a schema says that it is shown as, in its place. */
function asShown(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(asShown);
  if (typeof given !== "object" || given === null) return given;
  if ("openapi" in given) return given.openapi;
  return Object.fromEntries(Object.entries(given).map(([key, part]) => [key, asShown(part)]));
}

const media = (type: string) => type.split(";")[0] ?? type;

const problem = (description: string): Json => ({
  description,
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

const freeSchemes = [{}, { token: [] }, { password: [] }];
const tokenSchemes = [{ token: [] }, { password: [] }];

/** "/api/history/{series}". */
export const openapiPath = (path: string) => path.replace(/:(\w+)/g, "{$1}");

const UNCHANGED = { "304": { description: "What the header If-None-Match names is still so" } };

function operationOf(endpoint: Endpoint, isReadingFree: boolean): Json {
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
    otherAnswers = {},
  } = endpoint;
  const isOpen = need === "nothing";
  const hasSeries = endpoint.path.includes(":series");
  const hasEtag = endpoint.method === "GET" && endpoint.hasEtag !== false;
  const contentOf = (shown: unknown) => ({
    [media(type)]: { schema: schema === undefined ? { type: "string" } : schemaOf(schema), example: shown },
  });
  const queries = schemaOf(query);
  const properties = (queries.properties ?? {}) as Record<string, Json>;
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    security: isOpen ? [] : need === "write series" || !isReadingFree ? tokenSchemes : freeSchemes,
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
      "200": { description: summary, content: contentOf(example) },
      ...Object.fromEntries(
        Object.entries(otherAnswers).map(([status, other]) => [
          status,
          { description: other.description, content: contentOf(other.example) },
        ]),
      ),
      ...(hasEtag ? UNCHANGED : {}),
      ...(Object.keys(properties).length > 0 || bodies !== undefined
        ? { "400": problem("A parameter or the body is wrong; the sentence names it, in a CSV with its row") }
        : {}),
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
            "415": problem(`The body is not ${bodies.map((body) => body.type).join(" or ")}`),
          }),
      "421": problem("It was asked by a name that is not its own"),
      ...(isOpen
        ? {}
        : { "429": problem("This client asked too often: Retry-After says when to ask again") }),
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
        content: { "*/*": {} },
      },
      ...UNCHANGED,
      "404": problem("There is no such file"),
      default: problem("What is wrong with the request"),
    },
  },
};

/** The OpenAPI 3.1 document of a gateway at an address, where reading may be free. */
export function openapiDocument(version: string, publicUrl: string, isReadingFree: boolean): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    const path = openapiPath(endpoint.path);
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint, isReadingFree) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Hashcell market gateway",
      version,
      summary: "The market of proof-of-work mining for a team, with its history and the team's own series",
      description:
        "Moments are ISO 8601 in UTC unless it says otherwise. Errors are problem+json with a sentence that says what to fix. Where 304 is listed, an answer has an ETag: with If-None-Match an unchanged one is 304, without a body. A client may ask 1,000 times a minute; a token counts as one client, otherwise an address does.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: publicUrl }],
    paths: { ...paths, [`${ADDIN_PATH}{file}`]: addinFile },
    components: {
      schemas: { Problem: schemaOf(problemAnswer) },
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description:
            "A token that hashcell token add has made, with the scope read, or write: and the name of a series, which it may declare, read and add to",
        },
        password: {
          type: "http",
          scheme: "basic",
          description: "The same token as the password of a user of any name, as Excel sends it",
        },
      },
    },
  };
}
