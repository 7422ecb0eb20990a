import type { Names } from "./form";

/** Names that forms of several groups use. */
export const sharedNames: Names = {
  MINING_TEXT_KEY: {
    what: "What is compared of a label or a name: small letters without spaces and punctuation.",
    text: `LAMBDA(text,
    REDUCE(LOWER(text), {" ","-","_",".",",",":","/","%","(",")","[","]","'"},
      LAMBDA(key, mark, SUBSTITUTE(key, mark, ""))))`,
  },
  MINING_ROW_OF: {
    what: "The place of the label that each text names, with or without its unit.",
    text: `LAMBDA(labels, output,
    MAP(output, LAMBDA(label,
      LET(
        key, MINING_TEXT_KEY(label),
        full, MAP(labels, LAMBDA(text, MINING_TEXT_KEY(text))),
        stem, MAP(labels, LAMBDA(text, MINING_TEXT_KEY(TEXTBEFORE(text & " (", " (")))),
        IFNA(MATCH(key, full, 0), IF(SUM(IF(stem = key, 1, 0)) = 1, MATCH(key, stem, 0), #VALUE!))))))`,
  },
  MINING_VECTOR: {
    what: 'One column of the numbers of a row or column, without headings and blanks at either end; #VALUE! where another cell is not a number, or a number was stored as text. A single blank cell, which is equal to both "" and 0, is 0.',
    text: `LAMBDA(range,
    LET(
      shown, IF(range = "", "", range),
      count, COUNTA(shown),
      cells, IF(count > 1, TOCOL(shown), IF((range = "") * (range = 0), 0, range)),
      columns, COUNTA(TAKE(shown, 1)),
      place, SEQUENCE(count),
      kind, MAP(cells, LAMBDA(cell, IF(ISNUMBER(cell), 1, IF(ISTEXT(cell), IF(ISNUMBER(-cell), 2, 0), 2)))),
      first, MIN(IF(kind, place, 9E9)),
      last, MAX(IF(kind, place, 0)),
      within, (place >= first) * (place <= last),
      is_line, (columns = 1) + (columns = count),
      IF(is_line * (SUM(within) = SUM(IF(kind = 1, within, 0))), FILTER(cells, within, #VALUE!), #VALUE!)))`,
  },
  MINING_FLAGS: {
    what: "TRUE and FALSE, or 1 and 0, of a row or column as 1 and 0; a blank is 0, texts at either end are headings.",
    text: `LAMBDA(range,
    LET(
      cells, TOCOL(IF(range = "", 0, range)),
      place, SEQUENCE(COUNTA(cells)),
      flags, MAP(cells, LAMBDA(cell, IF(ISTEXT(cell), IF(ISNUMBER(-cell), 2, -1), IF(ISLOGICAL(cell), IF(cell, 1, 0), IF((cell = 0) + (cell = 1), cell, 2))))),
      within, (place >= MIN(IF(flags < 0, 9E9, place))) * (place <= MAX(IF(flags < 0, 0, place))),
      kept, FILTER(flags, within, #VALUE!),
      IF((MAX(kept) < 2) * (MIN(kept) >= 0), kept, #VALUE!)))`,
  },
  MINING_TABLE_ROWS: {
    what: "The rows of a table without its headings and without blank rows. The first row holds headings where none of the columns that are for numbers has one, and one has a text. The table must have the least number of columns.",
    text: `LAMBDA(table, least, number_columns,
    LET(
      cells, IF(table = "", "", table),
      width, COUNTA(TAKE(cells, 1)),
      top, MAP(number_columns, LAMBDA(column, IF(column > width, "", INDEX(cells, 1, column)))),
      has_number, SUM(MAP(top, LAMBDA(cell, IF(ISNUMBER(-cell), 1, 0)))),
      has_headings, IF((has_number = 0) * (SUM(IF(top = "", 0, 1)) > 0), 1, 0),
      filled, BYROW(cells, LAMBDA(line, SUM(IF((line = "") + (line = 0), 0, 1)))),
      IF(width < least, #VALUE!,
        FILTER(cells, (filled > 0) * (SEQUENCE(COUNTA(filled)) > has_headings), #VALUE!))))`,
  },
  MINING_TABLE_COLUMN: {
    what: "A column of the rows that MINING_TABLE_ROWS returns; where it is blank or missing it is something else.",
    text: `LAMBDA(rows, column, otherwise,
    IF(COUNTA(TAKE(rows, 1)) < column,
      IF(SEQUENCE(COUNTA(CHOOSECOLS(rows, 1))), otherwise),
      LET(cells, CHOOSECOLS(rows, column), IF(cells = "", otherwise, cells))))`,
  },
  MINING_TABLE_NUMBERS: {
    what: "A column of numbers of the rows that MINING_TABLE_ROWS returns, in a unit that is the factor times the usual one.",
    text: `LAMBDA(rows, column, otherwise, [factor],
    MAP(MINING_TABLE_COLUMN(rows, column, otherwise), LAMBDA(cell,
      IF(ISNUMBER(cell), IF(ISOMITTED(factor), cell, cell * factor), #VALUE!))))`,
  },
  MINING_TABLE_UNIT: {
    what: "What the numbers below a heading are multiplied by, since it names another unit than the usual one.",
    text: `LAMBDA(table, column, units, factors,
    LET(
      heading, REDUCE(" " & INDEX(table, 1, column) & " ", {"(",")","[","]","/",",",";"},
        LAMBDA(text, mark, SUBSTITUTE(text, mark, " "))),
      REDUCE(1, SEQUENCE(COUNTA(units)), LAMBDA(factor, place,
        IF(ISNUMBER(SEARCH(" " & INDEX(units, place) & " ", heading)), INDEX(factors, place), factor)))))`,
  },
  MINING_ARE_VALUES: {
    what: "Whether each cell is a value and not a heading or a blank: a number, also one that was stored as text, or a word that counts.",
    text: `LAMBDA(cells, words,
    MAP(cells, LAMBDA(cell,
      IF(ISTEXT(cell), IF(ISNUMBER(-cell), 1, SUM(IF(LOWER(TRIM(cell)) = words, 1, 0))), 1))))`,
  },
  MINING_EXTENT: {
    what: 'Where the values of a row or column begin and end; "" for a single cell, which counts for all.',
    text: `LAMBDA(range, [words],
    LET(
      cells, TOCOL(IF(range = "", "", range)),
      place, SEQUENCE(COUNTA(cells)),
      counts, MINING_ARE_VALUES(cells, IF(ISOMITTED(words), " ", words)),
      IF(COUNTA(cells) = 1, "", MIN(IF(counts, place, 9E9)) & "-" & MAX(IF(counts, place, 0)))))`,
  },
  MINING_LINED_UP: {
    what: "Whether ranges that belong together begin and end at the same place.",
    text: `LAMBDA(extents,
    REDUCE("", extents, LAMBDA(known, extent,
      IF(extent = "", known, IF((known = "") + (known = extent), extent, "not")))) <> "not")`,
  },
  MINING_PERIODS: {
    what: "The periods of a row or column as a column, without headings and blanks at either end; a single cell as it is.",
    text: `LAMBDA(range, [words],
    LET(
      cells, TOCOL(IF(range = "", "", range)),
      place, SEQUENCE(COUNTA(cells)),
      lines, SUM(BYROW(range, LAMBDA(line, 1))),
      counts, MINING_ARE_VALUES(cells, IF(ISOMITTED(words), " ", words)),
      first, MIN(IF(counts, place, 9E9)),
      last, MAX(IF(counts, place, 0)),
      IF((COUNTA(cells) = 1) + (last = 0), range,
        IF((lines = 1) + (lines = COUNTA(cells)), FILTER(cells, (place >= first) * (place <= last)), #VALUE!))))`,
  },
};
