import {createHash} from "node:crypto";
import {canonicalProblem} from "@oasis-node/node/genesis";
import {stringifyJson} from "@oasis-node/primitives/json";
import type {CommandRun} from "../framework/index.ts";
import {openGenesis} from "../signing/index.ts";
import {genesisFailure} from "./failure.ts";
import type {checkOptions} from "./options.ts";

/** `genesis check` (cli-config-grpc §3.5). */
export const genesisCheck: CommandRun<typeof checkOptions> = async (context) => {
  const {options, environment} = context;
  const genesis = await openGenesis(context, (err) => genesisFailure("failed to open genesis file", {err}));
  const problem = canonicalProblem(genesis);
  if (problem !== null) {
    environment.stderr.write(`Diff:\n${problem.diff}\n`);
    throw genesisFailure("genesis file is not in canonical form", {err: problem.reason});
  }
  const checksum = createHash("sha256").update(genesis.bytes).digest("hex");
  const {chainContext} = genesis;
  if (options.json) {
    const facts = {canonical: true, hash: chainContext, sha256: checksum};
    environment.stdout.write(`${stringifyJson(facts)}\n`);
    return;
  }
  environment.stdout.write("genesis file is valid and in canonical form\n");
  environment.stdout.write(`genesis document's hash: ${chainContext}\n`);
  environment.stdout.write(`genesis file's SHA256 checksum: ${checksum}\n`);
};
