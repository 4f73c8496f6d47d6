import {SignedEntity} from "@oasis-node/state-transition/entity";
import {registryMethods} from "@oasis-node/state-transition/registry";
import {type CommandRun, orFail, type TransactionOptions} from "../framework/index.ts";
import {entitySigner, generateTransaction} from "../signing/index.ts";
import {entityDomain, entityFailure} from "./entityGenesis.ts";

/** `registry entity gen_register`. */
export const genRegisterEntity: CommandRun<TransactionOptions> = async (context) => {
  await generateTransaction(context, registryMethods["registry.RegisterEntity"], async () => {
    const {entity, signer} = await orFail(
      () => entitySigner(context),
      (err) => entityFailure("failed to load entity and its signer", {err}),
    );
    const body = await orFail(
      () => SignedEntity.sign(signer, entityDomain, entity),
      (err) => entityFailure("failed to sign entity descriptor", {err}),
    );
    return {body, signer};
  });
};
