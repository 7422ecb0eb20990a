import { dayOf } from "../../src/core/dates";
import { END_OF_DAYS, FIRST_DAY, isoDay } from "../../src/data/calendar";

test("days have ISO dates", () => {
  expect([FIRST_DAY, END_OF_DAYS].map(isoDay)).toEqual(["2009-01-03", "2100-01-01"]);
  expect([isoDay(dayOf(Date.UTC(2024, 1, 29, 23))), isoDay(-1)]).toEqual(["2024-02-29", "1969-12-31"]);
});
