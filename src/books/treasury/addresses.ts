/** Bills and coins of an average month, which the sheet "Bills run" computes. */
export const MONTHLY_BILLS = "'Bills run'!$B$46";
export const MONTHLY_COINS = "'Bills run'!$B$47";
/** The row of both on that sheet. */
export const AVERAGES_ROW = 46;
