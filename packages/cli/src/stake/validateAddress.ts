import {AddressError, addressFromText} from "@oasis-node/primitives/address";
import {stringifyJson} from "@oasis-node/primitives/json";
import {type CommandRun, silentFailure} from "../framework/index.ts";
import type {validateAddressOptions} from "./options.ts";

/** `stake account validate_address`: the exit code is the answer (cli-config-grpc §3.4). */
export const validateAddress: CommandRun<typeof validateAddressOptions> = async ({options, environment}) => {
  const address = options["stake.account.address"];
  const problem = addressProblem(address);
  if (options.json) {
    const reason = problem === null ? {} : {reason: problem};
    environment.stdout.write(`${stringifyJson({address, valid: problem === null, ...reason})}\n`);
  } else if (options.verbose) {
    const verdict = problem === null ? "valid" : `not valid: ${problem}`;
    environment.stdout.write(`account address '${address}' is ${verdict}\n`);
  }
  if (problem !== null) throw silentFailure();
};

function addressProblem(text: string): string | null {
  try {
    addressFromText(text);
    return null;
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    return error.message;
  }
}
