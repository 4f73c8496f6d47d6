import {bool, clientOptions, option, text} from "@oasis-node/node/options";
import {jsonOptions} from "../framework/index.ts";

const ours = {flagOnly: true, ours: true} as const;

/** Options of `paratime call`. */
export const callOptions = {
  ...clientOptions,
  ...jsonOptions,
  nonce: option(
    bool,
    false,
    "add a random `nonce` to the arguments, for ParaTimes that take the same call only once",
    ours,
  ),
};

/** Options of `paratime query`. */
export const queryOptions = {
  ...clientOptions,
  ...jsonOptions,
  round: option(text, "latest", "round whose state is asked, a number or latest", ours),
};
