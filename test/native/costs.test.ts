import { testGroup } from "./groupTests";

testGroup("Costs and accounting");
