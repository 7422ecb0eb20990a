/** A figure of the add-in that no market moves, the subsidy of the first blocks: whether the add-in is there, as a formula. */
export const isLoaded = "ISNUMBER(MINING.BLOCK_SUBSIDY(0))";

/**
 * A figure of the add-in, or a text where it has none. Without the add-in, the text would say too much. To be used where
 * the sheet Market is, which names `addin_loaded`.
 */
export const figureOr = (text: string, figure: string): string =>
  `IFERROR(${figure},IF(addin_loaded=1,"${text}","no add-in"))`;
