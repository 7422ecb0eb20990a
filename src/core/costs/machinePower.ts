/** How the power of a machine is stated: per terahash, or in total. */
export type PowerUnit = "J/TH" | "W";

/** Above this a number is in watts, as no machine in use draws that much per terahash. */
const MOST_J_PER_TH = 200;

/** The unit of a power given without one: J/TH up to 200, W above. */
export const guessedUnit = (power: number): PowerUnit => (power <= MOST_J_PER_TH ? "J/TH" : "W");

/** Power of a machine in W. */
export const watts = (power: number, unit: PowerUnit, hashrateTh: number): number =>
  unit === "W" ? power : power * hashrateTh;
