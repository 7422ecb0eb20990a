import { createPostgresBackend, withBackend } from "bullmq";
import { QueueDatabase, QUEUE_SCHEMA } from "../../../src/batch/queue/database";
import { describeWithServer, rowsAt, serverForTests } from "./server";

describeWithServer("the database of a queue", () => {
  const tests = serverForTests();
  const using = async <T>(address: string, use: (database: QueueDatabase) => Promise<T>): Promise<T> => {
    const database = new QueueDatabase(address);
    try {
      return await use(database);
    } finally {
      await database.close();
    }
  };
  const migrated = (address: string) => using(address, (database) => database.migrate());
  const checked = (address: string) => using(address, (database) => database.check());

  test("is prepared once, whoever else prepares it at the same time", async () => {
    const address = await tests.server.emptyDatabase("fresh");
    await expect(checked(address)).rejects.toThrow(
      "the database is not prepared: hashcell migrate does it, once",
    );
    const versions = await Promise.all([migrated(address), migrated(address), migrated(address)]);
    expect(versions.map(({ from, to }) => `${from} to ${to}`).sort()).toEqual(["0 to 1", "1 to 1", "1 to 1"]);
    await checked(address);
  });

  test("of a later version is left alone", async () => {
    const address = await tests.server.emptyDatabase("later");
    await migrated(address);
    await rowsAt(address, "insert into hashcell.migration (version) values (99)");
    const message = "a later version of Hashcell prepared the database: use that version, on all machines";
    await expect(checked(address)).rejects.toThrow(message);
    await expect(migrated(address)).rejects.toThrow(message);
  });

  test("of an earlier version waits for the explicit step", async () => {
    const address = await tests.server.emptyDatabase("earlier");
    await migrated(address);
    await rowsAt(address, `delete from ${QUEUE_SCHEMA}.migration where version > 5`);
    await expect(checked(address)).rejects.toThrow(
      "the database is of an earlier version of Hashcell: stop all workers, and hashcell migrate brings it up to date",
    );
  });

  test.each([
    [
      "a schema hashcell without our tables",
      "foreign1",
      "create schema hashcell; create table hashcell.run (id int)",
    ],
    [
      "a schema hashcell with another table of migrations",
      "foreign2",
      "create schema hashcell; create table hashcell.migration (name text)",
    ],
    [
      "a schema of the queue that is another's",
      "foreign3",
      `create schema ${QUEUE_SCHEMA}; create table ${QUEUE_SCHEMA}.job (id int)`,
    ],
    [
      "a schema of the queue with another table of migrations",
      "foreign4",
      `create schema ${QUEUE_SCHEMA}; create table ${QUEUE_SCHEMA}.migration (name text)`,
    ],
  ])("%s is left alone", async (_, name, sql) => {
    const address = await tests.server.emptyDatabase(name);
    await rowsAt(address, sql);
    const tables = () =>
      rowsAt(address, "select schemaname, tablename from pg_tables where schemaname like 'hashcell%'");
    const before = await tables();
    await expect(migrated(address)).rejects.toThrow(/belongs to something else: use another database/);
    expect(await tables()).toEqual(before);
  });

  test("beside another project's queue on the same database, neither touches the other", async () => {
    const address = await tests.server.emptyDatabase("shared");
    const theirs = withBackend(createPostgresBackend);
    const other = new theirs.Queue("batch-1.5.0", {
      connection: { connectionString: address, migrate: true },
    });
    await other.add("theirs", { theirs: true });
    await migrated(address);
    expect(await rowsAt(address, `select * from ${QUEUE_SCHEMA}.job`)).toEqual([]);
    expect(await other.getWaitingCount()).toBe(1);
    await other.close();
  });

  test.each([
    ["a wrong password", (url: URL) => (url.password = "wrong"), /password authentication failed/],
    ["another database", (url: URL) => (url.pathname = "/nowhere"), /database "nowhere" does not exist/],
    ["a port where nothing listens", (url: URL) => (url.port = "1"), /ECONNREFUSED/],
    ["a host that is none", (url: URL) => (url.hostname = "nowhere.invalid"), /nowhere\.invalid/],
  ])("%s is said", async (_, change, message) => {
    const url = new URL(tests.server.address);
    change(url);
    await expect(checked(url.href)).rejects.toThrow(message);
    await expect(checked(url.href)).rejects.toThrow(/^the database cannot be reached: /);
  });

  test("a user who may not make tables is told so", async () => {
    const address = await tests.server.emptyDatabase("refused");
    await rowsAt(address, "create role guest login password 'guest'");
    const url = new URL(address);
    [url.username, url.password] = ["guest", "guest"];
    await expect(migrated(url.href)).rejects.toThrow(
      /the user of the database may not do this \(permission denied.*\): grant it/,
    );
  });

  test("waits for a server that goes away, and tells it", async () => {
    const heard: string[] = [];
    const database = new QueueDatabase(tests.server.address, (state) => heard.push(state));
    await database.rows("select 1");
    await tests.server.stop();
    const asked = database.patiently(() => database.rows<{ one: number }>("select 1 as one"));
    const given = new AbortController();
    const left = database.patiently(() => database.rows("select 1"), given.signal);
    given.abort();
    await expect(left).rejects.toThrow();
    await tests.server.startAgain();
    expect(await asked).toEqual([{ one: 1 }]);
    expect(heard.filter((state) => state === "back")).toHaveLength(1);
    await database.close();
  });

  test("does not wait where the statement is wrong", () =>
    using(tests.server.address, async (database) => {
      await expect(database.patiently(() => database.rows("select nothing"))).rejects.toThrow(/nothing/);
    }));
});
