import {entityVersions} from "@oasis-node/state-transition/entity";
import {type CommandRun, type entitySignerOptions, failuresOf, orFail} from "../framework/index.ts";
import {entityDirectory, saveEntity, signerFactory} from "../signing/index.ts";

const failed = failuresOf("cmd/signer");

/** `signer export`: overwrites the descriptor with one without nodes, as the reference does (cli-config-grpc §3.1). */
export const signerExport: CommandRun<typeof entitySignerOptions> = async ({options, environment}) => {
  const directory = entityDirectory(options, environment.cwd);
  await orFail(
    async () => {
      const place = {directory, cwd: environment.cwd};
      const signer = await signerFactory(options, place, ["entity"]).load("entity");
      const entity = {v: entityVersions.latest, id: signer.publicKey, nodes: null};
      signer.reset();
      await saveEntity(directory, entity, environment);
    },
    (err) => failed("failed to export entity", {err}),
  );
};
