import { testGroup } from "./groupTests";

testGroup("Unit economics");
