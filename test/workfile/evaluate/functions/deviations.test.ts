import { check } from "./table";
import { rows } from "./deviations.rows";

check(rows);
