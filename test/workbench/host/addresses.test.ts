import fc from "fast-check";
import {
  columnIndex,
  columnLetters,
  parseZone,
  quotedSheetName,
  splitAddress,
  zoneAddress,
} from "../../../src/workbench/host/addresses";

const size = { numberOfRows: 100, numberOfCols: 26 };

test.each([
  [0, "A"],
  [25, "Z"],
  [26, "AA"],
  [701, "ZZ"],
  [702, "AAA"],
  [16_383, "XFD"],
])("column %i is %s", (index, letters) => {
  expect(columnLetters(index)).toBe(letters);
  expect(columnIndex(letters)).toBe(index);
});

test.each([
  ["B2", { left: 1, right: 1, top: 1, bottom: 1 }],
  ["$B$2:C$3", { left: 1, right: 2, top: 1, bottom: 2 }],
  ["c3:b2", { left: 1, right: 2, top: 1, bottom: 2 }],
  ["B:C", { left: 1, right: 2, top: 0, bottom: 99 }],
  ["2:5", { left: 0, right: 25, top: 1, bottom: 4 }],
])("%s", (address, zone) => {
  expect(parseZone(address, size)).toEqual(zone);
});

test.each(["", "A", "5", "A0", "A1:B", "A1:B2:C3", "what is", "R1C1x", "ABCD1"])(
  "%j is no address",
  (address) => {
    expect(() => parseZone(address, size)).toThrow("address");
  },
);

test("a zone's address is read back as the zone", () => {
  const corners = fc.tuple(fc.nat(16_383), fc.nat(16_383), fc.nat(1_000_000), fc.nat(1_000_000));
  fc.assert(
    fc.property(corners, fc.boolean(), ([a, b, c, d], fixed) => {
      const zone = {
        left: Math.min(a, b),
        right: Math.max(a, b),
        top: Math.min(c, d),
        bottom: Math.max(c, d),
      };
      expect(parseZone(zoneAddress(zone, fixed), size)).toEqual(zone);
    }),
  );
});

test.each(["Sheet1", "My sheet", "It's", "2026", "a!b", "'", "x-y"])("a sheet called %s", (name) => {
  expect(splitAddress(`${quotedSheetName(name)}!A1`)).toEqual({ sheetName: name, local: "A1" });
});

test("an address without a sheet", () => {
  expect(splitAddress("A1:B2")).toEqual({ sheetName: undefined, local: "A1:B2" });
});
