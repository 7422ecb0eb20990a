import fc from "fast-check";
import { checksum, escaped } from "../../src/core/keptText";
import { HEAD, isPartKey, settingsText } from "../../src/workbook/freezeSettings";
import { WorkbookError } from "../../src/workbook/workbook";
import { anyCharacter } from "../anyCharacter";
import { computingS } from "../computing";

/** What XML 1.0 can carry: no control characters, no lone surrogates. */
const carriable = /^[^\p{Cc}\p{Cs}\uFFFE\uFFFF]*$/u;
const anyText = fc.oneof(
  fc.string({ unit: anyCharacter }),
  // UTF-16 code units at random: lone surrogates among them.
  fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom("", "\\", "\\u0041", "Date(0)", "=1+1", "'", '"<>&', "\n\r\t\0", "~", " a "),
);

/** As versions up to 0.2.0 wrote them: parts of 32,000 characters, then a head. */
function settingsOf(text: string): Map<string, unknown> {
  const characters = escaped(text);
  const parts: [string, unknown][] = [];
  for (let start = 0; start < characters.length;) {
    const splits =
      /[\uD800-\uDBFF]/.test(characters.charAt(start + 31_999)) && start + 32_000 < characters.length;
    const end = start + (splits ? 31_999 : 32_000);
    parts.push([`${HEAD}.a.${parts.length}`, `~${characters.slice(start, end)}`]);
    start = end;
  }
  const head = {
    version: 1,
    set: "a",
    parts: parts.length,
    length: characters.length,
    checksum: checksum(characters),
  };
  return new Map([...parts, [HEAD, JSON.stringify(head)]]);
}

test("any text comes back as it was, through settings that a file can keep", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const settings = settingsOf(text);
      expect(settingsText(settings)).toBe(text);
      for (const value of settings.values()) {
        expect(value).toMatch(carriable);
        expect(value).not.toMatch(/^Date\(/);
      }
    }),
    { numRuns: 500 },
  );
});

test("long texts come back, wherever a part ends", () => {
  const pieces = fc.constantFrom("a", "é", "😀", "\ud83d", "\\", "\n", '"', "{");
  fc.assert(
    fc.property(pieces, fc.integer({ min: 31_990, max: 32_010 }), pieces, (piece, count, last) => {
      const text = "x".repeat(count) + piece.repeat(3_000) + last;
      expect(settingsText(settingsOf(text))).toBe(text);
    }),
    { numRuns: 30 },
  );
});

test("no settings are a live workbook, and only they", () => {
  expect(settingsText(new Map())).toBeUndefined();
  expect(settingsText(new Map([["hashcell.names", "[]"]]))).toBeUndefined();
  expect(settingsText(settingsOf(""))).toBe("");
});

test("whatever is missing or altered is found, and never read as another text", () => {
  const text = `${"0123456789".repeat(3300)}😀`;
  const whole = settingsOf(text);
  const keys = [...whole.keys()];
  const harm = fc.oneof(
    fc.constant(undefined),
    fc.constant(""),
    fc.constant(null),
    fc.integer(),
    fc.string(),
    fc
      .nat(30_000)
      .map((at) => (value: unknown) => `${String(value).slice(0, at)}#${String(value).slice(at + 1)}`),
    fc.nat(30_000).map((at) => (value: unknown) => String(value).slice(0, at)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...keys), harm, (key, how) => {
      const settings = new Map(whole);
      const value = typeof how === "function" ? how(whole.get(key)) : how;
      if (value === undefined && key !== HEAD) settings.delete(key);
      else settings.set(key, value ?? null);
      fc.pre(value !== whole.get(key));
      expect(() => settingsText(settings)).toThrow(WorkbookError);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ["is another character", "#"],
  ["is the same in another width", "\uff5e"],
  ["is missing", ""],
  ["comes after a blank", " ~"],
])("a part whose mark %s is damage, though all that it keeps is there", (_what, mark) => {
  const settings = settingsOf("abc".repeat(20_000));
  for (const key of ["hashcell.frozen.a.0", "hashcell.frozen.a.1"]) {
    const part = String(settings.get(key));
    expect(part).toMatch(/^~[abc]/);
    expect(() => settingsText(new Map([...settings, [key, mark + part.slice(1)]]))).toThrow(/damaged/);
  }
});

test("a head that counts one part more than there is is damage", () => {
  // As long as two parts hold at most, and three at least when pairs of surrogates shorten them.
  const settings = settingsOf("abc".repeat(21_333));
  const head = JSON.parse(String(settings.get(HEAD))) as { parts: number; length: number };
  const surplus = JSON.stringify({ ...head, parts: head.parts + 1 });
  expect(() => settingsText(new Map([...settings, [HEAD, surplus]]))).toThrow(/damaged/);
});

// The checksum is FNV-1a, computed outside of the project.
test("a text that an earlier version froze is read", () => {
  const settings = new Map<string, unknown>([
    ["hashcell.frozen", '{"version":1,"set":"b","parts":1,"length":9,"checksum":176421198}'],
    ["hashcell.frozen.b.0", '~{"a":1.5}'],
  ]);
  expect(settingsText(settings)).toBe('{"a":1.5}');
});

test.each([
  ["another version", { version: 2 }],
  ["unknown keys", { set: "c" }],
  ["a number of parts that no text has", { parts: 1e9 }],
  ["a negative length", { length: -1 }],
  ["more parts and characters than a workbook keeps", { parts: 5e7, length: 1.6e12 }],
])("a head of %s is not followed", (_what, change) => {
  const settings = settingsOf("abc");
  const head = JSON.parse(String(settings.get(HEAD))) as object;
  settings.set(HEAD, JSON.stringify({ ...head, ...change }));
  expect(computingS(() => expect(() => settingsText(settings)).toThrow(/damaged/))).toBeLessThan(1);
});

test("the parts of a text are known, and other settings are not among them", () => {
  const keys = [...settingsOf("text").keys(), "hashcell.names", "hashcell.frozenish"];
  expect(keys.filter(isPartKey)).toEqual(["hashcell.frozen.a.0"]);
});
