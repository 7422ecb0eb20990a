import { check } from "./table";
import { rows } from "./mathematics.rows";

check(rows);
