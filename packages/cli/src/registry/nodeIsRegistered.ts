import {IdentityError, loadIdentity} from "@oasis-node/node/identity";
import {equal} from "@oasis-node/primitives/bytes";
import {toMilliseconds} from "@oasis-node/primitives/clock";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {stringifyJson} from "@oasis-node/primitives/json";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type CommandContext, type CommandRun, orFail, silentFailure} from "../framework/index.ts";
import {askRegistry} from "./askRegistry.ts";
import {nodeFailure} from "./nodeFailure.ts";
import type {isRegisteredOptions} from "./options.ts";

/** `registry node is-registered`: the exit code is the answer. */
export const nodeIsRegistered: CommandRun<typeof isRegisteredOptions> = async (context) => {
  const id = await ownId(context);
  const nodes = await askRegistry(context, nodeFailure, "nodes", (registry) =>
    registry.getNodes(latestHeight),
  );
  const registered = (nodes ?? []).some((node) => equal(node.id, id));
  const {options, environment} = context;
  const text = `node is ${registered ? "" : "not "}registered`;
  environment.stdout.write(`${options.json ? stringifyJson({registered}, "  ") : text}\n`);
  if (!registered) throw silentFailure();
};

/** Of the node in the data directory, by default the working directory. */
async function ownId({common, environment}: CommandContext<typeof isRegisteredOptions>): Promise<PublicKey> {
  const {clock, cwd, entropy} = environment;
  const identity = await orFail(
    () =>
      loadIdentity({
        directory: common.datadir === "" ? cwd : common.datadir,
        random: entropy,
        now: () => toMilliseconds(clock.now()),
        generate: false,
        persistTls: false,
      }),
    (err) => nodeFailure("failed to load node identity", {err: isMissing(err) ? missing : err}),
  );
  return identity.nodeSigner.publicKey;
}

/** The reference's whole message for a key that is not there. */
const missing = "file does not exist";

function isMissing(error: Error): boolean {
  return error instanceof IdentityError && error.code === "missing";
}
