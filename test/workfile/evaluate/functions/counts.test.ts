import { check } from "./table";
import { rows } from "./counts.rows";

check(rows);
