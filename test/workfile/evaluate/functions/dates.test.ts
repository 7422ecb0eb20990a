import { yearFraction } from "../../../../src/workfile/evaluate/functions/yearFraction";
import { testInPython } from "../../../native/python";
import { resultOf } from "../formulas";
import { checkInLibreOffice } from "./agreement";
import { check, type Row } from "./table";

// Of each function: what its page in Excel's help states, then edges, then errors.

const dates: readonly Row[] = [
  ["DATE(2008,14,2)", 39846],
  ["DATE(2008,-3,2)", 39327],
  ["DATE(2008,1,35)", 39482],
  ["DATE(2008,1,-15)", 39432],
  ["DATE(108,1,2)", 39449],
  ["DATE(1900,1,0)", 0],
  ["DATE(1900,2,29)", 60],
  ["DATE(1900,3,1)", 61],
  ["DATE(0,1,1)", 1],
  ["DATE(9999,12,31)", 2958465],
  ["DATE(2024.9,1.9,15.9)", 45306],
  ["DATE(1900,1,-1)", "#NUM!"],
  ["DATE(10000,1,1)", "#NUM!"],
  ["DATE(9999,12,32)", "#NUM!"],
  ["DATE(-1,1,1)", "#NUM!"],
  ["DATE(2024,-1.5,1)", { not: "negative fraction" }],
  ['DATEVALUE("8/22/2011")', 40777],
  ['DATEVALUE("22-MAY-2011")', 40685],
  ['DATEVALUE("2011/02/23")', 40597],
  ['DATEVALUE("8/22/2011 6:00 PM")', 40777],
  ['DATEVALUE("text")', "#VALUE!"],
  ["DATEVALUE(40777)", "#VALUE!"],
  ['DATEVALUE("5-JUL")', { not: "not certain" }],
  ["YEAR(DATE(2008,7,5))", 2008],
  ['YEAR("7/5/2010")', 2010],
  ["YEAR(0)", 1900],
  ["YEAR(2958465.5)", 9999],
  ["YEAR(-1)", "#NUM!"],
  ["YEAR(2958466)", "#NUM!"],
  ["MONTH(DATE(2011,4,15))", 4],
  ["MONTH(0)", 1],
  ["MONTH(60)", 2],
  ['MONTH("x")', "#VALUE!"],
  ["DAY(DATE(2011,4,15))", 15],
  ["DAY(0)", 0],
  ["DAY(60)", 29],
  ["DAY(61)", 1],
  ["DAY(-0.5)", "#NUM!"],
  ["DAY(45306.99999999)", { not: "midnight" }],
];

const times: readonly Row[] = [
  ["TIME(12,0,0)", 0.5],
  ["TIME(16,48,10)", 60490 / 86400],
  ["TIME(27,0,0)", 0.125],
  ["TIME(0,750,0)", 12.5 / 24],
  ["TIME(0,0,2000)", 2000 / 86400],
  ["TIME(1,-30,0)", 0.5 / 24],
  ["TIME(0,0,-1)", "#NUM!"],
  ["TIME(32768,0,0)", "#NUM!"],
  ['TIMEVALUE("2:24 AM")', 0.1],
  ['TIMEVALUE("22-Aug-2011 6:35 AM")', 395 / 1440],
  ['TIMEVALUE("25:00")', 1 / 24],
  ['TIMEVALUE("noon")', "#VALUE!"],
  ["HOUR(0.75)", 18],
  ['HOUR("7/18/2011 7:45")', 7],
  ['HOUR("4/21/2012")', 0],
  ["HOUR(45306+TIME(23,59,59))", 23],
  ["HOUR(-0.1)", "#NUM!"],
  ['MINUTE("12:45:00 PM")', 45],
  ["MINUTE(45306+TIME(7,59,59))", 59],
  ['MINUTE("x")', "#VALUE!"],
  ['SECOND("4:48:18 PM")', 18],
  ['SECOND("4:48 PM")', 0],
  ["SECOND(45306+TIME(7,59,59))", 59],
  ["SECOND(0.5+0.3/86400)", 0],
  ["SECOND(0.5+0.7/86400)", { not: "half a second" }],
  ["SECOND(-1)", "#NUM!"],
];

const weeks: readonly Row[] = [
  ["WEEKDAY(DATE(2008,2,14))", 5],
  ["WEEKDAY(DATE(2008,2,14),2)", 4],
  ["WEEKDAY(DATE(2008,2,14),3)", 3],
  ["WEEKDAY(DATE(2008,2,14),11)", 4],
  ["WEEKDAY(DATE(2008,2,14),12)", 3],
  ["WEEKDAY(DATE(2008,2,14),13)", 2],
  ["WEEKDAY(DATE(2008,2,14),14)", 1],
  ["WEEKDAY(DATE(2008,2,14),15)", 7],
  ["WEEKDAY(DATE(2008,2,14),16)", 6],
  ["WEEKDAY(DATE(2008,2,14),17)", 5],
  ["WEEKDAY(1)", 1],
  ["WEEKDAY(0)", 7],
  ["WEEKDAY(DATE(2008,2,14),4)", "#NUM!"],
  ["WEEKDAY(-1)", "#NUM!"],
  ["WEEKNUM(DATE(2012,3,9))", 10],
  ["WEEKNUM(DATE(2012,3,9),2)", 11],
  ["WEEKNUM(DATE(2012,3,9),21)", 10],
  ["WEEKNUM(DATE(2023,1,1),17)", 1],
  ["WEEKNUM(DATE(2023,1,2),11)", 2],
  ["WEEKNUM(DATE(2023,1,7),16)", 2],
  ["WEEKNUM(DATE(2022,12,31))", 53],
  ["WEEKNUM(DATE(2012,3,9),3)", "#NUM!"],
  ["ISOWEEKNUM(DATE(2012,3,9))", 10],
  ["ISOWEEKNUM(DATE(2021,1,3))", 53],
  ["ISOWEEKNUM(DATE(2018,12,31))", 1],
  ["ISOWEEKNUM(-1)", "#NUM!"],
  ["ISOWEEKNUM(10)", { not: "not certain" }],
];

const further: readonly Row[] = [
  ["EDATE(DATE(2011,1,15),1)", 40589],
  ["EDATE(DATE(2011,1,15),-1)", 40527],
  ["EDATE(DATE(2011,1,15),2)", 40617],
  ["EDATE(DATE(2024,1,31),1)", 45351],
  ["EDATE(DATE(2024,2,29),12)", 45716],
  ["EDATE(DATE(2024,1,15),1.9)", 45337],
  ["EDATE(DATE(2024,1,15),-1.9)", 45275],
  ["EDATE(DATE(1900,1,15),-1)", "#NUM!"],
  ["EDATE(DATE(9999,12,1),1)", "#NUM!"],
  ['EDATE("x",1)', "#VALUE!"],
  ["EDATE(DATE(1900,1,31),1)", { not: "1900" }],
  ["EDATE(TRUE,1)", { not: "TRUE" }],
  ["EDATE({45292,45323},1)", [[45323, 45352]]],
  ["EOMONTH(DATE(2011,1,1),1)", 40602],
  ["EOMONTH(DATE(2011,1,1),-3)", 40482],
  ["EOMONTH(DATE(2024,2,29),0)", 45351],
  ["EOMONTH(0,0)", 31],
  ["EOMONTH(DATE(2024,1,1),-2000)", "#NUM!"],
  ["EOMONTH(-1,1)", "#NUM!"],
];

const between: readonly Row[] = [
  ['DAYS("3/15/21","2/1/21")', 42],
  ["DAYS(DATE(2021,12,31),DATE(2021,1,1))", 364],
  ["DAYS(1,2)", -1],
  ["DAYS(2.9,1.1)", 1],
  ["DAYS(2.1,1.9)", { not: "times of day" }],
  ["DAYS(-1,1)", "#NUM!"],
  ['DAYS("x",1)', "#VALUE!"],
  ["DAYS360(DATE(2011,1,30),DATE(2011,2,1))", 1],
  ["DAYS360(DATE(2011,1,1),DATE(2011,12,31))", 360],
  ["DAYS360(DATE(2011,1,1),DATE(2011,2,1))", 30],
  ["DAYS360(DATE(2011,1,1),DATE(2011,12,31),TRUE)", 359],
  ["DAYS360(DATE(2011,2,28),DATE(2011,3,31))", 30],
  ["DAYS360(DATE(2011,12,31),DATE(2011,1,1))", -359],
  ["DAYS360(DATE(2011,1,31),DATE(2011,2,28),TRUE)", 28],
  // The end of February: as Apache POI's tests have it from Excel.
  ["DAYS360(DATE(2018,2,28),DATE(2018,3,31))", 30],
  ["DAYS360(DATE(2001,2,27),DATE(2001,2,28))", 1],
  ["DAYS360(DATE(2001,2,28),DATE(2001,2,28))", -2],
  ["DAYS360(DATE(2012,2,29),DATE(2012,2,29))", -1],
  ["DAYS360(DATE(2011,1,31),DATE(2011,2,28))", 28],
  ["DAYS360(-1,1)", "#NUM!"],
  ['DATEDIF(DATE(2001,1,1),DATE(2003,1,1),"Y")', 2],
  ['DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"D")', 440],
  ['DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"YD")', 75],
  ['DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"M")', 14],
  ['DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"YM")', 2],
  ['DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"md")', 14],
  ['DATEDIF(DATE(2001,6,20),DATE(2002,8,15),"md")', 26],
  ['DATEDIF(DATE(2020,2,29),DATE(2021,2,28),"Y")', 0],
  ['DATEDIF(DATE(2007,1,31),DATE(2007,3,1),"md")', { not: "defective" }],
  ['DATEDIF(DATE(2012,1,1),DATE(2013,3,1),"yd")', { not: "not certain" }],
  ['DATEDIF(2,1,"d")', "#NUM!"],
  ['DATEDIF(1,2,"x")', "#NUM!"],
];

// Also the cases that the committee for OpenFormula lists as Excel's own.
const fractions: readonly Row[] = [
  ["YEARFRAC(DATE(2012,1,1),DATE(2012,7,30))", 209 / 360],
  ["YEARFRAC(DATE(2012,1,1),DATE(2012,7,30),1)", 211 / 366],
  ["YEARFRAC(DATE(2012,1,1),DATE(2012,7,30),3)", 211 / 365],
  ["YEARFRAC(DATE(1999,1,5),DATE(2000,2,28),4)", 413 / 360],
  ["YEARFRAC(DATE(1999,1,5),DATE(2000,2,29),4)", 414 / 360],
  ["YEARFRAC(DATE(2012,7,30),DATE(2012,1,1),2)", 211 / 360],
  ["YEARFRAC(DATE(2011,2,28),DATE(2012,2,29))", 1],
  ["YEARFRAC(DATE(2011,2,28),DATE(2011,3,31))", 31 / 360],
  ["YEARFRAC(DATE(2011,1,30),DATE(2011,3,31))", 60 / 360],
  ["YEARFRAC(DATE(2011,1,29),DATE(2011,3,31))", 62 / 360],
  ["YEARFRAC(DATE(2011,3,1),DATE(2012,3,1),1)", 1],
  ["YEARFRAC(DATE(2011,2,1),DATE(2012,2,1),1)", 1],
  ["YEARFRAC(DATE(2010,1,1),DATE(2013,1,1),1)", 1096 / (1461 / 4)],
  ["YEARFRAC(5,5,1)", 0],
  ["YEARFRAC(DATE(2012,1,1),DATE(2012,7,30),5)", "#NUM!"],
  ["YEARFRAC(-1,1)", "#NUM!"],
  ['YEARFRAC("x",1)', "#VALUE!"],
];

const workdays: readonly Row[] = [
  ["NETWORKDAYS(DATE(2012,10,1),DATE(2013,3,1))", 110],
  ["NETWORKDAYS(DATE(2012,10,1),DATE(2013,3,1),DATE(2012,11,22))", 109],
  ['NETWORKDAYS(DATE(2012,10,1),DATE(2013,3,1),{"11/22/2012","12/4/2012","1/21/2013"})', 107],
  ["NETWORKDAYS(DATE(2024,1,6),DATE(2024,1,7))", 0],
  ["NETWORKDAYS(DATE(2024,1,8),DATE(2024,1,1))", -6],
  ["NETWORKDAYS(DATE(2024,1,1),DATE(2024,1,8),{45297,45297,45294,45294})", 5],
  ["NETWORKDAYS(-1,100)", "#NUM!"],
  ['NETWORKDAYS("x",45000)', "#VALUE!"],
  ["NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,1,31))", 22],
  ["NETWORKDAYS.INTL(DATE(2006,2,28),DATE(2006,1,31))", -21],
  ['NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,2,1),7,{"2006/1/2","2006/1/16"})', 22],
  ['NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,2,1),"0010001",{"2006/1/2","2006/1/16"})', 20],
  ["NETWORKDAYS.INTL(DATE(2024,1,1),DATE(2024,1,7),11)", 6],
  ["NETWORKDAYS.INTL(DATE(2024,1,1),DATE(2024,1,6),17)", 5],
  ['NETWORKDAYS.INTL(DATE(2024,1,1),DATE(2024,1,7),"1111111")', 0],
  ["NETWORKDAYS.INTL(DATE(2024,1,1),DATE(2024,1,7),,DATE(2024,1,2))", 4],
  ["NETWORKDAYS.INTL(DATE(2024,1,1),DATE(2024,1,7),8)", "#NUM!"],
  ['NETWORKDAYS.INTL(DATE(2024,1,1),DATE(2024,1,7),"000001")', "#VALUE!"],
  ["WORKDAY(DATE(2008,10,1),151)", 39933],
  ['WORKDAY(DATE(2008,10,1),151,{"11/26/2008","12/4/2008","1/21/2009"})', 39938],
  ["WORKDAY(DATE(2024,1,6),0)", 45297],
  ["WORKDAY(DATE(2024,1,6),1)", 45299],
  ["WORKDAY(DATE(2024,1,6),-1)", 45296],
  ["WORKDAY(DATE(2024,1,5),1.9)", 45299],
  ["WORKDAY(DATE(2024,1,5),5,{45299,45303,45306})", 45308],
  ["WORKDAY(DATE(9999,12,31),5)", "#NUM!"],
  ["WORKDAY(-1,5)", "#NUM!"],
  ["WORKDAY.INTL(DATE(2012,1,1),30,0)", "#NUM!"],
  ["WORKDAY.INTL(DATE(2012,1,1),90,11)", 41013],
  ["WORKDAY.INTL(DATE(2012,1,1),30,17)", 40944],
  ['WORKDAY.INTL(DATE(2012,1,1),5,"0000000")', 40914],
  ['WORKDAY.INTL(DATE(2012,1,1),5,"1111111")', "#VALUE!"],
];

const rows = [...dates, ...times, ...weeks, ...further, ...between, ...fractions, ...workdays];

check(rows);

check(
  [
    ["EDATE(A1:A2,1)", "#VALUE!"],
    ["EDATE(A1,1)", 45323],
    ["EDATE(A1:A2+0,1)", [[45323], [45352]]],
    ["YEAR(A1:A2)", [[2024], [2024]]],
    ["NETWORKDAYS(A1,A2,A1:A4)", 22],
    ["NETWORKDAYS(A1,A2,A1:A5)", { not: "holidays" }],
    ["NETWORKDAYS(A1,A2,A6)", "#N/A"],
    ["EDATE(A3,1)", { not: "day 0" }],
    ["WEEKDAY(A1,)", "#NUM!"],
  ],
  { cells: { Sheet1: [[45292], [45323], [null], [45323], ["holiday"], ["#N/A"]] } },
);

checkInLibreOffice(rows, [
  // Years of three digits, and the first two months of 1900.
  "DATE(108,1,2)",
  "DATE(1900,1,0)",
  "DATE(1900,2,29)",
  "DATE(0,1,1)",
  "YEAR(0)",
  "MONTH(0)",
  "DAY(0)",
  "DAY(60)",
  "EOMONTH(0,0)",
  // Dates with slashes and the year first, and days between times of day.
  'DATEVALUE("2011/02/23")',
  'NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,2,1),7,{"2006/1/2","2006/1/16"})',
  'NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,2,1),"0010001",{"2006/1/2","2006/1/16"})',
  "DAYS(2.9,1.1)",
]);

describe("dates of a workbook that starts in 1904", () => {
  check(
    [
      ["DATE(2024,1,15)", 43844],
      ["YEAR(0)", 1904],
      ["DAY(0)", 1],
      ["WEEKDAY(0)", 6],
      ["DATE(1903,12,31)", "#NUM!"],
      ['DATEVALUE("1/15/2024")', 43844],
      ['"1/15/2024"+0', 43844],
      ["EOMONTH(43844,0)", 43860],
      ["WORKDAY(43844,1)", 43845],
      ["WEEKNUM(43844)", 3],
      ["YEAR(2957003)", 9999],
      ["YEAR(2957004)", "#NUM!"],
    ],
    { isDate1904: true },
  );
});

/** Days and their year, month, day, weekday, week, a date some months on, and workdays to it. */
const CALENDAR = `
import calendar, datetime, json
start = datetime.date(1899, 12, 30)
def shifted(d, months):
    index = d.year * 12 + d.month - 1 + months
    y, m = divmod(index, 12)
    last = calendar.monthrange(y, m + 1)[1]
    return datetime.date(y, m + 1, min(d.day, last)), datetime.date(y, m + 1, last)
rows = []
for n in range(400, 100000, 997):
    d = start + datetime.timedelta(n)
    months = n % 31 - 5
    same, end = shifted(d, months)
    low, high = min(d, same), max(d, same)
    work = sum(1 for k in range((high - low).days + 1) if (low + datetime.timedelta(k)).weekday() < 5)
    rows.append([n, months, d.year, d.month, d.day, d.isoweekday(), d.isocalendar()[1], (same - start).days,
        (end - start).days, work if d <= same else -work, int(d.strftime("%U"))])
print(json.dumps(rows))
`;

testInPython("Python's calendar gives the same", (python) => {
  const lines = JSON.parse(python(CALENDAR)) as number[][];
  expect(lines.length).toBe(100);
  for (const line of lines) {
    const [day = 0, months = 0, year = 0] = line;
    const found = resultOf(
      `CHOOSE({1,2,3,4,5,6,7,8,9},YEAR(${day}),MONTH(${day}),DAY(${day}),WEEKDAY(${day},2),ISOWEEKNUM(${day}),EDATE(${day},${months}),EOMONTH(${day},${months}),NETWORKDAYS(${day},EDATE(${day},${months})),WEEKNUM(${day}))`,
    );
    // Python counts the days before the first Sunday as week 0, Excel as week 1.
    const before = new Date(Date.UTC(year, 0, 1)).getUTCDay() === 0 ? 0 : 1;
    expect(found).toEqual([[...line.slice(2, 10), (line[10] ?? 0) + before]]);
  }
});

/** The rules of OpenFormula in the words of dates, as fractions. */
const FRACTIONS = `
import datetime, json, calendar
start = datetime.date(1899, 12, 30)
leap = calendar.isleap
def last_of_february(d):
    return d.month == 2 and (d + datetime.timedelta(1)).month == 3
def us(a, b):
    x, y = a.day, b.day
    if x == 31 and y == 31: x = y = 30
    elif x == 31: x = 30
    elif x == 30 and y == 31: y = 30
    elif last_of_february(a) and last_of_february(b): x = y = 30
    elif last_of_february(a): x = 30
    return (b.year - a.year) * 360 + (b.month - a.month) * 30 + y - x
def europe(a, b):
    return (b.year - a.year) * 360 + (b.month - a.month) * 30 + min(b.day, 30) - min(a.day, 30)
def length(a, b):
    within = a.year == b.year or (b.year == a.year + 1 and (a.month, a.day) >= (b.month, b.day))
    if not within:
        return (datetime.date(b.year + 1, 1, 1) - datetime.date(a.year, 1, 1)).days / (b.year - a.year + 1)
    if a.year == b.year: return 366 if leap(a.year) else 365
    leaps = [datetime.date(y, 2, 29) for y in (a.year, b.year) if leap(y)]
    return 366 if any(a <= d <= b for d in leaps) else 365
rows = []
for n in range(36000, 40000, 61):
    for gap in (1, 27, 59, 60, 364, 365, 366, 731, 1461, 5000):
        a, b = start + datetime.timedelta(n), start + datetime.timedelta(n + gap)
        rows.append([n, n + gap, us(a, b) / 360, gap / length(a, b), gap / 360, gap / 365, europe(a, b) / 360])
ends = [d for d in (start + datetime.timedelta(n) for n in range(36000, 37600)) if d.day > 27 or d.day == 1]
for i, a in enumerate(ends):
    for b in ends[i + 1 : i + 40 : 3]:
        n, m = (a - start).days, (b - start).days
        rows.append([n, m, us(a, b) / 360, (m - n) / length(a, b), (m - n) / 360, (m - n) / 365, europe(a, b) / 360])
print(json.dumps(rows))
`;

testInPython("YEARFRAC follows the published rules", (python) => {
  const lines = JSON.parse(python(FRACTIONS)) as number[][];
  expect(lines.length).toBeGreaterThan(3000);
  for (const [first = 0, last = 0, ...expected] of lines)
    for (const [basis, fraction] of expected.entries())
      expect([first, last, basis, yearFraction(first, last, basis)]).toEqual([first, last, basis, fraction]);
});

test("WORKDAY undoes NETWORKDAYS", () => {
  for (let start = 45000; start < 45030; start++)
    for (const count of [1, 4, 5, 6, 29, 250, -1, -5, -33]) {
      const holidays = "{45010,45011,45013,45040,45300,44990}";
      const end = resultOf(`WORKDAY(${start},${count},${holidays})`);
      const next = start + Math.sign(count);
      const undone = resultOf(`NETWORKDAYS(${next},${JSON.stringify(end)},${holidays})`);
      expect(Math.abs(Number(undone))).toBe(Math.abs(count));
    }
});
