import {DeregisterEntity, registryMethods} from "@oasis-node/state-transition/registry";
import type {CommandRun, TransactionOptions} from "../framework/index.ts";
import {generateTransaction} from "../signing/index.ts";

/** `registry entity gen_deregister`: the transaction has no body, its signer says which entity. */
export const genDeregisterEntity: CommandRun<TransactionOptions> = async (context) => {
  await generateTransaction(context, registryMethods["registry.DeregisterEntity"], () => ({
    body: DeregisterEntity.zero(),
  }));
};
