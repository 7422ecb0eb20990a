import type { Names } from "./form";

/** Names that forms of several groups use. */
export const sharedNames: Names = {
  // What is compared of a label or a name: small letters without spaces and punctuation.
  MINING_TEXT_KEY: `LAMBDA(text,
    REDUCE(LOWER(text), {" ","-","_",".",",",":","/","%","(",")","[","]","'"},
      LAMBDA(key, mark, SUBSTITUTE(key, mark, ""))))`,
  // The place of the label that each text names, with or without its unit.
  MINING_ROW_OF: `LAMBDA(labels, output,
    MAP(output, LAMBDA(label,
      LET(
        key, MINING_TEXT_KEY(label),
        full, MAP(labels, LAMBDA(text, MINING_TEXT_KEY(text))),
        stem, MAP(labels, LAMBDA(text, MINING_TEXT_KEY(TEXTBEFORE(text & " (", " (")))),
        IFNA(MATCH(key, full, 0), IF(SUM(IF(stem = key, 1, 0)) = 1, MATCH(key, stem, 0), #VALUE!))))))`,
  // One column of the numbers of a row or column, without headings and blanks at either end; #VALUE! where another cell is
  // not a number, or a number was stored as text.
  MINING_VECTOR: `LAMBDA(range,
    LET(
      cells, TOCOL(IF(range = "", "", range)),
      place, SEQUENCE(COUNTA(cells)),
      kind, MAP(cells, LAMBDA(cell, IF(ISNUMBER(cell), 1, IF(ISTEXT(cell), IF(ISNUMBER(-cell), 2, 0), 2)))),
      first, MIN(IF(kind, place, 9E9)),
      last, MAX(IF(kind, place, 0)),
      within, (place >= first) * (place <= last),
      IF(SUM(within) = SUM(IF(kind = 1, within, 0)), FILTER(cells, within, #VALUE!), #VALUE!)))`,
  // Whether each cell is a value and not a heading or a blank: a number, also one that was stored as text, or a word that
  // counts.
  MINING_ARE_VALUES: `LAMBDA(cells, words,
    MAP(cells, LAMBDA(cell,
      IF(ISTEXT(cell), IF(ISNUMBER(-cell), 1, SUM(IF(LOWER(TRIM(cell)) = words, 1, 0))), 1))))`,
  // Where the values of a row or column begin and end; "" for a single cell, which counts for all.
  MINING_EXTENT: `LAMBDA(range, [words],
    LET(
      cells, TOCOL(IF(range = "", "", range)),
      place, SEQUENCE(COUNTA(cells)),
      counts, MINING_ARE_VALUES(cells, IF(ISOMITTED(words), " ", words)),
      IF(COUNTA(cells) = 1, "", MIN(IF(counts, place, 9E9)) & "-" & MAX(IF(counts, place, 0)))))`,
  // Whether ranges that belong together begin and end at the same place.
  MINING_LINED_UP: `LAMBDA(extents,
    REDUCE("", extents, LAMBDA(known, extent,
      IF(extent = "", known, IF((known = "") + (known = extent), extent, "not")))) <> "not")`,
  // The periods of a row or column as a column, without headings and blanks at either end; a single cell as it is.
  MINING_PERIODS: `LAMBDA(range, [words],
    LET(
      cells, TOCOL(IF(range = "", "", range)),
      place, SEQUENCE(COUNTA(cells)),
      lines, SUM(BYROW(range, LAMBDA(line, 1))),
      counts, MINING_ARE_VALUES(cells, IF(ISOMITTED(words), " ", words)),
      first, MIN(IF(counts, place, 9E9)),
      last, MAX(IF(counts, place, 0)),
      IF((COUNTA(cells) = 1) + (last = 0), range,
        IF((lines = 1) + (lines = COUNTA(cells)), FILTER(cells, (place >= first) * (place <= last)), #VALUE!))))`,
};
