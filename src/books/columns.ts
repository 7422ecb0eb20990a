/** Excel's own width of a column, in characters. */
export const USUAL_WIDTH = 8.43;

/** A digit of Calibri 11 has 7 pixels, and a column 5 more than its characters. */
export const columnPixels = (width = USUAL_WIDTH) => 7 * width + 5;
