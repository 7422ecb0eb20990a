import { placeOf, type Place } from "./workbook";
import { zoneOf } from "./zones";

/** What the columns of a range hold on the whole sheet; to be read after the next `sync`. */
export function columnContents(range: Excel.Range, count: number): readonly Excel.Range[] {
  return Array.from({ length: count }, (_, column) => {
    const used = range.getColumn(column).getEntireColumn().getUsedRangeOrNullObject(true);
    used.load("address");
    return used;
  });
}

/** Whether a column is in use above or below the place: its width is then its user's. */
export function reachesBeyond(contents: Excel.Range, place: Place): boolean {
  if (contents.isNullObject) return false;
  const [used, own] = [zoneOf(placeOf(contents.address).range), zoneOf(place.range)];
  return used === undefined || own === undefined || used.top < own.top || used.bottom > own.bottom;
}
