import { check } from "./table";
import { rows } from "./order.rows";

check(rows);
