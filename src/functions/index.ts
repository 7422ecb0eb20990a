import { bind } from "./bind";
import { catalogue } from "./catalogue";

for (const definition of catalogue) CustomFunctions.associate(definition.name, bind(definition));
