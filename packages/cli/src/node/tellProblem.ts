import type {OptionProblem} from "@oasis-node/node/options";
import type {Logger} from "@oasis-node/primitives/log";

/** Which part of the node an option is of, by the beginning of its key, and what the reference says when that part fails. */
const parts: readonly (readonly [prefix: string, message: string])[] = [
  ["metrics.", "failed to initialize metrics server"],
  ["pprof.", "failed to initialize pprof server"],
  ["signer.", "failed to initialize signer backend"],
  ["consensus.", "failed to initialize tendermint service"],
  ["tendermint.", "failed to initialize tendermint service"],
  ["ias.", "failed to initialize IAS proxy client"],
  ["runtime.", "failed to initialize runtime services"],
  ["worker.", "failed to initialize workers"],
];

/** Tells one thing that is wrong with the configuration, in the log, as the part of the node that would have stumbled over it. */
export function tellProblem({key, message}: OptionProblem, logger: Logger): void {
  const [, text] = parts.find(([prefix]) => key?.startsWith(prefix) === true) ?? [];
  if (text === undefined) logger.error(message);
  else logger.error(text, {err: message});
}
