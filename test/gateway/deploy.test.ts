import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import * as v from "valibot";
import { parse } from "yaml";
import { startReplay } from "../../src/replay/server";
import build from "../build";
import { describeWithServer, freePort, Running, serverForTests } from "../batch/queue/server";
import { BUILD_MS, emptyFolder, hashcell, packedCommand } from "../cli/command";

// There is no Docker here: the files are read strictly, and the commands in them are run.

const place = "src/gateway/deploy";
const text = readFileSync(join(place, "Dockerfile"), "utf8");
const dockerfile = DockerfileParser.parse(text);
const composed = readFileSync(join(place, "compose.yaml"), "utf8");

const words = v.array(v.string());
const service = v.strictObject({
  image: v.string(),
  build: v.optional(v.strictObject({ context: v.string(), dockerfile: v.string() })),
  command: words,
  environment: v.optional(v.record(v.string(), v.string())),
  secrets: words,
  volumes: v.optional(words),
  healthcheck: v.optional(
    v.strictObject({
      test: words,
      interval: v.string(),
      retries: v.optional(v.number()),
      start_period: v.optional(v.string()),
    }),
  ),
  depends_on: v.optional(
    v.record(
      v.string(),
      v.strictObject({ condition: v.picklist(["service_healthy", "service_completed_successfully"]) }),
    ),
  ),
  deploy: v.optional(v.strictObject({ replicas: v.number() })),
  expose: v.optional(words),
  init: v.optional(v.boolean()),
  read_only: v.optional(v.boolean()),
  cap_drop: v.optional(words),
  security_opt: v.optional(words),
  restart: v.picklist(["no", "unless-stopped"]),
  stop_grace_period: v.optional(v.string()),
});
const schema = v.strictObject({
  name: v.string(),
  services: v.strictObject({
    database: service,
    migrate: service,
    worker: service,
    "prepare-gateway": service,
    gateway: service,
  }),
  secrets: v.record(v.string(), v.strictObject({ file: v.string() })),
  volumes: v.record(v.string(), v.null()),
});
const compose = v.parse(schema, parse(composed));
const { database, migrate, worker, "prepare-gateway": prepare, gateway } = compose.services;

test("the Dockerfile has no fault that a linter knows, and copies what there is", () => {
  expect(validate(text)).toEqual([]);
  expect(validate(text.replace("WORKDIR /app", "WORKDIR"))).not.toEqual([]);
  for (const copy of dockerfile.getCOPYs()) {
    const paths = copy.getArguments().map((argument) => argument.getValue());
    if (copy.getFlags().length > 0) expect(paths[0]).toBe(`/source/${paths[1]}`);
    else for (const path of paths.slice(0, -1)) expect(existsSync(path)).toBe(true);
  }
});

test("the image is of a named version, and does not run as root", () => {
  const stages = dockerfile.getFROMs().map((from) => from.getImage());
  expect(stages).toEqual(["node:20-bookworm-slim", "node:20-bookworm-slim"]);
  const keywords = dockerfile.getInstructions().map((instruction) => instruction.getKeyword());
  const user = dockerfile.getInstructions().filter((instruction) => instruction.getKeyword() === "USER");
  expect(user.map((instruction) => instruction.getArgumentsContent())).toEqual(["node"]);
  expect(keywords.indexOf("USER")).toBeGreaterThan(keywords.lastIndexOf("COPY"));
});

test("the services wait for each other, and passwords are in files of their own", () => {
  expect(migrate.depends_on).toEqual({ database: { condition: "service_healthy" } });
  expect(worker.depends_on).toEqual({ migrate: { condition: "service_completed_successfully" } });
  expect(database.image).toMatch(/^postgres:18-/);
  expect(database.volumes).toEqual(["database:/var/lib/postgresql"]);
  expect(Object.keys(compose.volumes)).toEqual(["database"]);
  expect(prepare.depends_on).toEqual({ migrate: { condition: "service_completed_successfully" } });
  expect(gateway.depends_on).toEqual({ "prepare-gateway": { condition: "service_completed_successfully" } });
  for (const { secrets } of [database, migrate, worker, prepare, gateway])
    for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret);
  expect(composed).not.toMatch(/postgres(?:ql)?:\/\/|PASSWORD:/);
  expect([migrate, prepare, worker, gateway, database].map(({ restart }) => restart)).toEqual([
    "no",
    "no",
    "unless-stopped",
    "unless-stopped",
    "unless-stopped",
  ]);
  const { context = "", dockerfile: file = "" } = migrate.build ?? {};
  expect(existsSync(join(place, context, file))).toBe(true);
  for (const { image } of [worker, prepare, gateway]) expect(image).toBe(migrate.image);
});

describeWithServer("the commands of the services", () => {
  const tests = serverForTests();
  const folder = emptyFolder();

  /** A command with what it finds in its container; the port is another, since this machine may use it. */
  const here = (command: readonly string[], port: number) =>
    command.map((word) =>
      word
        .replace("/run/secrets/queue", join(folder, "queue"))
        .replace(/\$\{\w+:-([^}]+)\}/, "$1")
        .replace(/9464|4100/, String(port))
        .replace("0.0.0.0", "127.0.0.1"),
    );

  beforeAll(build, BUILD_MS);

  test("prepare the databases, work, serve, and say whether they are well", async () => {
    const [entry = "", script = ""] = JSON.parse(
      dockerfile.getENTRYPOINTs()[0]?.getArgumentsContent() ?? "[]",
    ) as string[];
    expect(entry).toBe("node");
    const app = join(folder, "app");
    mkdirSync(app);
    packedCommand(app);
    const packed = join(folder, script);
    expect(existsSync(packed)).toBe(true);
    const cmd = JSON.parse(dockerfile.getCMDs()[0]?.getArgumentsContent() ?? "[]") as string[];
    expect(hashcell(folder, cmd, { script: packed })).toMatchObject({ status: 0, stderr: "" });

    writeFileSync(join(folder, "queue"), `${await tests.server.emptyDatabase("composed")}\n`);
    const port = await freePort();
    const began = hashcell(folder, here(migrate.command, port), { script: packed });
    expect(began).toMatchObject({ status: 0, stdout: "The database is prepared: version 1.\n" });

    const [, ...check] = here(worker.healthcheck?.test ?? [], port);
    const isWell = () => spawnSync(process.execPath, check.slice(1), { encoding: "utf8" }).status === 0;
    expect(check[0]).toBe("node");
    expect(isWell()).toBe(false);
    const working = Running.start(here(worker.command, port), folder, packed);
    expect(await working.says("worker started")).toContain('"threads":2');
    expect(isWell()).toBe(true);

    const prepared = hashcell(folder, here(prepare.command, port), { script: packed });
    expect(prepared).toMatchObject({ status: 0, stderr: "" });
    const gatewayPort = await freePort();
    // No test reaches the sources.
    const replay = await startReplay();
    cpSync("dist", join(app, "dist"), { recursive: true });
    const words = [...here(gateway.command, gatewayPort), "--proxy", replay.url];
    const serving = Running.start(words, folder, packed);
    await serving.says("the gateway is at https://market.example");
    const [, ...checkGateway] = here(gateway.healthcheck?.test ?? [], gatewayPort);
    const serves = () =>
      spawnSync(process.execPath, checkGateway.slice(1), { encoding: "utf8" }).status === 0;
    expect(serves()).toBe(true);
    expect((await fetch(`http://127.0.0.1:${gatewayPort}/api/market`)).status).toBe(401);
    expect((await fetch(`http://127.0.0.1:${gatewayPort}/addin/manifest.xml`)).status).toBe(200);
    expect((await serving.stop("SIGTERM")).code).toBe(0);
    await replay.stop();

    await tests.server.stop();
    expect(isWell()).toBe(false);
    await tests.server.startAgain();
    expect((await working.stop("SIGTERM")).code).toBe(0);
  });
});
