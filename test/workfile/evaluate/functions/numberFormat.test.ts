import fc from "fast-check";
import { formatted } from "../../../../src/workfile/evaluate/functions/numberFormat";
import type { ErrorValue } from "../../../../src/workfile/evaluate/scalar";
import { NotComputed } from "../../../../src/workfile/evaluate/values";
import { computedByLibreOffice, testInLibreOffice } from "../../../native/libreOffice";
import { checkInLibreOffice } from "./agreement";
import { check, type Row } from "./table";

const text = (value: number | string, format: string, result: string): Row => [
  `TEXT(${typeof value === "string" ? `"${value}"` : value},"${format.replace(/"/g, '""')}")`,
  result,
];

// The TEXT page of Excel's help, and that of the codes of number formats.
const documented: readonly Row[] = [
  text(1234.567, "$#,##0.00", "$1,234.57"),
  text(0.285, "0.0%", "28.5%"),
  text(4.34, "# ?/?", "4 1/3"),
  ['TRIM(TEXT(0.34,"# ?/?"))', "1/3"],
  text(12200000, "0.00E+00", "1.22E+07"),
  text(1234567898, "[<=9999999]###-####;(###) ###-####", "(123) 456-7898"),
  text(1234, "0000000", "0001234"),
  text(123456, "##0\u00b0 00' 00''", "12\u00b0 34' 56''"),
  text(1234.59, "####.#", "1234.6"),
  text(8.9, "#.000", "8.900"),
  text(0.631, "0.#", "0.6"),
  text(12, "#.0#", "12.0"),
  text(1234.568, "#.0#", "1234.57"),
  text(5.25, "# ???/???", "5   1/4  "),
  text(44.398, "???.???", " 44.398"),
  text(2.8, "???.???", "  2.8  "),
  text(12000, "#,###", "12,000"),
  text(12000, "#,", "12"),
  text(12200000, "0.0,,", "12.2"),
  text(2.8, "0%", "280%"),
  // TEXT in ISO 29500-1: seconds are rounded.
  text(1234.567, "$0.00", "$1234.57"),
  text(1234.567, "YYYY-MM-DD HH:MM:SS", "1903-05-18 13:36:29"),
];

const numbers: readonly Row[] = [
  text(1.005, "0.00", "1.01"),
  text(2.5, "0", "3"),
  text(-2.5, "0", "-3"),
  text(0.5, "0", "1"),
  text(1.115, "0.00", "1.12"),
  text(99.995, "0.00", "100.00"),
  text(999.995, "#,##0.00", "1,000.00"),
  text(0.1, "0.00000000000000000000", "0.10000000000000000000"),
  text(123456789012345680, "#,##0", "123,456,789,012,346,000"),
  text(1e20, "0", "100000000000000000000"),
  text(1e-20, "0.00", "0.00"),
  text(0, "#", ""),
  text(0, "#.##", "."),
  text(0.25, "#.##", ".25"),
  text(12.5, ".00", "12.50"),
  text(5, "0,000", "0,005"),
  text(1234, "#,##0.##", "1,234."),
  text(123456789, "000-00-0000", "123-45-6789"),
  text(-1234.5, "$#,##0.00", "-$1,234.50"),
  text(-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
  text(-0.001, "0.00;(0.00)", "(0.00)"),
  text(0, '0;-0;"zero"', "zero"),
  text(-5, "0;0", "5"),
  text(-5, "0;;0", ""),
  text(5, ";;;", ""),
  text(1500000, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "1.5M"),
  text(1500, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "1.5K"),
  text(150, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "150"),
  text(5, "[Red]0.0;[Blue]-0.0", "5.0"),
  text(5, '"x"0\\y_)', "x5y "),
  text(5, "[$\u20ac-407]0.00", "\u20ac5.00"),
  text(5, "[$BTC] 0.0", "BTC 5.0"),
  text(-0.5, "0%", "-50%"),
  text(0.12345, "0.00%", "12.35%"),
  text(12345.678, "##0.0E+0", "12.3E+3"),
  text(0.000123, "##0.0E+0", "123.0E-6"),
  text(999.96, "0.0E+00", "1.0E+03"),
  text(0, "0.00E+00", "0.00E+00"),
  text(0.0001234, "0.000E-00", "1.234E-04"),
  text(1e300, "0E+0", "1E+300"),
  text(0.3, "# ?/?", " 2/7"),
  text(5.3, "# ??/??", "5  3/10"),
  text(0, "# ?/?", "0    "),
  text(1.99999, "# ?/?", "2    "),
  text(5.25, "# ?/8", "5 2/8"),
  text(3.14159, "?/?", "22/7"),
  text(-1.5, "# ?/?", "-1 1/2"),
  text(5, "General", "5"),
  text(1234567.891, "General", "1234567.891"),
  text(5, 'General "kW"', "5 kW"),
  ["TEXT(5,0)", "5"],
  ['TEXT(5,"")', ""],
  ["TEXT(1/0,0)", "#DIV/0!"],
];

const texts: readonly Row[] = [
  text("abc", "0.00", "abc"),
  text("abc", '0;-0;0;"<"@">"', "<abc>"),
  text("abc", "@@", "abcabc"),
  text("1.5", "0.00", "1.50"),
  text("1/15/2024", "yyyy", "2024"),
  text(1.5, "@", "1.5"),
  ['TEXT(TRUE,"0")', "TRUE"],
];

const moments: readonly Row[] = [
  text(45306.75, "yyyy-mm-dd hh:mm:ss", "2024-01-15 18:00:00"),
  text(45306.75, "m/d/yy h:mm AM/PM", "1/15/24 6:00 PM"),
  text(45306.5, "h:mm am/pm", "12:00 PM"),
  text(45306, "h AM/PM", "12 AM"),
  text(45306.75, "dddd, mmmm d, yyyy", "Monday, January 15, 2024"),
  text(45306, "ddd d-mmm-yy", "Mon 15-Jan-24"),
  text(45306, "mmmmm", "J"),
  text(45306, "mm", "01"),
  text(45306, "YYYYMMDD", "20240115"),
  text(45306, "[$-409]mmmm", "January"),
  text(45306.52, "mm:ss", "28:48"),
  text(45306.52, 'h "h" mm', "12 h 28"),
  text(45306.52, "yyyy-mm-ddThh:mm:ssZ", "2024-01-15T12:28:48Z"),
  text(45306.5001, "hh:mm:ss.000", "12:00:08.640"),
  text(45306.5001, "ss.0", "08.6"),
  text(1.5, "[h]:mm:ss", "36:00:00"),
  text(0.0416, "[m]", "59"),
  text(1.5, "[ss]", "129600"),
  text(1.5, "[hh]", "36"),
  text(0, "yyyy-mm-dd", "1900-01-00"),
  text(60, "d mmm yyyy", "29 Feb 1900"),
  text(1, "ddd", "Sun"),
  text(2958465, "yyyy-mm-dd", "9999-12-31"),
  text(-1, "yyyy", "#VALUE!"),
  text(2958466, "yyyy", "#VALUE!"),
];

// What Excel itself gave: the results that it saved in the workbooks of Apache POI's tests of formats.
const saved: readonly Row[] = [
  text(12.3, "\u00a3000.00", "\u00a3012.30"),
  text(12.3, "$###.##", "$12.3"),
  text(-1.1, "|??.??|", "-| 1.1 |"),
  text(1.2345678919, "General", "1.234567892"),
  text(-1.2345678912, "General", "-1.234567891"),
  text(100000000000, "General", "1E+11"),
  text(112345900000, "General", "1.12346E+11"),
  text(1e-9, "General", "0.000000001"),
  text(1e-10, "General", "1E-10"),
  text(1.123459e-10, "General", "1.12346E-10"),
  text(3.14159, "[h]:m:s.000", "75:23:53.376"),
  text(3.14159, "[m]:s.000", "4523:53.376"),
  text(3.14159, "[s].000", "271433.376"),
  text(3.14159, 's" secs and "[m]" mins"', "53 secs and 4523 mins"),
  text(19278.607951388887, "hh:mm:ss a/p", "02:35:27 p"),
  text(37653.1702084375, "H:M:S.00 a/p", "4:5:6.01 a"),
  text(1463.0032134017094, "yyyy-mm-dd hh:mm:ss", "1904-01-02 00:04:38"),
  text(1463.0032134017094, "yyyy-mm-dd hh:mm:ss.00", "1904-01-02 00:04:37.64"),
  text(1, '[<10]#" Wow"', "1 Wow"),
  text(10, '[<10]#" Wow"', "10"),
  text(-11, '[< -10]#" Wow"', "-11 Wow"),
  text(-9, '[>-10]#" Big"', "-9 Big"),
  text(-10, '[>-10]#" Big"', "-10"),
  text(123456.789, "|#.#|e+|#|", "|1.2|e|+5|"),
  text(123456.789, "|0000.0000|e-|0|", "|0012.3457|e|4|"),
  text(0.0000123456789, "|###.####|e+|#|", "|12.3457|e|-6|"),
  text(0, "|0.0|e+|0|", "|0.0|e|+0|"),
  text(-1.05, "# ??/??", "-1  1/20"),
  text(-0.99, "# ???/???", "-  99/100"),
  text(0.73, "# ?/?", " 3/4"),
  text(0.7, "# ?/?", " 2/3"),
  text(0.1, "# ?/?", "0    "),
  text(-0.01, "# ??/??", "-0      "),
  text(0.93, "# ??/??", " 40/43"),
  text(-0.13, "# ??/16", "-  2/16"),
  text(-0.96, "# ?/8", "-1    "),
  text("jello", ';;;"h"\\I-@', "hI-jello"),
  ['TEXT(TRUE,";;;-@-")', "-TRUE-"],
];

const rows = [...documented, ...numbers, ...texts, ...moments];

check([...saved, ...rows]);

checkInLibreOffice(
  rows.filter(
    ([, result]) => typeof result !== "string" || (result.trim() === result && !result.includes("  ")),
  ),
  [
    // A point without digits behind it is left out.
    'TEXT(0,"#.##")',
    'TEXT(1234,"#,##0.##")',
    'TEXT(TRUE,"0")',
    // Seconds are cut, and the calendar before March 1900 is another one.
    'TEXT(1234.567,"YYYY-MM-DD HH:MM:SS")',
    'TEXT(0,"yyyy-mm-dd")',
    'TEXT(60,"d mmm yyyy")',
  ],
);

/** What is not certain, or depends on the computer. */
const doubtful: readonly (readonly [value: number | string, format: string])[] = [
  [-0.001, "0.00"],
  [-0.001, "0%"],
  [5, "0*-"],
  [5, "[$-F800]dddd"],
  [45306, "[$-407]mmmm"],
  [5, "[DBNum1]0"],
  [5, "0 kW"],
  [5, '0"x'],
  [5, "0.0.0"],
  [5, "0#"],
  [5, "0@"],
  [5, "yyyy 0"],
  [-5, "[<10]0;0.0"],
  [5, "[<1]0;[<2]0"],
  [45306.999999, "yyyy-mm-dd hh:mm:ss"],
  [0.5 + 59.7 / 86400, "hh:mm"],
  ["abc", "0;@"],
  [12345678901.5, "General"],
  [1.5, '[h]:mm "or" h'],
];

test.each(doubtful)("%j under %j is not computed", (value, format) => {
  expect(() => formatted(value, format, 0)).toThrow(NotComputed);
});

test("dates count from 1904 where the workbook does", () => {
  expect(formatted(0, "yyyy-mm-dd ddd", 1462)).toBe("1904-01-01 Fri");
  expect(formatted(1.5, "[h]:mm", 1462)).toBe("36:00");
  expect(() => formatted(-1, "h:mm", 1462)).toThrow(NotComputed);
});

test("what a format shows is the number, rounded", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.integer({ min: 0, max: 6 }),
      (value, places) => {
        const format = `#,##0${places > 0 ? `.${"0".repeat(places)}` : ""}`;
        let shown: string | ErrorValue;
        try {
          shown = formatted(value, format, 0);
        } catch (error) {
          expect(error).toBeInstanceOf(NotComputed);
          expect(Math.abs(value)).toBeLessThanOrEqual(0.5 * 10 ** -places);
          return;
        }
        const number = typeof shown === "string" ? Number(shown.replace(/,/g, "")) : NaN;
        expect(Math.abs(number - value)).toBeLessThanOrEqual(0.5 * 10 ** -places + Math.abs(value) * 1e-14);
        expect(shown).toMatch(/^-?\d{1,3}(?:,\d{3})*(?:\.\d+)?$/);
      },
    ),
  );
});

const VALUES = [
  0, 1, 5, 12, 99.5, 123.456, 1234.5625, 98765.4321, 1234567, 0.05, 0.126, 0.9876, -1, -12.375, -123456.789,
];
const FORMATS = [
  "0",
  "0.0",
  "0.00",
  "#,##0",
  "#,##0.00",
  "#,##0.0#",
  "000000",
  "0.000%",
  "$#,##0.00",
  "$#,##0.00;($#,##0.00)",
  '#,##0.00;-#,##0.00;"-"',
  "0.00E+00",
  "0,",
  "0.00,,",
  '0.0" kWh"',
  "(000) 000-0000",
  "yyyy-mm-dd",
  "dd mmm yyyy",
  "dddd d mmmm yyyy",
  "hh:mm:ss",
  "h:mm AM/PM",
  "[h]:mm",
  "m/d/yyyy h:mm",
];

testInLibreOffice("LibreOffice shows numbers and dates the same", () => {
  const cases = VALUES.flatMap((value) =>
    FORMATS.flatMap((format) => {
      // Its calendar before March 1900 is another one, negative dates are dates there, and so many hours none.
      if (format === "[h]:mm" && value > 30_000) return [];
      if (/[ymdh]/.test(format.replace(/"[^"]*"/g, "")) && (value < 61 || value > 100_000)) return [];
      try {
        return [{ value, format, shown: formatted(value, format, 0) }];
      } catch {
        return [];
      }
    }),
  );
  expect(cases.length).toBeGreaterThan(200);
  const lines = computedByLibreOffice(
    cases.map(({ value, format }) => [`=TEXT(${value},"${format.replace(/"/g, '""')}")`]),
  );
  expect(cases.map(({ value, format }, row) => [value, format, lines[row]?.[0]])).toEqual(
    cases.map(({ value, format, shown }) => [value, format, shown]),
  );
});
