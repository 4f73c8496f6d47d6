import {toBase64} from "@oasis-node/primitives/bytes";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {Entity} from "@oasis-node/state-transition/entity";
import {type CommandRun, failuresOf} from "../framework/index.ts";
import {askRegistry} from "./askRegistry.ts";
import type {listOptions} from "./options.ts";
import {printItems} from "./printItems.ts";

/** `registry entity list`. */
export const entityList: CommandRun<typeof listOptions> = async (context) => {
  const failed = failuresOf("cmd/registry/entity");
  const entities = await askRegistry(context, failed, "entities", (registry) =>
    registry.getEntities(latestHeight),
  );
  printItems(context, Entity, entities, ({id}) => toBase64(id));
};
