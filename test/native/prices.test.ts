import { testGroup } from "./groupTests";

testGroup("Prices and simulation");
