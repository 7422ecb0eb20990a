import { numberOfText } from "../../../src/workfile/evaluate/textNumbers";
import { dateOf, LAST_SERIAL, serialOf } from "../../../src/workfile/evaluate/serials";
import { NotComputed } from "../../../src/workfile/evaluate/values";
import { testInPython } from "../../native/python";

// The VALUE, DATEVALUE and TIMEVALUE pages of Excel's help, and what its help says of how numbers, dates and times are
// entered.
const taken: readonly (readonly [text: string, number: number])[] = [
  ["$1,000", 1000],
  ["16:48:00", 0.7],
  ["12:00:00", 0.5],
  ["8/22/2011", 40777],
  ["22-MAY-2011", 40685],
  ["2011/02/23", 40597],
  ["2:24 AM", 0.1],
  ["22-Aug-2011 6:35 AM", 40777 + 23700 / 86400],
  ["9:00 p", 0.875],
  ["12", 12],
  ["  12 ", 12],
  ["+12", 12],
  ["-12.5", -12.5],
  ["-0", 0],
  [".5", 0.5],
  ["5.", 5],
  ["007", 7],
  ["1,234,567.89", 1234567.89],
  ["(1,000)", -1000],
  ["($5.25)", -5.25],
  ["-$5", -5],
  ["50%", 0.5],
  ["-12.5%", -0.125],
  ["%50", 0.5],
  ["(50%)", -0.5],
  ["1E3", 1000],
  ["1.5e-3", 0.0015],
  ["-2E+2", -200],
  ["1 1/2", 1.5],
  ["0 3/4", 0.75],
  ["-2 1/4", -2.25],
  // Fifteen digits count.
  ["123456789012345678", 123456789012345000],
  ["0.0012345678901234567", 0.00123456789012345],
  ["12:30", 12.5 / 24],
  ["1:30 PM", 13.5 / 24],
  ["1:30:15 pm", (13.5 * 3600 + 15) / 86400],
  ["12:30 AM", 0.5 / 24],
  ["12 PM", 0.5],
  ["25:30", 25.5 / 24],
  ["0:00:01.5", 1.5 / 86400],
  ["16:9", (16 * 60 + 9) / 1440],
  ["2024-01-15", 45306],
  ["1/15/2024", 45306],
  ["1-15-24", 45306],
  ["15-Jan-2024", 45306],
  ["15 Jan 2024", 45306],
  ["15 january 24", 45306],
  ["Jan 15, 2024", 45306],
  ["January 15, 2024", 45306],
  ["Jan 2024", 45292],
  ["Jan-2024", 45292],
  ["1/2024", 45292],
  ["1/1/29", 47119],
  ["1/1/30", 10959],
  ["2024-01-15 12:00", 45306.5],
  ["1/15/2024 6:00 PM", 45306.75],
  ["1/1/1900", 1],
  ["2/28/1900", 59],
  ["2/29/1900", 60],
  ["3/1/1900", 61],
  ["12/31/9999", LAST_SERIAL],
];

test.each(taken)("Excel takes %j for %d", (text, number) => {
  expect(numberOfText(text)).toBe(number);
});

const refused = [
  "",
  " ",
  "abc",
  "TRUE",
  "#N/A",
  ".",
  "5-",
  "1E",
  "E5",
  "1.2.3",
  "10AA109",
  "127AXY",
  "A1",
  "12-976",
  "208 4675",
  "1 000",
  "100\u00a0",
  "0x10",
  "Infinity",
  "NaN",
  "2024-01-15T12:00:00",
  "15/1/2024",
  "2/30/2024",
  "2/29/2023",
  "1.15.2024",
  "1/1/1899",
  "1/15/20245",
  "192.168.0.1",
  "1:2:3:4",
  "978-3-16-148410-0",
  "123-45-6789",
  "Block 5",
  "May",
];

test.each(refused)("Excel refuses %j", (text) => {
  expect(numberOfText(text)).toBeUndefined();
});

// What depends on the year of the computer's clock, and what no source settles.
const doubtful = [
  "1/15",
  "1/2",
  "15-Jan",
  "Jan-24",
  "Jan 15",
  "12-34",
  "1,200,20",
  "- 5",
  "--5",
  "(-5)",
  "5$",
  "$ 5",
  "\u20ac5",
  "50 %",
  "$50%",
  "1,234E3",
  "1E-320",
  "1E400",
  "1 3/2",
  "1:30PM",
  "13:30 PM",
  "12:75",
  "12:30.5",
  "-1:30",
  "1/15/2024 25:00",
  "12:30 1/15/2024",
  "Jan 15 2024",
  "Sept 15, 2024",
  "Monday, January 15, 2024",
  "24-1-15",
  "\uff11\uff12",
  "12\n",
];

test.each(doubtful)("nothing is computed from %j", (text) => {
  expect(() => numberOfText(text)).toThrow(NotComputed);
});

test("dates count from 1904 where the workbook does", () => {
  expect(numberOfText("1/15/2024", 1462)).toBe(43844);
  expect(numberOfText("1/1/1904", 1462)).toBe(0);
  expect(numberOfText("12:00", 1462)).toBe(0.5);
  expect(() => numberOfText("12/31/1903", 1462)).toThrow(NotComputed);
});

testInPython("every day has the serial number of Python's calendar", (python) => {
  const script =
    "import datetime\nfor n in range(61, 2958466, 97): print(datetime.date(1899, 12, 30) + datetime.timedelta(n))";
  const lines = python(script).trim().split(/\r?\n/);
  expect(lines.length).toBeGreaterThan(30_000);
  for (const [index, line] of lines.entries()) {
    const serial = 61 + index * 97;
    const [year = 0, month = 0, day = 0] = line.split("-").map(Number);
    expect(dateOf(serial)).toEqual({ year, month, day });
    expect(serialOf(year, month, day)).toBe(serial);
    expect(numberOfText(line)).toBe(serial);
  }
});

test("the first days of 1900 follow each other over the leap day that never was", () => {
  for (let serial = 1; serial <= 62; serial++) {
    const { year, month, day } = dateOf(serial);
    expect(serialOf(year, month, day)).toBe(serial);
  }
  expect(dateOf(60)).toEqual({ year: 1900, month: 2, day: 29 });
  expect(dateOf(0)).toEqual({ year: 1900, month: 1, day: 0 });
});
