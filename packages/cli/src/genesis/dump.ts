import {writeFileAt} from "@oasis-node/node/files";
import {asHeight} from "@oasis-node/primitives/epoch";
import {consensusService} from "@oasis-node/rpc/services/consensus";
import {formatDocument} from "@oasis-node/state-transition/genesis";
import {withNode} from "../client/index.ts";
import {type CommandRun, orFail} from "../framework/index.ts";
import {genesisFailure} from "./failure.ts";
import type {dumpOptions} from "./options.ts";

/** `genesis dump`: a canonical document that a new network can start with, by default in `./genesis.json` (cli-config-grpc §3.5). */
export const genesisDump: CommandRun<typeof dumpOptions> = async (context) => {
  const {options, environment} = context;
  const document = await withNode(context, genesisFailure, (node) =>
    orFail(
      () => node.api(consensusService).stateToGenesis(asHeight(BigInt(options.height))),
      (err) => genesisFailure("failed to generate genesis document", {err}),
    ),
  );
  const text = await orFail(
    () => formatDocument(document),
    (err) => genesisFailure("failed to get canonical form of genesis file", {err}),
  );
  const file = options["genesis.file"];
  if (file === "") {
    environment.stdout.write(text);
    return;
  }
  await orFail(
    () => writeFileAt(file, text, environment),
    (err) => genesisFailure("failed to get writer for genesis file", {err}),
  );
};
