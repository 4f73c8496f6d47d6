import {writeFileAt} from "@oasis-node/node/files";
import {buildGenesis, genesisProblem} from "@oasis-node/node/genesis";
import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {formatDocument} from "@oasis-node/state-transition/genesis";
import {type CommandRun, orFail} from "../framework/index.ts";
import {gatesOf} from "../signing/index.ts";
import {genesisFailure} from "./failure.ts";
import type {InitOptions} from "./options.ts";
import {genesisParameters} from "./parameters.ts";
import {genesisParts} from "./parts.ts";

/** `genesis init`: writes a canonical document that passed all checks, or nothing (cli-config-grpc §3.5). */
export const genesisInit: CommandRun<InitOptions> = async (context) => {
  const {options, environment, common} = context;
  const file = options["genesis.file"];
  if (file === "") throw genesisFailure("failed to determine output location");
  const chainId = options["chain.id"];
  if (chainId === "") throw genesisFailure("genesis chain id missing");
  const parts = await genesisParts(context);
  const document = await orFail(
    () =>
      buildGenesis({
        chainId,
        height: asHeight(BigInt(options.initial_height)),
        time: environment.clock.now(),
        haltEpoch: asEpoch(options["halt.epoch"]),
        parameters: genesisParameters(options),
        ...parts,
      }),
    (err) => genesisFailure("failed to parse registry genesis state", {err}),
  );
  const problem = genesisProblem(document, gatesOf(common));
  if (problem !== null) throw genesisFailure("genesis document failed sanity check", {err: problem});
  await orFail(
    () => writeFileAt(file, formatDocument(document), environment),
    (err) => genesisFailure("failed to write genesis file", {err}),
  );
};
