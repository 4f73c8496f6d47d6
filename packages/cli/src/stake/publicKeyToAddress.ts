import {addressToText, stakingAddress} from "@oasis-node/primitives/address";
import {stringifyJson} from "@oasis-node/primitives/json";
import {publicKeyFromText} from "@oasis-node/primitives/signature";
import {type CommandRun, orFail} from "../framework/index.ts";
import {stakeFailure} from "./arguments.ts";
import type {publicKeyOptions} from "./options.ts";

/** `stake pubkey2address`. */
export const publicKeyToAddress: CommandRun<typeof publicKeyOptions> = async ({options, environment}) => {
  const text = options.public_key;
  if (text === "") throw stakeFailure("cannot convert an empty public key");
  const publicKey = await orFail(
    () => publicKeyFromText(text),
    (err) => stakeFailure("failed to parse public key", {err}),
  );
  const address = addressToText(stakingAddress(publicKey));
  environment.stdout.write(options.json ? `${stringifyJson({public_key: text, address})}\n` : `${address}\n`);
};
