import {bool, option} from "@oasis-node/node/options";

export const resetOptions = {
  dry_run: option(bool, false, "only tell in the log what would be removed", {
    shorthand: "n",
    flagOnly: true,
  }),
  "preserve.local_storage": option(bool, false, "keep what ParaTimes store locally"),
  "preserve.mkvs_database": option(bool, true, "keep the state of ParaTimes"),
};
